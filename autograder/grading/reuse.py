"""Which marks of an earlier run still hold, test cell by test cell.

A mark depends on the student's cells before its test, on the test itself, on the exercises it
asks for, and on what the whole assignment leans on. Where all of that is as it was, the mark is
taken over; where one test has changed, that one alone is asked again.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from autograder.coursework import names
from autograder.model import Assignment, Cell, CellRecord, Plan, Role

WORD = re.compile(r"\w+")


def keys(plan: Plan, assignment: Assignment, settings: str) -> dict[str, str]:
    """A fingerprint of what decides the mark of each test cell, by grade_id.

    A test whose variables a later cell reads has none: that cell needs them to be there.
    """
    running = hashlib.sha256(f"{assignment.foundation}\0{plan.seed}\0{settings}".encode())
    found: dict[str, str] = {}
    code = [cell for cell in plan.notebook.cells if cell.kind == "code"]
    for position, cell in enumerate(code):
        if cell.role is not Role.TEST:
            running.update(cell.source.encode() + b"\0")
            continue
        if _leaves_nothing(cell, code[position + 1 :]):
            own = running.copy()
            asked = sorted(_exercises(cell, assignment.exercises).items())
            own.update(f"{cell.source}\0{cell.points}\0{asked}".encode())
            found[cell.grade_id] = own.hexdigest()
        else:
            running.update(cell.source.encode() + b"\0")
    return found


def still_valid(
    found: Mapping[str, str], notebook: str, earlier: Iterable[CellRecord]
) -> dict[str, CellRecord]:
    """The earlier records of a notebook's test cells whose fingerprint is the same."""
    return {
        cell.grade_id: cell
        for cell in earlier
        if cell.notebook == notebook and cell.key and found.get(cell.grade_id) == cell.key
    }


def _leaves_nothing(cell: Cell, later: Iterable[Cell]) -> bool:
    with contextlib.suppress(SyntaxError):
        assigned = names.assigned(names.parse(cell.source))
        return not any(assigned & _used(other, assigned) for other in later)
    return False


def _used(cell: Cell, wanted: frozenset[str]) -> frozenset[str]:
    """The names that a cell reads, where one of those wanted is a word of its at all."""
    with contextlib.suppress(SyntaxError):
        if not wanted.isdisjoint(WORD.findall(cell.source)):
            return names.used(names.parse(cell.source))
    return frozenset()


def _exercises(cell: Cell, known: Mapping[str, str]) -> dict[str, str]:
    """The exercises that a cell names, with their fingerprints."""
    return {text: known[text] for text in _texts(cell.source) if text in known}


@lru_cache(maxsize=names.KEPT)
def _texts(source: str) -> frozenset[str]:
    constants = (n.value for n in ast.walk(names.parse(source)) if isinstance(n, ast.Constant))
    return frozenset(text for text in constants if isinstance(text, str))
