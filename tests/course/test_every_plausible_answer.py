"""Answers that nobody catalogued: the mistakes lose points, the natural right ones do not."""

import re

import pytest

from tests.course.grading import SEEDS, feedback_with, marks_with
from tests.course.plausible import answers_for, right, wrong
from tests.course.topics import ADDRESSES, COURSE, every_topic

ANSWERED = [  # (exercise, answer)
    (exercise, answer)
    for topic, address in ADDRESSES.items()
    for answer in answers_for(address)
    for exercise in COURSE.registry.exercises_for(topic)
    if answer.function in exercise.references
]


def every(pairs):
    names = [f"{exercise.id}-{answer.solution.__name__}" for exercise, answer in pairs]
    return pytest.mark.parametrize(("exercise", "answer"), pairs, ids=names)


@every([(exercise, answer) for exercise, answer in ANSWERED if not answer.is_right])
def test_a_mistake_loses_points_and_the_student_reads_why(exercise, answer):
    assert max(marks_with(exercise, **{answer.function: answer.solution})) < exercise.points
    for seed in SEEDS:
        feedback = feedback_with(exercise, seed, **{answer.function: answer.solution})
        assert re.search(answer.sentence, feedback)


@every([(exercise, answer) for exercise, answer in ANSWERED if answer.is_right])
def test_a_natural_right_answer_gets_all_points(exercise, answer):
    assert marks_with(exercise, **{answer.function: answer.solution}) == {exercise.points}


@every_topic
def test_every_exercise_has_mistakes_outside_the_catalogue(topic):
    mistaken = {exercise.id for exercise, answer in ANSWERED if not answer.is_right}
    missing = {exercise.id for exercise in COURSE.registry.exercises_for(topic)} - mistaken
    place = f"tests/course/{ADDRESSES[topic]}/plausible/"
    assert not missing, f"write mistakes that students may make in {', '.join(missing)}: {place}"


@every_topic
def test_every_plausible_answer_answers_a_function_of_its_topic(topic):
    exercises = COURSE.registry.exercises_for(topic)
    asked = {name for exercise in exercises for name in exercise.references}
    assert {answer.function for answer in answers_for(ADDRESSES[topic])} <= asked


def test_the_sentence_is_optional_and_an_answer_stays_a_function():
    def mse__root(predictions, targets):
        return "called"

    assert wrong(mse__root).answer.sentence == ""
    assert wrong("root of the mean")(mse__root).answer.sentence == "root of the mean"
    assert not mse__root.answer.is_right and right(mse__root).answer.is_right
    assert mse__root.answer.function == "mse" and mse__root(0, 0) == "called"
