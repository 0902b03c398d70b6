"""Write the course folder: source, release, and as many submissions as are wanted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from autograder.course import open_course
from autograder.release import release
from tests.ordinary_course.answers import CHANGES, stub
from tests.ordinary_course.notebooks import HELPER, LIGHT, NOTEBOOKS, Cell

FLAGS = {
    "locked": {"grade": False, "solution": False, "locked": True, "task": False},
    "solution": {"grade": False, "solution": True, "locked": False, "task": False},
    "test": {"grade": True, "solution": False, "locked": True, "task": False},
    "manual": {"grade": True, "solution": True, "locked": False, "task": False},
}


def make_course(folder: Path, students: dict[str, tuple[str, ...]] | None = None) -> None:
    """Write a released course; ``students`` names who hands in what, by assignment.

    Without it one student hands in each of the changes that `answers` lists. A name may end in
    a number (``right_07``): the same answers, in a submission that differs in a comment.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'o'\n"
    )
    for name, cells in NOTEBOOKS.items():
        source = folder / "source" / name
        source.mkdir(parents=True)
        _write(source / f"{name}.ipynb", [_cell(cell) for cell in cells])
        if name == "light":
            (source / "helper.py").write_text(HELPER)
            (source / "reference.py").write_text(_reference())
    release(open_course(folder), list(NOTEBOOKS))
    for name in NOTEBOOKS:
        for student in (students or {}).get(name, tuple(CHANGES[name])):
            hand_in(folder, name, student)


def hand_in(folder: Path, assignment: str, student: str) -> None:
    """Write one submission: the released notebook with this student's answers in it."""
    released = folder / "release" / assignment / f"{assignment}.ipynb"
    notebook = json.loads(released.read_text(encoding="utf-8"))
    answers = {
        grade_id: stub(source)
        for role, grade_id, _, source in NOTEBOOKS[assignment]
        if role in ("solution", "manual")
    }
    change = student.rstrip("0123456789").rstrip("_")
    CHANGES[assignment][change](answers)
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            comment = f"\n# {student}" if cell["cell_type"] == "code" else ""
            cell["source"] = answers[grade_id] + comment
    target = folder / "submitted" / student / assignment / f"{assignment}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(notebook), encoding="utf-8")


def _reference() -> str:
    adam = next(source for _, grade_id, _, source in LIGHT if grade_id == "adam")
    return f"import numpy as np\n\n\n{stub(adam)}\n"


def _cell(cell: Cell) -> dict[str, Any]:
    role, grade_id, points, source = cell
    kind = "markdown" if role in ("text", "manual") else "code"
    metadata: dict[str, Any] = {}
    if role in FLAGS:
        metadata["nbgrader"] = {**FLAGS[role], "grade_id": grade_id, "schema_version": 3}
        if role in ("test", "manual"):
            metadata["nbgrader"]["points"] = points
    written = {"cell_type": kind, "metadata": metadata, "source": source}
    if kind == "code":
        written |= {"execution_count": None, "outputs": []}
    return written


def _write(path: Path, cells: list[dict[str, Any]]) -> None:
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    document = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(document), encoding="utf-8")
