"""Write ``checks.json``: what a student's machine needs for the instant checks of a topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from autograder.errors import NotebookError
from autograder.specification.exercise import Exercise
from autograder.specification.registry import exercises_for
from autograder.model import Assignment
from autograder.coursework.files import write_atomically
from autograder.release.stubs import stubs
from autograder.specification.ask import answer
from dlkit.check.battery import Check, Value
from dlkit.check.checksfile import MAX_BYTES, NAME, ChecksFile, VisibleExercise, dump
from dlkit.check.plain import fresh
from dlkit.check.rounded import as_stored

PUBLIC_SEED = 20_190  # any number: students see these cases, the hidden ones come from the secret
NO_STUBS: Mapping[str, str] = MappingProxyType({})


def write_checks(assignment: Assignment, folder: Path) -> None:
    """Write ``checks.json`` into the folder of a release, if the assignment has exercises."""
    if not assignment.topic:
        return
    text = dump(checks_of(assignment, stubs(assignment, folder)))
    if len(text.encode()) > MAX_BYTES:
        raise NotebookError(
            f"{NAME} of {assignment.name} would have {len(text.encode()):,} bytes; {MAX_BYTES:,} "
            "are allowed. Make the cases of its exercises smaller."
        )
    path = folder / NAME
    write_atomically(path, text)
    path.chmod(0o644)  # students read it


def checks_of(assignment: Assignment, texts: Mapping[str, str]) -> ChecksFile:
    """The checks that students see, the same for the same exercises.

    ``texts`` are those of the cells that define the functions, as students get them.
    """
    exercises = exercises_for(assignment.topic)
    return ChecksFile(
        topic=assignment.topic,
        allowed_modules=assignment.allowed_modules,
        exercises=tuple(visible(exercise, texts) for exercise in exercises),
    )


def visible(exercise: Exercise, texts: Mapping[str, str] = NO_STUBS) -> VisibleExercise:
    """What students see of an exercise, with numbers as the file holds them."""
    asked = exercise.checks(np.random.default_rng([PUBLIC_SEED, *exercise.id.encode()]))
    checks = tuple(_as_stored(check, exercise) for check in asked)
    return VisibleExercise(
        id=exercise.id,
        title=exercise.title,
        points=exercise.points,
        is_core=exercise.is_core,
        functions=tuple(exercise.references),
        checks=checks,
        misconceptions=exercise.misconceptions(checks),
        hints=tuple(exercise.hints),
        stubs={name: texts[name] for name in exercise.references if name in texts},
    )


def _as_stored(check: Check, exercise: Exercise) -> Check:
    """Ask with the rounded arguments that the file holds: the reference answers to just those.

    Else a result that cancels (a loss of 0 made from logits of 10 000) would miss its tolerance.
    The reference gets a copy: it would draw from the generator that the file is to hold.
    """
    check = replace(check, args=as_stored(check.args), kwargs=as_stored(check.kwargs))
    if not isinstance(check, Value):
        return check
    reference = exercise.references[check.function]
    expected = answer(reference, fresh(check.args), fresh(check.kwargs))
    return replace(check, expected=expected)
