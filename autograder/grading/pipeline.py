"""Grade an assignment: the one module that knows all stages and their order.

Each submission goes through restore, sandbox and judge in a worker process. This process alone
writes: the autograded notebook, the gradebook, and last the record. So whatever has a record is
finished, and the next run leaves it alone, as long as the gradebook has its marks under the present
date due.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from autograder.coursework import assignment as assignments
from autograder.coursework.course import Course, assignment_name
from autograder.gradebook import Penalties, open_gradebook, read_standings
from autograder.gradebook.source_cells import with_instantiated
from autograder.gradebook.standing import Standings
from autograder.grading import cluster, control_problems, controls, selection
from autograder.grading.batches import batches
from autograder.grading.controls import Run
from autograder.grading.jobs import GradedSubmission, Job
from autograder.grading.pool import run_ready, staying
from autograder.grading.preparation import Prepared
from autograder.grading.regraded import ChangedMark, changed_marks
from autograder.grading.storing import has_notebooks, store, store_again
from autograder.model import Assignment, CellControl, Record
from autograder.release.lint import lint
from autograder.release.problems import ERROR, GradingRefused
from autograder.results import records
from autograder.results.brief import brief
from autograder.sandbox import isolation

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


@dataclass(frozen=True)
class Outcome:
    """What one run of ``grade`` did."""

    assignment: str
    isolation: str
    allowed_modules: tuple[str, ...]
    records: tuple[Record, ...]
    kept: int
    problems: tuple[str, ...] = ()  # of the source or the late penalties, to be looked at
    controls: tuple[CellControl, ...] = ()  # what the model solution said of the test cells
    stored_again: int = 0  # of those kept: the gradebook had lost them, or has another date due
    changed: tuple[ChangedMark, ...] = ()


@dataclass(frozen=True)
class Request:
    """What to grade and how."""

    assignment: str
    students: tuple[str, ...] = ()
    notebook: str = "*"  # a pattern of the notebooks to run
    workers: int = 2
    isolation: str | None = None
    force: bool = False
    cluster: str = ""  # the address of a Dask scheduler, instead of this machine's processes


class Watcher(Protocol):
    """Who is told how a run goes."""

    def warns(self, problem: str) -> None:
        """The source, a time or the late penalty needs a look."""

    def starts(self, assignment: Assignment, isolation_level: str, count: int) -> None:
        """``count`` submissions are going to be graded on this isolation level."""

    def finished(self, record: Record) -> None:
        """One submission is graded and stored."""


def grade(course: Course, request: Request, watcher: Watcher) -> Outcome:
    """Grade what has changed since the last run."""
    problems: list[str] = []
    with _running(course, request) as run:
        jobs = _prepared(course, request, run, problems.append)
        _warn(watcher, problems)
        todo = list(jobs if request.force else _changed(course, jobs))
        outcome = _graded(course, jobs, todo, run(todo), watcher)
    return replace(outcome, problems=(*problems, *outcome.problems))


def _graded(
    course: Course,
    jobs: Sequence[Job],
    todo: Sequence[Job],
    finished: Iterable[GradedSubmission],
    watcher: Watcher,
) -> Outcome:
    """Store what is finished and what the gradebook has lost; of ``jobs``, ``todo`` are run."""
    assignment, isolation_level = jobs[0].assignment, jobs[0].isolation_level
    penalties = Penalties(course)
    with open_gradebook(course) as gradebook:
        before = read_standings(gradebook, assignment.name)
        watcher.starts(assignment, isolation_level, len(todo))
        fresh = _stored(course, gradebook, finished, penalties, watcher)
        others = _kept(course, jobs, fresh)
        kept, again = _stored_again(course, gradebook, others, before, penalties)
        after = read_standings(gradebook, assignment.name) if before else before
    _warn(watcher, penalties.faults.values())
    return Outcome(
        assignment=assignment.name,
        isolation=isolation_level,
        allowed_modules=assignment.allowed_modules,
        records=tuple(record for _, record in sorted((kept | fresh).items())),
        kept=len(jobs) - len(todo),
        problems=tuple(penalties.faults.values()),
        controls=assignment.controls,
        stored_again=again,
        changed=changed_marks(before, after),
    )


def prepare(
    course: Course, request: Request, warn: Callable[[str], None] = lambda _: None
) -> tuple[Job, ...]:
    """Find the submissions (at least one) and what grading each of them needs.

    A source that would not be released is told to ``warn``, or refused where it spoils marks.
    """
    with _running(course, request) as run:
        return _prepared(course, request, run, warn)


def _prepared(
    course: Course, request: Request, run: Run, warn: Callable[[str], None]
) -> tuple[Job, ...]:
    name = assignment_name(course, request.assignment)
    isolation_level = _isolation_level(request)
    assignment = _source(course, name, warn)
    chosen = selection.submissions_of(course, name, request.students, warn)
    released = assignments.released(course, assignment)
    prepared = Prepared(course, assignment, released, isolation_level)
    judged = controls.judged(prepared, run)
    for problem in control_problems.problems(judged.assignment):
        if problem.severity == ERROR:
            warn(str(problem))
    return selection.of_notebooks(course, judged.jobs(chosen), request.notebook)


def _isolation_level(request: Request) -> str:
    if request.cluster:
        return request.isolation or cluster.BEST
    return isolation.choose(request.isolation)


def _source(course: Course, name: str, warn: Callable[[str], None]) -> Assignment:
    """Read the source as the gradebook has it; its errors are told, or refused."""
    assignment = with_instantiated(course, assignments.load(course, name))
    faults = [each for each in lint(course, assignment) if each.severity == ERROR]
    if spoiling := [fault for fault in faults if fault.spoils_marks]:
        raise GradingRefused(name, spoiling)
    for fault in faults:
        warn(str(fault))
    return assignment


@contextlib.contextmanager
def _running(course: Course, request: Request) -> Iterator[Run]:
    """Say what runs jobs: a cluster, or workers that stay for the controls and for the class."""
    completed = partial(_with_earlier, course)
    if request.cluster:
        yield lambda jobs: cluster.grade_on(request.cluster, jobs, completed)
        return
    with staying(request.workers) as pool:
        yield lambda jobs: run_ready(jobs, pool, completed)


def _changed(course: Course, jobs: Iterable[Job]) -> Iterator[Job]:
    """What is not finished as it is."""
    for job in jobs:
        record = records.read(course, job.assignment.name, job.submission.student)
        if record is None or not has_notebooks(course, record):
            yield job
        elif record.fingerprint != job.fingerprint:
            yield replace(job, may_reuse=True)


def _with_earlier(course: Course, job: Job) -> Job:
    """A job with the marks of its last run: some may still hold."""
    if not job.may_reuse:
        return job
    record = records.read(course, job.assignment.name, job.submission.student)
    if record is None:
        return job
    return replace(job, earlier=tuple(cell for cell in record.cells if cell.key))


def _warn(watcher: Watcher, problems: Iterable[str]) -> None:
    for problem in problems:
        watcher.warns(problem)


def _stored(
    course: Course,
    gradebook: Gradebook,
    finished: Iterable[GradedSubmission],
    penalties: Penalties,
    watcher: Watcher,
) -> dict[str, Record]:
    """Store what is finished, batch by batch, and tell a watcher of each; all in brief."""
    by_student = {}
    for batch in batches(finished):
        for record in store(course, gradebook, batch, penalties):
            by_student[record.student] = brief(record)
            watcher.finished(record)
    return by_student


def _stored_again(
    course: Course,
    gradebook: Gradebook,
    kept: Iterable[Record],
    standings: Standings,
    penalties: Penalties,
) -> tuple[dict[str, Record], int]:
    """Store again what the gradebook has lost of these; all of them in brief, and how many."""
    by_student: dict[str, Record] = {}
    count = 0
    for batch in batches(kept):
        again = store_again(course, gradebook, batch, standings, penalties)
        count += len(again)
        records_now = (again.get(record.student, record) for record in batch)
        by_student |= {record.student: brief(record) for record in records_now}
    return by_student, count


def _kept(course: Course, jobs: Iterable[Job], fresh: Mapping[str, Record]) -> Iterator[Record]:
    """The records of what was not run again."""
    places = ((job.assignment.name, job.submission.student) for job in jobs)
    kept = (records.read(course, name, student) for name, student in places if student not in fresh)
    return (record for record in kept if record)
