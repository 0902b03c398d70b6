"""Whatever dies while a class is graded: after it, or after a second run, no mark has changed."""

import contextlib
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.commands.main import main
from autograder.coursework.course import open_course
from autograder.gradebook import open_gradebook
from autograder.grading import batches, pipeline, warm_processes
from autograder.sandbox.session import Session
from tests.autograder.conftest import MARKS, Silent, marks_of_light

pytestmark = pytest.mark.slow


@pytest.fixture
def course(light, tmp_path):
    return open_course(Path(shutil.copytree(light, tmp_path / "course")))


@pytest.mark.parametrize("moment", sorted(random.Random(5).sample(range(1, 40), 3)))
def test_a_warm_parent_killed_at_any_moment_costs_no_point(course, grade_here, monkeypatch, moment):
    (job,) = pipeline.prepare(course, pipeline.Request("light", ("raises",)))
    asked = []

    def ask(session, *arguments, _ask=Session.ask, **options):
        asked.append(session)
        if len(asked) == moment + 12:  # the first twelve are the rehearsal's
            for parent in warm_processes._parents.values():
                os.kill(parent._process.pid, signal.SIGKILL)
        return _ask(session, *arguments, **options)

    monkeypatch.setattr(Session, "ask", ask)
    record = grade_here(job).record
    assert len(asked) > moment + 12
    assert (record.mark, record.status) == (MARKS["raises"], "graded")
    assert not [cell.ending for cell in record.cells if cell.ending.stop]


# The command in a process of its own, storing each submission as soon as it is done.
GRADER = (
    "from autograder.commands import main; from autograder.grading import batches; "
    "batches.BATCH, batches.PATIENCE = 1, 0.0; main.main()"
)


def start_grader(course):
    command = [sys.executable, "-c", GRADER, "grade", "light", "--course", str(course.root)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )


def stored(course):
    """The marks that the gradebook has, summed by student; None where there is nothing."""
    with open_gradebook(course) as gradebook:
        return {
            each.student_id: sum(grade.auto_score or 0 for grade in each.notebooks[0].grades)
            for each in gradebook.assignment_submissions("light")
        }


def whole(course):
    """Every record there is belongs to a submission that is in the gradebook with that mark."""
    found = marks_of_light(course)
    assert found.items() <= MARKS.items()
    assert found.items() <= stored(course).items()
    return found


def undisturbed_seconds(light, folder):
    """How long a grader takes here when nobody kills it."""
    started = time.monotonic()
    start_grader(open_course(Path(shutil.copytree(light, folder)))).communicate()
    return time.monotonic() - started


def test_a_grader_killed_at_ten_random_moments_loses_nothing(course, light, tmp_path):
    rng, before = random.Random(11), {}
    takes = undisturbed_seconds(light, tmp_path / "undisturbed")
    for _ in range(10):
        grader = start_grader(course)
        with contextlib.suppress(subprocess.TimeoutExpired):
            grader.wait(rng.uniform(0.6, 1.0) * takes)
        with contextlib.suppress(ProcessLookupError):  # it was done before
            os.killpg(grader.pid, signal.SIGKILL)
        grader.communicate()
        after = whole(course)
        assert after.items() >= before.items()
        before = after
    pipeline.grade(course, pipeline.Request("light"), Silent())
    assert whole(course) == MARKS


class KillsAWorker(Silent):
    """Kills one of the grader's worker processes when the first mark has come."""

    def finished(self, record):
        if not self.graded:
            victim = multiprocessing.active_children()[0]
            os.kill(victim.pid, signal.SIGKILL)
        super().finished(record)


def test_a_killed_worker_process_costs_nobody_a_mark(course, monkeypatch):
    monkeypatch.setattr(batches, "PATIENCE", 0.0)
    watcher = KillsAWorker()
    pipeline.grade(course, pipeline.Request("light"), watcher)
    assert sorted(watcher.graded) == sorted(MARKS)
    assert whole(course) == MARKS


def test_a_locked_database_ends_in_a_sentence_and_the_next_run_goes_on(course):
    config = course.root / "nbgrader_config.py"
    url = f"sqlite:///{course.root}/gradebook.db?timeout=0.5"
    config.write_text(config.read_text() + f"c.CourseDirectory.db_url = {url!r}\n")
    other = sqlite3.connect(course.root / "gradebook.db")
    other.execute("BEGIN IMMEDIATE")
    done = grade_by_command(course)
    other.close()
    assert done.exit_code == 3
    assert "another program is writing to the gradebook" in done.output
    assert whole(course) == {}
    assert grade_by_command(course).exit_code == 1  # written answers wait for a person
    assert whole(course) == MARKS


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 2 MB, which only root can make."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a full disk needs a file system of its own: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_ends_in_a_sentence_and_the_next_run_goes_on(light, small_disk):
    course = open_course(Path(shutil.copytree(light, small_disk / "course")))
    ballast = small_disk / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    with ballast.open("r+b") as file:
        file.truncate(ballast.stat().st_size - (40 << 10))  # room for two submissions or so
    done = grade_by_command(course)
    assert done.exit_code == 3
    assert "Traceback" not in done.output
    assert "space" in done.output or "full" in done.output
    ballast.unlink()
    assert len(whole(course)) < len(MARKS)
    assert grade_by_command(course).exit_code == 1  # written answers wait for a person
    assert whole(course) == MARKS


def grade_by_command(course):
    return CliRunner().invoke(main, ["grade", "light", "--course", str(course.root)])
