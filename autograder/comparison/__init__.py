"""Grade the same submissions with plain nbgrader and here, and explain each mark that differs.

`scratch` makes the two copies of a course, `plain` runs nbgrader in one of them, `reasons` says
why a mark differs. Nothing of the course itself is changed.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.comparison import plain, scratch
from autograder.comparison.reasons import Difference, differences
from autograder.coursework.course import Course, assignment_name
from autograder.grading.pipeline import Request, Watcher, grade
from autograder.model import CellControl

__all__ = ["Comparison", "Difference", "compare"]


@dataclass(frozen=True)
class Comparison:
    """What came out: how many marks were compared, each that differs, and the time both took."""

    assignment: str
    submissions: int
    marks: int
    differences: tuple[Difference, ...]
    controls: tuple[CellControl, ...]
    nbgrader_seconds: float
    seconds: float

    @property
    def undeclared(self) -> tuple[Difference, ...]:
        """The differences that no decision explains."""
        return tuple(each for each in self.differences if not each.is_declared)


def compare(
    course: Course,
    request: Request,
    watcher: Watcher,
    folder: Path | None = None,
    step: Callable[[str], None] = lambda _: None,
) -> Comparison:
    """Grade an assignment twice; the two copies stay in ``folder`` where one is named."""
    name = assignment_name(course, request.assignment)
    place = folder or Path(tempfile.mkdtemp(prefix="autograder-compare-"))
    try:
        return _compared(course, request, watcher, name, place, step)
    finally:
        if folder is None:
            shutil.rmtree(place, ignore_errors=True)


def _compared(
    course: Course,
    request: Request,
    watcher: Watcher,
    name: str,
    place: Path,
    step: Callable[[str], None],
) -> Comparison:
    theirs = scratch.copy(course, name, request.students, place / "nbgrader")
    step(f"nbgrader generates {name} in a copy of the course.")
    plain.run(theirs, "generate_assignment", name, "--force")
    ours = scratch.duplicate(theirs, place / "autograder")
    step("nbgrader grades: without a fence, as it always does.")
    started = time.monotonic()
    plain.run(theirs, "autograde", name, may_fail=True)
    between = time.monotonic()
    outcome = grade(ours, request, watcher)
    return Comparison(
        assignment=name,
        submissions=len(outcome.records),
        marks=sum(len(plain.tests(record)) for record in outcome.records),
        differences=tuple(differences(theirs, outcome.records)),
        controls=outcome.controls,
        nbgrader_seconds=round(between - started, 1),
        seconds=round(time.monotonic() - between, 1),
    )
