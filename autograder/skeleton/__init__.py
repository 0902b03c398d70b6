"""The skeleton of an exercise: files that pass audit and release as they are, to be changed.

:func:`begin` decides the address, looks for what is there already, and writes what is missing.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.coursework.course import Course, open_course
from autograder.errors import CourseError
from autograder.release import shared_cells
from autograder.skeleton import cells
from autograder.skeleton.address import Address, address_of
from autograder.skeleton.setting import SETTING_LINE, add_setting, can_add_setting
from autograder.skeleton.templates import fill

__all__ = ["Addition", "Skeleton", "begin"]


@dataclass(frozen=True)
class Addition:
    """What the author has to add by hand to a file that was there already."""

    file: str
    text: str


@dataclass(frozen=True)
class Skeleton:
    """What was written, what is left to add, and where the reference of the exercise belongs."""

    assignment: str
    topic: str
    exercise: str
    written: tuple[str, ...]
    setting: str  # the line that was added to nbgrader_config.py, else ""
    additions: tuple[Addition, ...]
    reference: str  # the module of dlkit that the reference moves to, in dlkit's own course


def begin(course: Course, topic: str, function: str) -> Skeleton:
    """Write what an exercise needs and is not there; nothing that exists is changed.

    Raises :class:`CourseError` where the names cannot be used or the exercise exists.
    """
    address = address_of(course, topic, function)
    if address.exercise.exists():
        raise CourseError(
            f"{address.exercise} exists already, and nothing is overwritten. Name another function "
            "with --function, or move that file away first."
        )
    if address.topic in course.registry.folders:
        course.registry.exercises_for(address.topic)  # what is there must be readable
    setting = "" if course.registry.package else SETTING_LINE
    additions = []
    if setting and not can_add_setting(course.root):
        additions.append(Addition("nbgrader_config.py", setting))
    elif setting:
        add_setting(course.root)
    written = [path for path, text in _texts(address).items() if _write(path, text)]
    additions += _left_to_add(address, written)
    importlib.invalidate_caches()  # Python has looked into these folders before
    if address.notebook in written and not additions:
        shared_cells.refresh(open_course(course.root), address.assignment)
    return Skeleton(
        assignment=address.assignment,
        topic=address.topic,
        exercise=address.exercise_id,
        written=tuple(str(path.relative_to(course.root)) for path in written),
        setting=setting if not any(each.text == setting for each in additions) else "",
        additions=tuple(additions),
        reference=f"dlkit/{address.topic}" if address.is_of_dlkit else "",
    )


def _texts(address: Address) -> dict[Path, str]:
    """Every file of an exercise, in the order in which an author reads them."""
    package, names = address.package_folder, address.names()
    templates: dict[Path, str] = {
        package / "__init__.py": "package.py",
        package / address.assignment / "__init__.py": "assignment.py",
        address.exercise.parent / "__init__.py": "exercises.py",
        address.exercise: "exercise.py",
        address.exercise.parent / "syllabus.toml": "syllabus.toml",
        address.exercise.parent / "equivalents.toml": "equivalents.toml",
    }
    texts = {path: fill(template, names) for path, template in templates.items()}
    return {**texts, address.notebook: cells.notebook(address)}


def _write(path: Path, text: str) -> bool:
    """Write a new file; say whether there was none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


def _left_to_add(address: Address, written: list[Path]) -> list[Addition]:
    """What an exercise needs in files that its topic had before."""
    function, folder = address.function, address.exercise.parent
    texts: dict[Path, Callable[[], str]] = {
        folder / "__init__.py": lambda: (
            f"from {address.package}.{address.assignment}.exercises import {function}\n"
            f"and in EXERCISES: {function}.exercise"
        ),
        folder / "syllabus.toml": lambda: _row(address),
        address.notebook: lambda: cells.to_paste(address),
    }
    root = address.root
    return [
        Addition(str(path.relative_to(root)), text())
        for path, text in texts.items()
        if path not in written
    ]


def _row(address: Address) -> str:
    return fill("syllabus.toml", address.names()).partition("\n\n")[2].rstrip()
