"""What an assignment told everybody: titles of its exercises and first hints, read once a class."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.coursework import notebook
from autograder.coursework.course import Course
from autograder.errors import NotebookError
from autograder.model import GRADED, Notebook, Role

CHECKS = "checks.json"  # beside a released notebook whose exercises have hints

LONGEST_HEADING = 200  # letters

_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S.*)$", re.MULTILINE)
_FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_EMPHASIS = re.compile(r"[*_`]{1,3}(\S(?:.*?\S)?)[*_`]{1,3}")


@dataclass(frozen=True)
class ReleasedText:
    """The words an assignment has for its parts; a cell without one keeps its grade_id."""

    title: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)  # by grade_id of a graded cell
    hints: Mapping[str, str] = field(default_factory=dict)  # the first one, by exercise
    starters: frozenset[str] = frozenset()  # sources of cells that are free to change
    tests: Mapping[str, str] = field(default_factory=dict)  # sources of test cells, by grade_id

    def of_cell(self, grade_id: str) -> str:
        """Return the title of a graded cell, or its grade_id."""
        return self.titles.get(grade_id, grade_id)


def read(course: Course, assignment: str, name: str) -> ReleasedText:
    """Read what was released of a notebook, else its source; nothing where neither is readable."""
    for step in (course.release, course.source):
        with contextlib.suppress(OSError, NotebookError):
            path = step / assignment / f"{name}.ipynb"
            hints = first_hints(course.release / assignment / CHECKS)
            return describe(notebook.read(path), hints)
    return ReleasedText()


def describe(released: Notebook, hints: Mapping[str, str] | None = None) -> ReleasedText:
    """Name the graded cells of a notebook by the headings they stand under.

    An exercise is a section; a question to be answered in words may be a smaller one.
    """
    titles, section, nearest = {}, "", ""
    for cell in released.cells:
        if cell.kind == "markdown" and cell.role not in (Role.MANUAL, Role.FREE):
            for level, text in headings(cell.source):
                section, nearest = (text if level <= 2 else section), text
        title = section if cell.role is Role.TEST else nearest
        if title and cell.role in GRADED:
            titles[cell.grade_id] = title
    starters = frozenset(cell.source for cell in released.cells if cell.role is Role.FREE)
    tests = {cell.grade_id: cell.source for cell in released.cells if cell.role is Role.TEST}
    return ReleasedText(_title(released), titles, hints or {}, starters, tests)


def headings(source: str) -> Iterator[tuple[int, str]]:
    """Yield level and plain text of the headings of a markdown source."""
    for marks, text in _HEADING.findall(_FENCED.sub("", source)):
        text = text[:LONGEST_HEADING].rstrip(" \t#")
        if text:
            yield len(marks), _EMPHASIS.sub(r"\1", text).strip()


def _title(released: Notebook) -> str:
    """Return the first heading, if the notebook begins with text."""
    if not released.cells or released.cells[0].kind != "markdown":
        return ""
    return next((text for _, text in headings(released.cells[0].source)), "")


def first_hints(path: Path) -> dict[str, str]:
    """Return the first hint of each exercise; a file of another shape has none."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        checks: Any = json.loads(path.read_text(encoding="utf-8"))
        return {str(each["id"]): str(each["hints"][0]) for each in checks["exercises"]}
    return {}
