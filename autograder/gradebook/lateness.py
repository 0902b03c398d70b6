"""When a submission came in, and what the course's late penalty takes away."""

from __future__ import annotations

import contextlib
import logging
from datetime import datetime, timedelta

from autograder.coursework.course import Course
from autograder.errors import CourseError
from autograder.model import Record


def due_date(duedate: datetime | None, extension: timedelta | None) -> datetime | None:
    """The date due for one student; None also where an extension was given to no date."""
    return None if duedate is None else duedate + (extension or timedelta())


def seconds_late(handed_in: datetime | None, due: datetime | None) -> float | None:
    """Seconds between the date due and the handing in; None where one of them is unknown."""
    if due is None or handed_in is None:
        return None
    return max(0.0, (handed_in - due).total_seconds())


def handed_in_at(course: Course, record: Record, due: datetime | None) -> datetime | None:
    """The time in ``timestamp.txt``, as nbgrader reads it, else what the record's lateness says."""
    written = _written_timestamp(course, record)
    if written is None and record.late_seconds and due is not None:
        return due + timedelta(seconds=record.late_seconds)
    return written


class Penalties:
    """The late penalty plugin of a course; nbgrader keeps a penalty between 0 and the score."""

    def __init__(self, course: Course) -> None:
        from nbgrader.preprocessors import AssignLatePenalties

        self._step = AssignLatePenalties(config=course.config, log=logging.getLogger(__name__))
        self._ready = False

    def penalty(self, student: str, score: float, late: float) -> float | None:
        """Ask the plugin; None is its word for no penalty."""
        try:
            if not self._ready:
                self._step.init_plugin()
                self._ready = True
            asked = self._step.plugin_inst.late_submission_penalty(student, score, late)
            return None if asked is None else min(max(0.0, float(asked)), score)
        except Exception as fault:
            raise CourseError(
                f"the late penalty plugin {self._step.plugin_class.__name__} failed for "
                f"{student}: {type(fault).__name__}: {fault}."
            ) from fault


def _written_timestamp(course: Course, record: Record) -> datetime | None:
    from nbgrader.utils import parse_utc

    path = course.submitted / record.student / record.assignment / "timestamp.txt"
    with contextlib.suppress(OSError, ValueError, OverflowError):
        text = path.read_text(encoding="utf-8").strip()
        written: datetime | None = parse_utc(text) if text else None
        return written
    return None
