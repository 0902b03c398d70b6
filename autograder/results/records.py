"""Records on disk: one JSON file per student and assignment, written whole or not at all."""

from __future__ import annotations

import contextlib
import functools
import json
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from autograder.coursework.course import Course
from autograder.coursework.files import write_atomically
from autograder.model import Record


def path_of(course: Course, assignment: str, student: str) -> Path:
    """Where the record of a submission lies."""
    return course.private / "records" / assignment / f"{student}.json"


def write(course: Course, record: Record) -> None:
    """Store a record; the rename makes it appear in one step, so a kill leaves the old one."""
    from dlkit.check import finite  # long to import, for commands that only read

    path = path_of(course, record.assignment, record.student)
    write_atomically(path, finite.dumps(record, default=vars))  # in one line: json is quick then


def read(course: Course, assignment: str, student: str) -> Record | None:
    """Read a record; None where there is none, or one that another version wrote."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        text = path_of(course, assignment, student).read_text(encoding="utf-8")
        record: Record = rebuilt(Record, text)
        return record
    return None


def records_for(course: Course, assignment: str) -> Iterator[Record]:
    """All records of an assignment, by student."""
    for path in sorted((course.private / "records" / assignment).glob("*.json")):
        record = read(course, assignment, path.stem)
        if record is not None:
            yield record


def rebuilt(kind: type, text: str) -> Any:
    """Make frozen dataclasses again of the JSON that was written of them."""
    return _dataclass_maker(kind)(json.loads(text))


Maker = Callable[[Any], Any]


@functools.cache
def _maker(kind: Any) -> Maker | None:
    """Return what rebuilds a (nested) frozen dataclass from what `write` made of it.

    Worked out once for each type, because a class has thousands of records with hundreds of
    findings each; None where JSON gives the value itself.
    """
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_maker(kind)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    make = _maker(inner[-1 if origin is dict else 0]) if inner else None
    if origin is tuple:
        return tuple if make is None else lambda data: tuple(map(make, data))
    if make and origin is dict:
        return lambda data: {name: make(value) for name, value in data.items()}
    if make and origin is types.UnionType:  # such an object, or None
        return lambda data: None if data is None else make(data)
    return kind if isinstance(kind, type) and issubclass(kind, StrEnum) else None


def _dataclass_maker(kind: type) -> Maker:
    hints = typing.get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    makers = [(name, make) for name in names if (make := _maker(hints[name]))]

    def rebuild(data: Mapping[str, Any]) -> Any:
        fields = {name: data[name] for name in names}
        for name, make in makers:
            fields[name] = make(fields[name])
        return kind(**fields)

    return rebuild
