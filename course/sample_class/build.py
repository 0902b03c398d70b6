"""Write the class to a folder: each student's answers typed into the released notebook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from course.sample_class import damage
from course.sample_class.papers import read_paper
from course.sample_class.solutions import solved
from course.sample_class.students import STUDENTS, Student

ASSIGNMENT = "a02_losses"


def make_class(submitted: Path) -> tuple[Path, ...]:
    """Write every student's submission below ``submitted``; return the folders written.

    The answers go into the notebook of the folder ``release`` beside it.
    """
    release = submitted.parent / "release" / ASSIGNMENT / "losses.ipynb"
    if not release.is_file():
        raise FileNotFoundError(f"{release} is missing: release {ASSIGNMENT} first")
    released = release.read_text(encoding="utf-8")
    return tuple(_hand_in(student, released, submitted) for student in STUDENTS)


def _hand_in(student: Student, released: str, submitted: Path) -> Path:
    folder = submitted / student.name / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    (folder / student.file_name).write_text(_notebook(student, released), encoding="utf-8")
    (folder / "timestamp.txt").write_text(f"{student.handed_in}\n", encoding="utf-8")
    return folder


def _notebook(student: Student, released: str) -> str:
    """Return the text of the notebook file that a student hands in."""
    notebook: Any = json.loads(released)
    for cell, answer in answers_of(student).items():
        damage.write(notebook, cell, answer)
    for kind in student.damage:
        notebook = damage.KINDS[kind](notebook)
    return notebook if isinstance(notebook, str) else damage.file_text(notebook)


def answers_of(student: Student) -> dict[str, str]:
    """Return what a student wrote, by the grade_id of the cell."""
    match student.answers:
        case "none":
            return {}
        case "typed":
            return read_paper(student.name)
        case variant:
            return solved(variant, student.wrong)
