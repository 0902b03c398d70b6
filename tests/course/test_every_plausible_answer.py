"""Answers that nobody catalogued: the mistakes lose points, the natural right ones do not."""

import pytest

from autograder.specification.registry import exercises_for
from tests.exercises.grading import marks_with
from tests.exercises.plausible import RIGHT, WRONG

EXERCISE_OF = {
    name: exercise for exercise in exercises_for("losses") for name in exercise.references
}


def named(answer):
    return getattr(answer, "__name__", None)


@pytest.mark.parametrize(("function", "solution"), WRONG, ids=named)
def test_a_mistake_outside_the_catalogue_loses_points_at_every_seed(function, solution):
    exercise = EXERCISE_OF[function]
    assert max(marks_with(exercise, **{function: solution})) < exercise.points


@pytest.mark.parametrize(("function", "solution"), RIGHT, ids=named)
def test_a_natural_right_answer_gets_all_points_at_every_seed(function, solution):
    exercise = EXERCISE_OF[function]
    assert marks_with(exercise, **{function: solution}) == {exercise.points}


def test_every_exercise_has_mistakes_outside_the_catalogue():
    assert {EXERCISE_OF[function].id for function, _ in WRONG} == {
        exercise.id for exercise in exercises_for("losses")
    }
