"""Which check of a test cell failed, as far as its student may read it.

The visible part of a test cell stands in every student's notebook, so a check that failed there is
named by its source. What it says may hold more: values that a hidden region has made. So its
message is shown where no hidden line can have come into it, and elsewhere only words that stand in
the visible source themselves.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from autograder import names
from autograder.feedback import hidden, origins
from autograder.feedback.origins import Test, read, span_of
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


def failed(
    records: Iterable[CellRecord],
    sources: Mapping[str, str],
    pairs: hidden.Pairs,
    secrets: frozenset[str],
) -> dict[str, VisibleCheck]:
    """Return the visible checks that failed, by grade_id.

    ``sources`` are those of the test cells and of the read-only ones, which the judge runs too;
    ``secrets`` are hidden lines that no message may repeat.
    """
    at_fault = [cell for cell in records if cell.lines and cell.grade_id in sources]
    if not at_fault:
        return {}
    told = {}
    for cell in at_fault:
        others = tuple(source for name, source in sources.items() if name != cell.grade_id)
        made_hidden = origins.made_of_hidden(others, tuple(pairs))
        if check := _check(read(sources[cell.grade_id], tuple(pairs)), cell, made_hidden):
            repeats = hidden.leaks(check.message, secrets)
            told[cell.grade_id] = replace(check, message="") if repeats else check
    return told


def _check(test: Test, cell: CellRecord, made_hidden: frozenset[str]) -> VisibleCheck | None:
    outermost = [each for line in cell.lines for each in test.statements if line in span_of(each)]
    if not outermost or not test.cut.isdisjoint(cell.lines):
        return None
    statement = _innermost(outermost[-1], cell.lines[-1])
    span = span_of(statement) if statement else range(cell.lines[-1], cell.lines[-1] + 1)
    if not test.cut.isdisjoint(span):
        return None
    text = textwrap.dedent("\n".join(test.lines[line - 1] for line in span))
    cut_before = sum(line < span[0] for line in test.cut)
    message = _message(cell.reason)
    last = max(span_of(each)[-1] for each in outermost)
    if not (_says(statement, cell.reason) or _is_untouched(test, last, made_hidden)):
        message = ""
    return VisibleCheck(text[:LONGEST], span[0] - cut_before, message)


def _innermost(statement: ast.Module, line: int) -> ast.stmt | None:
    """The statement on a line, unless it holds others: then the line alone is meant."""
    for node in ast.walk(statement):
        if isinstance(node, ast.stmt) and line in span_of(node):
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


def _says(statement: ast.stmt | None, reason: str) -> bool:
    """Whether what was said is the text of the visible ``assert``, and nobody else's."""
    match statement:
        case ast.Assert(msg=ast.Constant(value=str(text))) if text:
            return f"AssertionError: {text}".startswith(reason)  # a long one has been cut
    return False


def _is_untouched(test: Test, last: int, made_hidden: frozenset[str]) -> bool:
    """Whether up to a line no hidden one has run in this cell, and nothing made by one is used."""
    if any(line <= last for line in test.cut):
        return False
    if origins.ANY in made_hidden:
        return False
    tainted = made_hidden | origins.REACHES_ANY if made_hidden else frozenset()
    for statement in test.statements:
        if span_of(statement)[0] > last:
            break
        if names.used(statement) & tainted:
            return False
        if isinstance(statement.body[0], ast.Assign | ast.Import | ast.ImportFrom):
            tainted -= names.assigned(statement)
    return True
