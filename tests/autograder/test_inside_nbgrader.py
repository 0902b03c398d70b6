"""``nbgrader autograde`` gives the marks of ``autograder grade``; its feedback shows them."""

import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from autograder.coursework.course import open_course
from autograder.gradebook import open_gradebook
from autograder.grading import pipeline, worker
from autograder.grading.inside_nbgrader import GradedNotebook
from autograder.release import release
from autograder.results import records
from course import sample_class
from tests.autograder import test_release_course as build
from tests.autograder.conftest import NAME, ROOT, Silent, keep_only, nbgrader

pytestmark = pytest.mark.slow
# Warns on stderr; deleted and doubled tests; 1000 points a cell; late; half a file.
CHOSEN = ("nora", "ugur", "xaver", "lena", "wanda")
EXPECTED = {each.name: each.mark for each in sample_class.STUDENTS if each.name in CHOSEN}


@pytest.fixture(scope="module")
def folder(handed_in, tmp_path_factory):
    """The course of a few students after ``nbgrader autograde``, with a strict late penalty."""
    folder = Path(shutil.copytree(handed_in, tmp_path_factory.mktemp("inside") / "course"))
    keep_only(folder, CHOSEN)
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    with open_gradebook(open_course(folder)) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=datetime(2026, 11, 20))
    done = nbgrader(folder, "autograde", NAME)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "test_mse was missing and was put back" in done.stderr
    return folder


def papers(folder):
    with open_gradebook(open_course(folder)) as gradebook:
        for each in gradebook.assignment_submissions(NAME):
            (paper,) = each.notebooks
            yield each.student_id, paper


def test_forged_late_and_broken_work_gets_the_marks_worked_out_by_hand(folder):
    scores, penalties = {}, {}
    for student, paper in papers(folder):
        scores[student], penalties[student] = paper.score, paper.late_submission_penalty
    assert scores == EXPECTED
    late = {student: penalty for student, penalty in penalties.items() if penalty}
    assert late == {"lena": EXPECTED["lena"]}


def test_nothing_is_left_for_autograder_grade(folder):
    watcher = Silent()
    outcome = pipeline.grade(open_course(folder), pipeline.Request(NAME), watcher)
    assert watcher.graded == []
    assert {record.student: record.mark for record in outcome.records} == EXPECTED
    assert records.read(open_course(folder), NAME, "lena").late_seconds > 0


def test_nbgraders_feedback_shows_the_marks(folder):
    done = nbgrader(folder, "generate_feedback", "--student=xaver", NAME)
    assert done.returncode == 0, done.stderr[-2000:]
    page = (folder / "feedback" / "xaver" / NAME / "losses.html").read_text()
    assert "Score: 90.0 / 115.0" in page and "losses.mse: all 31 checks passed." in page


def test_of_two_notebooks_the_one_that_is_missing_earns_nothing(tmp_path):
    settings = (ROOT / "nbgrader_config.py").read_text().splitlines(keepends=True)
    ours = "".join(line for line in settings if line.startswith("c.Autograde."))
    course = build.make_course(tmp_path, config=build.CONFIG + ours)
    cells = [build.solution(), build.graded_tests(), build.essay()]
    build.write(course.source / "ps1", "second", cells)
    release(course)
    right = [build.solution("def double(x):\n    return 2 * x"), build.essay("Because.")]
    for student, names in {"ada": ("ps1", "second"), "bob": ("ps1",)}.items():
        for name in names:
            build.write(course.submitted / student / "ps1", name, right)
    done = nbgrader(tmp_path, "autograde", "ps1")
    assert done.returncode == 0, done.stderr[-2000:]
    with open_gradebook(course) as gradebook:
        found = {
            (student, name): gradebook.find_submission_notebook(name, "ps1", student)
            for student in ("ada", "bob")
            for name in ("ps1", "second")
        }
        scores = {key: (paper.score, paper.needs_manual_grade) for key, paper in found.items()}
    assert scores.pop(("bob", "second")) == (0.0, False)
    assert set(scores.values()) == {(3.0, True)}


def test_a_worker_that_dies_costs_no_other_submission(monkeypatch):
    exporter = GradedNotebook()
    monkeypatch.setattr(worker, "lost", "lost {}".format)
    monkeypatch.setattr(worker, "grade_one", os._exit)
    assert exporter._run(1) == "lost 1"
    monkeypatch.setattr(worker, "grade_one", str)
    assert exporter._run(2) == "2"
