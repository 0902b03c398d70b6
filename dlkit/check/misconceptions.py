"""Recognise a catalogued wrong solution by what it returns.

Every wrong solution of an exercise leaves a trace: its outcome on each check of its function. An
answer whose trace is the same shows the same misconception, and the student reads its message.
Recognition chooses words only; no mark depends on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dlkit.check.battery import Error, Finding, Value
from dlkit.check.compare import difference

PASSES = {"passes": True}


@dataclass(frozen=True)
class Misconception:
    """A catalogued misunderstanding: a name for the class report, a message for the student.

    ``trace`` holds one outcome for each check of ``function``, in their order.
    """

    function: str
    name: str
    message: str
    trace: Sequence[Any]


def outcome(finding: Finding) -> Any:
    """Reduce a finding to plain data: passed, the kind of exception, the value, or failed."""
    if finding.passed:
        return PASSES
    seen = finding.observation
    if finding.status != "failed" or not isinstance(finding.check, Value | Error):
        return {"status": finding.status}
    return {"error": seen.error.kind} if seen.error else {"value": seen.value}


def recognise(findings: Sequence[Finding], known: Iterable[Misconception]) -> list[Misconception]:
    """Return, for each function with a failed check, the misconception its outcomes show best."""
    recognised = []
    known = list(known)
    for function in dict.fromkeys(f.check.function for f in findings if f.status == "failed"):
        own = [outcome(f) for f in findings if f.check.function == function]
        candidates = [m for m in known if m.function == function and len(m.trace) == len(own)]
        scored = [(_agreement(own, m.trace), -rank, m) for rank, m in enumerate(candidates)]
        best = max(scored, key=lambda entry: entry[:2], default=None)
        if best and best[0] > 0:
            recognised.append(best[2])
    return recognised


def _agreement(own: Sequence[Any], other: Sequence[Any]) -> float:
    """Share of equal outcomes; 0 unless the first failure itself, or everything, is equal."""
    first = next(i for i, mine in enumerate(own) if mine != PASSES)
    if not _equal(own[first], other[first]):  # the rest need not be looked at
        return 0.0
    equal = [_equal(mine, theirs) for mine, theirs in zip(own, other, strict=True)]
    telling = isinstance(own[first], dict) and "status" not in own[first]
    return sum(equal) / len(equal) if telling or all(equal) else 0.0


def _equal(mine: Any, theirs: Any) -> bool:
    if set(mine) != set(theirs):
        return False
    if "value" not in mine:
        return bool(mine == theirs)
    try:
        return difference(mine["value"], theirs["value"]) is None
    except (TypeError, ValueError):
        return False
