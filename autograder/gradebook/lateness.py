"""When a submission came in, and what the course's late penalty takes away."""

from __future__ import annotations

import contextlib
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from autograder.course import Course
from autograder.errors import CourseError
from autograder.model import Record

if TYPE_CHECKING:
    from nbgrader.api import Gradebook, SubmittedAssignment, SubmittedNotebook


def set_timestamp(course: Course, submission: SubmittedAssignment, record: Record) -> None:
    """Take the time from ``timestamp.txt`` as nbgrader does, else from the record's lateness."""
    due = due_date(submission)
    written = _written_timestamp(course, record)
    if written is not None:
        submission.timestamp = written
    elif record.late_seconds > 0 and due is not None:
        submission.timestamp = due + timedelta(seconds=record.late_seconds)


def seconds_late(submission: SubmittedAssignment) -> float:
    """Seconds after the date due, with the student's own extension."""
    due = due_date(submission)
    if due is None or submission.timestamp is None:
        return 0.0
    return max(0.0, (submission.timestamp - due).total_seconds())


def of_record(gradebook: Gradebook, record: Record) -> float:
    """Seconds that a graded submission came after its date due."""
    return seconds_late(gradebook.find_submission(record.assignment, record.student))


def due_date(submission: SubmittedAssignment) -> datetime | None:
    """The date due for this student; None also where an extension was given to no date."""
    return submission.duedate if submission.assignment.duedate is not None else None


def set_penalty(
    course: Course, submission: SubmittedAssignment, notebook: SubmittedNotebook
) -> None:
    """Let the course's own plugin say the penalty; nbgrader keeps it between 0 and the score."""
    from nbgrader.preprocessors import AssignLatePenalties

    notebook.late_submission_penalty = None
    late = seconds_late(submission)
    if not late:
        return
    step = AssignLatePenalties(config=course.config, log=logging.getLogger(__name__))
    try:
        step.init_plugin()
        penalty = step.plugin_inst.late_submission_penalty(
            submission.student_id, notebook.score, late
        )
        if penalty is not None:
            notebook.late_submission_penalty = step._check_late_penalty(notebook, penalty)
    except Exception as fault:
        raise CourseError(
            f"the late penalty plugin {step.plugin_class.__name__} failed for "
            f"{submission.student_id}: {type(fault).__name__}: {fault}."
        ) from fault


def _written_timestamp(course: Course, record: Record) -> datetime | None:
    from nbgrader.utils import parse_utc

    path = course.submitted / record.student / record.assignment / "timestamp.txt"
    with contextlib.suppress(OSError, ValueError, OverflowError):
        text = path.read_text(encoding="utf-8").strip()
        written: datetime | None = parse_utc(text) if text else None
        return written
    return None
