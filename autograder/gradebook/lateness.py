"""When a submission came in, and what the course's late penalty takes away."""

from __future__ import annotations

import codecs
import contextlib
import logging
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from autograder.coursework.course import CONFIG, Course
from autograder.errors import CourseError
from autograder.model import Record

MAX_LETTERS = 100  # of a time
MAX_BYTES = 4 * MAX_LETTERS  # read of a file: enough to see that it holds more than a time
# Where a penalty may be set: nbgrader's step, its plugin, and the classes that both inherit from.
SETTINGS = ("AssignLatePenalties", "LateSubmissionPlugin", "NbGraderPreprocessor", "BasePlugin")


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
    Where nothing is set, nbgrader's own plugin takes nothing away; it is not even imported, since
    that takes longer than to grade ten submissions.
    """

    def __init__(self, course: Course) -> None:
        self._root = str(course.root)
        self.faults: dict[str, str] = {}
        self._step = self._plugin(course) if any(n in course.config for n in SETTINGS) else None

    def _plugin(self, course: Course) -> Any:
        from nbgrader.preprocessors import AssignLatePenalties

        with self._importable():
            try:
                step = AssignLatePenalties(config=course.config, log=logging.getLogger(__name__))
                step.init_plugin()
            except Exception as fault:
                raise CourseError(
                    "the late penalty plugin of c.AssignLatePenalties.plugin_class cannot be "
                    f"loaded: {type(fault).__name__}: {fault}. Put its module beside {CONFIG}."
                ) from fault
        return step

    def penalty(self, student: str, score: float, late: float) -> float | None:
        """Ask the plugin, which returns None for no penalty."""
        if not late or self._step is None:
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
    """What stands in ``timestamp.txt``, as far as a time may be long; "" where there is none."""
    path = course.submitted / student / assignment / "timestamp.txt"
    try:
        if not path.is_file():  # a pipe would keep the reader waiting
            return ""
        with path.open("rb") as file:
            text = _text(file.read(MAX_BYTES))
            return text.strip() or text
    except OSError as fault:
        return f"what cannot be read ({fault.strerror})"


def _text(data: bytes) -> str:
    """Decode what an editor may have written; no byte of it is dropped unseen."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if b"\0" in data[:2]:  # UTF-16 without a mark: one byte of the first digit is 0
        return data.decode("utf-16-be" if data[0] == 0 else "utf-16-le", "replace")
    return data.decode("utf-8-sig", "replace")


def _parsed(text: str) -> datetime | None:
    from nbgrader.utils import parse_utc

    if not text or len(text) > MAX_LETTERS:  # a parser of times may take minutes for more
        return None
    with contextlib.suppress(Exception):  # whatever its text led the parser to
        parsed: datetime = parse_utc(text)
        return parsed
    return None
