"""Grade one replaced function of an exercise, with the cases of a seed made only once."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from autograder.specification.exercise import Exercise
from autograder.specification.registry import find
from dlkit.check.battery import Check, Finding, run_all
from dlkit.check.marking import mark

SEEDS = range(30)


@cache
def checks_of(exercise_id: str, seed: int) -> tuple[Check, ...]:
    """The checks that a student with this seed meets."""
    return find(exercise_id).checks(np.random.default_rng([seed, *exercise_id.encode()]))


def findings_with(
    exercise: Exercise, seed: int, **replaced: Callable[..., Any]
) -> tuple[Finding, ...]:
    """What is found when some functions are replaced, the others being right."""
    return run_all(checks_of(exercise.id, seed), {**exercise.references, **replaced})


def marks_with(exercise: Exercise, **replaced: Callable[..., Any]) -> set[float]:
    """The marks at all seeds."""
    return {mark(exercise.points, findings_with(exercise, seed, **replaced)) for seed in SEEDS}
