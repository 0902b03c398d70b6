"""Two controls decide where a test cell is judged: the model solution and the bare release.

Both are graded as submissions. A test cell that the model solution passes outside the student's
process is judged outside, one that it passes only inside is run there, and one that it passes
nowhere is a fault of the source. The bare release must pass no test that asks something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.coursework import assignment as assignments
from autograder.coursework.assignment import CHECKS_FILE
from autograder.coursework.submissions import Submission
from autograder.grading import fingerprints, placing
from autograder.grading.jobs import GradedSubmission, Job
from autograder.grading.placing import Marks, Trial
from autograder.grading.preparation import Prepared
from autograder.model import (
    Assignment,
    CellControl,
    Controls,
    Ending,
    Key,
    Notebook,
    Role,
    Status,
    WhyInside,
)
from autograder.results import controls as kept_controls

MODEL, BARE = "the model solution", "the bare release"
Run = Callable[[list[Job]], Iterable[GradedSubmission]]


def judged(prepared: Prepared, run: Run, bare: Path | None = None) -> Prepared:
    """Place the test cells of an assignment; ``bare`` is the folder of a release in the making.

    The controls are kept: they run again when something that they depend on has changed, or where
    a process of our own ended while they ran.
    """
    course, assignment = prepared.course, prepared.assignment
    bare = bare or course.release / assignment.name
    fingerprint = _fingerprint(prepared, bare)
    kept = kept_controls.read(course, assignment.name)
    if kept is None or kept.fingerprint != fingerprint:
        cells = tuple(_Controls(prepared, run, bare).cells())
        kept = Controls(fingerprint, cells)
        if not any(
            _ended_by_us(ending) for cell in cells for ending in (cell.outside, cell.within)
        ):
            kept_controls.write(course, assignment.name, kept)
    return replace(prepared, assignment=assignments.with_controls(course, assignment, kept.cells))


def _ended_by_us(ending: Ending | None) -> bool:
    return ending is not None and ending.status is Status.NOT_GRADED


def _fingerprint(prepared: Prepared, bare: Path) -> str:
    """Identify what the controls depend on: all that marks do, the release, and the engine."""
    (job,) = _without_checks(prepared).jobs([Submission(BARE, bare, False)])
    return fingerprints.text(job.fingerprint, fingerprints.of_engine())


def _without_checks(prepared: Prepared) -> Prepared:
    """The checks of the release give no marks; those of the last one may still lie there."""
    companions = tuple(p for p in prepared.assignment.companions if Path(p).name != CHECKS_FILE)
    return replace(prepared, assignment=replace(prepared.assignment, companions=companions))


@dataclass(frozen=True)
class _Controls:
    """Runs the controls of one assignment, outside first, then inside what was in doubt."""

    prepared: Prepared
    run: Run
    bare: Path

    def cells(self) -> Iterator[CellControl]:
        """Yield the control of each test cell, in the order of the notebooks."""
        fixed = frozenset(self._fixed())
        outside = self._trial(frozenset())
        tests = [
            (notebook, cell)
            for notebook in self.prepared.assignment.notebooks
            for cell in notebook.cells
            if cell.role is Role.TEST
        ]
        inside, latest = frozenset[Key](), outside
        while doubtful := latest.doubtful() - inside - fixed:
            inside |= doubtful
            latest = self._trial(inside)
        trial = Trial(outside.model, outside.bare, latest.model, latest.bare, inside)
        answers = placing.answers(self.prepared.assignment, self.prepared.released)
        for notebook, cell in tests:
            why = self._why_fixed(notebook, cell.grade_id)
            yield placing.control(notebook, cell, trial, answers, why)

    def _fixed(self) -> Iterator[Key]:
        for notebook in self.prepared.assignment.notebooks:
            for cell in notebook.cells:
                if self._why_fixed(notebook, cell.grade_id):
                    yield notebook.name, cell.grade_id

    def _why_fixed(self, notebook: Notebook, grade_id: str) -> WhyInside | None:
        """Why a test runs inside whatever the controls say."""
        if notebook.name in self.prepared.assignment.kernels:
            return WhyInside.KERNEL
        if grade_id in self.prepared.course.in_kernel:
            return WhyInside.SETTING
        return WhyInside.FILES if grade_id in self.prepared.assignment.in_kernel else None

    def _trial(self, inside: frozenset[Key]) -> Trial:
        """Grade both controls, with these test cells in the process of the student."""
        source = self.prepared.course.source / self.prepared.assignment.name
        prepared = replace(self.prepared, assignment=self._with_inside(inside))
        submissions = Submission(MODEL, source, False), Submission(BARE, self.bare, False)
        jobs = prepared.jobs(submissions)
        marks = {done.record.student: _marks(done) for done in self.run(list(jobs))}
        return Trial(marks[MODEL], marks[BARE])

    def _with_inside(self, inside: frozenset[Key]) -> Assignment:
        course, assignment = self.prepared.course, self.prepared.assignment
        places = tuple(placing.provisional(key) for key in sorted(inside))
        tried = replace(assignment, is_strict=False)  # a strict course learns what it refuses
        return assignments.with_controls(course, tried, places)


def _marks(done: GradedSubmission) -> Marks:
    record = done.record
    return {
        (cell.notebook or record.notebook, cell.grade_id): cell
        for cell in record.cells
        if cell.role is Role.TEST
    }
