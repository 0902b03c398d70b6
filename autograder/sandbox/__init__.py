"""Run a student's code where it can harm nothing: staged files, fences, one process each.

Read in this order: `staging` (what exists inside), `isolation` (how it is fenced off),
`session` (the trusted end of the socket), `inside` (the other end).
"""
