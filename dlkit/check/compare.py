"""Compare an answer with the expected value: kind, structure, shape, dtype, finiteness, numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dlkit.check.plain import MAX_DEPTH

PLAIN = (bool, np.bool_, str, bytes, set, frozenset, range)
MAX_TEXT = 80
MAX_KEYS = 4

_none_may_be_right: ContextVar[bool] = ContextVar("none_may_be_right", default=False)


@dataclass(frozen=True)
class Tolerance:
    """How near is equal: relative to each element, plus two floors.

    ``of_scale`` is relative to the largest expected element; ``absolute`` leaves room for the
    rounding of sums whose terms cancel (a loss of 0 made from logits of 10 000).
    """

    relative: float = 1e-7
    of_scale: float = 1e-11
    absolute: float = 1e-11


DOUBLE = Tolerance()
SINGLE = Tolerance(relative=1e-4, of_scale=1e-5, absolute=1e-6)


@dataclass(frozen=True)
class Difference:
    """Where an answer leaves the expected value.

    ``aspect`` is one of "kind", "length", "keys", "shape", "dtype", "finite", "value"; ``text``
    says what came, and never contains an expected number. ``answer`` and ``expected`` are the two
    arrays at that place, for the messages that look at their ratio. What :func:`difference` returns
    names the ``places`` in its text.
    """

    aspect: str
    text: str
    answer: Any = None
    expected: Any = None
    places: tuple[str, ...] = ()  # within containers, the outermost first


def difference(answer: Any, expected: Any, tolerance: Tolerance = DOUBLE) -> Difference | None:
    """Return the first difference between ``answer`` and ``expected``, or None where equal."""
    try:
        apart = _difference(answer, expected, tolerance, 0)
        return apart and _with_places(apart)
    except Exception:  # a live object of a student may do anything when it is touched
        return Difference("kind", f"a {type(answer).__name__} came, which cannot be compared")


def _difference(answer: Any, expected: Any, tolerance: Tolerance, depth: int) -> Difference | None:
    if depth > MAX_DEPTH:  # both are a student's: what a second call gave, and what the first
        return Difference("kind", f"the result {too_deep()}")
    if isinstance(expected, dict):
        return _mapping(answer, expected, tolerance, depth)
    if isinstance(expected, list | tuple):
        return _sequence(answer, expected, tolerance, depth)
    if isinstance(expected, np.ndarray) and expected.ndim:
        return _array(answer, expected, tolerance)
    if isinstance(expected, PLAIN) or expected is None:
        return _plain(answer, expected)
    return _number(answer, expected, tolerance)


def _plain(answer: Any, expected: Any) -> Difference | None:
    """Text, truth values, sets and the like: the same type and equal."""
    if type(answer) is not type(expected):
        needed = "None" if expected is None else kind_of(expected)
        return Difference("kind", f"{needed} is needed, but {kind_of(answer)} came")
    if answer == expected:
        return None
    return Difference("value", f"the result is {shortened(answer)}, which is not right")


def shortened(value: Any) -> str:
    """Write a value in one line of at most :data:`MAX_TEXT` letters."""
    text = repr(value)
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 4]} ..."


@contextmanager
def none_may_be_right(is_so: bool) -> Iterator[None]:
    """Say of what is compared in this block whether it may be None without a mistake.

    Where it may, :func:`kind_of` does not ask for a `return`: a None may be meant.
    """
    before = _none_may_be_right.set(is_so)
    try:
        yield
    finally:
        _none_may_be_right.reset(before)


def kind_of(value: Any) -> str:
    """Name what a value is, with its shape and dtype where it has them."""
    if value is None:
        return "None" if _none_may_be_right.get() else "None (is the `return` missing?)"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and dtype {value.dtype}"
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of length {len(value)}"
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in tuple('aeiou') else 'a'} {name}"


def too_deep() -> str:
    """Say that a value is nested too deeply to be looked through."""
    return f"contains itself, or is nested deeper than {MAX_DEPTH} levels"


def _mapping(
    answer: Any, expected: dict[str, Any], tolerance: Tolerance, depth: int
) -> Difference | None:
    if not isinstance(answer, dict):
        return Difference("kind", f"a dict is needed, but {kind_of(answer)} came")
    if set(answer) != set(expected):
        extra, missing = set(answer) - set(expected), set(expected) - set(answer)
        differing = {"too many": extra, "missing": missing}
        text = "; ".join(f"{how}: {_listed(keys)}" for how, keys in differing.items() if keys)
        return Difference("keys", f"the keys of the dict are not the needed ones; {text}")
    pairs = ((answer[key], expected[key], f"under {key!r}") for key in expected)
    return _first(pairs, tolerance, depth)


def _listed(keys: set[Any]) -> str:
    """Write some keys in one line, the first few where there are many."""
    names = sorted(map(repr, keys))
    return ", ".join(names[:MAX_KEYS]) + (", ..." if len(names) > MAX_KEYS else "")


def _sequence(
    answer: Any, expected: list[Any] | tuple[Any, ...], tolerance: Tolerance, depth: int
) -> Difference | None:
    if not isinstance(answer, list | tuple):
        kind = type(expected).__name__
        return Difference(
            "kind", f"a {kind} of length {len(expected)} is needed, but {kind_of(answer)} came"
        )
    if len(answer) != len(expected):
        needed = "1 value is" if len(expected) == 1 else f"{len(expected)} values are"
        return Difference("length", f"{needed} needed, but {len(answer)} came")
    places = (f"in value {i} of {len(expected)}" for i in range(1, len(expected) + 1))
    return _first(zip(answer, expected, places, strict=True), tolerance, depth)


def _first(
    places: Iterable[tuple[Any, Any, str]], tolerance: Tolerance, depth: int
) -> Difference | None:
    for answer, expected, where in places:
        apart = _difference(answer, expected, tolerance, depth + 1)
        if apart:
            return replace(apart, places=(where, *apart.places))
    return None


def _with_places(apart: Difference) -> Difference:
    """Begin the text with the way to where it is."""
    if not apart.places:
        return apart
    return replace(apart, text=f"{', there '.join(apart.places)}: {apart.text}")


def _number(answer: Any, expected: Any, tolerance: Tolerance) -> Difference | None:
    kinds = "iufc" if np.iscomplexobj(expected) else "iuf"
    if isinstance(answer, int | float | complex | np.number | np.ndarray):
        number = np.asarray(answer)
        if number.ndim == 0 and number.dtype.kind in kinds:
            return _numbers(number, np.asarray(expected), tolerance)
    return Difference("kind", f"one number is needed, but {kind_of(answer)} came")


def _array(answer: Any, expected: np.ndarray, tolerance: Tolerance) -> Difference | None:
    if not isinstance(answer, np.ndarray):
        return Difference("kind", f"an array is needed, but {kind_of(answer)} came")
    answer = np.asarray(answer)  # a masked array would call everything equal
    if answer.shape != expected.shape:
        text = f"the result has shape {answer.shape}; shape {expected.shape} is needed"
        return Difference("shape", text, answer, expected)
    if answer.dtype.kind not in "biufc":
        return Difference("dtype", f"the result has dtype {answer.dtype}; numbers are needed")
    if answer.dtype != expected.dtype and expected.dtype.kind == "f":
        text = f"the result has dtype {answer.dtype}; {expected.dtype} is needed"
        return Difference("dtype", text, answer, expected)
    return _numbers(answer, expected, tolerance)


def _numbers(answer: np.ndarray, expected: np.ndarray, tolerance: Tolerance) -> Difference | None:
    if (answer == expected).all():
        return None
    with np.errstate(all="ignore"):
        wrong = ~_close(answer, expected, tolerance)
    if not wrong.any():
        return None
    first = tuple(int(i) for i in np.argwhere(wrong)[0])
    count = "" if not answer.ndim else f" ({int(wrong.sum())} of {answer.size} elements differ)"
    place = "the result" if not answer.ndim else f"element {list(first)}"
    number = answer[first] + 0  # -0 would be read as a sign
    if not np.isfinite(number) and np.isfinite(expected[first]):
        text = f"{place} is {number}, a finite number is needed{count}"
        return Difference("finite", text, answer, expected)
    return Difference(
        "value", f"{place} is {number:.6g}, which is not right{count}", answer, expected
    )


def _close(answer: np.ndarray, expected: np.ndarray, tolerance: Tolerance) -> np.ndarray:
    finite = np.abs(expected[np.isfinite(expected)])
    scale = finite.max() if finite.size else 0.0
    floor = tolerance.of_scale * scale + tolerance.absolute
    allowed = tolerance.relative * np.abs(expected) + floor
    both_nan = np.isnan(answer) & np.isnan(expected)
    near = np.isfinite(expected) & (np.abs(answer - expected) <= allowed)  # nothing is near inf
    same: np.ndarray = (answer == expected) | both_nan | near
    return same
