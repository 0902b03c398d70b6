"""The page of one student.

``render`` makes it from what is passed in and touches neither disk nor database, so it can run in
a grading worker; ``write`` puts a page where nbgrader releases it from.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.coursework.course import Course
from autograder.coursework.nbgrader_folders import OF_NBGRADER
from autograder.feedback import cells, hidden
from autograder.model import Record
from autograder.results import marks, page, wording
from autograder.results.manual_marks import NO_MANUAL_MARKS, ManualMarks
from autograder.results.released_text import ReleasedText
from autograder.results.tally import tally


def render(
    record: Record,
    released_text: ReleasedText,
    notebook: Mapping[str, Any],
    manual_marks: ManualMarks = NO_MANUAL_MARKS,
    pairs: hidden.Pairs = hidden.NBGRADERS_OWN,
) -> str:
    """Return the page as HTML; ``record`` is of one notebook, see `autograder.results.parts`.

    ``released_text`` has the titles, the same for the class; ``notebook`` is the JSON of the
    autograded file; ``manual_marks`` is what people and rules changed; ``pairs`` mark hidden text.
    """
    exercises = marks.exercises(record, manual_marks, released_text)
    places: dict[str, int] = {}
    for index, exercise in enumerate(exercises, start=1):
        places.setdefault(exercise.grade_id, index)
    shown = cells.shown(notebook, record, released_text, manual_marks, pairs)
    template = page.environment("autograder.feedback").get_template("feedback.html")
    return template.render(
        record=record,
        title=released_text.title or record.assignment,
        reason=wording.run_remark(record.endings[record.notebook]),
        repairs=wording.repairs(record),
        tally=tally(record, manual_marks),
        exercises=exercises,
        checks=cells.failed_checks(notebook, record, released_text, pairs),
        nearest=marks.nearest(exercises),
        hand_marked=marks.hand_marked(record, manual_marks, released_text),
        commented=[cell.position for cell in shown if cell.comment],
        sections=cells.sections(shown),
        answers=cells.answers(shown),
        places=places,
    )


def path_of(course: Course, record: Record) -> Path:
    """Return where nbgrader looks for the page."""
    return course.feedback / record.student / record.assignment / f"{record.notebook}.html"


def write(course: Course, record: Record, text: str) -> Path:
    """Put the page of a record, and the files that releasing it needs, in their place."""
    path = path_of(course, record)
    page.write_public(path, text)
    for name in OF_NBGRADER:  # by which release_feedback finds a student's place
        for step in (course.autograded, course.submitted):
            companion = step / record.student / record.assignment / name
            if companion.is_file():  # no pipe, and nothing that is not there
                shutil.copy2(companion, path.parent)
                break
    return path
