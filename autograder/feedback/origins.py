"""What hidden lines have made or changed, and what visible ones have made of that.

Names stand for values here, and the order of statements does not count: a function may be called
long after it was defined. So more is taken for hidden than is, never less where a cell is written
as test cells are.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from autograder import names
from autograder.feedback import hidden

ANY = "*"  # what a star import binds: whatever name there is
REACHES_ANY = frozenset({"builtins", "eval", "exec", "globals", "locals", "vars"})


@dataclass(frozen=True)
class Test:
    """A cell that the judge runs: its lines, each statement by itself, the lines of no release."""

    lines: tuple[str, ...]
    statements: tuple[ast.Module, ...]
    cut: frozenset[int]

    def hides(self, statement: ast.Module) -> bool:
        """Whether a statement is hidden, be it in part."""
        return not self.cut.isdisjoint(span_of(statement))


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


@lru_cache(maxsize=512)
def made_of_hidden(sources: tuple[str, ...], pairs: hidden.Pairs) -> frozenset[str]:
    """Names of all that hidden lines of these cells have come into; `ANY` where none is safe.

    It is kept, since these cells are the same in every submission.
    """
    tests = [read(source, pairs) for source in sources]
    known = [each for test in tests for each in test.statements if not test.hides(each)]
    modules = {name for each in known for name in _modules(each)}
    tainted: set[str] = set()
    more = {name for test in tests for name in _made_hidden(test, modules)}
    called = {n for test in tests for e in test.statements if test.hides(e) for n in names.used(e)}
    more |= {name for each in known for name in _done_by_calling(each, called)} - modules
    while more := more - tainted:
        tainted |= more
        reached = more | REACHES_ANY
        fed = (_touched(each) for each in known if names.used_globally(each) & reached)
        same = (pair for pair in map(_alias, known) if pair & more)
        more = {name for found in (*fed, *same) for name in found} - modules
    return frozenset(tainted)


def _made_hidden(test: Test, modules: set[str]) -> Iterator[str]:
    """Names that hidden statements touch; that they import or call a known module is no touch."""
    if test.cut and not test.statements:
        yield ANY
    for statement in filter(test.hides, test.statements):
        bound = frozenset() if _modules(statement) else names.assigned(statement)
        yield from bound | (_touched(statement) - modules)
        yield from (ANY for _ in names.used(statement) & REACHES_ANY)


def _done_by_calling(statement: ast.Module, called: set[str]) -> frozenset[str]:
    """What a visible function or class changes outside itself, if hidden lines know its name."""
    match statement.body[0]:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) if name in called:
            return _touched(statement) - {name}
    return frozenset()


def _modules(statement: ast.Module) -> frozenset[str]:
    is_import = isinstance(statement.body[0], ast.Import)
    return names.assigned(statement) if is_import else frozenset()


@lru_cache(maxsize=names.KEPT)
def _touched(statement: ast.Module) -> frozenset[str]:
    """Names that a statement binds, or whose values it may change."""
    changed = names.used_globally(statement) & set(_changed(statement))
    return names.assigned(statement) | changed | _alias(statement)


def _changed(statement: ast.Module) -> Iterator[str]:
    """What is written into, has something called or asked of it, or is given to a bare call."""
    for node in ast.walk(statement):
        match node:
            case ast.Attribute() | ast.Subscript(ctx=ast.Store()):
                yield _owner(node)
            case ast.Expr(value=ast.Call(args=args, keywords=keywords)):
                yield from map(_owner, (*args, *(each.value for each in keywords)))


def _alias(statement: ast.Module) -> frozenset[str]:
    """Names of one and the same value, where a statement gives it another."""
    match statement.body[0]:
        case ast.Assign(value=ast.Name(id=name)):
            return names.assigned(statement) | {name}
    return frozenset()


def _owner(node: ast.expr) -> str:
    """The name that an attribute or item belongs to, however deep; "" where there is none."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
