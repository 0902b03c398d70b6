"""When a submission came in, and what the course's late penalty takes away."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

from autograder.coursework.course import CONFIG, Course
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


def handed_in_at(
    course: Course, record: Record, stored: datetime | None, due: datetime | None
) -> datetime | None:
    """The time in ``timestamp.txt``, as nbgrader reads it, else the one that is ``stored``.

    Where there is neither, what the record's lateness says.
    """
    written = _written_timestamp(course, record) or stored
    if written is None and record.late_seconds and due is not None:
        return due + timedelta(seconds=record.late_seconds)
    return written


class PenaltyFault(Exception):
    """The plugin failed for one student, whose penalty stays as it is."""


class Penalties:
    """The late penalty plugin of a course; nbgrader keeps a penalty between 0 and the score.

    The plugin may be a module beside ``nbgrader_config.py``. ``faults`` says for whom it failed.
    """

    def __init__(self, course: Course) -> None:
        from nbgrader.preprocessors import AssignLatePenalties

        self._root = str(course.root)
        self.faults: dict[str, str] = {}
        with self._importable():
            try:
                self._step = AssignLatePenalties(
                    config=course.config, log=logging.getLogger(__name__)
                )
                self._step.init_plugin()
            except Exception as fault:
                raise CourseError(
                    "the late penalty plugin of c.AssignLatePenalties.plugin_class cannot be "
                    f"loaded: {type(fault).__name__}: {fault}. Put its module beside {CONFIG}."
                ) from fault

    def penalty(self, student: str, score: float, late: float) -> float | None:
        """Ask the plugin, which returns None for no penalty."""
        if not late:
            return None
        try:
            with self._importable():
                asked = self._step.plugin_inst.late_submission_penalty(student, score, late)
            return None if asked is None else min(max(0.0, float(asked)), score)
        except Exception as fault:
            self.faults[student] = (
                f"{student}: the late penalty plugin {self._step.plugin_class.__name__} failed "
                f"({type(fault).__name__}: {fault}); the penalty stays as it was."
            )
            raise PenaltyFault from fault

    @contextlib.contextmanager
    def _importable(self) -> Iterator[None]:
        """Look for modules beside the settings, as nbgrader's commands do."""
        sys.path.insert(0, self._root)
        try:
            yield
        finally:
            sys.path.remove(self._root)


def time_problem(course: Course, assignment: str, student: str) -> str:
    """Say that a ``timestamp.txt`` holds no time; "" where it does, or there is none."""
    text = _timestamp_text(course, assignment, student)
    if not text or _parsed(text) is not None:
        return ""
    return f"{student}: timestamp.txt holds {text[:40]!r}, no time; not counted as late."


def _written_timestamp(course: Course, record: Record) -> datetime | None:
    return _parsed(_timestamp_text(course, record.assignment, record.student))


def _timestamp_text(course: Course, assignment: str, student: str) -> str:
    path = course.submitted / student / assignment / "timestamp.txt"
    with contextlib.suppress(OSError, ValueError):
        return path.read_text(encoding="utf-8").strip()
    return ""


def _parsed(text: str) -> datetime | None:
    from nbgrader.utils import parse_utc

    with contextlib.suppress(ValueError, OverflowError):
        parsed: datetime | None = parse_utc(text) if text else None
        return parsed
    return None
