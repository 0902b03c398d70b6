"""What the text of a test shows that cannot be judged outside the student's process."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.coursework import names
from autograder.judge.patches import ORIGINALS

PLACES = frozenset(f"{m.__name__}.{name}" for m, names in ORIGINALS.items() for name in names) | {
    "sys.stdin"
}


def signs(source: str) -> tuple[str, ...]:
    """Return what a test cell does that only the student's process can do, each once."""
    try:
        tree = names.parse(source)
    except SyntaxError:
        return ()
    return tuple(sorted(set(_signs(tree))))


def _signs(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith):
            yield "awaits"
        elif isinstance(node, ast.Name) and node.id == "get_ipython":
            yield "speaks to the kernel"
        elif isinstance(node, ast.Call) and _patches_elsewhere(node):
            yield "patches names"


def _patches_elsewhere(call: ast.Call) -> bool:
    """Whether a call of ``mock.patch`` replaces what the student's process would not see."""
    owner, _, name = ast.unparse(call.func).rpartition(".")
    texts = [ast.unparse(argument).strip("'\"") for argument in call.args[:2]]
    if name == "patch":
        return "".join(texts[:1]) not in PLACES
    return "patch" in owner.split(".") and ".".join(texts) not in PLACES
