"""What the gradebook holds of each submission, to see whether a record is still true there.

Somebody may have moved the date due, granted an extension, removed a student or lost the file. A
record alone cannot know that.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from autograder.coursework.course import Course
from autograder.gradebook import lateness
from autograder.gradebook.lateness import Penalties, PenaltyFault
from autograder.gradebook.manual_marks import of_cells, penalties
from autograder.model import GRADED, Record

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

Place = tuple[str, str]  # the name of a notebook and the grade_id of a cell
Standings = Mapping[str, "Standing"]  # by student


@dataclass
class Standing:
    """One submission: automatic marks by cell, scores and late penalties by notebook."""

    timestamp: datetime | None
    due: datetime | None
    marks: dict[Place, float | None] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    penalties: dict[str, float | None] = field(default_factory=dict)

    def has_marks_of(self, record: Record) -> bool:
        """Whether every mark of a record stands here."""
        return all(
            self.marks.get(place, record) == mark for place, mark in marks_of(record).items()
        )

    def has_lateness_of(self, course: Course, record: Record, plugin: Penalties) -> bool:
        """Whether lateness and penalties are those of the present date due and plugin."""
        handed_in = lateness.handed_in_at(course, record, self.timestamp, self.due)
        late = lateness.seconds_late(handed_in, self.due)
        if late != record.late_seconds or handed_in != self.timestamp:
            return False
        for notebook, before in self.penalties.items():
            with contextlib.suppress(PenaltyFault):
                score = self.scores.get(notebook, 0.0)
                if plugin.penalty(record.student, score, late or 0.0) != before:
                    return False
        return True


def marks_of(record: Record) -> dict[Place, float | None]:
    """The automatic marks of a record, by the places that they have in the gradebook."""
    return {
        (cell.notebook or record.notebook, cell.grade_id): cell.mark
        for cell in record.cells
        if cell.role in GRADED
    }


def read_standings(gradebook: Gradebook, assignment: str) -> dict[str, Standing]:
    """Read what the gradebook holds of an assignment's submissions, in three queries."""
    from nbgrader.api import Grade

    standings = {
        student: Standing(timestamp, lateness.due_date(due, extension))
        for student, timestamp, extension, due in _submissions(gradebook.db, assignment)
    }
    for student, notebook, penalty in penalties(gradebook.db, assignment):
        standings[student].penalties[notebook] = penalty
    cells = of_cells(gradebook.db, assignment, Grade, Grade.auto_score, Grade.score)
    places: dict[Place, Place] = {}  # a class has them in common
    for student, notebook, cell, mark, score in cells:
        standing, place = standings[student], (notebook, cell)
        standing.marks[places.setdefault(place, place)] = mark
        standing.scores[notebook] = standing.scores.get(notebook, 0.0) + (score or 0.0)
    return standings


def _submissions(session: Any, assignment: str) -> Sequence[Any]:
    from nbgrader.api import Assignment, SubmittedAssignment

    table = SubmittedAssignment
    query = session.query(table.student_id, table.timestamp, table.extension, Assignment.duedate)
    rows: Sequence[Any] = (
        query.join(Assignment, Assignment.id == table.assignment_id)
        .filter(Assignment.name == assignment)
        .all()
    )
    return rows
