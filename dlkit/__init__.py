"""The reference package of the course: deep learning in NumPy, one module per topic.

Import the topic you need, for example ``from dlkit import losses``. Nothing is imported here,
so that importing one topic never loads another.
"""

__version__ = "0.1.0"
