"""Write the course folder: source, release, and as many submissions as are wanted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from autograder.coursework.course import open_course
from autograder.release import release
from tests.ordinary_course.answers import CHANGES, stub
from tests.ordinary_course.cells import Cell
from tests.ordinary_course.notebooks import ASSIGNMENTS, HELPER, LIGHT

FLAGS = {
    "locked": {"grade": False, "solution": False, "locked": True, "task": False},
    "solution": {"grade": False, "solution": True, "locked": False, "task": False},
    "test": {"grade": True, "solution": False, "locked": True, "task": False},
    "manual": {"grade": True, "solution": True, "locked": False, "task": False},
    "manual_code": {"grade": True, "solution": True, "locked": False, "task": False},
    "task": {"grade": False, "solution": False, "locked": True, "task": True},
}
IN_WORDS = ("text", "manual", "task")
STUDENTS = ("solution", "manual", "manual_code")


def make_course(folder: Path, students: dict[str, tuple[str, ...]] | None = None) -> None:
    """Write a released course; ``students`` names who hands in what, by assignment.

    Without it one student hands in each of the changes that `answers` lists. A name may end in
    a number (``right_07``): the same answers, in a submission that differs in a comment.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'o'\n"
    )
    for name, notebooks in ASSIGNMENTS.items():
        source = folder / "source" / name
        source.mkdir(parents=True)
        for notebook, cells in notebooks.items():
            write(source / f"{notebook}.ipynb", [cell(each) for each in cells])
        if name == "light":
            (source / "helper.py").write_text(HELPER)
            (source / "reference.py").write_text(_reference())
    release(open_course(folder), list(ASSIGNMENTS))
    for name in ASSIGNMENTS:
        for student in (students or {}).get(name, tuple(CHANGES[name])):
            hand_in(folder, name, student)


def hand_in(folder: Path, assignment: str, student: str) -> None:
    """Write one submission: the released notebooks with this student's answers in them."""
    answers = {
        grade_id: stub(source)
        for cells in ASSIGNMENTS[assignment].values()
        for role, grade_id, _, source in cells
        if role in STUDENTS
    }
    change = student.rstrip("0123456789").rstrip("_")
    CHANGES[assignment][change](answers)
    hand_in_answers(folder, assignment, student, answers)


def hand_in_answers(folder: Path, assignment: str, student: str, answers: dict[str, str]) -> None:
    """Write one submission with these answers, by grade_id."""
    for path in sorted((folder / "release" / assignment).glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        _answer(notebook["cells"], answers, student)
        target = folder / "submitted" / student / assignment / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(notebook), encoding="utf-8")


def _answer(cells: list[dict[str, Any]], answers: dict[str, str], student: str) -> None:
    for cell in cells:
        settings = cell["metadata"].get("nbgrader", {})
        if settings.get("solution") and settings["grade_id"] in answers:
            comment = f"\n# {student}" if cell["cell_type"] == "code" else ""
            cell["source"] = answers[settings["grade_id"]] + comment


def _reference() -> str:
    adam = next(source for _, grade_id, _, source in LIGHT if grade_id == "adam")
    return f"import numpy as np\n\n\n{stub(adam)}\n"


def cell(described: Cell) -> dict[str, Any]:
    """A cell of a notebook, as its author wrote it down."""
    role, grade_id, points, source = described
    kind = "markdown" if role in IN_WORDS else "code"
    metadata: dict[str, Any] = {}
    if role in FLAGS:
        metadata["nbgrader"] = {**FLAGS[role], "grade_id": grade_id, "schema_version": 3}
        if role not in ("locked", "solution"):
            metadata["nbgrader"]["points"] = points
    written = {"cell_type": kind, "metadata": metadata, "source": source}
    if kind == "code":
        written |= {"execution_count": None, "outputs": []}
    return written


def write(path: Path, cells: list[dict[str, Any]]) -> None:
    """Write a notebook of these cells."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    for number, each in enumerate(cells):
        each["id"] = f"cell-{number}"
    document = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(document), encoding="utf-8")
