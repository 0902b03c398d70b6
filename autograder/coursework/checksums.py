"""nbgrader's checksum of a cell, by which a submitted cell tells how it was handed out.

A release writes it into every locked and every answer cell. As long as it fits the cell it stands
in, the student has not changed the cell, whatever the source says by now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from autograder.model import ANSWERS, Cell, Role


def settings_of(cell: Cell) -> Mapping[str, Any]:
    """What nbgrader keeps in a cell's metadata; nothing where that is no table."""
    settings = cell.metadata.get("nbgrader")
    return settings if isinstance(settings, dict) else {}


def stored(cell: Cell) -> str:
    """The checksum that stands in a cell; "" where there is none."""
    text = settings_of(cell).get("checksum")
    return text if isinstance(text, str) else ""


def checksum(cell: Cell) -> str:
    """The checksum of a cell as it is, worked out as nbgrader does it, without importing it."""
    graded = cell.role in (Role.TEST, Role.MANUAL)
    answer = cell.role in ANSWERS
    locked = not answer and (graded or settings_of(cell).get("locked", False) is True)
    parts = [cell.source, cell.kind, str(graded), str(answer), str(locked), cell.grade_id]
    parts += [str(cell.points)] if graded else []
    hashed = hashlib.md5(usedforsecurity=False)
    for part in parts:
        hashed.update(part.encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()
