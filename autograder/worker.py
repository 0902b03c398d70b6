"""Grade one submission in a worker process; whatever happens, it ends in a record."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from autograder import submissions
from autograder.errors import NotebookError
from autograder.judge.conduct import Conductor
from autograder.model import Assignment, CellRecord, Limits, Notebook, Plan, Record, Role
from autograder.restore import restore
from autograder.sandbox import staging
from autograder.sandbox.isolation import World
from autograder.sandbox.namespaces import die_with_parent
from autograder.sandbox.session import Session
from autograder.sandbox.staging import View
from autograder.submissions import Submission


@dataclass(frozen=True)
class Job:
    """One submission with everything that grading it needs."""

    assignment: Assignment
    released: tuple[Notebook, ...]
    submission: Submission
    seed: int
    limits: Limits
    rung: str
    view: View
    fingerprint: str


@dataclass(frozen=True)
class Done:
    """The record of a job and the notebook as it was run, where there was one."""

    record: Record
    notebook: Notebook | None = None


def begin() -> None:
    """Prepare a worker process: no screen for cells that draw, no life after the grader's."""
    os.environ["MPLBACKEND"] = "Agg"
    if sys.platform == "linux":
        die_with_parent()


def grade_one(job: Job) -> Done:
    """Restore the notebook, run it, and return its record."""
    try:
        plan = _plan(job)
    except (NotebookError, OSError) as fault:
        return Done(_unreadable(job, str(fault)))
    with _trusted_folder(job.assignment.companions):
        record = Conductor(plan, partial(_start, job)).run()
    flags = _flags(record)
    return Done(replace(record, isolation=job.rung, flags=flags), plan.notebook)


def lost(job: Job) -> Done:
    """The record of a submission that brought down its worker process twice."""
    return Done(_unreadable(job, "the grader's own process ended while it graded this"))


def _plan(job: Job) -> Plan:
    source, released = job.assignment.notebooks[0], job.released[0]
    mine, repairs = submissions.read_notebook(job.submission, source)
    restored = restore(source, released, mine)
    return Plan(
        assignment=job.assignment.name,
        student=job.submission.student,
        notebook=Notebook(source.name, restored.cells, source.metadata),
        student_names=job.assignment.student_names,
        allowed_modules=job.assignment.allowed_modules,
        companions=job.assignment.companions,
        seed=job.seed,
        limits=job.limits,
        repairs=repairs + restored.repairs,
        unanswered=restored.unanswered,
        fingerprint=job.fingerprint,
    )


def _start(job: Job) -> Session:
    files = submissions.places(job.submission, job.assignment.companions, staging.WORK)
    world = World(
        view=job.view,
        files=(*staging.settled_files(), *files),
        slot=os.getpid() % 5_000,
    )
    return Session(job.rung, world, job.limits)


@contextlib.contextmanager
def _trusted_folder(companions: tuple[str, ...]) -> Iterator[None]:
    """Let the judge's cells run beside copies of the source's files, as the kernel's cells do."""
    with tempfile.TemporaryDirectory(prefix="autograder-judge-") as folder:
        for path in companions:
            shutil.copy(path, folder)
        before = Path.cwd()
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


def _flags(record: Record) -> tuple[str, ...]:
    """What an instructor should look at."""
    faults = (
        f"{c.grade_id}: {c.reason}" for c in record.cells if c.role is Role.TEST and c.mark is None
    )
    return tuple(faults)


def _unreadable(job: Job, reason: str) -> Record:
    source = job.assignment.notebooks[0]
    graded = (cell for cell in source.cells if cell.role in (Role.TEST, Role.MANUAL, Role.TASK))
    return Record(
        assignment=job.assignment.name,
        student=job.submission.student,
        notebook=source.name,
        fingerprint=job.fingerprint,
        status="unreadable",
        reason=reason,
        cells=tuple(
            CellRecord(c.grade_id, c.role, c.points, 0.0 if c.role is Role.TEST else None, reason)
            for c in graded
        ),
        flags=(reason,),
        isolation=job.rung,
    )
