"""The page of one student."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.feedback import cells, hidden, marks, page
from autograder.feedback.human import HumanMarks
from autograder.model import Record
from dlkit.check.battery import PARTS

# nbgrader's release_feedback finds a student's place in the exchange by these.
COMPANIONS = ("timestamp.txt", "submission_secret.txt")


def path_of(course: Course, record: Record) -> Path:
    """Return where nbgrader looks for the page."""
    return course.feedback / record.student / record.assignment / f"{record.notebook}.html"


def write(course: Course, record: Record, human: HumanMarks) -> Path:
    """Make the page of a record and the files that releasing it needs."""
    path = path_of(course, record)
    page.write_public(path, render(course, record, _notebook(course, record), human))
    for name in COMPANIONS:
        for step in (course.autograded, course.submitted):
            with contextlib.suppress(FileNotFoundError):
                shutil.copy2(step / record.student / record.assignment / name, path.parent)
                break
    return path


def render(course: Course, record: Record, notebook: Mapping[str, Any], human: HumanMarks) -> str:
    """Return the page as HTML."""
    exercises = marks.exercises(record, human)
    places: dict[str, int] = {}
    for index, exercise in enumerate(exercises, start=1):
        places.setdefault(exercise.grade_id, index)
    shown = cells.shown(notebook, record, human, hidden.delimiters(course.config))
    template = page.environment("autograder.feedback").get_template("feedback.html")
    return template.render(
        record=record,
        reason=_told(course, record.reason),
        tally=marks.tally(record, human),
        parts=PARTS,
        exercises=exercises,
        hand_marked=marks.hand_marked(record, human),
        sections=cells.sections(shown),
        places=places,
    )


def _told(course: Course, reason: str) -> str:
    """Return a reason as the rest of a sentence, without the folders of the grader's machine."""
    return reason.replace(f"{course.root}/", "").removeprefix("not run: ").rstrip(".")


def _notebook(course: Course, record: Record) -> Mapping[str, Any]:
    """Read the autograded notebook; nothing where there is none to this record."""
    folder = course.autograded / record.student / record.assignment
    if record.status == "unreadable":
        return {}
    with contextlib.suppress(OSError, ValueError):
        notebook = json.loads((folder / f"{record.notebook}.ipynb").read_text(encoding="utf-8"))
        return notebook if isinstance(notebook, dict) else {}
    return {}
