"""From source to release: look for faults, generate, write the checks, prove it clean.

Read in this order: `problems`, `regions`, `cells`, `calls`, `lint` (what can be wrong), `checks`,
`generate`, `leaks` (what is made), `command`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.coursework import assignment as assignments
from autograder.coursework.course import Course, assignment_name, assignment_names
from autograder.errors import CourseError
from autograder.model import Assignment, Role
from autograder.release.lint import lint
from autograder.specification import registry
from autograder.release.problems import ERROR, Problem, ReleaseRefused
from autograder.coursework.secret import course_secret

__all__ = ["Problem", "ReleaseRefused", "Released", "lint", "release"]


@dataclass(frozen=True)
class Released:
    """What went out, and what should be looked at nevertheless."""

    assignment: str
    notebooks: tuple[str, ...]
    points: float
    warnings: tuple[Problem, ...]


def release(
    course: Course, names: Sequence[str] = (), step: Callable[[], None] = lambda: None
) -> list[Released]:
    """Release the named assignments, or all; ``step`` is called after each.

    All are looked through before the first is generated, so that a fault in one stops them all.
    """
    with registry.using(course.registry):
        loaded = [assignments.load(course, name) for name in _wanted(course, names)]
        looked_through = [(assignment, _warnings(course, assignment)) for assignment in loaded]
        course_secret(course)
        done = []
        for assignment, warnings in looked_through:
            done.append(_release_one(course, assignment, warnings))
            step()
    return done


def _wanted(course: Course, names: Sequence[str]) -> tuple[str, ...]:
    wanted = [assignment_name(course, name) for name in names] or assignment_names(course)
    if not wanted:
        raise CourseError(f"{course.source} holds no assignment: no folder with a notebook.")
    for name in wanted:
        if "+" in name:
            raise CourseError(
                f"{course.source / name}: nbgrader knows no assignment with a + in its name. "
                "Rename the folder."
            )
    return tuple(dict.fromkeys(wanted))


def _warnings(course: Course, assignment: Assignment) -> tuple[Problem, ...]:
    found = lint(course, assignment)
    if errors := [problem for problem in found if problem.severity == ERROR]:
        raise ReleaseRefused(assignment.name, errors)
    return found


def _release_one(course: Course, assignment: Assignment, warnings: tuple[Problem, ...]) -> Released:
    from autograder.release.generate import generate  # nbgrader takes seconds to import

    generate(course, assignment)
    cells = [cell for notebook in assignment.notebooks for cell in notebook.cells]
    graded = (Role.TEST, Role.MANUAL, Role.TASK)
    return Released(
        assignment=assignment.name,
        notebooks=tuple(notebook.name for notebook in assignment.notebooks),
        points=sum(cell.points for cell in cells if cell.role in graded),
        warnings=warnings,
    )
