"""Calls of check and grade must fit the exercises: names, points, place, number."""

import pytest

from autograder.release.problems import WARNING
from tests.autograder import test_release_course as build
from tests.autograder.test_release_course import GRADED, cell, graded_tests, solution
from tests.autograder.test_release_lint import found, without


def exercise(tmp_path, source=GRADED, points=10, cells=()):
    made = [*build.exercise_cells(source, points), *cells]
    return [p for p in found(tmp_path, made, "a02_losses") if p.notebook and "stub" not in str(p)]


def test_an_honest_exercise_has_no_problem(tmp_path):
    assert exercise(tmp_path) == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (GRADED.replace("losses.mse", "losses.msee"), "there is no exercise 'losses.msee'"),
        (GRADED.replace("mse, mse_grad)", "mse)"), "grade('losses.mse', mse, mse_grad): these"),
        (GRADED.replace("mse, mse_grad)", "mse_grad, mse)"), "in this order"),
        (GRADED + "\nprint('done')", "its last line has to be the value of grade"),
        (GRADED.replace("\ngrade(", "\nx = grade("), "its last line has to be the value"),
        (without(GRADED, 'check("losses.mse", mse, mse_grad)'), "students cannot check it"),
        (GRADED.partition("\n")[0], "is checked, but no test cell grades it"),
    ],
)
def test_calls_must_fit_the_exercise(tmp_path, source, text):
    assert any(text in str(problem) for problem in exercise(tmp_path, source))


def test_grade_must_be_hidden(tmp_path):
    source = "\n".join(line for line in GRADED.split("\n") if "###" not in line)
    assert any("students do not have autograder" in str(p) for p in exercise(tmp_path, source))


def test_points_must_be_those_of_the_exercise(tmp_path):
    problems = exercise(tmp_path, points=7)
    assert "it is worth 7 points, its exercises 10" in str(problems[0])


def test_an_exercise_is_graded_once(tmp_path):
    problems = exercise(tmp_path, cells=[graded_tests(GRADED, "again", 10)])
    assert sum("losses.mse is graded 2 times" in str(p) for p in problems) == 2


def test_grade_outside_a_test_cell_is_an_error(tmp_path):
    problems = exercise(tmp_path, cells=[cell('grade("losses.mse", mse, mse_grad)')])
    assert any("calls grade but gives no points" in str(p) for p in problems)


def test_a_function_that_no_solution_cell_defines_is_an_error(tmp_path):
    problems = found(tmp_path, [graded_tests(GRADED, points=10)], "a02_losses")
    assert any("no solution cell defines mse, mse_grad" in str(p) for p in problems)


def test_exercises_of_another_topic_are_errors(tmp_path):
    problems = found(tmp_path, build.exercise_cells(), "a04_backprop")
    assert any("losses.mse is of another topic" in str(p) for p in problems)


def test_missing_exercises_of_the_topic_are_warnings(tmp_path):
    problems = [p for p in found(tmp_path, build.exercise_cells(), "a02_losses") if not p.notebook]
    assert {p.severity for p in problems} == {WARNING}
    assert any("losses.hinge" in p.sentence for p in problems)


def test_a_check_of_another_kind_is_not_ours(tmp_path):
    source = "def check(name, x): assert x\ncheck('double', double(1) == 2)"
    assert found(tmp_path, [solution(), graded_tests(source)]) == ()
