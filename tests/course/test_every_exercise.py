"""Every exercise of every topic is complete, and says of itself what is true.

That every wrong solution loses points, every right variant keeps them, every mutant is killed and
a useless submission gets nothing, at 30 seeds each, is what `autograder audit` shows; `.ci/run`
runs it.
"""

import importlib
import pkgutil
import re
from collections import Counter

import numpy as np
import pytest

from autograder.audit.degenerate import DEGENERATE
from autograder.audit.syllabus import rows_of
from autograder.specification.exercise import Exercise
from dlkit.check import addresses, checksfile, plain
from dlkit.topics import ORDER
from tests.course.grading import (
    SEEDS,
    feedback_with,
    hidden_checks,
    marks_with,
    released,
)
from tests.course.topics import (
    ADDRESSES,
    COURSE,
    EXERCISES,
    ROOT,
    every_exercise,
    every_function,
    every_topic,
    topic_of,
)

CODE = re.compile(r"\bnp\b|==|\*\*|[+*/=@]|\w\(\w|axis=|keepdims|\bdef\b|\.\w+\(")


@every_topic
def test_an_address_is_the_place_in_the_syllabus_and_the_topic(topic):
    assert ADDRESSES[topic] == f"a{ORDER.index(topic):02}_{topic}"


@every_topic
def test_the_rows_of_the_syllabus_are_the_exercises_with_their_functions(topic):
    asked = {e.id: list(e.references) for e in COURSE.registry.exercises_for(topic)}
    assert {name: row["functions"] for name, row in rows_of(topic).items()} == asked
    assert 8 <= len(asked) <= 11


@every_topic
def test_every_exercise_that_is_written_is_asked(topic):
    package = importlib.import_module(f"course.{ADDRESSES[topic]}.exercises")
    modules = pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    values = [v for m in modules for v in vars(importlib.import_module(m.name)).values()]
    written = {value.id for value in values if isinstance(value, Exercise)}
    assert written == {exercise.id for exercise in package.EXERCISES}


def test_identities_and_functions_are_unique():
    assert not repeated(exercise.id for exercise in EXERCISES)
    for topic in ADDRESSES:
        own = COURSE.registry.exercises_for(topic)
        assert not repeated(name for exercise in own for name in exercise.references)


def repeated(names):
    return [name for name, times in Counter(names).items() if times > 1]


@every_exercise
def test_an_exercise_is_named_after_its_topic_and_first_function(exercise):
    assert exercise.id == f"{topic_of(exercise)}.{next(iter(exercise.references))}"
    assert exercise.title


@every_exercise
def test_an_exercise_gives_ten_points_and_states_difficulty_and_minutes(exercise):
    assert exercise.points == 10
    assert exercise.difficulty in range(1, 6)
    assert exercise.minutes > 0 and exercise.minutes % 5 == 0


@every_exercise
def test_the_reference_gets_all_points(exercise):
    assert marks_with(exercise) == {exercise.points}


@every_function
def test_a_function_has_two_right_variants_that_are_built_differently(exercise, function):
    variants = [each.solution for each in exercise.right_variants if each.replaces == function]
    assert len({variant.__code__.co_code for variant in variants}) >= 2


@every_exercise
def test_misconceptions_have_names_of_their_own_and_plain_messages(exercise):
    assert not repeated((each.replaces, each.misconception) for each in exercise.wrong_solutions)
    for each in exercise.wrong_solutions:
        assert each.replaces in exercise.references
        assert not each.message[0].isupper() and each.message.endswith((".", ")"))
        assert 60 < len(each.message) < 250


@every_exercise
def test_there_are_three_hints_without_code(exercise):
    assert len(set(exercise.hints)) == 3
    for hint in exercise.hints:
        assert not CODE.search(hint)
        assert hint.endswith((".", "?"))


# ---------------------------------------------------------------- its checks


@every_exercise
def test_questions_have_titles_of_their_own(exercise):
    assert not repeated((c.function, c.title) for c in hidden_checks(exercise.id, 0))


@every_exercise
def test_another_student_meets_the_same_questions_with_other_numbers(exercise):
    one, other = (hidden_checks(exercise.id, seed) for seed in SEEDS[:2])
    assert questions(one) == questions(other)
    assert any(handed_over(a) != handed_over(b) for a, b in zip(one, other, strict=True))


def questions(checks):
    return [(check.function, check.part, check.kind, check.title) for check in checks]


def handed_over(check):
    """What a check hands to a function, generators and their seeds as well, as plain data."""
    parameters = getattr(check, "parameters", {})
    return plain.encode([check.args, check.kwargs, parameters], addresses.describe)


@every_exercise
def test_every_kind_of_hidden_check_has_a_visible_case(exercise):
    visible = released(topic_of(exercise)).exercise(exercise.id)
    shown, asked = (
        {(c.function, c.part, c.kind, getattr(c, "name", "")) for c in checks}
        for checks in (visible.checks, hidden_checks(exercise.id, 0))
    )
    assert asked <= shown
    assert visible.functions == tuple(exercise.references)
    assert visible.points == exercise.points


@every_topic
def test_checks_json_is_well_below_its_limit(topic):
    size = (ROOT / "release" / ADDRESSES[topic] / checksfile.NAME).stat().st_size
    assert size < 0.8 * checksfile.MAX_BYTES


# ---------------------------------------------------------------- answers that are none


@every_exercise
def test_a_stub_is_not_attempted(exercise):
    def stub(*args, **kwargs):
        raise NotImplementedError

    stubs = dict.fromkeys(exercise.references, stub)
    assert feedback_with(exercise, 0, **stubs) == f"{exercise.id}: not attempted yet."


def contains_itself(*args, **kwargs):
    endless = []
    endless.append(endless)
    return endless


ODD = {
    "a masked array": lambda *args, **kwargs: np.ma.masked_all(np.shape(args[0])),
    "a number too large": lambda *args, **kwargs: 10**400,
    "an object": lambda *args, **kwargs: object(),
    "a list in itself": contains_itself,
    "a division by zero": lambda *args, **kwargs: 1 / 0,
}


@pytest.mark.parametrize("answer", ODD.values(), ids=ODD)
@every_exercise
def test_an_odd_answer_gets_nothing_and_breaks_nothing(exercise, answer):
    answers = dict.fromkeys(exercise.references, answer)
    assert marks_with(exercise, SEEDS[:1], **answers) == {0}
    assert feedback_with(exercise, 0, **answers)


@every_function
def test_one_useless_function_loses_points(exercise, function):
    for answer in (*DEGENERATE, *ODD.values()):
        assert max(marks_with(exercise, SEEDS[:1], **{function: answer})) < exercise.points
