"""``grade(id, *functions)``: the hidden half of a test cell, and the record of what it found.

It runs wherever the test cell runs: in the judge, where the functions are proxies, or in the
kernel of a plain nbgrader. It returns a float and never raises because of the student.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.errors import AutograderError
from autograder.specification.exercise import Exercise
from autograder.specification.registry import find
from dlkit.check import display, guard, marking, panel
from dlkit.check.battery import Finding, run_all
from dlkit.check.diagnosis import Diagnosis, diagnose


@dataclass(frozen=True)
class Graded:
    """One graded exercise: its mark, every finding, and what is wrong with each function."""

    exercise: str
    points: float
    mark: float
    seed: int
    findings: tuple[Finding, ...]
    diagnoses: tuple[Diagnosis, ...]


@dataclass
class GradeLog:
    """What the judge keeps while one submission's test cells run."""

    seed: int = 0
    entries: list[Graded] = field(default_factory=list)


_grade_log: ContextVar[GradeLog | None] = ContextVar("grade_log", default=None)


@contextmanager
def recording(seed: int) -> Iterator[GradeLog]:
    """Collect everything that :func:`grade` finds inside this block, with cases from ``seed``."""
    grade_log = GradeLog(seed)
    token = _grade_log.set(grade_log)
    try:
        yield grade_log
    finally:
        _grade_log.reset(token)


def seed_for(secret: bytes, assignment: str, student: str) -> int:
    """Derive a student's seed: repeatable by the course, not to be guessed by anybody else."""
    digest = hmac.new(secret, f"{assignment}\0{student}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big")


def grade(exercise_id: str, *functions: Callable[..., Any]) -> float:
    """Return the points that these functions earn for an exercise."""
    with guard.lifted():
        grade_log = _grade_log.get()
        graded = evaluate(find(exercise_id), functions, grade_log.seed if grade_log else 0)
    if grade_log is not None:
        grade_log.entries.append(graded)
    else:
        display.show(summary(graded), kind="grade")
    return graded.mark


def evaluate(
    exercise: Exercise, functions: Sequence[Callable[..., Any]], seed: int, *, matching: bool = True
) -> Graded:
    """Run the hidden checks of an exercise on functions given in the order of the exercise."""
    names = tuple(exercise.references)
    if len(functions) != len(names):
        raise AutograderError(
            f"{exercise.id} needs {len(names)} functions ({', '.join(names)}), "
            f"but its test cell passes {len(functions)}; mend the cell"
        )
    checks = exercise.checks(np.random.default_rng([seed, *exercise.id.encode()]))
    findings = run_all(checks, dict(zip(names, functions, strict=True)))
    failed = {f.check.function for f in findings if f.status == "failed"} if matching else set()
    catalogue = exercise.misconceptions(checks, failed)
    return Graded(
        exercise=exercise.id,
        points=exercise.points,
        mark=marking.mark(exercise.points, findings),
        seed=seed,
        findings=findings,
        diagnoses=diagnose(findings, catalogue),
    )


def summary(graded: Graded) -> panel.Panel:
    """The panel of a graded exercise, for feedback and for nbgrader's own pages."""
    return panel.summarise(graded.exercise, graded.findings, graded.diagnoses)
