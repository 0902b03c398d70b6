"""Test cells that nbgrader generated at the release: their text stands in the gradebook alone.

A cell with ``### AUTOTEST`` or ``### HASHED AUTOTEST`` holds snippets; nbgrader runs the model
solution and puts tests in their place. The source keeps the snippets, which check nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from autograder.coursework.course import Course
from autograder.errors import CourseError
from autograder.gradebook.connection import open_gradebook
from autograder.model import Assignment, Cell, Notebook, Role

DELIMITER = "AUTOTEST"  # nbgrader's default for c.InstantiateTests.autotest_delimiter
Texts = Mapping[tuple[str, str], str]  # by notebook and grade_id


def is_generated(course: Course, cell: Cell) -> bool:
    """Whether nbgrader puts tests in place of lines of this cell."""
    settings = dict(course.config.get("InstantiateTests", {}))
    delimiter = str(settings.get("autotest_delimiter", DELIMITER))
    comments = (line for line in cell.source.splitlines() if line.strip().startswith("#"))
    return cell.role is Role.TEST and any(delimiter in line for line in comments)


def with_instantiated(
    course: Course, assignment: Assignment, texts: Texts | None = None
) -> Assignment:
    """The assignment with the tests that nbgrader generated in it.

    ``texts`` are those of a release that is being made; without them the gradebook has them.
    """
    generated = {
        (notebook.name, cell.grade_id)
        for notebook in assignment.notebooks
        for cell in notebook.cells
        if is_generated(course, cell)
    }
    if not generated:
        return assignment
    texts = _stored(course, assignment.name) if texts is None else texts
    if missing := sorted(key[1] for key in generated if key not in texts):
        raise CourseError(
            f"the gradebook has no text of {', '.join(missing)}, whose tests nbgrader generates "
            f"at the release. Run autograder release {assignment.name} first."
        )
    placed = {key: texts[key] for key in generated}
    notebooks = (_with_texts(notebook, placed) for notebook in assignment.notebooks)
    return replace(assignment, notebooks=tuple(notebooks))


def _with_texts(notebook: Notebook, texts: Texts) -> Notebook:
    cells = (
        replace(cell, source=texts.get((notebook.name, cell.grade_id), cell.source))
        for cell in notebook.cells
    )
    return replace(notebook, cells=tuple(cells))


def _stored(course: Course, assignment: str) -> Texts:
    from nbgrader.api import MissingEntry

    with open_gradebook(course) as gradebook:
        try:
            notebooks = gradebook.find_assignment(assignment).notebooks
        except MissingEntry:
            return {}
        return {
            (notebook.name, cell.name): cell.source or ""
            for notebook in notebooks
            for cell in notebook.source_cells
        }
