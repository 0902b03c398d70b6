"""The page of one student.

``render`` makes it from what is passed in and touches neither disk nor database, so it can run in
a grading worker; ``write`` puts a page where nbgrader releases it from.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.feedback import cells, hidden, marks, page
from autograder.feedback.handout import Handout
from autograder.feedback.human import UNDECIDED, Decisions
from autograder.model import Record

# nbgrader's release_feedback finds a student's place in the exchange by these.
COMPANIONS = ("timestamp.txt", "submission_secret.txt")

_FOLDERS = re.compile(r"(?<![\w/])(?:/[^/\s:]+)+/(?=[^/\s])")


def render(
    record: Record,
    handout: Handout,
    notebook: Mapping[str, Any],
    decided: Decisions = UNDECIDED,
    pairs: hidden.Pairs = hidden.NBGRADERS_OWN,
) -> str:
    """Return the page as HTML; ``record`` is of one notebook, see :func:`parts`.

    ``handout`` has the titles, the same for the class; ``notebook`` is the autograded one, the
    JSON of its file; ``decided`` is what people and rules changed; ``pairs`` mark what is hidden.
    """
    exercises = marks.exercises(record, decided, handout)
    places: dict[str, int] = {}
    for index, exercise in enumerate(exercises, start=1):
        places.setdefault(exercise.grade_id, index)
    shown = cells.shown(notebook, record, handout, decided, pairs)
    template = page.environment("autograder.feedback").get_template("feedback.html")
    return template.render(
        record=record,
        title=handout.title or record.assignment,
        reason=_told(record.reason),
        tally=marks.tally(record, decided),
        exercises=exercises,
        checks=cells.failed_checks(notebook, record, handout, pairs),
        nearest=marks.nearest(exercises),
        hand_marked=marks.hand_marked(record, decided, handout),
        commented=[cell.position for cell in shown if cell.comment],
        sections=cells.sections(shown),
        answers=cells.answers(shown),
        places=places,
    )


def parts(record: Record) -> tuple[Record, ...]:
    """Return a record for each notebook, since nbgrader releases a page for each.

    With several notebooks, notes and the reason begin with the name of the one they are about.
    """
    names = list(dict.fromkeys(cell.notebook or record.notebook for cell in record.cells))
    if len(names) < 2:
        return (record,)
    return tuple(_part(record, name) for name in names)


def _part(record: Record, name: str) -> Record:
    mark = f"{name}: "
    meant = record.reason.startswith(mark) or not record.reason
    return replace(
        record,
        notebook=name,
        cells=tuple(c for c in record.cells if (c.notebook or record.notebook) == name),
        repairs=tuple(r.removeprefix(mark) for r in record.repairs if r.startswith(mark)),
        status=record.status if meant else "graded",
        reason=record.reason.removeprefix(mark) if meant else "",
    )


def path_of(course: Course, record: Record) -> Path:
    """Return where nbgrader looks for the page."""
    return course.feedback / record.student / record.assignment / f"{record.notebook}.html"


def write(course: Course, record: Record, text: str) -> Path:
    """Put the page of a record, and the files that releasing it needs, in their place."""
    path = path_of(course, record)
    page.write_public(path, text)
    for name in COMPANIONS:
        for step in (course.autograded, course.submitted):
            with contextlib.suppress(FileNotFoundError):
                shutil.copy2(step / record.student / record.assignment / name, path.parent)
                break
    return path


def autograded(course: Course, record: Record) -> Mapping[str, Any]:
    """Read the autograded notebook; nothing where there is none to this record."""
    folder = course.autograded / record.student / record.assignment
    if record.status == "unreadable":
        return {}
    with contextlib.suppress(OSError, ValueError):
        notebook = json.loads((folder / f"{record.notebook}.ipynb").read_text(encoding="utf-8"))
        return notebook if isinstance(notebook, dict) else {}
    return {}


def _told(reason: str) -> str:
    """Return a reason as the rest of a sentence, without the folders of the grader's machine."""
    return _FOLDERS.sub("", reason).removeprefix("not run: ").rstrip(".")
