"""Grade one submission in a worker process; whatever happens, it ends in a record."""

from __future__ import annotations

import faulthandler
import gc
import os
import resource
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from multiprocessing.util import Finalize
from types import FrameType

from autograder import reuse, submissions
from autograder.errors import AutograderError, MachineError, NotebookError
from autograder.judge.conduct import Conductor
from autograder.judge.room import trusted_folder
from autograder.model import Assignment, CellRecord, Limits, Notebook, Plan, Record
from autograder.restore import restore
from autograder.sandbox.inside.linux import die_with_parent
from autograder.sandbox.rehearsal import rehearse
from autograder.sandbox.session import Session
from autograder.sandbox.staging import View
from autograder.sandbox.warm import WarmParent
from autograder.submissions import Submission
from autograder.whole_record import combined, unreadable

AGAIN = 2  # runs of a notebook whose warm parent died; unfenced code could kill each of them
MEMORY_BYTES = 4 << 30
SLACK = 60.0  # seconds for what is not the student's: to start a warm parent, to end a test


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
    earlier: tuple[CellRecord, ...] = ()  # of the last run


@dataclass(frozen=True)
class Run:
    """One notebook of a submission: as it was run, and what its cells gave."""

    notebook: Notebook
    record: Record


@dataclass(frozen=True)
class Done:
    """The record of a submission, and each of its notebooks that could be read."""

    record: Record
    runs: tuple[Run, ...] = ()


def begin() -> None:
    """Prepare a worker process: no screen for cells that draw, no life after the grader's.

    Its memory is limited, because what students send is held here.
    """
    os.environ["MPLBACKEND"] = "Agg"
    Finalize(None, _close_parents, exitpriority=0)  # a worker process leaves no other way
    signal.signal(signal.SIGINT, _leave)
    if sys.platform == "linux":
        die_with_parent()
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, hard))
    gc.freeze()  # what is imported stays: the collector need not look at it again and again


def _leave(_number: int, _frame: FrameType | None) -> None:
    """End in order after Ctrl-C, which the grader answers in a sentence: no traceback of each."""
    raise SystemExit


def grade_one(job: Job) -> Done:
    """Grade one submission; a fault of ours that it brought to light costs it alone its marks.

    What it sent may keep this process busy where no exception reaches (a number of a billion
    digits in a test): then the process ends, and the grader goes on with another.
    """
    seconds = len(job.assignment.notebooks) * (job.limits.submission_seconds + SLACK) + SLACK
    faulthandler.dump_traceback_later(seconds, exit=True, file=2)
    try:
        return _grade(job)
    except AutograderError:
        raise
    except Exception as fault:
        return lost(job, f"the grader stumbled over it ({type(fault).__name__}: {fault})"[:500])
    finally:
        faulthandler.cancel_dump_traceback_later()


def _grade(job: Job) -> Done:
    """Restore each notebook of a submission, run it, and return the record of them all."""
    records, runs = [], []
    with trusted_folder(job.assignment.companions):
        for source, released in zip(job.assignment.notebooks, job.released, strict=True):
            try:
                plan = _plan(job, source, released)
            except (NotebookError, OSError) as fault:
                missing = isinstance(fault, submissions.NotHandedIn)
                records.append(unreadable(job, source, str(fault), missing))
                continue
            records.append(_run(job, plan))
            runs.append(Run(plan.notebook, records[-1]))
    return Done(combined(job, records), tuple(runs))


def _run(job: Job, plan: Plan) -> Record:
    """Run one notebook; what its marks depend on is noted, for the next run."""
    settings = f"{job.limits} {job.view.places} {submissions.beside(job.submission)}"
    keys = {} if plan.kernel else reuse.keys(plan, job.assignment, settings)
    valid = reuse.still_valid(keys, plan.notebook.name, job.earlier)
    record = _conducted(job, plan, valid)
    if record.status != "graded":
        return record
    cells = (replace(cell, key=keys.get(cell.grade_id, "")) for cell in record.cells)
    return replace(record, cells=tuple(cells))


def _conducted(job: Job, plan: Plan, valid: Mapping[str, CellRecord]) -> Record:
    """Run one notebook; again where the warm parent died, for that is no student's doing."""
    for _ in range(AGAIN):
        parent = _parent(job)
        try:
            record = Conductor(plan, lambda: _start(job, plan.kernel), valid).run()
        except Exception:
            if parent.alive:
                raise
        else:
            if parent.alive:
                return record
    return Conductor(plan, lambda: _start(job, plan.kernel), valid).run()


def lost(job: Job, reason: str = "the grader's own process ended while it graded this") -> Done:
    """The record of a submission that brought down its worker process twice, or confused it."""
    return Done(
        combined(job, [unreadable(job, source, reason) for source in job.assignment.notebooks])
    )


def _plan(job: Job, source: Notebook, released: Notebook) -> Plan:
    others = {each.name for each in job.assignment.notebooks} - {source.name}
    mine, repairs = submissions.read_notebook(job.submission, source, others)
    restored = restore(source, released, mine)
    return Plan(
        assignment=job.assignment.name,
        student=job.submission.student,
        notebook=Notebook(source.name, restored.cells, source.metadata),
        student_names=job.assignment.names_in[source.name],
        operators=job.assignment.operators,
        handed_back=job.assignment.handed_back,
        in_kernel=job.assignment.in_kernel,
        seed=job.seed,
        limits=job.limits,
        repairs=repairs + restored.repairs,
        unanswered=restored.unanswered,
        fingerprint=job.fingerprint,
        kernel=job.assignment.kernels.get(source.name, ""),
    )


def _start(job: Job, kernel: str) -> Session:
    """Fork a student's process; where the warm parent has died, from a new one."""
    files = submissions.placed(job.submission, job.assignment)
    try:
        return _parent(job).fork(job.limits, files, kernel)
    except MachineError:
        _close_parents()
        return _parent(job).fork(job.limits, files, kernel)


def _close_parents() -> None:
    for parent in _parents.values():
        parent.close()
    _parents.clear()


_parents: dict[str, WarmParent] = {}  # at most one: a worker grades one assignment at a time


def _parent(job: Job) -> WarmParent:
    key = f"{job.rung} {job.assignment.name} {job.assignment.fingerprint}"
    if key not in _parents or not _parents[key].alive:
        _close_parents()
        parent = WarmParent(job.rung, job.view, os.getpid() % 5_000, job.limits)
        rehearse(parent, job.assignment, job.limits, submissions.given(job.assignment))
        _parents[key] = parent
    return _parents[key]
