"""Which marks another run has changed, from what to what, as the gradebook had and has them.

A submission that nobody had graded before has no marks that could change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from autograder.gradebook.standing import Standing, Standings

PENALTY = "late penalty"


@dataclass(frozen=True)
class ChangedMark:
    """One mark that is another one now; None where it waits for a person.

    ``what`` is a grade_id, or the penalty for lateness.
    """

    student: str
    notebook: str
    what: str
    before: float | None
    after: float | None


def changed_marks(before: Standings, after: Standings) -> tuple[ChangedMark, ...]:
    """Compare what two readings have in common, by student."""
    students = sorted(before.keys() & after.keys())
    return tuple(
        mark for student in students for mark in _changed(student, before[student], after[student])
    )


def _changed(student: str, before: Standing, after: Standing) -> Iterator[ChangedMark]:
    for place in sorted(before.marks.keys() & after.marks.keys()):
        was, is_now = before.marks[place], after.marks[place]
        if was != is_now:
            yield ChangedMark(student, *place, was, is_now)
    for notebook in sorted(before.penalties.keys() & after.penalties.keys()):
        cost, costs_now = before.penalties[notebook] or 0.0, after.penalties[notebook] or 0.0
        if cost != costs_now:
            yield ChangedMark(student, notebook, PENALTY, cost, costs_now)
