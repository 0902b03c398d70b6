"""One module (or package) per topic: what is asked, how it is checked, what it must catch."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from autograder.errors import UnknownExercise
from autograder.exercises.specification import Exercise

__all__ = ["Exercise", "find", "of_topic", "topics"]


@functools.cache
def topics() -> tuple[str, ...]:
    """Return the topics that have exercises, in alphabetical order."""
    found = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(name for name in found if name not in ("ask", "specification")))


def of_topic(topic: str) -> tuple[Exercise, ...]:
    """Return the exercises of a topic in the order of its notebook."""
    if topic not in topics():
        known = ", ".join(topics())
        raise UnknownExercise(f"{topic!r} is not a topic with exercises; there are: {known}.")
    return tuple(importlib.import_module(f"autograder.exercises.{topic}").EXERCISES)


def find(exercise_id: str) -> Exercise:
    """Return the exercise with this id, such as ``losses.mse``."""
    exercises = of_topic(exercise_id.partition(".")[0])
    for exercise in exercises:
        if exercise.id == exercise_id:
            return exercise
    known = ", ".join(exercise.id for exercise in exercises)
    raise UnknownExercise(f"{exercise_id!r} is not an exercise; this topic has: {known}")
