"""Grade on the workers of a Dask cluster: the same jobs, which take their files along.

No file system need be shared: a submission, the source's files and the course's exercises travel
as bytes inside the job.
What can only be known where it runs is found out there: the isolation and what stands in the
sandbox. A worker has to run one task at a time and the same code as the machine that sends.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import socket
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from autograder.coursework.submissions import MAX_FILE_BYTES, Submission, places
from autograder.errors import AutograderError, MachineError
from autograder.grading import fingerprints, warm_processes, worker
from autograder.grading.jobs import GradedSubmission, Job
from autograder.grading.pool import Pool, run_jobs
from autograder.sandbox import folders, isolation, staging
from autograder.specification.registry import Registry

BEST = "the best of each worker"  # the isolation, where the call names none
CONNECT_SECONDS, PATIENCE_SECONDS = 10, 300
COURSES = 32  # as many as the registry keeps
EXPECTED_WORKERS = 32  # of a cluster that grows with what waits: there must be something waiting
RESUME = "What is done is stored: run the same command again, and it goes on from there."
File = tuple[str, bytes | int]  # a name, and what is in it; of one too large to be used, its size


@dataclass(frozen=True)
class RemoteJob:
    """A job with the files it needs, and the fingerprint of the engine that made it."""

    job: Job
    handed_in: tuple[File, ...]
    companions: tuple[File, ...]
    course: tuple[File, ...]  # the exercises, and what they import of the course
    engine: str


def grade_on(
    address: str, jobs: list[Job], completed: Callable[[Job], Job] = lambda job: job
) -> Iterator[GradedSubmission]:
    """Run jobs on the workers of the scheduler at ``address``, in the order they finish."""
    if not jobs:
        return
    with _connected(address) as client:
        from distributed.comm.core import CommClosedError

        try:
            yield from run_jobs(jobs, _pool(client), completed)
        except AutograderError:
            raise
        except (CancelledError, CommClosedError) as fault:
            raise MachineError(
                f"the connection to the Dask scheduler at {address} was lost ({fault!r}). {RESUME}"
            ) from None
        except Exception as fault:
            raise MachineError(
                f"a Dask worker could not grade a submission: {type(fault).__name__}: {fault}. "
                f"Each needs what this machine has installed: see docs/cluster.md. {RESUME}"
            ) from fault


def _pool(client: Any) -> Pool:
    from distributed import KilledWorker

    @contextlib.contextmanager
    def opened(_: int) -> Iterator[Executor]:
        executor = client.get_executor(pure=False)
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)  # an interrupted run leaves no work behind

    def submit(executor: Executor, job: Job) -> Future[GradedSubmission]:
        return executor.submit(grade_remote_job, packed(job))

    workers = max(len(client.nthreads()), EXPECTED_WORKERS)
    return Pool(open=opened, submit=submit, workers=workers, died=KilledWorker)


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError:
        raise MachineError(
            "grading on a Dask cluster needs the package distributed, which is not installed. "
            "Install it with: pip install 'dlkit[cluster]'"
        ) from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as fault:
        raise MachineError(
            f"no Dask scheduler answers at {address}: {fault}. Start one with: dask scheduler"
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
        except TimeoutError:
            raise MachineError(
                f"the Dask scheduler at {address} had no worker for {PATIENCE_SECONDS} s. Start "
                f"some with: dask worker {address} --nworkers auto --nthreads 1"
            ) from None
        yield client


def packed(job: Job) -> bytes:
    """Put a job and its files into bytes."""
    bare = replace(
        job,
        submission=Submission(job.submission.student, Path()),
        assignment=replace(job.assignment, companions=()),
        course_files={},
    )
    return pickle.dumps(
        RemoteJob(
            job=bare,
            handed_in=tuple(_usable(job.submission)),
            companions=tuple(
                (place, Path(path).read_bytes()) for place, path in places(job.assignment).items()
            ),
            course=tuple((k, Path(p).read_bytes()) for k, p in job.course_files.items()),
            engine=_engine(),
        )
    )


def _usable(submission: Submission) -> Iterator[File]:
    """The files of a submission; of what grading would not touch for its size, only that."""
    room = MAX_FILE_BYTES
    for path in submission.files:
        name, size = str(path.relative_to(submission.folder)), path.stat().st_size
        notebook = path.suffix == ".ipynb"
        fits = size <= (MAX_FILE_BYTES if notebook else room)
        room -= size if fits and not notebook else 0
        content: bytes | int = size
        with contextlib.suppress(OSError):  # no right to read it: found out over there as well
            content = path.read_bytes() if fits else size
        yield name, content


def grade_remote_job(remote_job: bytes) -> GradedSubmission:
    """On the worker: unpack a job and grade it as this machine can."""
    os.environ.update(warm_processes.ENVIRONMENT)
    _refuse_threads()
    opened: RemoteJob = pickle.loads(remote_job)
    if opened.engine != _engine():
        raise MachineError(
            f"the worker on {socket.gethostname()} has another version of autograder or dlkit than "
            "the machine that sends the submissions: marks could differ. Install the same on both."
        )
    with tempfile.TemporaryDirectory(prefix="autograder-job-") as folder:
        return worker.grade_one(_here(opened, Path(folder)))


def _here(remote_job: RemoteJob, folder: Path) -> Job:
    """The job on this machine: its files, the isolation, and what will stand in the sandbox."""
    job = remote_job.job
    companions = tuple(_written(folder / "source", remote_job.companions))
    list(_written(folder / "submitted", remote_job.handed_in))
    return replace(
        job,
        submission=Submission(job.submission.student, folder / "submitted"),
        assignment=replace(job.assignment, companions=companions, folder=str(folder / "source")),
        isolation_level=isolation.choose(
            None if job.isolation_level == BEST else job.isolation_level
        ),
        view=staging.view_for(job.assignment),
        registry=_registry_here(job.registry, remote_job.course),
    )


def _registry_here(registry: Registry, files: tuple[File, ...]) -> Registry:
    """The same exercises on this machine, imported from the files that came along."""
    if not files:
        return registry
    return replace(registry, home=str(_course(files).joinpath(*registry.package.split("."))))


@lru_cache(maxsize=COURSES)
def _course(files: tuple[File, ...]) -> Path:
    """A folder with these files, for all jobs that bring the same: changed ones get another."""
    folder = folders.make()
    Finalize(None, folders.remove, (folder,), exitpriority=0)
    list(_written(folder, files))
    return folder


def _written(folder: Path, files: Iterable[File]) -> Iterator[str]:
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            if isinstance(content, int):
                file.truncate(content)
            else:
                file.write(content)
        yield str(path)


def _refuse_threads() -> None:
    """The judge changes the folder and the standard output of its process."""
    from distributed import get_worker

    with contextlib.suppress(ValueError):  # not on a worker: a test calls this itself
        here = get_worker()
        if here.state.nthreads > 1:
            raise MachineError(
                f"the Dask worker {here.address} runs {here.state.nthreads} tasks at once in "
                "threads of one process; the grader needs a process for each. Start it with: "
                "dask worker SCHEDULER --nworkers N --nthreads 1"
            )


@lru_cache(maxsize=1)
def _engine() -> str:
    return fingerprints.of_engine()
