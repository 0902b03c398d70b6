"""The functions of the course's own solution, which no submission should repeat."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from autograder.coursework.course import Course
from autograder.report import similarity, submissions
from autograder.report.similarity import Function
from autograder.specification.registry import topic_of


def functions(course: Course, assignment: str) -> tuple[Function, ...]:
    """Return the functions of the source notebooks and of the topic's part of dlkit."""
    return (*_of_source(course, assignment), *_of_dlkit(topic_of(assignment)))


def _of_source(course: Course, assignment: str) -> Iterator[Function]:
    for path in sorted((course.source / assignment).glob("*.ipynb")):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            for answer in submissions.written(json.loads(path.read_text(encoding="utf-8"))):
                yield from answer.functions


def _of_dlkit(topic: str) -> Iterator[Function]:
    package = find_spec("dlkit")
    for folder in (package.submodule_search_locations or ()) if package else ():
        modules = (Path(folder) / topic).with_suffix(".py"), *(Path(folder) / topic).glob("*.py")
        for path in filter(Path.is_file, modules):
            yield from similarity.functions(path.read_text(encoding="utf-8"))
