"""A Python course may ask for a kernel of its own process for each student."""

import shutil
from pathlib import Path

import pytest

from autograder.coursework import assignment as assignments
from autograder.coursework.course import open_course
from autograder.errors import CourseError, NotebookError
from autograder.grading import pipeline
from autograder.results import records
from tests.autograder import test_release_course as build
from tests.autograder.conftest import MARKS, Silent, keep_only, marks_of_light

pytestmark = pytest.mark.slow  # whole classes

FRESH = "c.AutograderSandbox.fresh_kernel = True\n"
SHADOW = "ipykernel_launcher.py"  # which `python -m` finds beside the notebook first


def test_its_marks_are_those_of_a_fork_and_one_who_breaks_the_start_is_alone(light, tmp_path):
    folder = Path(shutil.copytree(light, tmp_path / "course"))
    students = list(MARKS)[:2]
    keep_only(folder, students)
    shutil.copytree(folder / "submitted" / students[0], folder / "submitted" / "shadow")
    (folder / "submitted" / "shadow" / "light" / SHADOW).write_text("raise SystemExit")
    with (folder / "nbgrader_config.py").open("a") as file:
        file.write(FRESH)
    course = open_course(folder)
    pipeline.grade(course, pipeline.Request("light", workers=1), Silent())
    assert marks_of_light(course) == {name: MARKS[name] for name in students} | {"shadow": 0.0}
    record = records.read(course, "light", "shadow")
    assert record.status == "ended early"
    assert "the kernel does not start beside the files" in str(record.cells)


def test_grade_asks_from_outside_so_a_fresh_kernel_refuses_it(tmp_path):
    course = build.make_course(tmp_path, build.exercise_cells(), "a02_losses", build.CONFIG + FRESH)
    with pytest.raises(NotebookError, match="cell test_mse: it imports autograder"):
        assignments.load(course, "a02_losses")


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("fresh_kernel = 'R'", "fresh_kernel is 'R'; True or False"),
        ("allow = ['/no/such']", "'/no/such', but there is no such folder"),
        ("allow = ['/tmp']", "'/tmp', but the sandbox has its own"),
    ],
)
def test_a_setting_that_cannot_work_is_refused(tmp_path, setting, told):
    (tmp_path / "nbgrader_config.py").write_text(f"c.AutograderSandbox.{setting}\n")
    with pytest.raises(CourseError, match=told):
        open_course(tmp_path)
