"""What students find in place of a solution, as ``stub`` shows it again."""

import json

from autograder.coursework import assignment as assignments
from autograder.release import release
from autograder.release.stubs import stubs
from dlkit.check import checksfile
from tests.autograder import test_release_course as build
from tests.autograder.test_release_course import graded_tests, solution

BOTH = (
    "def one():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n\ndef two():\n    pass"
)


def test_a_stub_is_the_released_cell(tmp_path):
    course = build.make_course(tmp_path, [solution(), graded_tests()])
    release(course)
    (text,) = stubs(assignments.load(course, "ps1"), course.release / "ps1").values()
    assert "return x + x" not in text and "raise NotImplementedError()" in text
    assert text in build.sources(course.release / "ps1" / "ps1.ipynb")


def test_functions_of_one_cell_have_one_stub_and_other_cells_have_none(tmp_path):
    cells = [build.cell("three = 3", "given", locked=True), solution(BOTH, "both")]
    course = build.make_course(tmp_path, cells)
    release(course)
    found = stubs(assignments.load(course, "ps1"), course.release / "ps1")
    assert set(found) == {"one", "two"} and found["one"] == found["two"]


def test_checks_json_holds_the_stubs_of_an_exercise_and_no_solution(tmp_path):
    cells = [solution(build.SOLUTION.replace("double", "mse"), "mse"), *build.exercise_cells()[2:]]
    course = build.make_course(tmp_path, cells, "a02_losses")
    release(course)
    text = (course.release / "a02_losses" / checksfile.NAME).read_text()
    described = {each["id"]: each["stubs"] for each in json.loads(text)["exercises"]}
    assert list(described["losses.mse"]) == ["mse", "mse_grad"]
    assert described["losses.huber"] == {}  # not in this notebook
    assert "x + x" not in text
