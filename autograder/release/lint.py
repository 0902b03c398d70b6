"""Look through a source folder for everything that must not, or should not, go out as it is."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.coursework.course import Course
from autograder.model import Assignment
from autograder.coursework.notebook import read_document
from autograder.release import calls, cells, regions, shared_cells
from autograder.release.problems import ERROR, NOTE, WARNING, Problem
from autograder.specification import registry
from dlkit.check.checksfile import NAME

SECRET_NAMES = ("*.db", "*.sqlite*", "*solution*.py", "*.course_secret*", "nbgrader_config.py")


def lint(course: Course, assignment: Assignment) -> tuple[Problem, ...]:
    """Return what is wrong with the source of an assignment, in the order of its cells."""
    kinds = regions.kinds(course.config)
    with registry.using(course.registry):
        problems = [*calls.problems(assignment, kinds), *_files(assignment, kinds)]
        problems += shared_cells.problems(course, assignment.name)
    problems += _old_checks(course, assignment)
    for notebook in assignment.notebooks:
        problems += cells.problems(notebook, kinds)
        for cell in notebook.cells:
            problems += regions.problems(notebook, cell, kinds)
        problems += _stored_outputs(course.source / assignment.name / f"{notebook.name}.ipynb")
    return tuple(sorted(dict.fromkeys(problems), key=_place))


def _place(problem: Problem) -> tuple[str, int]:
    return problem.notebook, -1 if problem.index is None else problem.index


def _stored_outputs(path: Path) -> Iterator[Problem]:
    """Outputs are no danger, nbgrader clears them; they only make every diff unreadable."""
    stored = [
        index
        for index, cell in enumerate(read_document(path)["cells"])
        if cell.get("outputs") or cell.get("execution_count") is not None
    ]
    if stored:
        yield Problem(
            NOTE,
            f"{len(stored)} cells hold outputs or execution counts, the first is cell "
            f"{stored[0] + 1}. They are not released.",
            path.stem,
        )


def _files(assignment: Assignment, kinds: Iterable[regions.Kind]) -> Iterator[Problem]:
    """Files beside the notebook are copied to the students as they are."""
    begins = [kind.begin.encode() for kind in kinds]
    for path in map(Path, assignment.companions):
        looks_secret = any(fnmatch.fnmatch(path.name.lower(), name) for name in SECRET_NAMES)
        if looks_secret or any(words in path.read_bytes() for words in begins):
            yield Problem(
                ERROR,
                f"{assignment.name}/{path.name} looks like something students must not get, and "
                "would be copied to them. Move it out of the source folder.",
            )


def _old_checks(course: Course, assignment: Assignment) -> Iterator[Problem]:
    path = course.source / assignment.name / NAME
    if assignment.topic and path.exists():
        yield Problem(
            WARNING,
            f"{assignment.name}/{NAME} in the source folder is not read any more: the one for "
            "students is written into the release. Delete it.",
        )
