"""Run test cells in a trusted process; the student's names are proxies into the sandbox.

`proxies` stand for the student's functions, `cells` runs one trusted cell, `runner` takes a
whole plan through sandbox and judge; `outputs` and `evidence` turn what happened into records.
"""
