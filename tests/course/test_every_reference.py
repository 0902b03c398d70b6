"""What an exercise asks for is nowhere in what a student can import while it is graded."""

import importlib
import inspect
import pkgutil
from functools import cache

import matplotlib.pyplot as plt
import pytest

from autograder.coursework.dlkit_modules import allowed_modules
from tests.course.grading import hidden_checks
from tests.course.topics import EXERCISES, every_function, topic_of

PLAIN = ("values", "gradients")  # the parts that hold what a function is for
MACHINERY = {"check", "topics"}  # their functions act on the process and hold no formula


@pytest.fixture(autouse=True)
def _no_figure_stays_open():
    yield
    plt.close("all")


@every_function
def test_a_reference_lives_in_the_module_of_its_own_topic(exercise, function):
    package, topic, *_ = exercise.references[function].__module__.split(".")
    assert (package, topic) == ("dlkit", topic_of(exercise))


@every_function
def test_nothing_that_the_sandbox_can_import_answers_an_exercise(exercise, function):
    modules = set(allowed_modules(topic_of(exercise))) - MACHINERY
    candidates = [each for module in sorted(modules) for each in callables(module)]
    assert [full_name(each) for each in candidates if answers(exercise, function, each)] == []


@pytest.mark.parametrize("exercise", EXERCISES[:1], ids=lambda exercise: exercise.id)
def test_an_answer_would_be_found_where_there_is_one(exercise):
    for name, reference in exercise.references.items():
        candidates = callables(topic_of(exercise))
        assert reference in [each for each in candidates if answers(exercise, name, each)]


@cache
def callables(module):
    """Every function that stands somewhere in a module of dlkit, public or not."""
    package = importlib.import_module(f"dlkit.{module}")
    below = pkgutil.walk_packages(getattr(package, "__path__", ()), f"{package.__name__}.")
    modules = [package, *(importlib.import_module(each.name) for each in below)]
    found = {id(v): v for each in modules for v in vars(each).values() if inspect.isfunction(v)}
    return tuple(v for v in found.values() if v.__module__.startswith("dlkit."))


def full_name(function):
    return f"{function.__module__}.{function.__name__}"


def answers(exercise, function, candidate):
    """Whether a candidate gives what the exercise's plain questions ask of a function."""
    asked = [c for c in hidden_checks(exercise.id, 0) if c.function == function and c.part in PLAIN]
    fits = all(takes(candidate, check) for check in asked)
    return bool(asked) and fits and all(c.run({function: candidate}).passed for c in asked)


def takes(candidate, check):
    try:
        inspect.signature(candidate).bind(*check.args, **check.kwargs)
    except TypeError:
        return False
    return True
