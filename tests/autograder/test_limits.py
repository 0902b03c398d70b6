"""How long a cell, a call and a submission may take, by the settings of the course."""

import pytest
from traitlets.config.loader import KeyValueConfigLoader

from autograder.coursework.course import open_course
from autograder.coursework.nbgrader_folders import CourseDirectory
from autograder.coursework.nbgrader_settings import read_settings


@pytest.mark.parametrize(
    ("settings", "limits"),
    [
        ("", (30.0, 30.0, 600.0)),
        ("c.Execute.timeout = 400\n", (400.0, 400.0, 800.0)),
        ("c.Execute.timeout = None\n", (600.0, 600.0, 1200.0)),
        ("c.AutograderLimits.cell_seconds = 5\n", (5, 30.0, 600.0)),
        ("c.AutograderCourse.exercises = 'course'\n", (10.0, 2.0, 60.0)),
    ],
)
def test_an_ordinary_course_has_the_time_that_nbgrader_gives(tmp_path, settings, limits):
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\n{settings}")
    found = open_course(tmp_path).limits
    assert (found.cell_seconds, found.call_seconds, found.submission_seconds) == limits


def test_what_stands_on_nbgraders_command_line_counts(tmp_path):
    """There every value is text: ``nbgrader autograde ps1 --Execute.timeout=2``."""
    config = KeyValueConfigLoader(["--Execute.timeout=2", "--Autograde.create_student=False"])
    settings = read_settings(CourseDirectory(root=str(tmp_path)), config.load_config())
    assert (settings.seconds, settings.create_student) == (2.0, False)
