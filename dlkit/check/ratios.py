"""One factor between all wrong answers and the right ones: the mistake that it names.

A single case may give a factor by accident. A sentence is written only where every failed case of
a function has the same factor, or a factor that is the same size of its arguments.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from dlkit.check.battery import Finding

CLOSE = 1e-5
LN_2, LN_10 = math.log(2), math.log(10)
CONSTANTS = {
    -1.0: "Every wrong result has the wrong sign.",
    2.0: "Every wrong result is twice the right one: is a factor 1/2 missing?",
    0.5: "Every wrong result is half of the right one: is a factor 2 missing, or a 1/2 too many?",
    -2.0: "Every wrong result is twice the right one, with the wrong sign.",
    -0.5: "Every wrong result is half of the right one, with the wrong sign.",
    1 / LN_10: "Every wrong result is 0.434 times the right one: a logarithm to base 10 was taken "
    "where the natural one is meant.",
    1 / LN_2: "Every wrong result is 1.443 times the right one: a logarithm to base 2 was taken "
    "where the natural one is meant.",
}
SIZES = {
    "samples": "the number of samples",
    "columns": "the number of columns",
    "elements": "the number of elements",
}
TIMES = {
    1: "is the right one times {size}: is it to be divided by that?",
    -1: "is the right one divided by {size}: was it divided once too often?",
}


def sentence(failed: Sequence[Finding]) -> str:
    """Say which factor all failed answers have in common; "" where there is none."""
    cases = [(finding, _ratio(finding)) for finding in failed]
    if not cases or any(ratio is None for _, ratio in cases):
        return ""
    ratios = [(_sizes(finding.check.args), float(ratio or 0.0)) for finding, ratio in cases]
    for constant, words in CONSTANTS.items():
        if all(math.isclose(ratio, constant, rel_tol=CLOSE) for _, ratio in ratios):
            return words
    return "" if any(map(_is_count, failed)) else _by_size(ratios)


def _is_count(finding: Finding) -> bool:
    """Whether the answer is to be a whole number: small ones are multiples by accident."""
    return finding.wrong is not None and np.asarray(finding.wrong.expected).dtype.kind in "iu"


def _by_size(ratios: Sequence[tuple[dict[str, int], float]]) -> str:
    for sign in (1.0, -1.0):
        for size, named in SIZES.items():
            for power, words in TIMES.items():
                if all(_equals(ratio, sign, sizes.get(size, 0), power) for sizes, ratio in ratios):
                    also = " The sign is wrong as well." if sign < 0 else ""
                    return f"Every wrong result {words.format(size=named)}{also}"
    return ""


def _equals(ratio: float, sign: float, size: int, power: int) -> bool:
    return size > 1 and math.isclose(ratio, sign * float(size) ** power, rel_tol=CLOSE)


def _sizes(args: tuple[Any, ...]) -> dict[str, int]:
    """Name the numbers that a wrong factor may equal."""
    first = next((a for a in args if isinstance(a, np.ndarray) and a.ndim), None)
    if first is None:
        return {}
    sizes = {"samples": len(first), "elements": first.size}
    if first.ndim > 1:
        sizes["columns"] = first.shape[-1]
    return sizes


def _ratio(finding: Finding) -> float | None:
    """The factor between the answer and the right one, where all their entries have the same."""
    if finding.wrong is None or finding.wrong.aspect != "value":
        return None
    with np.errstate(all="ignore"):
        try:
            answer = np.asarray(finding.wrong.answer, dtype=float).ravel()
            expected = np.asarray(finding.wrong.expected, dtype=float).ravel()
        except (TypeError, ValueError):
            return None
        zero = np.abs(expected) <= 1e-12
        if (
            answer.shape != expected.shape
            or zero.all()
            or np.abs(answer[zero]).max(initial=0.0) > 1e-9
        ):
            return None
        ratios = answer[~zero] / expected[~zero]
        same = np.abs(ratios - ratios[0]) <= CLOSE * np.abs(ratios[0])
        return float(ratios[0]) if same.all() and np.isfinite(ratios[0]) else None
