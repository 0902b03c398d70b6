"""The table of students, read from `students.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Student:
    """One student: what is handed in, and the marks that the ten exercises must get for it.

    ``answers`` is "typed" (the paper ``free/<name>.md``), "first" or "second" (the first or second
    right variant of every function, with ``wrong`` solutions in their places) or "none". ``damage``
    names functions of :mod:`course.sample_class.damage`. ``reasons`` explain, for each exercise
    without full points, how many checks of which part pass. ``honest`` work gets the same marks
    from a plain nbgrader.
    """

    name: str
    story: str
    answers: str
    marks: tuple[float, ...]
    reasons: Mapping[str, str]
    honest: bool
    wrong: tuple[str, ...] = ()
    damage: tuple[str, ...] = ()
    file_name: str = "losses.ipynb"
    handed_in: str = "2026-11-19 16:20:00 UTC"

    @property
    def mark(self) -> float:
        """The automatic points of all exercises together."""
        return sum(self.marks)


def _student(row: dict[str, Any]) -> Student:
    """Make a student of one row; one reason may stand for several exercises."""
    reasons = row.get("reasons", {})
    each = {name: why for names, why in reasons.items() for name in names.split()}
    tuples = {key: tuple(value) for key, value in row.items() if isinstance(value, list)}
    return Student(**{**row, **tuples, "reasons": each})


_table = tomllib.loads(Path(__file__).with_name("students.toml").read_text(encoding="utf-8"))
EXERCISES: tuple[str, ...] = tuple(_table["exercises"])
STUDENTS = tuple(map(_student, _table["student"]))
