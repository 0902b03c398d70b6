"""Run test cells in a trusted process; the student's names are proxies into the sandbox.

`names` finds what a cell uses and assigns, `proxies` stand for the student's functions,
`cells` runs one cell, `conduct` takes a whole plan through sandbox and judge.
"""
