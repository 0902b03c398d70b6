"""A small course in a temporary folder, and what an honest release of it looks like."""

import functools
import json
import zlib

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from nbgrader import api

from autograder.coursework.course import open_course
from autograder.release import release

# nbgrader asks the program alembic whenever it makes a gradebook, which takes seconds.
api.get_alembic_version = functools.cache(api.get_alembic_version)

CONFIG = (
    "c = get_config()\nc.CourseDirectory.course_id = 'small'\n"
    "c.AutograderCourse.exercises = 'course'\n"
)
NEW = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}

SOLUTION = """def double(x):
    \"\"\"Twice x.\"\"\"
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION"""
TESTS = """assert double(1) == 2
### BEGIN HIDDEN TESTS
assert double(21) == 42
### END HIDDEN TESTS"""
GRADED = """check("losses.mse", mse, mse_grad)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("losses.mse", mse, mse_grad)
### END HIDDEN TESTS"""


def cell(source, grade_id="", kind="code", points=None, **flags):
    """A cell with nbgrader's settings; without flags it is the student's own."""
    made = NEW[kind](source, id=f"id-{zlib.crc32((grade_id + source).encode())}")
    if grade_id or flags or points is not None:
        settings = {"schema_version": 3, "grade": False, "solution": False, "locked": False}
        made.metadata["nbgrader"] = settings | {"grade_id": grade_id, "task": False} | flags
        if points is not None:
            made.metadata["nbgrader"]["points"] = points
    return made


def graded_tests(source=TESTS, grade_id="test_double", points=3):
    return cell(source, grade_id, points=points, grade=True, locked=True)


def solution(source=SOLUTION, grade_id="double"):
    return cell(source, grade_id, solution=True)


def essay(source="Because it adds.", grade_id="why", points=2):
    return cell(source, grade_id, "markdown", points, grade=True, solution=True)


def task(source="Draw it.", grade_id="draw", points=1):
    return cell(source, grade_id, "markdown", points, task=True, locked=True)


def plain_cells():
    """An assignment with ordinary asserts and all roles."""
    return [
        cell("# Doubling", "intro", "markdown", locked=True),
        cell("import math", "imports", locked=True),
        solution(),
        graded_tests(),
        essay(),
        task(),
        cell("double(4)"),
    ]


def exercise_cells(graded=GRADED, points=10):
    """An assignment with one exercise of the topic losses."""
    return [
        cell("from dlkit.check import check", "modules", locked=True),
        solution("def mse(p, t):\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION", "mse"),
        solution("def mse_grad(p, t):\n    raise NotImplementedError()", "mse_grad"),
        graded_tests(graded, "test_mse", points),
    ]


def write(folder, name, cells):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    return path


def make_course(root, cells=None, name="ps1", config=CONFIG):
    """A course with one assignment of one notebook, named like its topic."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "nbgrader_config.py").write_text(config)
    write(root / "source" / name, name.partition("_")[2] or name, cells or plain_cells())
    return open_course(root)


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path)


def sources(path):
    return [cell["source"] for cell in nbformat.read(path, 4).cells]


def test_a_release_has_stubs_and_no_hidden_tests(course):
    done = release(course, ["ps1"])
    text = "\n".join(sources(course.release / "ps1" / "ps1.ipynb"))
    assert "raise NotImplementedError()" in text and "assert double(1) == 2" in text
    assert "x + x" not in text and "42" not in text and "adds" not in text
    assert [(each.assignment, each.notebooks, each.points) for each in done] == [
        ("ps1", ("ps1",), 6.0)
    ]
    assert not done[0].warnings


def test_companion_files_come_along_and_checkpoints_do_not(course):
    (course.source / "ps1" / "table.csv").write_text("1,2")
    (course.source / "ps1" / ".ipynb_checkpoints").mkdir()
    (course.source / "ps1" / ".ipynb_checkpoints" / "ps1-checkpoint.ipynb").write_text("{}")
    release(course, ["ps1"])
    names = {path.name for path in (course.release / "ps1").iterdir()}
    assert names == {"ps1.ipynb", "table.csv"}


def test_all_assignments_are_released_where_none_is_named(course):
    write(course.source / "ps2", "ps2", plain_cells())
    assert [each.assignment for each in release(course)] == ["ps1", "ps2"]


def test_a_second_release_is_the_same_to_the_byte(course):
    release(course)
    first = (course.release / "ps1" / "ps1.ipynb").read_bytes()
    release(course)
    assert (course.release / "ps1" / "ps1.ipynb").read_bytes() == first
    assert json.loads(first)["nbformat"] == 4
