"""What the text of a test shows that cannot be judged outside the student's process."""

from __future__ import annotations

import ast

from autograder.coursework import names

# What a proxy of a student's function cannot stand for.
NOT_FROM_OUTSIDE = {
    "input": "asks for input",
    "getsource": "reads the source of a function",
    "getsourcelines": "reads the source of a function",
    "__code__": "looks into the code of a function",
    "patch": "patches names",
    "get_ipython": "speaks to the kernel",
}


def signs(source: str) -> tuple[str, ...]:
    """Return what a test cell does that only the student's process can do, each once."""
    try:
        tree = names.parse(source)
    except SyntaxError:
        return ()
    return tuple(sorted(set(_signs(tree))))


def _signs(tree: ast.Module) -> list[str]:
    signs = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith):
            signs.append("awaits")
        elif isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            signs += [NOT_FROM_OUTSIDE[name]] if name in NOT_FROM_OUTSIDE else []
    return signs
