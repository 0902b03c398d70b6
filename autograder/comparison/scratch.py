"""Copies of a course with one assignment and its submissions, each with a gradebook of its own."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from autograder.coursework import submissions
from autograder.coursework.course import CONFIG, Course, open_course
from autograder.errors import CourseError

MAX_BYTES = 64 << 20  # of a file beside the configuration
OWN_PLACE = """

# A scratch copy: folders and gradebook of its own.
c.CourseDirectory.root = {root!r}
c.CourseDirectory.db_url = {db_url!r}
"""
OURS = "autograder.grading.inside_nbgrader."
NBGRADERS_ENGINE = f"""
if str(c.Autograde.get("exporter_class", "")).startswith({OURS!r}):
    for name in ("exporter_class", "sanitize_preprocessors", "autograde_preprocessors"):
        c.Autograde.pop(name, None)
"""


def copy(course: Course, assignment: str, students: Sequence[str], target: Path) -> Course:
    """Copy what nbgrader needs to generate and grade an assignment with its own engine."""
    if target.exists() and any(target.iterdir()):
        raise CourseError(f"{target} is not empty. Name another folder with --scratch.")
    target.mkdir(parents=True, exist_ok=True)
    _copy_files(course.root, target)
    source = target / course.source.relative_to(course.root)
    source.mkdir(parents=True, exist_ok=True)
    _copy_files(course.source, source)
    shutil.copytree(course.source / assignment, source / assignment, dirs_exist_ok=True)
    for each in submissions.find(course, assignment, tuple(students)):
        place = target / each.folder.relative_to(course.root)
        shutil.copytree(each.folder, place, symlinks=True)
    if package := course.registry.package.partition(".")[0]:
        shutil.copytree(course.root / package, target / package)
    _settle(target, NBGRADERS_ENGINE)
    return open_course(target)


def duplicate(course: Course, target: Path) -> Course:
    """Copy a scratch copy: the same release, the same gradebook."""
    shutil.copytree(course.root, target, symlinks=True)
    _settle(target)
    return open_course(target)


def _copy_files(folder: Path, target: Path) -> None:
    """Copy the files of a folder, without its gradebook: modules, headers, templates of tests."""
    for path in folder.iterdir():
        secret = path.name.startswith(".") or path.suffix in (".db", ".sqlite")
        if path.is_file() and not secret and path.stat().st_size <= MAX_BYTES:
            shutil.copy(path, target)


def _settle(folder: Path, *more: str) -> None:
    own = OWN_PLACE.format(root=str(folder), db_url=f"sqlite:///{folder / 'gradebook.db'}")
    with (folder / CONFIG).open("a", encoding="utf-8") as config:
        config.write("".join([own, *more]))
