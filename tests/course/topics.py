"""What the tests over all topics walk: the topics, their exercises, their notebooks."""

from pathlib import Path

import pytest

from autograder.coursework.course import open_course

ROOT = Path(__file__).parents[2]
COURSE = open_course(ROOT)
ADDRESSES = {topic: folder.parent.name for topic, folder in COURSE.registry.folders.items()}
EXERCISES = [e for topic in ADDRESSES for e in COURSE.registry.exercises_for(topic)]
FUNCTIONS = [(exercise, name) for exercise in EXERCISES for name in exercise.references]
WRONG = [  # every member of every family
    pytest.param(exercise, each, solution, id=f"{exercise.id}-{solution.__name__}-{label}")
    for exercise in EXERCISES
    for each in exercise.wrong_solutions
    for label, solution in each.variants.items()
]
RIGHT = [
    pytest.param(exercise, each, id=f"{exercise.id}-{each.solution.__name__}")
    for exercise in EXERCISES
    for each in exercise.right_variants
]


def topic_of(exercise):
    return exercise.id.partition(".")[0]


every_topic = pytest.mark.parametrize("topic", ADDRESSES)
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
every_function = pytest.mark.parametrize(
    ("exercise", "function"), FUNCTIONS, ids=[f"{e.id}-{name}" for e, name in FUNCTIONS]
)
# All tests of one solution in a row, which share what the checks find (`grading`).
every_wrong = pytest.mark.parametrize(("exercise", "wrong", "solution"), WRONG, scope="module")
every_right = pytest.mark.parametrize(("exercise", "right"), RIGHT)
