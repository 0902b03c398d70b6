"""What a student reads when a check fails: what was checked, what came, the likely cause.

Plain, short, and never the expected numbers. The ratio of the answer to the expected value often
names the mistake (12 times too large for 12 samples: a sum where a mean is asked).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from dlkit.check.compare import Difference, difference, kind_of
from dlkit.check.observe import Failure, Observation

if TYPE_CHECKING:
    from dlkit.check.battery import Error, Purity, Value

NOT_ATTEMPTED = "not attempted yet: the cell still raises NotImplementedError."
NOT_RUN = "not run, because an earlier call of this exercise had to be stopped."

STOPPED = {
    "time": "the call did not come back in time and was stopped. Is there a loop that never ends?",
    "died": "the call ended the whole Python process (memory, exit or a crash).",
    "reply": "the call gave something that is not plain numbers, text, lists or arrays.",
}


def stopped(title: str, seen: Observation) -> str:
    """Say why a call was ended from outside."""
    return f"{title}: {STOPPED.get(seen.stopped, NOT_RUN)}"


def raised(title: str, error: Failure) -> str:
    """Say that a call that should give a value ended in an exception."""
    return f"your code {error.sentence()}. (Seen with: {title}.)"


def explain(check: Value, wrong: Difference) -> str:
    """Say how the answer to a value check differs and, where the ratio tells it, why."""
    cause = ""
    if wrong.aspect in ("value", "finite"):
        cause = _cause(wrong, _sizes(check.args))
    elif wrong.aspect == "shape":
        cause = _shape_cause(wrong)
    return f"{check.title}: {wrong.text}.{' ' + cause if cause else ''}"


def refusal(check: Error, seen: Observation) -> str:
    """Say that an input was accepted, or refused in another way than asked; "" where right."""
    if seen.error is None:
        return (
            f"{check.title}: this input must be refused with a {check.expected}, "
            f"but {kind_of(seen.value)} came back."
        )
    if check.expected in (seen.error.kind, *seen.error.also):
        return ""
    return f"{check.title}: a {check.expected} is needed, but your code {seen.error.sentence()}."


def impurity(check: Purity, seen: Observation, again: Observation) -> str:
    """Say which rule of a pure function was broken; "" where none was."""
    if seen.changed:
        return (
            f"{check.title}: {', '.join(seen.changed)} of {check.function} was changed by the "
            "call. Work on a copy, or write the result into a new array."
        )
    if seen.shared:
        return (
            f"{check.title}: the result shares its memory with {', '.join(seen.shared)}: whoever "
            "changes one changes both. Return a new array."
        )
    if seen.moved_global_rng:
        return f"{check.title}: numpy's global random state was used; nothing here is random."
    if again.error or again.stopped or difference(again.value, seen.value):
        return f"{check.title}: a second call with the same arguments gave another result."
    return ""


def _sizes(args: tuple[Any, ...]) -> dict[str, int]:
    """Name the numbers that a wrong ratio may equal: samples, columns, elements."""
    first = next((a for a in args if isinstance(a, np.ndarray) and a.ndim), None)
    if first is None:
        return {}
    sizes = {"samples": len(first), "elements": first.size}
    if first.ndim > 1:
        sizes["columns"] = first.shape[-1]
    return sizes


def _cause(wrong: Difference, sizes: dict[str, int]) -> str:
    if wrong.aspect == "finite":
        return "Look for an exp that overflows, a logarithm of 0, or a division by 0."
    with np.errstate(all="ignore"):
        ratio = _ratio(wrong.answer, wrong.expected)
    if ratio is None:
        return _transposed(wrong.answer, wrong.expected)
    for name, size in sizes.items():
        if size > 1 and math.isclose(ratio, size, rel_tol=1e-6):
            return f"It is {size} times the right one, with {size} {name}: is a mean asked for?"
        if size > 1 and math.isclose(ratio, 1 / size, rel_tol=1e-6):
            return f"It is 1/{size} of the right one, with {size} {name}: divided once too often?"
    known = {-1.0: "It has the wrong sign.", 2.0: "It is twice the right one: a factor 1/2?"}
    known[0.5] = "It is half of the right one: a factor 2?"
    return next((text for r, text in known.items() if math.isclose(ratio, r, rel_tol=1e-6)), "")


def _ratio(answer: Any, expected: Any) -> float | None:
    mine, theirs = (
        np.asarray(answer, dtype=float).ravel(),
        np.asarray(expected, dtype=float).ravel(),
    )
    usable = np.isfinite(mine) & np.isfinite(theirs) & (np.abs(theirs) > 1e-12)
    if not usable.any():
        return None
    ratios = mine[usable] / theirs[usable]
    same = np.abs(ratios - ratios[0]) <= 1e-6 * np.abs(ratios[0])
    return float(ratios[0]) if same.all() else None


def _transposed(answer: Any, expected: Any) -> str:
    square = np.ndim(answer) == 2 and np.shape(answer) == np.shape(expected)[::-1]
    if square and np.allclose(np.asarray(answer).T, expected):
        return "It is the transpose of the right one."
    return ""


def _shape_cause(wrong: Difference) -> str:
    mine, theirs = np.shape(wrong.answer), np.shape(wrong.expected)
    if mine == theirs[::-1] and mine != theirs:
        return "Rows and columns are exchanged."
    if np.size(wrong.answer) == np.size(wrong.expected):
        return "The number of elements is right: an axis of length 1 is missing or too many."
    return ""
