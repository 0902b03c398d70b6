"""Grade one submission in a worker process; whatever happens, it ends in a record."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from autograder.coursework import submissions
from autograder.errors import AutograderError, NotebookError
from autograder.grading import fingerprints, reuse, warm_processes
from autograder.grading.jobs import GradedSubmission, Job, Run
from autograder.grading.places import with_places
from autograder.grading.plan import plan_for
from autograder.grading.whole_record import combined, ungraded
from autograder.judge.hard_stop import process_ends_after
from autograder.judge.runner import NotebookRunner
from autograder.judge.workdir import trusted_folder
from autograder.model import (
    MAX_MESSAGE,
    MAX_NAME,
    CellRecord,
    Ending,
    EndingKind,
    Notebook,
    Plan,
    Record,
    Status,
)
from autograder.results.parts import parts
from autograder.specification import registry

AGAIN = 2  # runs of a notebook whose warm parent died; unfenced code could kill each of them
DIED = Ending(EndingKind.GRADER_DIED)
SLACK = 60.0  # seconds for what is not the student's: to start a warm parent, to end a test


def get_ready(job: Job) -> None:
    """Start what a submission would wait for; that it cannot be started is told by the first."""
    with contextlib.suppress(Exception):
        warm_processes.warm_parent(job)


def grade_one(job: Job) -> GradedSubmission:
    """Grade one submission; a fault of ours that it brought to light costs it alone its marks.

    What it sent may keep this process busy where no exception reaches (a number of a billion
    digits in a test): then the process ends, and the grader goes on with another.
    """
    seconds = len(job.assignment.notebooks) * (job.limits.submission_seconds + SLACK) + SLACK
    with process_ends_after(seconds):
        try:
            return _grade(job)
        except AutograderError:
            raise
        except Exception as fault:
            return lost(job, _fault(fault))


def _grade(job: Job) -> GradedSubmission:
    """Restore each notebook of a submission, run it, and return the record of them all."""
    records, runs = [], []
    places = submissions.places(job.assignment)
    hidden = places.keys() - submissions.instructor_files(job.assignment).keys()
    with registry.using(job.registry), trusted_folder(places, hidden):
        for source, released in zip(job.assignment.notebooks, job.released, strict=True):
            if job.only and source.name not in job.only:
                records += _as_before(job, source)
                continue
            try:
                plan = plan_for(job, source, released)
            except (NotebookError, OSError) as fault:
                records.append(ungraded(job, source, _unreadable(source, fault)))
                continue
            runs.append(_run(job, plan))
            records.append(runs[-1].record)
    return GradedSubmission(combined(job, records), tuple(runs), is_partial=bool(job.only))


def _as_before(job: Job, source: Notebook) -> list[Record]:
    """What an earlier run left of a notebook that is not run now."""
    earlier = parts(job.before) if job.before else ()
    return [part for part in earlier if part.notebook == source.name]


def _run(job: Job, plan: Plan) -> Run:
    """Run one notebook; what its marks depend on is noted, for the next run."""
    companions = fingerprints.of_companions(job.submission, job.assignment)
    settings = f"{fingerprints.of_settings(job.limits, job.view)} {companions}"
    keys = {} if plan.kernel else reuse.keys(plan, job.fingerprints, settings)
    valid = reuse.still_valid(keys, plan.notebook.name, job.earlier)
    run = _conducted(job, plan, valid)
    record = with_places(job.assignment, run.record)
    if record.status is Status.GRADED:
        cells = (replace(cell, key=keys.get(cell.grade_id, "")) for cell in record.cells)
        record = replace(record, cells=tuple(cells))
    return replace(run, record=record)


def _conducted(job: Job, plan: Plan, valid: Mapping[str, CellRecord]) -> Run:
    """Run one notebook; again where the warm parent died, for that is no student's doing."""
    for _ in range(AGAIN):
        parent = warm_processes.warm_parent(job)
        try:
            run = _run_once(job, plan, valid)
        except Exception:
            if parent.alive:
                raise
        else:
            if parent.alive:
                return run
    return _run_once(job, plan, valid)


def _run_once(job: Job, plan: Plan, valid: Mapping[str, CellRecord]) -> Run:
    runner = NotebookRunner(plan, lambda: warm_processes.start(job, plan.kernel), valid)
    record = runner.run()
    return Run(plan.notebook, record, runner.written)


def lost(job: Job, ending: Ending = DIED) -> GradedSubmission:
    """The record of a submission that brought down its worker process twice, or confused it."""
    records = [ungraded(job, source, ending) for source in job.assignment.notebooks]
    return GradedSubmission(combined(job, records))


def _unreadable(source: Notebook, fault: NotebookError | OSError) -> Ending:
    if isinstance(fault, submissions.NotHandedIn):
        return Ending(EndingKind.NOT_HANDED_IN, message=source.name)
    if isinstance(fault, OSError):  # its text names folders of this machine
        name = Path(str(fault.filename or "")).name
        return Ending(EndingKind.UNREADABLE, message=f"{name}: {fault.strerror}")
    return Ending(EndingKind.UNREADABLE, message=str(fault))


def _fault(fault: Exception) -> Ending:
    name, message = type(fault).__name__[:MAX_NAME], str(fault)[:MAX_MESSAGE]
    return Ending(EndingKind.GRADER_FAULT, exception=name, message=message)
