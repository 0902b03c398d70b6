"""Run nbgrader's own commands in a scratch copy, and read what they gave."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.coursework.course import Course
from autograder.errors import NotebookError
from autograder.gradebook import open_gradebook, read_standings
from autograder.model import CellRecord, Record, Role

PROGRAM = "import sys; from nbgrader.apps.nbgraderapp import main; sys.exit(main())"
LAST_LINES = 8
Key = tuple[str, str, str]  # student, notebook, grade_id


def run(course: Course, *arguments: str, may_fail: bool = False) -> None:
    """Run a command of nbgrader; one that grades fails when a single submission does."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=course.root,
        env=os.environ | {"PATH": _path()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and not may_fail:
        said = "\n".join(done.stderr.strip().splitlines()[-LAST_LINES:])
        raise NotebookError(f"nbgrader {' '.join(arguments)} failed:\n{said}")


def _path() -> str:
    """nbgrader calls ``alembic`` by name: that of this environment."""
    return os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))


def marks(course: Course, assignment: str) -> Mapping[Key, float | None]:
    """The automatic marks in a gradebook; a submission that was given up has none."""
    with open_gradebook(course) as gradebook:
        standings = read_standings(gradebook, assignment)
    return {
        (student, *place): mark
        for student, standing in standings.items()
        for place, mark in standing.marks.items()
    }


def was_graded(course: Course, record: Record, cell: CellRecord) -> bool:
    """Whether the notebook of a cell is there: that of a submission given up is removed."""
    return _path_of(course, record, cell).is_file()


def outputs(course: Course, record: Record, cell: CellRecord) -> list[dict[str, Any]] | None:
    """The outputs of a test cell as nbgrader ran it; None where it is not there."""
    document = json.loads(_path_of(course, record, cell).read_text(encoding="utf-8"))
    for each in document["cells"]:
        if each["metadata"].get("nbgrader", {}).get("grade_id") == cell.grade_id:
            shown: list[dict[str, Any]] = each.get("outputs", [])
            return shown
    return None


def _path_of(course: Course, record: Record, cell: CellRecord) -> Path:
    name = cell.notebook or record.notebook
    return course.autograded / record.student / record.assignment / f"{name}.ipynb"


def tests(record: Record) -> tuple[CellRecord, ...]:
    """The test cells of a record."""
    return tuple(cell for cell in record.cells if cell.role is Role.TEST)
