"""From findings to a mark: four parts with weights, rounded to half points.

A part that an exercise does not use shares its weight among the others. Inside a part the share
earned is the share of its checks that passed. A failed check always costs at least half a point;
nothing is earned while every value is wrong, and at most half while an essential check fails.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from dlkit.check.battery import PARTS, Check, Finding

FORMULA = ("values", "gradients")  # the parts that ask whether the numbers are right
WEIGHTS = dict(zip(PARTS, (40, 30, 20, 10), strict=True))


def mark(points: float, findings: Sequence[Finding]) -> float:
    """Return the points earned: a multiple of 0.5 between 0 and ``points``."""
    if all(finding.passed for finding in findings):
        return float(points) if findings else 0.0
    most = points / 2 if essentials_missed(findings) else points - 0.5
    return min(math.floor(2 * points * _earned(findings) + 0.5) / 2, math.floor(2 * most) / 2)


def leading(checks: Sequence[Check]) -> tuple[Check, ...]:
    """The checks of the part that leads: while they all fail, nothing is earned."""
    first = min((check.part for check in checks), key=PARTS.index, default="")
    return tuple(check for check in checks if check.part == first)


def essentials_missed(findings: Sequence[Finding]) -> tuple[str, ...]:
    """What the exercise is about and this answer fails, each once, in the order asked."""
    missed = (f.check.essential for f in findings if f.check.essential and not f.passed)
    return tuple(dict.fromkeys(missed))


def essentials_told(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Those that a student is told of: where they cost points, or are what a function lacks.

    A stub, or a function that is wrong in every case, does not miss the point: it misses all.
    """
    costly = _earned(findings) > 0.5
    right_somewhere = {
        finding.check.function
        for finding in findings
        if finding.passed and finding.check.part in FORMULA and not finding.check.essential
    }
    return essentials_missed(
        [
            finding
            for finding in findings
            if finding.status != "not attempted"
            and (costly or finding.check.function in right_somewhere)
        ]
    )


def right_at_edges_only(findings: Sequence[Finding]) -> bool:
    """Whether an answer earns nothing although some of its results are right: those of edges."""
    results = [each for each in findings if each.check.kind == "value" and each.passed]
    is_ordinary = any(each.passed and each.check.part in FORMULA for each in findings)
    return bool(results) and not is_ordinary and _earned(findings) == 0.0


def _earned(findings: Sequence[Finding]) -> float:
    """The share of the points by the parts alone: 0 while everything in the first part fails."""
    shares = {part: share for part in PARTS if (share := _share(part, findings)) is not None}
    if next(iter(shares.values()), 0.0) == 0.0:
        return 0.0
    total = sum(WEIGHTS[part] for part in shares)
    return sum(WEIGHTS[part] * share for part, share in shares.items()) / total


def _share(part: str, findings: Sequence[Finding]) -> float | None:
    of_part = [finding.passed for finding in findings if finding.check.part == part]
    return sum(of_part) / len(of_part) if of_part else None
