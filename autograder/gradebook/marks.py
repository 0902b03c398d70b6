"""Read the marks of an assignment out of the gradebook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from autograder.errors import CourseError
from autograder.gradebook.lateness import due_date, seconds_late

if TYPE_CHECKING:
    from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment


@dataclass(frozen=True)
class StudentMarks:
    """One student's marks for one assignment; ``total`` is what ``nbgrader export`` calls score."""

    student: str
    first_name: str
    last_name: str
    email: str
    lms_user_id: str
    maximum: float
    auto: float = 0.0
    total: float = 0.0
    penalty: float = 0.0
    handed_in: bool = False
    waits_for_human: bool = False
    late_seconds: float | None = None  # None where no deadline is set
    timestamp: datetime | None = None


def marks(gradebook: Gradebook, assignment: str) -> tuple[StudentMarks, ...]:
    """The marks of every student of the course, also of those who handed nothing in."""
    from nbgrader.api import MissingEntry

    try:
        row = gradebook.find_assignment(assignment)
    except MissingEntry:
        raise CourseError(
            f"the gradebook does not know {assignment}. Run autograder release {assignment} first."
        ) from None
    submissions = {each.student_id: each for each in _submissions(gradebook, row)}
    auto = _auto_scores(gradebook, row)
    return tuple(
        _marks(student, row, submissions.get(student.id), auto.get(student.id, 0.0))
        for student in gradebook.students
    )


def _marks(
    student: Student, assignment: Assignment, submission: SubmittedAssignment | None, auto: float
) -> StudentMarks:
    who = StudentMarks(
        student=student.id,
        first_name=student.first_name or "",
        last_name=student.last_name or "",
        email=student.email or "",
        lms_user_id=student.lms_user_id or "",
        maximum=float(assignment.max_score),
    )
    if submission is None:
        return who
    penalty = float(submission.late_submission_penalty)
    due = due_date(assignment.duedate, submission.extension)
    return replace(
        who,
        auto=auto,
        total=max(0.0, float(submission.score) - penalty),
        penalty=penalty,
        handed_in=True,
        waits_for_human=bool(submission.needs_manual_grade),
        late_seconds=seconds_late(submission.timestamp, due),
        timestamp=submission.timestamp,
    )


def _submissions(gradebook: Gradebook, assignment: Assignment) -> list[SubmittedAssignment]:
    """All submissions with their computed columns, which nbgrader would fetch one by one."""
    from nbgrader.api import SubmittedAssignment
    from sqlalchemy.orm import undefer

    computed = ("score", "late_submission_penalty", "needs_manual_grade")
    wanted = [undefer(getattr(SubmittedAssignment, name)) for name in computed]
    query = gradebook.db.query(SubmittedAssignment).options(*wanted)
    submissions: list[SubmittedAssignment] = query.filter_by(assignment_id=assignment.id).all()
    return submissions


def _auto_scores(gradebook: Gradebook, assignment: Assignment) -> dict[str, float]:
    from nbgrader.api import Grade, SubmittedAssignment, SubmittedNotebook
    from sqlalchemy import func

    total = func.coalesce(func.sum(Grade.auto_score), 0.0)
    query = (
        gradebook.db.query(SubmittedAssignment.student_id, total)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .filter(SubmittedAssignment.assignment_id == assignment.id)
        .group_by(SubmittedAssignment.student_id)
    )
    return {student: float(score) for student, score in query}
