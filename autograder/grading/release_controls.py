"""The controls of a release in the making: the model solution is graded before it goes out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from autograder.coursework import notebook
from autograder.coursework.assignment import CHECKS_FILE
from autograder.coursework.course import Course
from autograder.errors import NoIsolation
from autograder.grading import control_problems, controls
from autograder.grading.pool import processors, run_ready, staying
from autograder.grading.preparation import Prepared
from autograder.model import Assignment
from autograder.release.problems import Problem
from autograder.sandbox import isolation

UNFENCED = "process"  # the instructor's own code needs no fence where none works


def control(
    course: Course, assignment: Assignment, folder: Path
) -> tuple[Assignment, tuple[Problem, ...]]:
    """Grade the model solution and the release in ``folder``; say what they showed."""
    paths = [folder / f"{each.name}.ipynb" for each in assignment.notebooks]
    released = tuple(notebook.read(path) for path in paths)
    with_checks = replace(assignment, companions=tuple(_companions(assignment, folder)))
    prepared = Prepared(course, with_checks, released, _isolation_level())
    with staying(min(2, len(processors()))) as pool:
        judged = controls.judged(prepared, lambda jobs: run_ready(jobs, pool), folder)
    placed = replace(judged.assignment, companions=assignment.companions)
    return placed, control_problems.problems(placed)


def _companions(assignment: Assignment, folder: Path) -> list[str]:
    """The files beside the notebook, with the checks of this release, not those of the last."""
    paths = [path for path in assignment.companions if Path(path).name != CHECKS_FILE]
    checks = folder / CHECKS_FILE
    return [*paths, str(checks)] if checks.is_file() else paths


def _isolation_level() -> str:
    try:
        return isolation.choose(None)
    except NoIsolation:
        return UNFENCED
