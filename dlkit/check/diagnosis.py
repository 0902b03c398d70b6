"""What is wrong with a function: one sentence from all of its failed checks, not from the first.

In this order: the catalogued misconception whose answers are the same; a factor that all wrong
answers share; a property that is broken, which says how; the failed case with the smallest
numbers. What is technical (dtypes, layouts) leads only where nothing else fails. Words only: no
mark depends on this.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlkit.check import ratios
from dlkit.check.battery import Error, Finding, Property, Purity, Value
from dlkit.check.messages import seen_with
from dlkit.check.misconceptions import Misconception, is_about_the_formula, recognise


@dataclass(frozen=True)
class Diagnosis:
    """What a student reads about one function; ``name`` is that of a catalogued misconception."""

    function: str
    message: str
    finding: Finding
    name: str = ""


def diagnose(
    findings: Sequence[Finding], catalogue: Iterable[Misconception] = ()
) -> tuple[Diagnosis, ...]:
    """Return one diagnosis for each function with a check that did not pass."""
    catalogue = tuple(catalogue)
    functions = dict.fromkeys(f.check.function for f in findings if not f.passed)
    return tuple(
        _of_function([f for f in findings if f.check.function == name], catalogue)
        for name in functions
    )


def _of_function(own: Sequence[Finding], catalogue: Sequence[Misconception]) -> Diagnosis:
    failed = _in_order([finding for finding in own if not finding.passed])
    name = failed[0].check.function
    stopped = next(
        (finding for finding in own if finding.status in ("stopped", "not attempted")), None
    )
    if stopped:
        return Diagnosis(name, stopped.message, stopped)
    recognised = recognise(own, catalogue)
    if recognised:
        shown = min((own[position] for position in recognised.shown_by), key=_rank)
        message = f"{recognised.misconception.message} {seen_with(shown.check)}"
        return Diagnosis(name, message, shown, recognised.misconception.name)
    formula = [finding for finding in failed if is_about_the_formula(finding)]
    if shared := ratios.sentence(formula):
        return Diagnosis(name, f"{formula[0].message} {shared}", formula[0])
    return Diagnosis(name, failed[0].message, failed[0])


def _in_order(failed: Sequence[Finding]) -> list[Finding]:
    """The failed checks, what leads first; of the cases, those that fail as most of them do."""
    ways = Counter(_way(finding) for finding in failed if is_about_the_formula(finding))
    return sorted(
        failed, key=lambda finding: (_rank(finding)[0], -ways[_way(finding)], *_rank(finding))
    )


def _way(finding: Finding) -> str:
    """How a case failed: by an exception, or by an aspect of its answer."""
    if finding.observation.error:
        return "error"
    return finding.wrong.aspect if finding.wrong else ""


def _rank(finding: Finding) -> tuple[Any, ...]:
    """What leads: values before properties, refusals and purity; technical cases come last."""
    check = finding.check
    if isinstance(check, Value):
        kind = 5 if check.is_technical else 0
        return kind, not check.is_paper, *_size(check.args)
    return {Property: 1, Error: 3, Purity: 4}.get(type(check), 2), True, 0, 0.0


def _size(args: tuple[Any, ...]) -> tuple[float, float]:
    """How many numbers a case has, and how large they are: small ones are easily redone."""
    arrays = [np.asarray(each) for each in args if isinstance(each, np.ndarray | int | float)]
    finite = [a[np.isfinite(a)] for a in arrays if a.dtype.kind in "iuf"]
    largest = max((float(np.abs(a).max(initial=0.0)) for a in finite), default=0.0)
    return sum(a.size for a in arrays) or math.inf, largest  # nothing shows nothing
