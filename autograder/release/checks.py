"""Write ``checks.json``: what a student's machine needs for the instant checks of a topic."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from autograder.coursework.course import Course
from autograder.errors import NotebookError
from autograder.specification.exercise import Exercise
from autograder.specification.registry import exercises_for
from autograder.model import Assignment
from autograder.coursework.files import write_atomically
from autograder.release.stubs import stubs
from dlkit.check.checksfile import MAX_BYTES, NAME, ChecksFile, VisibleExercise, dump

PUBLIC_SEED = 20_190  # any number: students see these cases, the hidden ones come from the secret


def write_checks(course: Course, assignment: Assignment) -> None:
    """Bring ``checks.json`` in the source folder up to date; leave it alone where it is."""
    if not assignment.topic:
        return
    text = dump(checks_of(assignment, stubs(assignment, course.config)))
    if len(text.encode()) > MAX_BYTES:
        raise NotebookError(
            f"{NAME} of {assignment.name} would have {len(text.encode()):,} bytes; {MAX_BYTES:,} "
            "are allowed. Make the cases of its exercises smaller."
        )
    path = course.source / assignment.name / NAME
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_atomically(path, text)
        path.chmod(0o644)  # a companion file like any other: nbgrader copies its mode


def checks_of(assignment: Assignment, texts: Mapping[str, str]) -> ChecksFile:
    """The checks that students see, the same for the same exercises.

    ``texts`` are those of the cells that define the functions, as students get them.
    """
    exercises = exercises_for(assignment.topic)
    return ChecksFile(
        topic=assignment.topic,
        allowed_modules=assignment.allowed_modules,
        exercises=tuple(_visible(exercise, texts) for exercise in exercises),
    )


def _visible(exercise: Exercise, texts: Mapping[str, str]) -> VisibleExercise:
    checks = exercise.checks(np.random.default_rng([PUBLIC_SEED, *exercise.id.encode()]))
    return VisibleExercise(
        id=exercise.id,
        title=exercise.title,
        points=exercise.points,
        functions=tuple(exercise.references),
        checks=checks,
        misconceptions=exercise.misconceptions(checks),
        hints=tuple(exercise.hints),
        stubs={name: texts[name] for name in exercise.references if name in texts},
    )
