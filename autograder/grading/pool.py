"""Run jobs in parallel on any executor: processes of this machine, or the workers of a cluster.

A worker that dies may be a submission's doing or an accident. What it had under way is suspect:
the others are graded first, then each suspect alone. One that brings its worker down again is
poisonous and ends in a record that says so; no other loses by it.

Python's own pool of processes breaks as a whole when one of them dies. What had not begun is then
no suspect, and goes on in a new pool with as many workers. Only the suspects run on a single one:
no more than there are workers. A submission that hangs takes its worker for as long as the
watchdog of `worker.grade_one` waits, and once more when it is alone.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue

from autograder.grading import warm_processes, worker
from autograder.grading.jobs import GradedSubmission, Job

AHEAD = 4  # jobs under way for each worker: none waits for work while marks are being stored


@dataclass(frozen=True)
class Pool:
    """Where jobs run. ``open`` starts so many workers, ``died`` is what the loss of one raises.

    ``breaks`` says that the loss of one ends all that is under way or waits for a worker; jobs are
    then begun in the order in which they were submitted.
    """

    open: Callable[[int], AbstractContextManager[Executor]]
    submit: Callable[[Executor, Job], Future[GradedSubmission]]
    workers: int
    died: type[Exception]
    breaks: bool = False


def processors() -> list[int]:
    """The processors that this process may use: in a container often not all of them."""
    if sys.platform == "linux":
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def processes(workers: int) -> Pool:
    """Worker processes of this machine, which end with the grader."""
    return Pool(
        open=_open,
        submit=lambda executor, job: executor.submit(worker.grade_one, job),
        workers=workers,
        died=BrokenProcessPool,
        breaks=True,
    )


@contextlib.contextmanager
def staying(workers: int) -> Iterator[Pool]:
    """Worker processes that start when they are first needed, and stay for all runs in this block.

    What starting takes is paid once, by the controls or by the class.
    """
    pool = processes(workers)
    running: list[Executor] = []
    with contextlib.ExitStack() as stack:

        def opened(count: int) -> AbstractContextManager[Executor]:
            if count != workers:
                return _open(count)
            if not running or _is_broken(running[-1]):
                running.append(stack.enter_context(_open(count)))
            return contextlib.nullcontext(running[-1])

        yield replace(pool, open=opened)


def run_ready(
    jobs: Sequence[Job], pool: Pool, completed: Callable[[Job], Job] = lambda job: job
) -> Iterator[GradedSubmission]:
    """As `run_jobs`; the workers get ready at once, before the first result is asked for."""
    if jobs:
        with pool.open(pool.workers) as executor:
            for job in jobs[: pool.workers]:
                executor.submit(worker.get_ready, job)
    return run_jobs(jobs, pool, completed)


def _is_broken(executor: Executor) -> bool:
    try:
        executor.submit(os.getpid)
    except BrokenProcessPool:
        return True
    return False


@contextlib.contextmanager
def _open(count: int) -> Iterator[Executor]:
    """Start worker processes, each on its own share of the processors; wait for their end.

    A judge and its student's process work in turns, hundreds of times a second: on one processor
    the one finds in the cache what the other has just written, and nobody has to be woken.
    """
    context = get_context("spawn")
    shares = context.SimpleQueue()
    usable = processors()
    for number in range(count):
        shares.put(usable[number::count] or usable)
    executor = ProcessPoolExecutor(count, context, initializer=_begin, initargs=(shares,))
    with executor:
        try:
            yield executor
        finally:
            _let_go(executor)


def _let_go(executor: ProcessPoolExecutor) -> None:
    """Close the pipe of a broken pool to its workers, of which none is left to read it.

    Python before 3.11.5 waits for ever for a job that it was writing there (cpython issue 94777);
    later ones do this themselves.
    """
    if sys.version_info < (3, 11, 5) and getattr(executor, "_broken", False):
        vars(executor)["_call_queue"]._reader.close()


def _begin(shares: SimpleQueue[list[int]]) -> None:
    share = shares.get()
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # a container may forbid it; it only saves time
            os.sched_setaffinity(0, share)
    warm_processes.begin()


def run_jobs(
    jobs: Sequence[Job], pool: Pool, completed: Callable[[Job], Job] = lambda job: job
) -> Iterator[GradedSubmission]:
    """Run all jobs, in the order they finish; each ends in exactly one `GradedSubmission`.

    ``completed`` adds what a job needs and the grader need not hold for all of them at once.
    """
    submit = pool.submit
    pool = replace(pool, submit=lambda executor, job: submit(executor, completed(job)))
    waiting: deque[Job] = deque(jobs)
    suspects: deque[Job] = deque()
    while waiting:
        with pool.open(pool.workers) as executor:
            yield from _together(pool, executor, waiting, suspects)
    while suspects:
        with pool.open(1) as executor:
            yield from _alone(pool, executor, suspects)


def _together(
    pool: Pool, executor: Executor, waiting: deque[Job], suspects: deque[Job]
) -> Iterator[GradedSubmission]:
    """Keep the workers busy until all is done, or the executor itself has ended."""
    pending: dict[Future[GradedSubmission], Job] = {}
    lost: list[Job] = []
    usable = True
    try:
        while pending or (waiting and usable):
            while waiting and usable and len(pending) < AHEAD * pool.workers:
                try:
                    pending[pool.submit(executor, waiting[0])] = waiting[0]
                    waiting.popleft()
                except pool.died:
                    usable = False
            finished, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in [each for each in pending if each in finished]:
                job = pending.pop(future)
                try:
                    yield future.result()
                except pool.died:
                    lost.append(job)
    finally:
        for future in pending:  # an interrupted run does not wait for what has not begun
            future.cancel()
    begun = pool.workers if pool.breaks else len(lost)
    suspects += lost[:begun]
    waiting.extendleft(reversed(lost[begun:]))


def _alone(pool: Pool, executor: Executor, suspects: deque[Job]) -> Iterator[GradedSubmission]:
    """Run one after the other, until one is found out."""
    while suspects:
        job = suspects.popleft()
        try:
            yield pool.submit(executor, job).result()
        except pool.died:
            yield worker.lost(job)
            return
