"""The sums of a submission: what tests gave, what people gave, and what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass

from autograder.model import CellRecord, Record, Role
from autograder.results.manual_marks import NO_MANUAL_MARKS, HumanMark, ManualMarks
from autograder.results.parts import parts as parts_of

BY_HAND = (Role.MANUAL, Role.TASK)


@dataclass(frozen=True)
class Tally:
    """Marks of a page, people's corrections included; ``marked`` are points that have a mark.

    ``waiting`` counts the tests and answers without a mark, ``read`` the answers that a person
    has marked.
    """

    automatic: float
    automatic_points: float
    by_hand: float
    by_hand_points: float
    by_hand_marked: float
    read: int
    waiting: int
    marked: float
    penalty: float

    @property
    def earned(self) -> float:
        return self.automatic + self.by_hand

    @property
    def mark(self) -> float:
        """What was earned less what lateness costs, as the gradebook exports it."""
        return max(0.0, self.earned - self.penalty)

    @property
    def points(self) -> float:
        return self.automatic_points + self.by_hand_points


def final_mark(cell: CellRecord, by_person: HumanMark) -> float | None:
    """Return a cell's mark; a person's mark stands above the automatic one, as in nbgrader."""
    mark = cell.mark if by_person.score is None else by_person.score
    return None if mark is None else mark + by_person.extra_credit


def tally(record: Record, manual_marks: ManualMarks) -> Tally:
    """Sum the marks up."""
    tests = [cell for cell in record.cells if cell.role is Role.TEST]
    by_hand = [cell for cell in record.cells if cell.role in BY_HAND]
    return Tally(
        automatic=_earned(tests, manual_marks),
        automatic_points=sum(cell.points for cell in tests),
        by_hand=_earned(by_hand, manual_marks),
        by_hand_points=sum(cell.points for cell in by_hand),
        by_hand_marked=_marked(by_hand, manual_marks),
        read=sum(manual_marks.of(cell.grade_id).score is not None for cell in by_hand),
        waiting=sum(
            final_mark(cell, manual_marks.of(cell.grade_id)) is None for cell in (*tests, *by_hand)
        ),
        marked=_marked((*tests, *by_hand), manual_marks),
        penalty=manual_marks.penalty,
    )


def _earned(cells: Iterable[CellRecord], manual_marks: ManualMarks) -> float:
    return sum(final_mark(cell, manual_marks.of(cell.grade_id)) or 0.0 for cell in cells)


def _marked(cells: Iterable[CellRecord], manual_marks: ManualMarks) -> float:
    """Return the points of those cells that have a mark."""
    return sum(
        cell.points
        for cell in cells
        if final_mark(cell, manual_marks.of(cell.grade_id)) is not None
    )


def tally_all(record: Record, manual_marks: Mapping[str, ManualMarks]) -> Tally:
    """Sum the marks of all notebooks of a submission up; ``manual_marks`` is by notebook."""
    parts = parts_of(record)
    tallies = (tally(part, manual_marks.get(part.notebook, NO_MANUAL_MARKS)) for part in parts)
    return Tally(*map(sum, zip(*map(astuple, tallies), strict=True)))
