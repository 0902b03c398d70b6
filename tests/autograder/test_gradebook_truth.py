"""`grade` leaves a submission alone only while the gradebook holds its marks as they are due now.

The class was handed in at noon of 20 November; the penalty is a point for each hour that is late.
"""

import json
import shutil
import sys
from datetime import datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from autograder.commands.main import main
from autograder.coursework.course import open_course
from autograder.errors import CourseError
from autograder.gradebook import marks, open_gradebook
from autograder.grading import pipeline
from autograder.release import release
from autograder.results import records
from tests.autograder import test_release_course as build
from tests.autograder.conftest import Silent

pytestmark = pytest.mark.slow  # whole classes

NOON = datetime(2026, 11, 20, 12)
RIGHT, WRONG = "def double(x):\n    return 2 * x", "def double(x):\n    return x"
PLUGIN = """from nbgrader.plugins import BasePlugin

class ByTheHour(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late // 3600
"""
CONFIG = f"{build.CONFIG}c.AssignLatePenalties.plugin_class = 'penalties.ByTheHour'\n"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Ada and Bob, one right and one wrong, graded without a date due."""
    course = build.make_course(tmp_path_factory.mktemp("truth") / "course", config=CONFIG)
    (course.root / "penalties.py").write_text(PLUGIN)
    release(course)
    for student, answer in {"ada": RIGHT, "bob": WRONG}.items():
        notebook = nbformat.read(course.release / "ps1" / "ps1.ipynb", 4)
        answers = (c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("solution"))
        next(answers).source = answer
        next(answers).source = "Because."
        folder = course.submitted / student / "ps1"
        build.write(folder, "ps1", notebook.cells)
        (folder / "timestamp.txt").write_text(f"{NOON} UTC")
    grade(course)
    return course.root


@pytest.fixture
def course(graded, tmp_path):
    sys.modules.pop("penalties", None)  # of the course of another test
    return open_course(Path(shutil.copytree(graded, tmp_path / "course")))


def grade(course):
    watcher = Silent()
    outcome = pipeline.grade(course, pipeline.Request("ps1", workers=1), watcher)
    return watcher.graded, outcome


def totals(course):
    with open_gradebook(course) as gradebook:
        return {each.student: (each.auto, each.penalty) for each in marks(gradebook, "ps1")}


def set_due(course, due):
    with open_gradebook(course) as gradebook:
        gradebook.update_or_create_assignment("ps1", duedate=due)


def test_nothing_changed_nothing_is_run_and_nothing_written(course):
    before = (course.root / "gradebook.db").read_bytes()
    graded, outcome = grade(course)
    assert (graded, outcome.kept, outcome.stored_again, outcome.changed) == ([], 2, 0, ())
    assert (course.root / "gradebook.db").read_bytes() == before
    assert totals(course) == {"ada": (3.0, 0.0), "bob": (0.0, 0.0)}


def test_a_date_due_that_moved_changes_the_penalties_and_runs_nothing(course):
    set_due(course, NOON - timedelta(hours=2))
    graded, outcome = grade(course)
    assert (graded, outcome.stored_again) == ([], 2)
    assert totals(course) == {"ada": (3.0, 2.0), "bob": (0.0, 0.0)}  # no more than the score
    told = [(each.student, each.what, each.before, each.after) for each in outcome.changed]
    assert told == [("ada", "late penalty", 0.0, 2.0)]
    assert records.read(course, "ps1", "ada").late_seconds == 7200
    assert grade(course)[1].stored_again == 0


def test_an_extension_takes_a_penalty_back(course):
    set_due(course, NOON - timedelta(hours=2))
    grade(course)
    with open_gradebook(course) as gradebook:
        gradebook.grant_extension("ps1", "ada", hours=3)
    graded, outcome = grade(course)
    assert graded == [] and totals(course)["ada"] == (3.0, 0.0)
    assert [each.student for each in outcome.changed] == ["ada"]


def test_a_student_who_was_removed_and_added_again_has_the_marks_again(course):
    with open_gradebook(course) as gradebook:
        gradebook.remove_student("ada")
        gradebook.add_student("ada")
    assert totals(course)["ada"] == (0.0, 0.0)
    assert grade(course)[1].stored_again == 1
    assert totals(course)["ada"] == (3.0, 0.0)


def test_a_lost_gradebook_is_filled_again_after_a_release(course):
    (course.root / "gradebook.db").unlink()
    release(course)
    graded, outcome = grade(course)
    assert (graded, outcome.stored_again) == ([], 2)
    assert totals(course) == {"ada": (3.0, 0.0), "bob": (0.0, 0.0)}


def test_a_mark_of_a_person_is_not_shown_again_for_a_date_due(course):
    with open_gradebook(course) as gradebook:
        by_hand = gradebook.find_grade("why", "ps1", "ps1", "ada")
        by_hand.manual_score, by_hand.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    set_due(course, NOON - timedelta(hours=1))
    grade(course)
    with open_gradebook(course) as gradebook:
        by_hand = gradebook.find_grade("why", "ps1", "ps1", "ada")
        assert (by_hand.manual_score, by_hand.needs_manual_grade) == (1.5, False)


def test_other_settings_and_lost_notebooks_run_again(course):
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("c.AutograderSandbox.in_kernel = ['test_double']\n")
    assert grade(open_course(course.root))[0] == ["ada", "bob"]
    shutil.rmtree(course.autograded / "bob")
    assert grade(open_course(course.root))[0] == ["bob"]


def test_a_regrade_says_who_changed_from_what_to_what(course):
    path = course.source / "ps1" / "ps1.ipynb"
    path.write_text(path.read_text().replace("double(21) == 42", "double(21) == 21"))
    path.write_text(path.read_text().replace("double(1) == 2", "double(0) == 0"))
    result = CliRunner().invoke(main, ["grade", "ps1", "--course", str(course.root)])
    assert "bob" in result.output and "test_double 0 → 3" in result.output
    path.write_text(path.read_text().replace("double(21) == 21", "double(21) == 42"))
    result = CliRunner().invoke(main, ["grade", "ps1", "--json", "--course", str(course.root)])
    told = {each["student"]: each for each in json.loads(result.stdout)["changed"]}
    assert told["bob"] | {"notebook": ""} == {
        **{"student": "bob", "notebook": "", "what": "test_double"},
        **{"before": 3.0, "after": 0.0},
    }


def test_a_question_with_its_points_set_to_0_is_dropped(course):
    path = course.source / "ps1" / "ps1.ipynb"
    path.write_text(path.read_text().replace('"points": 3', '"points": 0'))
    release(course)
    grade(course)
    assert totals(course) == {"ada": (0.0, 0.0), "bob": (0.0, 0.0)}
    with open_gradebook(course) as gradebook:
        assert gradebook.find_assignment("ps1").max_score == 3.0  # of 6: the essay and the task


def test_a_plugin_that_fails_costs_no_mark_and_is_named(course):
    (course.root / "penalties.py").write_text(PLUGIN.replace("// 3600", "// 0"))
    (course.root / "gradebook.db").replace(course.root / "old.db")
    release(course)
    set_due(course, NOON - timedelta(hours=2))
    _, outcome = grade(open_course(course.root))
    assert "ada: the late penalty plugin ByTheHour failed (ZeroDivisionError" in outcome.problems[0]
    assert totals(course)["ada"] == (3.0, 0.0)


def test_a_plugin_that_cannot_be_loaded_is_told_before_anything_runs(course):
    (course.root / "penalties.py").unlink()
    with pytest.raises(CourseError, match=r"late penalty plugin .* cannot be loaded"):
        grade(open_course(course.root))
