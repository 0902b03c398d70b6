"""The half of the sandbox that runs beside the student's code, and knows no test.

It is staged alone, as the package ``inside``, so its modules import only one another, numpy,
IPython and ``dlkit.check``.
"""
