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
    """Return a record for each notebook, since nbgrader releases a page for each."""
    return tuple(_part(record, name) for name in record.endings)


def _part(record: Record, name: str) -> Record:
    return replace(
        record,
        notebook=name,
        endings={name: record.endings[name]},
        cells=tuple(c for c in record.cells if (c.notebook or record.notebook) == name),
        repairs=tuple(repair for repair in record.repairs if repair.notebook == name),
    )


def autograded(course: Course, record: Record) -> Mapping[str, Any]:
    """Read the autograded notebook; nothing where there is none to this record."""
    folder = course.autograded / record.student / record.assignment
    if not record.was_run:
        return {}
    with contextlib.suppress(OSError, ValueError):
        notebook = json.loads((folder / f"{record.notebook}.ipynb").read_text(encoding="utf-8"))
        return notebook if isinstance(notebook, dict) else {}
    return {}
