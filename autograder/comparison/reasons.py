"""Why the mark of a test cell differs from nbgrader's.

The reasons but the last are decisions: docs/decisions/marks.md has each of them in its tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from autograder.comparison import plain
from autograder.coursework.course import Course
from autograder.model import CellRecord, EndingKind, Record
from autograder.results import wording

SAME = 1e-6
Outputs = list[dict[str, Any]]


class Reason(StrEnum):
    """What explains a difference."""

    GIVEN_UP = "nbgrader gave the submission up"
    NO_CELL = "the cell is not in the notebook that nbgrader graded; here it was put back"
    NO_MARK = "here it has no mark, a human looks"
    STDERR = "the test wrote to stderr, for which nbgrader gives 0"
    LIMIT = "here a limit was reached"
    TIMEOUT = "nbgrader's own time limit was reached"
    UNEXPLAINED = "no decision explains it"


@dataclass(frozen=True)
class Difference:
    """One mark that differs; ``theirs`` and ``ours`` are None where there is no mark."""

    student: str
    notebook: str
    grade_id: str
    theirs: float | None
    ours: float | None
    reason: Reason
    details: str = ""

    @property
    def is_declared(self) -> bool:
        """Whether a decision explains it."""
        return self.reason is not Reason.UNEXPLAINED


def differences(theirs: Course, records: Iterable[Record]) -> Iterator[Difference]:
    """Yield each test cell whose mark differs from that in nbgrader's copy of the course."""
    records = tuple(records)
    marks = plain.marks(theirs, records[0].assignment)
    for record in records:
        for cell in plain.tests(record):
            notebook = cell.notebook or record.notebook
            mark = marks.get((record.student, notebook, cell.grade_id))
            if not _is_same(mark, cell.mark):
                place = (record.student, notebook, cell.grade_id)
                yield Difference(*place, mark, cell.mark, *_explained(theirs, record, cell))


def _is_same(theirs: float | None, ours: float | None) -> bool:
    if theirs is None or ours is None:
        return theirs is ours
    return abs(theirs - ours) < SAME


def _explained(theirs: Course, record: Record, cell: CellRecord) -> tuple[Reason, str]:
    if not plain.was_graded(theirs, record, cell):
        return Reason.GIVEN_UP, f"here {wording.ending(cell.ending) or 'it passed'}"
    shown = plain.outputs(theirs, record, cell)
    return _reason(cell, shown), _details(cell, shown)


def _reason(cell: CellRecord, shown: Outputs | None) -> Reason:
    if cell.mark is None:
        return Reason.NO_MARK
    if shown is None:
        return Reason.NO_CELL
    if cell.ending.kind in (EndingKind.OUT_OF_TIME, EndingKind.OUT_OF_RESTARTS) or cell.ending.stop:
        return Reason.LIMIT
    errors = [each.get("ename", "") for each in shown if each["output_type"] == "error"]
    if not errors and any(each.get("name") == "stderr" for each in shown):
        return Reason.STDERR
    return Reason.TIMEOUT if any("Timeout" in name for name in errors) else Reason.UNEXPLAINED


def _details(cell: CellRecord, shown: Outputs | None) -> str:
    """How the test ended here and there."""
    errors = [each for each in shown or () if each["output_type"] == "error"]
    there = "; ".join(f"{each['ename']}: {each['evalue']}".rstrip(": ") for each in errors)
    here = wording.ending(cell.ending)
    return f"here {here or 'it passed'}; there {there or 'it passed'}"
