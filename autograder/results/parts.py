"""A record for each notebook of a submission, and the notebook as it was run."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograder.coursework.course import Course
from autograder.model import Record


def parts(record: Record) -> tuple[Record, ...]:
    """Return a record for each notebook, since nbgrader releases a page for each.

    With several notebooks, notes and the reason begin with the name of the one they are about.
    """
    names = list(dict.fromkeys(cell.notebook or record.notebook for cell in record.cells))
    if len(names) < 2:
        return (record,)
    return tuple(_part(record, name) for name in names)


def _part(record: Record, name: str) -> Record:
    mark = f"{name}: "
    meant = record.reason.startswith(mark) or not record.reason
    return replace(
        record,
        notebook=name,
        cells=tuple(c for c in record.cells if (c.notebook or record.notebook) == name),
        repairs=tuple(r.removeprefix(mark) for r in record.repairs if r.startswith(mark)),
        status=record.status if meant else "graded",
        reason=record.reason.removeprefix(mark) if meant else "",
    )


def autograded(course: Course, record: Record) -> Mapping[str, Any]:
    """Read the autograded notebook; nothing where there is none to this record."""
    folder = course.autograded / record.student / record.assignment
    if record.status == "unreadable":
        return {}
    with contextlib.suppress(OSError, ValueError):
        notebook = json.loads((folder / f"{record.notebook}.ipynb").read_text(encoding="utf-8"))
        return notebook if isinstance(notebook, dict) else {}
    return {}
