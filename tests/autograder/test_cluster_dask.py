"""Grading on the workers of a real Dask: killed workers, refusals, a scheduler that goes."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.commands.main import main
from autograder.coursework.course import open_course
from autograder.grading import batches, cluster, pipeline
from autograder.results import records, wording
from tests.autograder.conftest import MARKS, Silent, marks_of_light


@pytest.fixture
def course(light, tmp_path):
    return open_course(Path(shutil.copytree(light, tmp_path / "course")))


def grade_by_command(course, address):
    arguments = ["grade", "light", "--course", str(course.root), "--cluster", address]
    return CliRunner().invoke(main, arguments)


POISON = """
import os, signal
from autograder.grading import worker
def deadly(job, grade_one=worker.grade_one):
    if job.submission.student == "poison":
        os.kill(os.getpid(), signal.SIGKILL)
    return grade_one(job)
if worker.grade_one.__name__ == "grade_one":  # Dask loads this twice
    worker.grade_one = deadly
"""


@pytest.fixture
def dask(tmp_path):
    """Start Dask's own programs; all end with the test."""
    pytest.importorskip("distributed")
    started = []

    def start(program, *arguments):
        command = [sys.executable, "-m", f"distributed.cli.dask_{program}", *arguments]
        environment = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
        with (tmp_path / f"{program}{len(started)}.log").open("w") as log:
            started.append(
                subprocess.Popen(
                    command, stdout=log, stderr=log, env=environment, start_new_session=True
                )
            )
        return started[-1]

    start.started = started
    yield start
    for process in reversed(started):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def scheduler(dask, tmp_path):
    place = tmp_path / "scheduler.json"
    dask(
        "scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        place,
    )
    deadline = time.monotonic() + 60
    while not place.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    return json.loads(place.read_text())["address"]


WORKER = ("--host", "127.0.0.1", "--no-dashboard", "--nthreads")


class Killer(Silent):
    """Kills a worker when the first mark has come."""

    def __init__(self, process):
        super().__init__()
        self.process = process

    def finished(self, record):
        if not self.graded:
            os.killpg(self.process.pid, signal.SIGKILL)
        super().finished(record)


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_changes_no_mark(
    course, dask, scheduler, tmp_path, monkeypatch
):
    victim = dask(
        "worker", scheduler, *WORKER, "1", "--no-nanny", "--local-directory", tmp_path / "a"
    )
    dask("worker", scheduler, *WORKER, "1", "--no-nanny", "--local-directory", tmp_path / "b")
    monkeypatch.setattr(batches, "PATIENCE", 0.0)
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    watcher = Killer(victim)
    pipeline.grade(course, pipeline.Request("light", cluster=scheduler), watcher)
    assert victim.poll() == -signal.SIGKILL
    assert sorted(watcher.graded) == sorted(MARKS)
    assert marks_of_light(course) == MARKS


@pytest.mark.slow
def test_a_submission_that_kills_every_worker_is_found_out(course, dask, scheduler, tmp_path):
    shutil.copytree(course.submitted / "right", course.submitted / "poison")
    preload = tmp_path / "poison.py"
    preload.write_text(POISON)
    dask(
        "worker",
        scheduler,
        *WORKER,
        "1",
        "--nworkers",
        "2",
        "--preload",
        preload,
        "--local-directory",
        tmp_path / "a",
    )
    pipeline.grade(course, pipeline.Request("light", cluster=scheduler), Silent())
    assert marks_of_light(course) == MARKS | {"poison": 0.0}
    (told,) = wording.endings(records.read(course, "light", "poison"))
    assert "the grader's own process ended" in told


@pytest.mark.slow
def test_a_worker_with_threads_is_refused(course, dask, scheduler, tmp_path):
    dask("worker", scheduler, *WORKER, "2", "--no-nanny", "--local-directory", tmp_path / "a")
    done = grade_by_command(course, scheduler)
    assert done.exit_code == 3
    assert "--nthreads 1" in done.output


BROKEN = """
from autograder.grading import worker
def broken(job):
    raise RuntimeError("no numpy here")
worker.grade_one = broken
"""


@pytest.mark.slow
def test_an_installation_that_does_not_work_is_told_in_a_sentence(
    course, dask, scheduler, tmp_path
):
    preload = tmp_path / "broken.py"
    preload.write_text(BROKEN)
    place = ("--local-directory", tmp_path / "a")
    dask("worker", scheduler, *WORKER, "1", "--no-nanny", "--preload", preload, *place)
    done = grade_by_command(course, scheduler)
    assert done.exit_code == 3
    assert "RuntimeError: no numpy here" in done.output
    assert marks_of_light(course) == {}


@pytest.mark.slow
def test_a_scheduler_that_goes_is_told_in_a_sentence_and_what_is_done_stays(
    course, dask, scheduler, tmp_path, monkeypatch
):
    dask("worker", scheduler, *WORKER, "1", "--no-nanny", "--local-directory", tmp_path / "a")
    monkeypatch.setattr(batches, "PATIENCE", 0.0)
    watcher = Killer(dask.started[0])
    with pytest.raises(cluster.MachineError, match="the connection to the Dask scheduler"):
        pipeline.grade(course, pipeline.Request("light", cluster=scheduler), watcher)
    assert 0 < len(watcher.graded) < len(MARKS)
    pipeline.grade(course, pipeline.Request("light"), Silent())
    assert marks_of_light(course) == MARKS
