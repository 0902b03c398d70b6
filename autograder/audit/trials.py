"""Try one solution at every seed and note where the checks did not do their duty."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.audit.mutants import Mutant, Solution
from autograder.specification.exercise import Exercise, Right, Wrong
from autograder.specification.grade import evaluate
from dlkit.check import marking
from dlkit.check.battery import Check, Error, Finding, run_all

CALL_SECONDS = 2.0  # of computing, for one check: what the engine grants one call
SUBMISSION_SECONDS = 60.0

Cases = Sequence[tuple[Check, ...]]  # the checks of an exercise, once for each seed


@dataclass(frozen=True)
class Trial:
    """One solution that was tried at every seed.

    ``kind`` is "wrong", "right", "mutant" or "degenerate". ``surprises`` are the seeds at which
    the marks were not as they must be: a right solution that lost points, any other that kept
    too many. ``crash`` is what a check raised: a fault of the check, whatever the solution.
    ``failed`` are the checks that show their worth here, by their position in the exercise;
    ``reason`` is what the first of them says to a right solution.
    """

    kind: str
    function: str
    name: str
    place: str = ""
    surprises: tuple[int, ...] = ()
    crash: str = ""
    failed: tuple[int, ...] = ()
    reason: str = ""

    @property
    def as_it_must(self) -> bool:
        return not (self.surprises or self.crash)


class _TookTooLong(BaseException):
    """Ends a call from outside; no ``except Exception`` of a mutant may hold it up."""


def cases_of(exercise: Exercise, seeds: int) -> Cases:
    """Generate the checks once for each seed, the same that a student with this seed meets."""
    own = exercise.id.encode()
    return [exercise.checks(np.random.default_rng([seed, *own])) for seed in range(seeds)]


def try_right(exercise: Exercise, each: Right, cases: Cases) -> Trial:
    """Grade a right variant as a student's, the other functions being the reference's."""
    functions = {**exercise.references, each.replaces: each.solution}
    loses = _loses_points(exercise, functions)
    surprises, crash = _surprises(loses, len(cases), wanted=False)
    why = _first_failure(cases[surprises[0]], functions) if surprises and not crash else ""
    return Trial("right", each.replaces, each.solution.__name__, "", surprises, crash, reason=why)


def try_wrong(exercise: Exercise, each: Wrong, variant: str, cases: Cases) -> Trial:
    """Grade one member of a family of wrong solutions in the same way."""
    functions = {**exercise.references, each.replaces: each.variants[variant]}
    loses, notices = _loses_points(exercise, functions), _notices(each.replaces, functions, cases)
    surprises, crash = _surprises(
        lambda seed: notices(seed) if seed else loses(seed), len(cases), wanted=True
    )
    failed, _ = _evidence(_own(cases[0], each.replaces), functions)
    name = f"{each.misconception} ({variant})" if variant else each.misconception
    return Trial("wrong", each.replaces, name, "", surprises, crash, failed)


def _loses_points(exercise: Exercise, functions: Mapping[str, Solution]) -> Callable[[int], bool]:
    def loses(seed: int) -> bool:
        with _limit(SUBMISSION_SECONDS):
            graded = evaluate(exercise, tuple(functions.values()), seed, matching=False)
        return graded.mark < exercise.points

    return loses


def try_mutant(mutant: Mutant, function: str, exercise: Exercise, cases: Cases) -> Trial:
    """Look for a failed check at every seed."""
    functions = {**exercise.references, function: mutant.solution}
    notices = _notices(function, functions, cases)
    surprises, crash = _surprises(notices, len(cases), wanted=True)
    failed, later_crash = _evidence(_own(cases[0], function), functions)
    crash = crash or later_crash
    return Trial("mutant", mutant.function, mutant.name, mutant.place, surprises, crash, failed)


def _notices(
    function: str, functions: Mapping[str, Solution], cases: Cases
) -> Callable[[int], bool]:
    """Whether a check fails at a seed: a single one costs at least half a point."""
    killer = -1  # what failed at one seed is likely to fail at the next, so it comes first

    def notices(seed: int) -> bool:
        nonlocal killer
        own = _own(cases[seed], function)
        for position in sorted(own, key=lambda i: i != killer):
            if not _run(own[position], functions).passed:
                killer = position
                return True
        return False

    return notices


def try_degenerate(solution: Solution, exercise: Exercise, cases: Cases) -> Trial:
    """Hand the same useless function in for everything: no points, and no crash of the grader.

    Nothing is earned exactly while all checks of the leading part fail, so they are enough for
    the later seeds.
    """
    functions = dict.fromkeys(exercise.references, solution)

    def earns_nothing(seed: int) -> bool:
        checks = marking.leading(cases[seed]) if seed else cases[seed]
        with _limit(SUBMISSION_SECONDS):
            return marking.mark(exercise.points, run_all(checks, functions)) == 0

    surprises, crash = _surprises(earns_nothing, len(cases), wanted=True)
    return Trial("degenerate", exercise.id, solution.__name__, "", surprises, crash)


def _surprises(
    loses: Callable[[int], bool], seeds: int, *, wanted: bool
) -> tuple[tuple[int, ...], str]:
    """Return the seeds at which points are not lost as ``wanted``, and what a check raised."""
    lost: list[bool] = []
    for seed in range(seeds):
        try:
            lost.append(loses(seed))
        except _TookTooLong:  # it would at the other seeds, too: they need not be waited for
            lost.extend([True] * (seeds - seed))
            break
        except Exception as fault:  # whatever it is, a class of students would have met it
            return (seed,), _told(fault)
    return tuple(seed for seed, loss in enumerate(lost) if loss != wanted), ""


def _told(fault: Exception) -> str:
    return f"a check raises {type(fault).__name__} ({fault})"


def _first_failure(checks: Sequence[Check], functions: Mapping[str, Solution]) -> str:
    """What a student with this solution would read first."""
    try:
        return next(finding.message for c in checks if not (finding := _run(c, functions)).passed)
    except (StopIteration, _TookTooLong):
        return ""


def _own(checks: Sequence[Check], function: str) -> dict[int, Check]:
    """Return the checks of one function by their position; a mistake in it fails no others."""
    return {i: check for i, check in enumerate(checks) if check.function == function}


def _run(check: Check, functions: Mapping[str, Solution]) -> Finding:
    with _limit(CALL_SECONDS):
        return check.run(functions)


def _evidence(
    checks: Mapping[int, Check], functions: Mapping[str, Solution]
) -> tuple[tuple[int, ...], str]:
    """Return which checks fail, for whatever gives a value at all, and any crash.

    Every check notices a function that always raises or never returns anything, so noticing it
    shows no check's worth; accepting what should have been refused shows a refusal's.
    """
    try:
        findings = {i: _run(check, functions) for i, check in checks.items()}
    except _TookTooLong:
        return (), ""
    except Exception as fault:
        return (), _told(fault)
    calls = {i: finding for i, finding in findings.items() if not isinstance(finding.check, Error)}
    useless = all(finding.observation.value is None for finding in calls.values())
    failed = (i for i, finding in findings.items() if not finding.passed)
    return tuple(i for i in failed if not (useless and i in calls)), ""


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    """Interrupt the block after so many seconds of computing, however busy the machine is."""

    def stop(*_: Any) -> None:
        raise _TookTooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
