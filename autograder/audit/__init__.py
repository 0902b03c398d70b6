"""The tests of the tests: does every mistake lose points, and does no right answer?

:func:`run` tries every wrong solution, right variant, mutant and useless submission of some topics
at many seeds, with the recognition of known mistakes switched off, and gives an `AuditReport`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import NamedTuple

from autograder.audit import syllabus
from autograder.audit.degenerate import DEGENERATE
from autograder.audit.equivalents import reasons_for
from autograder.audit.mutants import Solution, mutants_of
from autograder.audit.report import AuditReport, ExerciseAudit
from autograder.audit.side_effects import side_effect_mutants_of
from autograder.audit.trials import (
    Cases,
    Trial,
    cases_of,
    try_degenerate,
    try_mutant,
    try_right,
    try_wrong,
)
from autograder.specification.exercise import Exercise
from autograder.specification.registry import current, exercises_for, find, use

__all__ = ["AuditReport", "ExerciseAudit", "audit_exercise", "run"]

SEEDS = 30

# Called with a description and the number of steps; gives what is to be called after each step.
Progress = Callable[[str, int], AbstractContextManager[Callable[[], None]]]


def _unseen(description: str, steps: int) -> AbstractContextManager[Callable[[], None]]:
    return nullcontext(lambda: None)


class _Task(NamedTuple):
    """What one process does at a time: the mutants of one target, or all submissions (-1)."""

    exercise: str
    target: int
    seeds: int


def run(
    topics: Sequence[str],
    *,
    seeds: int = SEEDS,
    workers: int | None = None,
    progress: Progress = _unseen,
) -> AuditReport:
    """Audit all exercises of ``topics``, at ``seeds`` seeds each, in parallel processes."""
    started = time.perf_counter()
    exercises = {topic: exercises_for(topic) for topic in topics}
    missing = [
        lack
        for topic, found in exercises.items()
        for lack in syllabus.missing(syllabus.rows_of(topic), found)
    ]
    every = [exercise for found in exercises.values() for exercise in found]
    missing += [f"{each.id}: {lack}" for each in every for lack in _broken_promises(each)]
    trials = _in_parallel(every, seeds, workers, progress)
    return AuditReport(
        seeds=seeds,
        exercises=tuple(_audited(exercise, trials[exercise.id]) for exercise in every),
        missing=tuple(missing),
        reasons=reasons_for(topics),
        seconds=time.perf_counter() - started,
    )


def _broken_promises(exercise: Exercise) -> Iterable[str]:
    (checks,) = cases_of(exercise, 1)
    return exercise.broken_promises(checks)


def audit_exercise(exercise: Exercise, *, seeds: int = SEEDS) -> ExerciseAudit:
    """Audit one exercise in this process; it need not belong to a topic."""
    cases = cases_of(exercise, seeds)
    trials = _submissions(exercise, cases)
    for function, solution in _targets(exercise):
        trials += _mutants(exercise, function, solution, cases)
    return _audited(exercise, trials)


def _audited(exercise: Exercise, trials: Iterable[Trial]) -> ExerciseAudit:
    (checks,) = cases_of(exercise, 1)
    names = tuple((check.function, check.title) for check in checks)
    return ExerciseAudit(exercise.id, len(exercise.functions), names, tuple(trials))


def _in_parallel(
    exercises: Sequence[Exercise], seeds: int, workers: int | None, progress: Progress
) -> dict[str, list[Trial]]:
    tasks = [
        _Task(exercise.id, target, seeds)
        for exercise in exercises
        for target in range(-1, len(_targets(exercise)))
    ]
    done: dict[_Task, list[Trial]] = {}
    with ProcessPoolExecutor(workers, initializer=use, initargs=(current(),)) as pool:
        running = {pool.submit(_work, task): task for task in tasks}
        try:
            with progress("audit", len(tasks)) as step:  # a thread: after the processes' fork
                for future in as_completed(running):
                    done[running[future]] = future.result()
                    step()
        finally:
            pool.shutdown(cancel_futures=True)  # after a fault, nobody waits for the rest
    trials: dict[str, list[Trial]] = {exercise.id: [] for exercise in exercises}
    for task in tasks:  # in the order asked for, whichever process was first
        trials[task.exercise] += done[task]
    return trials


def _work(task: _Task) -> list[Trial]:
    exercise, cases = _prepared(task.exercise, task.seeds)
    if task.target < 0:
        return _submissions(exercise, cases)
    return _mutants(exercise, *_targets(exercise)[task.target], cases)


@lru_cache(maxsize=2)
def _prepared(exercise_id: str, seeds: int) -> tuple[Exercise, Cases]:
    exercise = find(exercise_id)
    return exercise, cases_of(exercise, seeds)


def _targets(exercise: Exercise) -> list[tuple[str, Solution]]:
    """Return what mutants are made of: every reference and right variant, and what it replaces."""
    variants = [(each.replaces, each.solution) for each in exercise.right_variants]
    return [*exercise.references.items(), *variants]


def _submissions(exercise: Exercise, cases: Cases) -> list[Trial]:
    return [
        *(
            try_wrong(exercise, each, variant, cases)
            for each in exercise.wrong_solutions
            for variant in each.variants
        ),
        *(try_right(exercise, each, cases) for each in exercise.right_variants),
        *(try_degenerate(solution, exercise, cases) for solution in DEGENERATE),
    ]


def _mutants(exercise: Exercise, function: str, solution: Solution, cases: Cases) -> list[Trial]:
    mutants = [*mutants_of(solution)]
    if solution is exercise.references[function]:
        own = [check for check in cases[0] if check.function == function]
        mutants += side_effect_mutants_of(solution, own)
    return [try_mutant(mutant, function, exercise, cases) for mutant in mutants]
