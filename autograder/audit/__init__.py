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
from pathlib import Path
from typing import NamedTuple

from autograder.audit import syllabus
from autograder.audit.degenerate import DEGENERATE
from autograder.audit.equivalents import draft, reasons_for
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

__all__ = ["AuditReport", "ExerciseAudit", "audit_exercise", "draft_excuses", "run"]

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


class _Worked(NamedTuple):
    """What came of a task, and the processor time that it took."""

    trials: list[Trial]
    seconds: float


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
        for topic, exercises_of_topic in exercises.items()
        for lack in syllabus.missing(syllabus.rows_of(topic), exercises_of_topic)
    ]
    reasons = reasons_for(topics)
    every = [
        exercise for exercises_of_topic in exercises.values() for exercise in exercises_of_topic
    ]
    missing += [f"{each.id}: {lack}" for each in every for lack in _broken_promises(each)]
    worked = _in_parallel(every, seeds, workers, progress)
    return AuditReport(
        seeds=seeds,
        exercises=tuple(_audited(exercise, worked[exercise.id]) for exercise in every),
        missing=tuple(missing),
        reasons=reasons,
        seconds=time.perf_counter() - started,
    )


def draft_excuses(report: AuditReport) -> list[Path]:
    """Add every surviving mutant to the excuses of its topic; return the files that grew."""
    by_topic: dict[str, list[Trial]] = {}
    for each in report.exercises:
        survivors = [trial for trial in each.trials if trial in report.survivors]
        by_topic.setdefault(each.exercise.partition(".")[0], []).extend(survivors)
    files = (draft(topic, survivors) for topic, survivors in by_topic.items())
    return [file for file in files if file is not None]


def _broken_promises(exercise: Exercise) -> Iterable[str]:
    (checks,) = cases_of(exercise, 1)
    return exercise.broken_promises(checks)


def audit_exercise(exercise: Exercise, *, seeds: int = SEEDS) -> ExerciseAudit:
    """Audit one exercise in this process; it need not belong to a topic."""
    targets = range(-1, len(_targets(exercise)))
    cases = cases_of(exercise, seeds)
    return _audited(exercise, [_timed(exercise, target, cases) for target in targets])


def _audited(exercise: Exercise, worked: Iterable[_Worked]) -> ExerciseAudit:
    (checks,) = cases_of(exercise, 1)
    names = tuple((check.function, check.title) for check in checks)
    worked = tuple(worked)
    trials = tuple(trial for each in worked for trial in each.trials)
    seconds = sum(each.seconds for each in worked)
    return ExerciseAudit(exercise.id, len(exercise.functions), names, trials, seconds)


def _in_parallel(
    exercises: Sequence[Exercise], seeds: int, workers: int | None, progress: Progress
) -> dict[str, list[_Worked]]:
    tasks = [
        _Task(exercise.id, target, seeds)
        for exercise in exercises
        for target in range(-1, len(_targets(exercise)))
    ]
    done: dict[_Task, _Worked] = {}
    with ProcessPoolExecutor(workers, initializer=use, initargs=(current(),)) as pool:
        running = {pool.submit(_work, task): task for task in tasks}
        try:
            with progress("audit", len(tasks)) as step:  # a thread: after the processes' fork
                for future in as_completed(running):
                    done[running[future]] = future.result()
                    step()
        finally:
            pool.shutdown(cancel_futures=True)  # after a fault, nobody waits for the rest
    # In the order asked for, whichever process was first.
    return {
        exercise.id: [done[task] for task in tasks if task.exercise == exercise.id]
        for exercise in exercises
    }


def _work(task: _Task) -> _Worked:
    exercise, cases = _prepared(task.exercise, task.seeds)
    return _timed(exercise, task.target, cases)


def _timed(exercise: Exercise, target: int, cases: Cases) -> _Worked:
    before = time.process_time()
    if target < 0:
        trials = _submissions(exercise, cases)
    else:
        trials = _mutants(exercise, *_targets(exercise)[target], cases)
    return _Worked(trials, time.process_time() - before)


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
