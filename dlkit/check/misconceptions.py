"""Recognise a catalogued wrong solution by what it returns.

Every wrong solution of an exercise leaves a trace: its outcome on each check of its function. An
answer with the same outcomes shows the same misconception, and the student reads its message.
Recognition chooses words only; no mark depends on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dlkit.check.battery import Error, Finding, Property, Value
from dlkit.check.compare import DOUBLE, Tolerance, difference

PASSES = {"passes": True}
ENOUGH = 0.9  # of the cases about the formula have to come out as those of the wrong solution


@dataclass(frozen=True)
class Misconception:
    """A catalogued misunderstanding: a name for the class report, a message for the student.

    ``trace`` holds one outcome for each check of ``function``, in their order.
    """

    function: str
    name: str
    message: str
    trace: Sequence[Any]


@dataclass(frozen=True)
class Recognised:
    """The misconception that an answer shows, and the positions of the checks that show it."""

    misconception: Misconception
    shown_by: tuple[int, ...]


def outcome(finding: Finding) -> Any:
    """Reduce a finding to plain data: passed, the kind of exception, the value, or failed."""
    if finding.passed:
        return PASSES
    observation = finding.observation
    if finding.status != "failed" or not isinstance(finding.check, Value | Error):
        is_broken = finding.status == "failed" and not observation.error
        return {"status": finding.status} | ({"broken": finding.message} if is_broken else {})
    return {"error": observation.error.kind} if observation.error else {"value": observation.value}


def recognise(own: Sequence[Finding], catalogue: Iterable[Misconception]) -> Recognised | None:
    """Return the misconception that the findings of one function show best, if they show one.

    What is about the formula has to agree nearly everywhere. What is beside it (a refusal, a
    dtype) need not: a student may have forgotten that as well.
    """
    outcomes = [outcome(finding) for finding in own]
    places = _telling_places(own, outcomes)
    tolerances = [_tolerance(finding) for finding in own]
    best, best_score = None, 0.0
    for misconception in catalogue:
        if (
            places
            and misconception.function == own[0].check.function
            and len(misconception.trace) == len(own)
        ):
            agreed = _agreed(outcomes, misconception.trace, places, tolerances)
            shown = tuple(i for i in agreed if outcomes[i] != PASSES)
            if shown:
                score = sum(map(_equal, outcomes, misconception.trace, tolerances)) / len(own)
                if score > best_score:
                    best, best_score = Recognised(misconception, shown), score
    return best


def is_about_the_formula(finding: Finding) -> bool:
    """Whether a check asks for a value of the formula, not for dtypes, layouts or refusals.

    What is drawn at random has no one value; a property of it counts for the function's own part.
    """
    check = finding.check
    if isinstance(check, Property):
        return check.part != "edges"
    return isinstance(check, Value) and not check.is_technical


def _telling_places(own: Sequence[Finding], outcomes: Sequence[Any]) -> list[int]:
    """The checks that have to agree, the failed ones first: a mismatch shows soonest there."""
    formula = [i for i, finding in enumerate(own) if is_about_the_formula(finding)]
    telling = [i for i, each in enumerate(outcomes) if _tells(each)]
    failed = [i for i, each in enumerate(outcomes) if each != PASSES]
    if not telling:  # only checks whose outcome is no value: all of them have to agree
        return sorted(range(len(own)), key=lambda i: i not in failed) if failed else []
    if any(i in formula for i in telling):
        return sorted(formula, key=lambda i: i not in telling)
    return telling


def _agreed(
    outcomes: Sequence[Any],
    trace: Sequence[Any],
    places: Sequence[int],
    tolerances: Sequence[Tolerance],
) -> list[int]:
    """The places where both outcomes are equal; none once too many differ."""
    telling = any(_tells(outcomes[i]) for i in places)
    spare = round(len(places) * (1 - ENOUGH), 9) if telling else 0.0
    agreed = []
    for looked_at, place in enumerate(places, start=1):
        if _equal(outcomes[place], trace[place], tolerances[place]):
            agreed.append(place)
        elif looked_at - len(agreed) > spare:
            return []
    return agreed


def _tells(each: Any) -> bool:
    """Whether an outcome says more than that something failed."""
    return isinstance(each, dict) and each != PASSES and "status" not in each


def _tolerance(finding: Finding) -> Tolerance:
    """Of float32 no more digits agree than the check asks for; tiny numbers need not agree at all.

    They are what a check may be about, and then a student's differ from those of the catalogue.
    """
    asked = getattr(finding.check, "tolerance", DOUBLE)
    return max(DOUBLE, asked, key=lambda tolerance: tolerance.relative)


def _equal(outcome: Any, expected: Any, tolerance: Tolerance) -> bool:
    if set(outcome) != set(expected):
        return False
    if "value" not in outcome:
        return bool(outcome == expected)
    try:
        return difference(outcome["value"], expected["value"], tolerance) is None
    except (TypeError, ValueError):
        return False
