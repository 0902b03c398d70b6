"""Import an assignment's exercises, and tell their author what does not fit, with file and line."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.errors import AutograderError, SpecificationError
from autograder.specification.exercise import Exercise
from autograder.specification.faults import name_of, place_of


def load(module_name: str, folder: Path, topic: str) -> tuple[Exercise, ...]:
    """The tuple ``EXERCISES`` of a module, each exercise complete and of this topic.

    ``folder`` is the one of the exercises; raises :class:`SpecificationError` for what is wrong.
    """
    module = _imported(module_name, folder)
    exercises = _listed(module, folder / "__init__.py")
    for problem in _problems(exercises, topic):
        raise SpecificationError(problem)
    return exercises


def _imported(name: str, folder: Path) -> ModuleType:
    try:
        return importlib.import_module(name)
    except (Exception, SystemExit) as fault:
        what = str(fault) if isinstance(fault, AutograderError) else name_of(fault)
        raise SpecificationError(
            f"{place_of(fault, folder)}: {what}. Until this is mended, no exercise of "
            f"{folder.parent.name} can be read."
        ) from None


def _listed(module: ModuleType, file: Path) -> tuple[Exercise, ...]:
    listed = getattr(module, "EXERCISES", None)
    if listed is None:
        raise SpecificationError(
            f"{file} has no EXERCISES. Add the tuple of its exercises, in the order of the "
            "notebook, as in: EXERCISES = (first.exercise, second.exercise)"
        )
    if not isinstance(listed, tuple | list):
        raise SpecificationError(
            f"{file}: EXERCISES is a {type(listed).__name__}, but a tuple is needed. One exercise "
            "alone needs a comma behind it: EXERCISES = (first.exercise,)"
        )
    for position, each in enumerate(listed):
        if not isinstance(each, Exercise):
            what = f"the module {each.__name__}" if isinstance(each, ModuleType) else repr(each)
            raise SpecificationError(
                f"{file}: item {position} of EXERCISES is {what}, but an Exercise is needed. A "
                "module is no exercise: name the variable in it, as in first.exercise"
            )
    return tuple(listed)


def _problems(exercises: tuple[Exercise, ...], topic: str) -> Iterator[str]:
    ids: dict[str, Exercise] = {}
    for exercise in exercises:
        if not exercise.functions:
            yield (
                f"{exercise.id} asks for no function. Register one, with its reference and its "
                "questions, by @….asks(reference)."
            )
        if exercise.id in ids:
            yield (
                f"two exercises have the id {exercise.id!r}, in {_file(ids[exercise.id])} and in "
                f"{_file(exercise)}. Give each an id of its own."
            )
        if exercise.id.partition(".")[0] != topic:
            yield (
                f"{_file(exercise)}: the id {exercise.id!r} is not of this assignment, whose topic "
                f"is {topic!r}. Write an id that begins with {topic + '.'!r}."
            )
        ids[exercise.id] = exercise
        yield from _strangers(exercise)


def _strangers(exercise: Exercise) -> Iterator[str]:
    """Solutions that replace a function which the exercise does not ask for."""
    registered: list[tuple[str, str, Callable[..., Any]]] = [
        *(("wrong", each.replaces, each.solution) for each in exercise.wrong_solutions),
        *(("right", each.replaces, each.solution) for each in exercise.right_variants),
    ]
    for kind, replaces, solution in registered:
        if replaces not in exercise.references:
            code = inspect.unwrap(solution).__code__
            yield (
                f"{code.co_filename}, line {code.co_firstlineno}: @….{kind}({replaces!r}) replaces "
                f"a function that {exercise.id} does not ask for; it asks for "
                f"{', '.join(exercise.references)}. Correct the name."
            )


def _file(exercise: Exercise) -> str:
    return exercise.functions[0].ask.__code__.co_filename
