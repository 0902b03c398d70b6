"""nbgrader's settings of each cell: identity, points, the type that goes with the role."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from autograder.model import ANSWERS, GRADED, PYTHON, Cell, Notebook, Role
from autograder.coursework.names import parse
from autograder.release.problems import Problem, error, warning
from autograder.release.regions import Kind, has_region

SCHEMA = 3
GRADE_ID = re.compile(r"[A-Za-z0-9_-]+")


def problems(notebook: Notebook, kinds: Iterable[Kind]) -> Iterator[Problem]:
    """Everything that is wrong with the settings of a notebook's cells."""
    kinds = tuple(kinds)
    counted = Counter(cell.grade_id for cell in notebook.cells if cell.role is not Role.FREE)
    for cell in notebook.cells:
        if cell.role is Role.FREE:
            continue
        sentences = (*_identity(cell, counted[cell.grade_id]), *_type(cell), *_points(cell))
        yield from (error(notebook, cell, each, spoils_marks=True) for each in sentences)
        yield from (error(notebook, cell, each) for each in _schema(cell))
        yield from _code(notebook, cell)
        if _loses_its_signature(cell, kinds):
            yield warning(
                notebook,
                cell,
                "it has no solution region, so students get the bare stub in place of the whole "
                "cell. Put '### BEGIN SOLUTION' and '### END SOLUTION' around what they write.",
            )


def _schema(cell: Cell) -> Iterator[str]:
    """Settings of another version of nbgrader, which releases only its own."""
    settings = cell.metadata["nbgrader"]
    if settings.get("schema_version") != SCHEMA:
        yield (
            f"its nbgrader settings have schema {settings.get('schema_version')}, not {SCHEMA}. "
            "Run: nbgrader update ."
        )


def _identity(cell: Cell, uses: int) -> Iterator[str]:
    if not cell.grade_id:
        yield f"this {cell.role} cell has no grade_id. Give it one in the assignment view."
    elif not GRADE_ID.fullmatch(cell.grade_id):
        yield "its grade_id may hold only letters, digits, _ and -."
    elif uses > 1:
        yield f"its grade_id stands on {uses} cells. Every cell needs its own."


def _type(cell: Cell) -> Iterator[str]:
    if cell.kind == "raw":
        yield f"a raw cell cannot be a {cell.role} cell. Make it code or text."
    elif cell.role is Role.TASK and cell.kind != "markdown":
        yield "a task has to be a text cell."
    elif cell.role in (Role.TEST, Role.SOLUTION) and cell.kind != "code":
        yield f"a {cell.role} cell has to be code; text that a human marks is 'manually graded'."


def _points(cell: Cell) -> Iterator[str]:
    points = cell.metadata["nbgrader"].get("points")
    is_number = isinstance(points, int | float) and not isinstance(points, bool)
    if cell.role in GRADED and not (is_number and 0 <= points < math.inf):
        yield f"its points are {points!r}; a number from 0 on is needed."


def _code(notebook: Notebook, cell: Cell) -> Iterator[Problem]:
    """Code that cannot be parsed."""
    if cell.kind != "code" or notebook.language != PYTHON:
        return
    try:
        parse(cell.source)
    except SyntaxError as fault:
        yield _not_python(notebook, cell, fault)


def _not_python(notebook: Notebook, cell: Cell, fault: SyntaxError) -> Problem:
    """A test that cannot be parsed fails everybody; other cells may show what is no code."""
    sentence = f"it is not Python: {fault.msg}, in its line {fault.lineno}."
    if cell.role is Role.TEST:
        return error(notebook, cell, sentence, spoils_marks=True)
    return warning(notebook, cell, f"{sentence} It will fail for everybody when it is run.")


def _loses_its_signature(cell: Cell, kinds: Iterable[Kind]) -> bool:
    answer = cell.role in ANSWERS and cell.kind == "code"
    return answer and bool(cell.source.strip()) and not has_region(cell, kinds, "solution")
