"""What follows from a source folder: whose names are whose, what may be imported, what changed."""

from pathlib import Path

import pytest

from autograder.coursework import assignment as assignments
from autograder.coursework import dlkit_modules as topics
from autograder.coursework import submissions
from autograder.coursework.course import assignment_names
from autograder.errors import CourseError, NotebookError, UnknownAssignment
from autograder.release import release
from dlkit.topics import ORDER, WITHOUT_TOPIC
from tests.autograder import test_release_course as build
from tests.autograder.test_release_course import cell, solution


@pytest.fixture
def course(tmp_path):
    return build.make_course(tmp_path)


def test_names_of_solution_and_free_cells_are_the_students(tmp_path):
    cells = [
        cell("import math\nlocked = 1", "imports", locked=True),
        solution("def mine():\n    inner = 1", "mine"),
        cell("a, (b, *c) = 1, (2, [3])\nimport os.path as p, json.decoder"),
        cell("for i in range(3):\n    with open('x') as f:\n        d = 1"),
        cell("if (w := 3): pass\n[y for y in [1] if (v := y)]"),
        cell("%matplotlib inline\nm = !ls"),
        cell("%%time\nt = 1"),
        cell("%%bash\nsh=1"),
        cell("this is for the student to mend"),
        build.graded_tests("expected = 3"),
    ]
    found = assignments.load(build.make_course(tmp_path, cells), "ps1").student_names
    assert found == frozenset(("mine", "json", *"abcpifdwvmt"))


def test_a_name_that_tests_use_and_no_cell_binds_can_only_be_the_students(tmp_path):
    cells = [
        cell("from math import *\nhelper = 1", "imports", locked=True),
        cell("# your code here", "stub", solution=True),
        build.graded_tests("x = 3\nassert area(x) == helper and [y for y in area(2)] and len(x)"),
    ]
    assignment = assignments.load(build.make_course(tmp_path, cells), "ps1")
    assert assignment.unclaimed_in == {"ps1": frozenset({"area"})}


def test_files_beside_the_notebook_keep_their_folders(tmp_path):
    course = build.make_course(tmp_path)
    source = tmp_path / "source/ps1"
    for place in ("data/x.csv", "more/x.csv", "tools/__init__.py"):
        (source / place).parent.mkdir(exist_ok=True)
        (source / place).write_text(place)
    files = submissions.places(assignments.load(course, "ps1"))
    assert {place: Path(path).read_text() for place, path in files.items()} == {
        place: place for place in ("data/x.csv", "more/x.csv", "tools/__init__.py")
    }


def test_a_topic_is_one_that_has_exercises(tmp_path):
    course = build.make_course(tmp_path, build.exercise_cells(), "a02_losses")
    build.write(tmp_path / "source" / "a99_knitting", "knitting", build.plain_cells())
    assert assignments.load(course, "a02_losses").topic == "losses"
    assert assignments.load(course, "a99_knitting").topic == ""


def test_only_earlier_topics_exist_while_one_is_graded():
    allowed = topics.allowed_modules("losses")
    assert {"shapes", *WITHOUT_TOPIC} <= set(allowed)
    assert not {"losses", "backprop"} & set(allowed)


def test_the_order_has_every_topic_once_and_every_allowed_module_exists():
    assert len(set(ORDER)) == len(ORDER) == 16
    assert all(topics.files_of(m) for topic in ORDER for m in topics.allowed_modules(topic))


def test_a_course_of_its_own_gets_what_its_source_shows(tmp_path):
    cells = [
        cell("from dlkit.losses import mse", "imports", locked=True),
        build.graded_tests("from dlkit import backprop"),
    ]
    allowed = assignments.load(build.make_course(tmp_path, cells), "ps1").allowed_modules
    assert {"losses", "shapes"} <= set(allowed) and "backprop" not in allowed


def test_settings_add_and_take_away_modules(tmp_path):
    config = build.CONFIG + (
        "c.AutograderSandbox.allow = ['dlkit.backprop']\nc.AutograderSandbox.deny = ['dlkit.plots']"
    )
    course = build.make_course(tmp_path, config=config)
    allowed = assignments.load(course, "ps1").allowed_modules
    assert "backprop" in allowed and "plots" not in allowed


def test_companions_are_the_files_nbgrader_would_copy(course):
    folder = course.source / "ps1"
    for name in ("table.csv", "sub/more.txt", ".ipynb_checkpoints/x.txt", "__pycache__/y.pyc"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("1")
    found = assignments.load(course, "ps1").companions
    assert found == (str(folder / "sub/more.txt"), str(folder / "table.csv"))


def test_the_release_is_read_in_the_order_of_the_source(course):
    build.write(course.source / "ps1", "a_first", [])
    assignment = assignments.load(course, "ps1")
    with pytest.raises(CourseError, match="Run autograder release ps1 first"):
        assignments.released(course, assignment)
    release(course)
    assert [n.name for n in assignments.released(course, assignment)] == ["a_first", "ps1"]


def test_checkpoints_of_the_source_folder_are_no_assignment(course):
    build.write(course.source / ".ipynb_checkpoints", "ps1-checkpoint", [])
    assert assignment_names(course) == ("ps1",)


def test_no_notebook_is_no_assignment(course):
    with pytest.raises(UnknownAssignment, match="no notebook in"):
        assignments.load(course, "ps7")


def test_a_broken_source_is_named(course):
    (course.source / "ps1" / "ps1.ipynb").write_text("{")
    with pytest.raises(NotebookError, match=r"ps1\.ipynb"):
        assignments.load(course, "ps1")
