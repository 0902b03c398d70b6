"""The cells of a new source notebook, and those to be added to one that exists.

A cell whose name is one of the course's shared cells gets its text from there: `begin` refreshes
the notebook once it is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.model import Role
from autograder.release import shared_cells
from autograder.skeleton.address import Address
from autograder.skeleton.templates import fill

POINTS = 10
FLAGS = {Role.LOCKED: (False, False), Role.SOLUTION: (False, True), Role.TEST: (True, False)}
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}


@dataclass(frozen=True)
class _Cell:
    """A cell by its template; where that is "", the course's shared cells have the text."""

    name: str
    template: str
    kind: str
    role: Role

    @classmethod
    def of(cls, name: str, template: str, role: Role = Role.LOCKED) -> _Cell:
        return cls(name, template, "code" if template.endswith(".py") else "markdown", role)

    def text(self, address: Address) -> str:
        return fill(f"cells/{self.template}", address.names()).rstrip("\n") if self.template else ""


def notebook(address: Address) -> str:
    """The source notebook of an assignment with one exercise, as nbformat would write it."""
    exercise = list(_of_exercise(address.function))
    before = [
        _Cell.of("welcome", "welcome.md"),
        _Cell.of("imports", "imports.py"),
        _Cell.of("how_it_works", "how_it_works.md"),
    ]
    last = _Cell.of("hand_in", "hand_in.md")
    have = {cell.name for cell in (*before, *exercise, last)}
    shared = [cell for cell in _shared(address.package_folder) if cell.name not in have]
    every = (*before, *shared, *exercise, last)
    document = {
        "cells": [_described(cell, cell.text(address)) for cell in every],
        "metadata": METADATA,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def to_paste(address: Address) -> str:
    """The cells of one exercise as text, each under its grade_id and its type in nbgrader."""
    kinds = {
        Role.LOCKED: "read-only",
        Role.SOLUTION: "autograded answer",
        Role.TEST: f"autograded tests, {POINTS} points",
        Role.FREE: "no type",
    }
    return "\n\n".join(
        f"[{cell.name}: {cell.kind}, {kinds[cell.role]}]\n{cell.text(address)}"
        for cell in _of_exercise(address.function)
    )


def _of_exercise(function: str) -> Iterator[_Cell]:
    yield _Cell.of(f"why_{function}", "why.md")
    yield _Cell.of(f"spec_{function}", "spec.md")
    yield _Cell.of(f"label_{function}", "label.md")
    yield _Cell.of(function, "solution.py", Role.SOLUTION)
    yield _Cell.of(f"test_{function}", "test.py", Role.TEST)
    yield _Cell.of(f"hint_{function}", "hint.py", Role.FREE)


def _shared(package: Path) -> Iterator[_Cell]:
    """The shared cells of the course that every notebook has once."""
    for path in sorted((package / shared_cells.FOLDER).glob("*.j2")):
        name, kind = path.name.split(".")[:2]
        yield _Cell(name, "", "code" if kind == "py" else "markdown", Role.LOCKED)


def _described(cell: _Cell, text: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "cell_type": cell.kind,
        "id": cell.name,
        "metadata": {} if cell.role is Role.FREE else {"nbgrader": _settings(cell)},
        "source": text.splitlines(keepends=True),
    }
    if cell.kind == "code":
        described |= {"execution_count": None, "outputs": []}
    return described


def _settings(cell: _Cell) -> dict[str, Any]:
    grade, solution = FLAGS[cell.role]
    settings = {
        "grade": grade,
        "grade_id": cell.name,
        "locked": cell.role is not Role.SOLUTION,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if cell.role is Role.TEST:
        return settings | {"points": POINTS}
    return settings | ({"cell_type": cell.kind} if cell.kind == "markdown" else {})
