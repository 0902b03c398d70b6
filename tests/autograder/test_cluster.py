"""Grading past one machine: jobs that take their files along, and workers that die."""

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.commands.main import main
from autograder.coursework.course import open_course
from autograder.grading import cluster, pipeline, worker
from autograder.grading.pool import Pool, run_jobs
from autograder.model import EndingKind
from autograder.results import wording
from tests.autograder import test_feedback_course as build
from tests.autograder.conftest import (
    MARKS,
    NAME,
    copy_exercises,
    keep_only,
    marks_of_light,
    run_controls,
)


@pytest.fixture(autouse=True)
def backend_of_this_process(monkeypatch):
    """Bring back what a cluster's worker sets, or notebooks of later tests show no figures."""
    monkeypatch.setenv("MPLBACKEND", "Agg")


@pytest.fixture
def course(light, tmp_path):
    return open_course(Path(shutil.copytree(light, tmp_path / "course")))


def jobs_of(course):
    return pipeline.prepare(course, pipeline.Request("light"))


class Killed(Exception):
    """What the executor of these tests raises for a worker that died."""


def run_with(jobs, grade_one):
    """Run jobs in threads, where a death is an exception and counted."""
    pool = Pool(
        open=ThreadPoolExecutor,
        submit=lambda executor, job: executor.submit(grade_one, job),
        workers=2,
        died=Killed,
    )
    return {done.record.student: done.record for done in run_jobs(jobs, pool)}


def graded(student):
    return worker.GradedSubmission(build.record(student))


def test_an_accident_costs_nobody_anything(course):
    jobs, tried = jobs_of(course), []

    def grade_one(job):
        tried.append(job.submission.student)
        if tried.count("raises") == 1 and job.submission.student in ("raises", "floats"):
            raise Killed
        return graded(job.submission.student)

    found = run_with(jobs, grade_one)
    assert {record.status for record in found.values()} == {"graded"}
    assert sorted(found) == sorted(MARKS)


def test_a_poisonous_submission_ends_in_a_record_and_the_others_are_graded(course):
    jobs = jobs_of(course)

    def grade_one(job):
        if job.submission.student == "raises":
            raise Killed
        return graded(job.submission.student)

    found = run_with(jobs, grade_one)
    assert [s for s, record in found.items() if record.status != "graded"] == ["raises"]
    assert {how.kind for how in found["raises"].endings.values()} == {EndingKind.GRADER_DIED}


def test_a_job_needs_no_file_of_the_machine_it_comes_from(course, grade_here):
    (job,) = pipeline.prepare(course, pipeline.Request("light", ("right",), cluster="tcp://x:1"))
    remote_job = cluster.packed(job)
    shutil.rmtree(course.root)
    assert cluster.grade_remote_job(remote_job).record.mark == MARKS["right"]


def test_a_file_too_large_to_be_used_does_not_travel(course):
    path = course.submitted / "right" / "light" / "light.ipynb"
    with path.open("r+b") as file:
        file.truncate(cluster.MAX_FILE_BYTES + 1)
    (job,) = pipeline.prepare(course, pipeline.Request("light", ("right",), cluster="tcp://x:1"))
    remote_job = cluster.packed(job)
    assert len(remote_job) < 1 << 20
    (told,) = wording.endings(cluster.grade_remote_job(remote_job).record)
    assert "is larger than" in told


@pytest.fixture
def losses(handed_in, tmp_path, course_modules):
    """A course of the losses notebook with exercises of its own."""
    folder = Path(shutil.copytree(handed_in, tmp_path / "losses"))
    copy_exercises(folder)
    keep_only(folder, ("ada",))
    run_controls(folder, NAME)
    return open_course(folder)


def test_the_exercises_travel_along_and_changed_ones_replace_the_old(losses, grade_here):
    (job,) = pipeline.prepare(losses, pipeline.Request(NAME, cluster="tcp://x:1"))
    first = cluster.packed(job)
    init = losses.root / "course" / NAME / "exercises" / "__init__.py"
    init.write_text(init.read_text() + HALVED)
    second = cluster.packed(job)
    shutil.rmtree(losses.root)
    assert cluster.grade_remote_job(first).record.mark == 100
    assert cluster.grade_remote_job(second).record.mark == 50
    assert cluster.grade_remote_job(first).record.mark == 100


HALVED = """
for each in EXERCISES:
    object.__setattr__(each, "points", each.points / 2)
"""


def test_a_worker_with_other_code_grades_nothing(course, monkeypatch):
    remote_job = cluster.packed(jobs_of(course)[0])
    monkeypatch.setattr(cluster, "_engine", lambda: "newer")
    with pytest.raises(cluster.MachineError, match="another version of autograder or dlkit"):
        cluster.grade_remote_job(remote_job)


def test_without_distributed_a_sentence_says_what_to_install(course, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = grade_by_command(course, "tcp://127.0.0.1:1")
    assert done.exit_code == 3
    assert "pip install 'dlkit[cluster]'" in done.output


def test_an_address_where_nobody_answers_is_named(course, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)
    done = grade_by_command(course, "tcp://127.0.0.1:1")
    assert done.exit_code == 3
    assert "no Dask scheduler answers at tcp://127.0.0.1:1" in done.output
    assert marks_of_light(course) == {}


def grade_by_command(course, address):
    arguments = ["grade", "light", "--course", str(course.root), "--cluster", address]
    return CliRunner().invoke(main, arguments)
