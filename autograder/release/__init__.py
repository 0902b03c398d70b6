"""From source to release: look for faults, generate, write the checks, prove it clean.

Read in this order: `problems`, `regions`, `cells`, `calls`, `shared_cells`, `lint` (what can be
wrong), `stubs`, `checks`, `generate`, `leaks` (what is made).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.coursework import assignment as assignments
from autograder.coursework.course import Course, assignment_name, assignment_names
from autograder.errors import CourseError
from autograder.model import GRADED, Assignment, CellControl, Role
from autograder.release import shared_cells
from autograder.release.lint import lint
from autograder.specification import registry
from autograder.release.problems import ERROR, Problem, ReleaseRefused
from autograder.coursework.secret import course_secret

if TYPE_CHECKING:
    from autograder.release.generate import Control

__all__ = ["Problem", "ReleaseRefused", "Released", "lint", "look_through", "release"]


@dataclass(frozen=True)
class Released:
    """What went out, and what should be looked at nevertheless."""

    assignment: str
    notebooks: tuple[str, ...]
    points: float
    warnings: tuple[Problem, ...]
    refreshed: tuple[str, ...] = ()  # shared cells of the source that were brought up to date
    controls: tuple[CellControl, ...] = ()  # what the model solution said of the test cells


def release(
    course: Course,
    names: Sequence[str] = (),
    step: Callable[[], None] = lambda: None,
    control: Control | None = None,
) -> list[Released]:
    """Release the named assignments, or all; ``step`` is called after each.

    ``control`` grades the model solution first: what it does not pass is not released.
    Shared cells of the source are brought up to date first. All assignments are looked through
    before the first is generated, so that a fault in one stops them all.
    """
    with registry.using(course.registry):
        wanted = _wanted(course, names)
        refreshed = {name: shared_cells.refresh(course, name) for name in wanted}
        looked_through = _loaded(course, wanted)
        course_secret(course)
        done = []
        for assignment, warnings in looked_through:
            assignment, problems = _make(course, assignment, control)
            problems = (*warnings, *problems)
            done.append(_described(assignment, problems, refreshed[assignment.name]))
            step()
    return done


def look_through(
    course: Course, names: Sequence[str] = (), step: Callable[[], None] = lambda: None
) -> list[Released]:
    """Say what would be released, or raise as `release` would; nothing is changed.

    A shared cell of the source that is out of date is an error here.
    """
    with registry.using(course.registry):
        return [_described(*each) for each in _loaded(course, _wanted(course, names), step)]


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


def _loaded(
    course: Course, names: Sequence[str], step: Callable[[], None] = lambda: None
) -> list[tuple[Assignment, tuple[Problem, ...]]]:
    """Read assignments, each with what should be looked at; raise where one has an error."""
    loaded = []
    for assignment in [assignments.load(course, name) for name in names]:
        loaded.append((assignment, _warnings(course, assignment)))
        step()
    return loaded


def _warnings(course: Course, assignment: Assignment) -> tuple[Problem, ...]:
    problems = lint(course, assignment)
    if errors := [problem for problem in problems if problem.severity == ERROR]:
        raise ReleaseRefused(assignment.name, errors)
    return problems


def _make(
    course: Course, assignment: Assignment, control: Control | None
) -> tuple[Assignment, tuple[Problem, ...]]:
    from autograder.release.generate import generate  # nbgrader takes seconds to import

    return generate(course, assignment, control)


def _described(
    assignment: Assignment, warnings: tuple[Problem, ...], refreshed: tuple[str, ...] = ()
) -> Released:
    cells = [cell for notebook in assignment.notebooks for cell in notebook.cells]
    return Released(
        assignment=assignment.name,
        notebooks=tuple(notebook.name for notebook in assignment.notebooks),
        points=sum(cell.points for cell in cells if cell.role in GRADED),
        warnings=warnings,
        refreshed=refreshed,
        controls=assignment.controls,
    )
