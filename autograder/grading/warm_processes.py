"""The processes of one worker: the worker itself, and the warm parent it forks students' from."""

from __future__ import annotations

import gc
import os
import signal
import sys
from multiprocessing.util import Finalize
from types import FrameType

from autograder.coursework import submissions
from autograder.errors import MachineError
from autograder.grading.jobs import Job
from autograder.sandbox.inside.linux import die_with_parent
from autograder.sandbox.launch import GRADING
from autograder.sandbox.preload import preload_imports
from autograder.sandbox.session import Session
from autograder.sandbox.warm import WarmParent

if sys.platform != "win32":
    import resource

MEMORY_BYTES = 4 << 30
ENVIRONMENT = {"MPLBACKEND": "Agg", **GRADING}  # of the judge's cells


def begin() -> None:
    """Prepare a worker process: no screen for cells that draw, no life after the grader's.

    Its memory is limited, because what students send is held here.
    """
    os.environ.update(ENVIRONMENT)
    Finalize(None, close, exitpriority=0)  # a worker process leaves no other way
    signal.signal(signal.SIGINT, _leave)
    if sys.platform == "linux":
        die_with_parent()
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, hard))
    gc.freeze()  # what is imported stays: the collector need not look at it again and again


def _leave(_number: int, _frame: FrameType | None) -> None:
    """End in order after Ctrl-C, which the grader answers in a sentence: no traceback of each."""
    raise SystemExit


def start(job: Job, kernel: str) -> Session:
    """Fork a student's process; where the warm parent has died, from a new one."""
    files = submissions.sandbox_files(job.submission, job.assignment)
    try:
        return warm_parent(job).fork(job.limits, files, kernel)
    except MachineError:
        close()
        return warm_parent(job).fork(job.limits, files, kernel)


def close() -> None:
    """End the warm parent of this worker, and with it every process it has forked."""
    for parent in _parents.values():
        parent.close()
    _parents.clear()


_parents: dict[str, WarmParent] = {}  # at most one: a worker grades one assignment at a time


def warm_parent(job: Job) -> WarmParent:
    """The process that students' processes of this assignment are forked from."""
    key = f"{job.isolation_level} {job.fingerprints.sources} {job.view} {job.limits}"
    if key not in _parents or not _parents[key].alive:
        close()
        parent = WarmParent(job.isolation_level, job.view, os.getpid() % 5_000, job.limits)
        preload_imports(
            parent, job.assignment, job.limits, submissions.instructor_files(job.assignment)
        )
        _parents[key] = parent
    return _parents[key]
