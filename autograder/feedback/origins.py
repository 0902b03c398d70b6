"""What hidden lines have made or changed, and what visible ones have made of that.

Names stand for values here, and the order of statements does not count: a function may be called
long after it was defined. So more is taken for hidden than is, never less where a cell is written
as test cells are.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from autograder import names
from autograder.feedback import hidden

ANY = "*"  # what a star import binds: whatever name there is
BINDS_ANY = frozenset({"exec", "globals", "locals"})


@dataclass(frozen=True)
class Test:
    """A cell that the judge runs: its lines, each statement by itself, the lines of no release."""

    lines: tuple[str, ...]
    statements: tuple[ast.Module, ...]
    cut: frozenset[int]


@lru_cache(maxsize=512)
def read(source: str, pairs: hidden.Pairs) -> Test:
    """Read a cell; one with magics has no statements, since it has other lines where it was run."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        body = []
    alone = tuple(ast.Module([statement], []) for statement in body)
    return Test(tuple(source.split("\n")), alone, hidden.cut_lines(source, pairs))


def span_of(node: ast.Module | ast.stmt) -> range:
    """The lines of a statement, be it by itself or in others, from its first decorator on."""
    statement = node.body[0] if isinstance(node, ast.Module) else node
    decorators = getattr(statement, "decorator_list", ())
    first = min(each.lineno for each in (statement, *decorators))
    return range(first, (statement.end_lineno or statement.lineno) + 1)


def made_of_hidden(tests: Iterable[Test]) -> set[str]:
    """Names of all that hidden lines of these cells have come into; `ANY` where none is safe."""
    tests = list(tests)
    statements = [each for test in tests for each in test.statements]
    imported = {name for each in statements for name in _imported(each)}
    tainted: set[str] = set()
    more = {name for test in tests for name in _made_hidden(test)}
    while more := more - tainted - imported:
        tainted |= more
        fed = (each for each in statements if names.used_globally(each) & more)
        more = {name for each in fed for name in _touched(each)}
    return tainted


def _made_hidden(test: Test) -> Iterator[str]:
    """Names that statements touch which are hidden, be it in part."""
    if test.cut and not test.statements:
        yield ANY
    for statement in test.statements:
        if not test.cut.isdisjoint(span_of(statement)):
            yield from _touched(statement)
            yield from (ANY for _ in names.used(statement) & BINDS_ANY)


def _imported(statement: ast.Module) -> frozenset[str]:
    is_import = isinstance(statement.body[0], ast.Import | ast.ImportFrom)
    return names.assigned(statement) - {ANY} if is_import else frozenset()


@lru_cache(maxsize=names.KEPT)
def _touched(statement: ast.Module) -> frozenset[str]:
    """Names that a statement binds, or whose values it may change."""
    return names.assigned(statement) | frozenset(filter(None, _changed(statement)))


def _changed(statement: ast.Module) -> Iterator[str]:
    """What is written into, whose methods are called, and what is given to a call of no value."""
    for node in ast.walk(statement):
        match node:
            case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
                yield _owner(node)
            case ast.Call(func=ast.Attribute() as method):
                yield _owner(method)
            case ast.Expr(value=ast.Call(args=args, keywords=keywords)):
                yield from map(_owner, (*args, *(each.value for each in keywords)))


def _owner(node: ast.expr) -> str:
    """The name that an attribute or item belongs to, however deep; "" where there is none."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
