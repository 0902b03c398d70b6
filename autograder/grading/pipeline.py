"""Grade an assignment: the one module that knows all stages and their order.

Each submission goes through restore, sandbox and judge in a worker process. This process alone
writes: the autograded notebook, the gradebook, and last the record, so that whatever has a record
is finished and the next run need not touch it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from autograder.coursework import assignment as assignments
from autograder.coursework import files, notebook, submissions
from autograder.coursework.course import Course, assignment_name
from autograder.gradebook import open_gradebook, write_records
from autograder.gradebook.source_cells import with_instantiated
from autograder.grading import cluster, control_problems, controls
from autograder.grading.jobs import GradedSubmission, Job
from autograder.grading.pool import processes, run_jobs
from autograder.grading.preparation import Prepared
from autograder.model import Assignment, CellControl, Record
from autograder.release.lint import lint
from autograder.release.problems import ERROR, GradingRefused
from autograder.results import records
from autograder.sandbox import isolation

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

BATCH = 50  # submissions written in one transaction
PATIENCE = 1.0  # seconds after which what is done is written, however few there are


@dataclass(frozen=True)
class Outcome:
    """What one run of ``grade`` did."""

    assignment: str
    isolation: str
    allowed_modules: tuple[str, ...]
    records: tuple[Record, ...]
    kept: int
    problems: tuple[str, ...] = ()  # of the source, for which it could not be released now
    controls: tuple[CellControl, ...] = ()  # what the model solution said of the test cells


@dataclass(frozen=True)
class Request:
    """What to grade and how."""

    assignment: str
    students: tuple[str, ...] = ()
    workers: int = 2
    isolation: str | None = None
    force: bool = False
    cluster: str = ""  # the address of a Dask scheduler, instead of this machine's processes


class Watcher(Protocol):
    """Who is told how a run goes."""

    def warns(self, problem: str) -> None:
        """The source has a fault for which it would not be released."""

    def starts(self, assignment: Assignment, isolation_level: str, count: int) -> None:
        """``count`` submissions are going to be graded on this isolation level."""

    def finished(self, record: Record) -> None:
        """One submission is graded and stored."""


def grade(course: Course, request: Request, watcher: Watcher) -> Outcome:
    """Grade what has changed since the last run."""
    problems: list[str] = []
    jobs = prepare(course, request, problems.append)
    for problem in problems:
        watcher.warns(problem)
    assignment, isolation_level = jobs[0].assignment, jobs[0].isolation_level
    with open_gradebook(course) as gradebook:
        todo = list(jobs if request.force else _changed(course, jobs))
        watcher.starts(assignment, isolation_level, len(todo))
        fresh: dict[str, Record] = {}
        for batch in _batches(_run(todo, request)):
            for record in store(course, gradebook, batch):
                fresh[record.student] = record
                watcher.finished(record)
    students = (job.submission.student for job in jobs)
    graded = (fresh.get(s) or records.read(course, assignment.name, s) for s in students)
    return Outcome(
        assignment=assignment.name,
        isolation=isolation_level,
        allowed_modules=assignment.allowed_modules,
        records=tuple(record for record in graded if record),
        kept=len(jobs) - len(todo),
        problems=tuple(problems),
        controls=assignment.controls,
    )


def prepare(
    course: Course, request: Request, warn: Callable[[str], None] = lambda _: None
) -> tuple[Job, ...]:
    """Find the submissions (at least one) and what grading each of them needs.

    A source that would not be released is told to ``warn``, or refused where it spoils marks.
    """
    name = assignment_name(course, request.assignment)
    if request.cluster:
        isolation_level = request.isolation or cluster.BEST
    else:
        isolation_level = isolation.choose(request.isolation)
    assignment = with_instantiated(course, assignments.load(course, name))
    faults = [each for each in lint(course, assignment) if each.severity == ERROR]
    if spoiling := [fault for fault in faults if fault.spoils_marks]:
        raise GradingRefused(name, spoiling)
    for fault in faults:
        warn(str(fault))
    chosen = submissions.find(course, name, request.students)
    released = assignments.released(course, assignment)
    prepared = Prepared(course, assignment, released, isolation_level)
    judged = controls.judged(prepared, lambda jobs: _run(jobs, request))
    for problem in control_problems.problems(judged.assignment):
        if problem.severity == ERROR:
            warn(str(problem))
    return tuple(judged.jobs(chosen))


def _run(jobs: list[Job], request: Request) -> Iterator[GradedSubmission]:
    if request.cluster:
        return cluster.grade_on(request.cluster, jobs)
    return run_jobs(jobs, processes(request.workers))


def _changed(course: Course, jobs: Iterable[Job]) -> Iterator[Job]:
    """What is not finished as it is, with the marks of its last run: some may still hold."""
    for job in jobs:
        record = records.read(course, job.assignment.name, job.submission.student)
        if record is None:
            yield job
        elif record.fingerprint != job.fingerprint:
            yield replace(job, earlier=tuple(cell for cell in record.cells if cell.key))


def store(
    course: Course, gradebook: Gradebook, batch: Sequence[GradedSubmission]
) -> tuple[Record, ...]:
    """Store what is done: notebooks, then all marks in one transaction, last the records.

    A record says that its submission is finished. So a kill between any two of these steps costs
    no more than grading this batch again.
    """
    for done in batch:
        _write_notebooks(course, done)
    written = write_records(gradebook, course, [done.record for done in batch])
    for record in written:
        records.write(course, record)
    return written


def _batches(finished: Iterable[GradedSubmission]) -> Iterator[list[GradedSubmission]]:
    """Gather finished submissions: few transactions for a big class, no delay for a slow one."""
    batch: list[GradedSubmission] = []
    last = time.monotonic()
    for done in finished:
        batch.append(done)
        if len(batch) == BATCH or time.monotonic() - last > PATIENCE:
            yield batch
            batch, last = [], time.monotonic()
    if batch:
        yield batch


def _write_notebooks(course: Course, done: GradedSubmission) -> None:
    folder = course.autograded / done.record.student / done.record.assignment
    for run in done.runs:
        outputs = {i: cell.outputs for i, cell in enumerate(run.record.cells)}
        text = notebook.to_json(run.notebook, outputs)
        files.write_atomically(folder / f"{run.notebook.name}.ipynb", text)
