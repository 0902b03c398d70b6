"""Which check of a test cell failed, as far as its student may read it.

The visible part of a test cell stands in every student's notebook, so a check that failed there is
named by its source. What it says may hold more: values that a hidden region has made, or has given
to the student's own code. So its message is shown where the notebook hides nothing, and elsewhere
only where it is a text that stands in the visible source itself.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from autograder.feedback import hidden
from autograder.model import MAX_MESSAGE, CellRecord, Ending, EndingKind

LONGEST = 1_000  # characters of a check


@dataclass(frozen=True)
class VisibleCheck:
    """A check that students have in their notebook: source, line of its cell there, message."""

    source: str
    line: int
    message: str = ""


@dataclass(frozen=True)
class _Test:
    """A test cell: its lines, its statements, and the lines that no release has."""

    lines: tuple[str, ...]
    statements: tuple[ast.stmt, ...]
    cut: frozenset[int]


def failed(
    records: Iterable[CellRecord],
    sources: Mapping[str, str],
    released: Mapping[str, str],
    pairs: hidden.Pairs,
) -> dict[str, VisibleCheck]:
    """Return the visible checks that failed, by grade_id.

    ``sources`` are those of all cells, ``given`` those of the test cells as they were handed out:
    what was not is hidden, even where a delimiter has since been misspelt.
    """
    at_fault = [cell for cell in records if cell.lines and cell.grade_id in sources]
    if not at_fault:
        return {}
    hides = any(
        hidden.cut_lines(source, pairs) or not _was_handed_out(source, released.get(name))
        for name, source in sources.items()
    )
    checks = {
        cell.grade_id: _check(cell, sources[cell.grade_id], pairs, hides) for cell in at_fault
    }
    return {
        name: check
        for name, check in checks.items()
        if check and _was_handed_out(check.source, released.get(name))
    }


def _was_handed_out(text: str, released: str | None) -> bool:
    """Whether a released cell has all of these lines; where none is known, it is believed."""
    if released is None:
        return True
    lines = {line.strip() for line in released.split("\n")}
    return all(line.strip() in lines for line in text.split("\n"))


@lru_cache(maxsize=512)
def _read(source: str, pairs: hidden.Pairs) -> _Test:
    """Read a cell; one with magics has no statements, since it has other lines where it was run."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        body = []
    return _Test(tuple(source.split("\n")), tuple(body), hidden.cut_lines(source, pairs))


def _check(cell: CellRecord, source: str, pairs: hidden.Pairs, hides: bool) -> VisibleCheck | None:
    test = _read(source, tuple(pairs))
    outermost = [each for line in cell.lines for each in test.statements if line in _span(each)]
    if not outermost or not test.cut.isdisjoint(cell.lines):
        return None
    statement = _innermost(outermost[-1], cell.lines[-1])
    span = _span(statement) if statement else range(cell.lines[-1], cell.lines[-1] + 1)
    if not test.cut.isdisjoint(span):
        return None
    text = textwrap.dedent("\n".join(test.lines[line - 1] for line in span))
    cut_before = sum(line < span[0] for line in test.cut)
    says = "" if hides and not _says(statement, cell.ending) else _message(cell.ending)
    return VisibleCheck(text[:LONGEST], span[0] - cut_before, says)


def _span(statement: ast.stmt) -> range:
    """The lines of a statement."""
    return range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)


def _innermost(statement: ast.stmt, line: int) -> ast.stmt | None:
    """The statement on a line, unless it holds others: then the line alone is meant."""
    for node in ast.walk(statement):
        if isinstance(node, ast.stmt) and line in _span(node):
            below = (each for each in ast.walk(node) if each is not node)
            if not any(isinstance(each, ast.stmt) for each in below):
                return node
    return None


def _message(ending: Ending) -> str:
    """What the exception said; of one that is no failed assertion, its kind too."""
    if ending.kind is not EndingKind.RAISED:
        return ""  # a call that was stopped, which the page says in its own words
    if ending.exception == "AssertionError":
        return ending.message
    return f"{ending.exception}: {ending.message}" if ending.message else ending.exception


def _says(statement: ast.stmt | None, ending: Ending) -> bool:
    """Whether what was said is the text of the visible ``assert``, and nobody else's."""
    if ending.by_student or ending.exception != "AssertionError":
        return False
    match statement:
        case ast.Assert(msg=ast.Constant(value=str(text))) if text:
            return ending.message == text[:MAX_MESSAGE]
    return False
