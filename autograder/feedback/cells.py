"""The student's notebook as it is shown below the marks: their cells, no tests."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from autograder.feedback import hidden, markdown, outputs
from autograder.feedback.human import HumanMark, HumanMarks
from autograder.feedback.outputs import ShownOutput
from autograder.model import Record, Role

LONGEST_SOURCE = 50_000  # characters of one cell


@dataclass(frozen=True)
class ShownCell:
    """One cell of the page; of a test cell nothing but its place is shown."""

    kind: str  # "code", "markdown", "raw" or "test"
    grade_id: str
    answer: bool = False  # written by the student, and graded
    given: bool = False  # read-only: the same for everyone
    lines: tuple[str, ...] = ()
    markup: Markup | None = None
    outputs: tuple[ShownOutput, ...] = ()
    comment: str = ""


def shown(
    notebook: Mapping[str, Any], record: Record, human: HumanMarks, pairs: hidden.Delimiters
) -> tuple[ShownCell, ...]:
    """Return the cells of an autograded notebook as a student may see them."""
    cells = [cell for cell in notebook.get("cells", ()) if isinstance(cell, dict)]
    roles = {cell.grade_id: cell.role for cell in record.cells if cell.grade_id}
    secrets = hidden.telling(_hidden_lines(cells, pairs))
    return tuple(_show(cell, roles, human, pairs, secrets) for cell in cells)


def sections(cells: Sequence[ShownCell]) -> tuple[tuple[bool, tuple[ShownCell, ...]], ...]:
    """Group neighbours, so that what was given can be folded away between a student's cells."""
    runs = itertools.groupby(cells, key=lambda cell: cell.given)
    return tuple((given, tuple(run)) for given, run in runs)


def _hidden_lines(cells: Sequence[Mapping[str, Any]], pairs: hidden.Delimiters) -> list[str]:
    separated = (hidden.separate(outputs.joined(cell.get("source")), pairs) for cell in cells)
    return [line for _, lines in separated for line in lines]


def _show(
    cell: Mapping[str, Any],
    roles: Mapping[str, Role],
    human: HumanMarks,
    pairs: hidden.Delimiters,
    secrets: frozenset[str],
) -> ShownCell:
    settings = _settings(cell)
    grade_id = str(settings.get("grade_id") or "")
    comment = human.get(grade_id, HumanMark()).comment
    if _is_test(cell, settings, roles.get(grade_id)):
        return ShownCell("test", grade_id, comment=comment)
    source, _ = hidden.separate(outputs.joined(cell.get("source")), pairs)
    source = outputs.plain(source)[:LONGEST_SOURCE]
    written = cell.get("cell_type") == "markdown"
    answer = bool(settings.get("solution"))
    return ShownCell(
        kind="markdown" if written else "code" if cell.get("cell_type") == "code" else "raw",
        grade_id=grade_id,
        answer=answer,
        given=bool(settings.get("locked")) and not answer and not comment,
        lines=() if written or not source else tuple(source.split("\n")),
        markup=markdown.render(source) if written else None,
        outputs=_outputs(cell, secrets),
        comment=comment,
    )


def _settings(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = cell.get("metadata")
    settings = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return settings if isinstance(settings, dict) else {}


def _is_test(cell: Mapping[str, Any], settings: Mapping[str, Any], role: Role | None) -> bool:
    """Whether record or metadata call it a test: one word is enough to keep it back."""
    marked = settings.get("grade") and not settings.get("solution")
    return role is Role.TEST or (bool(marked) and cell.get("cell_type") == "code")


def _outputs(cell: Mapping[str, Any], secrets: frozenset[str]) -> tuple[ShownOutput, ...]:
    found = outputs.shown(cell.get("outputs") or ())
    if any(hidden.leaks(output.text, secrets) for output in found):
        return (outputs.note("this output repeats lines of a test and is not shown"),)
    return found
