"""Records on disk: one JSON file per student and assignment, written whole or not at all."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import tempfile
import types
import typing
from collections.abc import Iterator
from dataclasses import asdict, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.model import Record


def path_of(course: Course, assignment: str, student: str) -> Path:
    """Where the record of a submission lies."""
    return course.private / "records" / assignment / f"{student}.json"


def write(course: Course, record: Record) -> None:
    """Store a record; the rename makes it appear in one step, so a kill leaves the old one."""
    path = path_of(course, record.assignment, record.student)
    write_atomically(path, json.dumps(asdict(record), indent=1))


def read(course: Course, assignment: str, student: str) -> Record | None:
    """Read a record; None where there is none, or one that another version wrote."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        text = path_of(course, assignment, student).read_text(encoding="utf-8")
        return _build(Record, json.loads(text))
    return None


def of_assignment(course: Course, assignment: str) -> Iterator[Record]:
    """All records of an assignment, by student."""
    for path in sorted((course.private / "records" / assignment).glob("*.json")):
        record = read(course, assignment, path.stem)
        if record is not None:
            yield record


def write_atomically(path: Path, text: str) -> None:
    """Write a private file so that a reader sees the old text or the new, never half."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build(kind: Any, data: Any) -> Any:
    """Rebuild a (nested) frozen dataclass from what ``asdict`` and JSON made of it."""
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{f.name: _build(hints[f.name], data[f.name]) for f in fields(kind)})
    if typing.get_origin(kind) is tuple:
        return tuple(_build(typing.get_args(kind)[0], item) for item in data)
    if typing.get_origin(kind) is types.UnionType:
        return data
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(data)
    return data
