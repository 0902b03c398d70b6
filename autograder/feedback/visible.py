"""Which check of a test cell failed, as far as its student may read it.

The visible part of a test cell stands in every student's notebook, so a check that failed there is
named by its source. What it says may hold more: values that a hidden region has made. So its
message is shown where no hidden line can have come into it, and elsewhere only words that stand in
the visible source themselves.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from autograder import names
from autograder.feedback import hidden
from autograder.model import CellRecord

LONGEST = 1_000  # characters of a check


@dataclass(frozen=True)
class VisibleCheck:
    """A check that students have in their notebook: source, line of its cell there, message."""

    source: str
    line: int
    message: str = ""

    def stands_in(self, given: str | None) -> bool:
        """Whether a released cell has all of its lines; where none is known, it is believed."""
        if given is None:
            return True
        lines = {line.strip() for line in given.split("\n")}
        return all(line.strip() in lines for line in self.source.split("\n"))


@dataclass(frozen=True)
class _Test:
    """A test cell: its lines, its statements by themselves, and the lines that no release has."""

    lines: tuple[str, ...]
    statements: tuple[ast.Module, ...]
    cut: frozenset[int]


def failed(
    records: Iterable[CellRecord],
    sources: Mapping[str, str],
    pairs: hidden.Pairs,
    secrets: frozenset[str],
) -> dict[str, VisibleCheck]:
    """Return the visible checks that failed, by grade_id; ``sources`` are those of the cells.

    ``secrets`` are hidden lines that no message may repeat.
    """
    at_fault = [cell for cell in records if cell.lines and cell.grade_id in sources]
    if not at_fault:
        return {}
    tests = {name: _read(source, tuple(pairs)) for name, source in sources.items()}
    told = {}
    for cell in at_fault:
        others = (test for name, test in tests.items() if name != cell.grade_id)
        made_hidden = {name for test in others for name in _made_hidden(test)}
        if check := _check(tests[cell.grade_id], cell, made_hidden):
            repeats = hidden.leaks(check.message, secrets)
            told[cell.grade_id] = replace(check, message="") if repeats else check
    return told


@lru_cache(maxsize=512)
def _read(source: str, pairs: hidden.Pairs) -> _Test:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):  # it has magics, and other lines where it was run
        body = []
    alone = tuple(ast.Module([statement], []) for statement in body)
    return _Test(tuple(source.split("\n")), alone, hidden.cut_lines(source, pairs))


def _check(test: _Test, cell: CellRecord, made_hidden: set[str]) -> VisibleCheck | None:
    outermost = [each for line in cell.lines for each in test.statements if line in _span(each)]
    if not outermost or not test.cut.isdisjoint(cell.lines):
        return None
    statement = _innermost(outermost[-1], cell.lines[-1])
    span = _span(statement) if statement else range(cell.lines[-1], cell.lines[-1] + 1)
    if not test.cut.isdisjoint(span):
        return None
    text = textwrap.dedent("\n".join(test.lines[line - 1] for line in span))
    cut_before = sum(line < span[0] for line in test.cut)
    message = _message(cell.reason)
    last = max(_span(each)[-1] for each in outermost)
    if not (_says_a_text(statement) or _is_untouched(test, last, made_hidden)):
        message = ""
    return VisibleCheck(text[:LONGEST], span[0] - cut_before, message)


def _span(node: ast.Module | ast.stmt) -> range:
    """The lines of a statement, be it by itself or in others."""
    statement = node.body[0] if isinstance(node, ast.Module) else node
    return range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)


def _innermost(statement: ast.Module, line: int) -> ast.stmt | None:
    """The statement on a line, unless it holds others: then the line alone is meant."""
    for node in ast.walk(statement):
        if isinstance(node, ast.stmt) and line in _span(node):
            below = (each for each in ast.walk(node) if each is not node)
            if not any(isinstance(each, ast.stmt) for each in below):
                return node
    return None


def _message(reason: str) -> str:
    """What the exception said; of one that is no failed assertion, its kind too."""
    kind, colon, message = reason.partition(": ")
    if not colon:
        return ""  # a call that was stopped, which the page says in its own words
    return message if kind == "AssertionError" else reason


def _says_a_text(statement: ast.stmt | None) -> bool:
    """Whether the message stands in the visible source as it is."""
    return isinstance(statement, ast.Assert) and isinstance(statement.msg, ast.Constant)


def _is_untouched(test: _Test, last: int, made_hidden: set[str]) -> bool:
    """Whether up to a line no hidden one has run in this cell, and nothing made by one is used."""
    if any(line <= last for line in test.cut):
        return False
    tainted = set(made_hidden)
    for statement in test.statements:
        if _span(statement)[0] > last:
            break
        if names.used(statement) & tainted:
            return False
        if isinstance(statement.body[0], ast.Assign | ast.Import | ast.ImportFrom):
            tainted -= names.assigned(statement)
    return True


def _made_hidden(test: _Test) -> Iterator[str]:
    """Names bound by statements that are hidden, be it in part."""
    for statement in test.statements:
        if not test.cut.isdisjoint(_span(statement)):
            yield from names.assigned(statement)
