"""The exercise on comparing two gradients: one number that says how far apart they are."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from dlkit import backprop

SHAPES = ((5,), (3, 4))
PAIR = {"a": takes("", "N", "N M"), "b": takes("", "N", "N M")}

relative_error = Exercise(
    id="backprop.relative_error",
    title="How far apart are two gradients?",
    difficulty=2,
    minutes=20,
    hints=(
        "A difference of 0.001 is nothing beside 1000 and everything beside 0.001. What can each "
        "difference be divided by, so that neither of the two arrays is preferred?",
        "For each entry: the size of the difference over the larger of the two sizes. Then the "
        "largest of all entries, one number. Two equal entries count 0, two zeros as well.",
        "Compare the shapes and refuse different ones. Divide only where the entries differ. What "
        "came out as nan becomes infinite; then take the largest, and 0 if there is none.",
    ),
)


def _apart(rng: np.random.Generator, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Draw two arrays of one shape; in half of their entries the first is the larger one."""
    a = rng.uniform(0.5, 5.0, size=shape)
    factors = rng.permutation(np.resize([0.6, 0.8, 1.1, 1.4], a.size)).reshape(shape)
    return a * rng.choice([-1, 1], size=shape), a * factors * rng.choice([-1, 1], size=shape)


@relative_error.asks(backprop.relative_error, PAIR)
def _ask_relative_error(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([1.0, 0.0, 4.0]), np.array([1.0, 0.0, 5.0]))
    ask.values("the first of two is the larger one", *_nearly(rng, 4, 0.9))
    ask.values("the second of two is the larger one", *_nearly(rng, 4, 1.1))
    for shape in SHAPES:
        ask.values(f"arrays of shape {shape}", *_apart(rng, shape))
    a, b = _nearly(rng, 6, 1.2)
    with ask.essential("arrays of different shapes are refused, and nan never passes as a match"):
        ask.refuses("shape (6,) against (1, 6)", "ValueError", a, b[None, :])
        ask.refuses("shape (6,) against (6, 1)", "ValueError", a, b[:, None])
        ask.edge("nan in one entry of the first", np.where(np.arange(6) == 2, np.nan, a), b)
        ask.edge("nan in one entry of the second", a, np.where(np.arange(6) == 4, np.nan, b))
    ask.standard(a.reshape(2, 3), b.reshape(2, 3))
    first, second = (each.reshape(2, 3) for each in (a, b))
    ask.edge("a transposed view against a plain array", np.asfortranarray(first), second)
    ask.edge("entries that are 0 in both arrays", np.zeros(3), np.zeros(3))
    ask.edge("0 in one of the two arrays alone", np.array([2.0, 0.0]), np.array([2.0, 1e-9]))
    ask.edge("entries of opposite sign", np.array([1.0, -2.0]), np.array([1.0, 2.0]))
    ask.edge("entries as small as 1e-200", 1e-200 * a, 1e-200 * b)
    ask.edge("an infinite entry against a finite one", np.array([1.0, np.inf]), np.array([1.0, 2]))
    ask.edge("two numbers", np.array(2.0), np.array(2.5))
    ask.edge("arrays without entries", np.empty((0, 3)), np.empty((0, 3)))
    ask.property("symmetric", a, b)


def _nearly(rng: np.random.Generator, size: int, factor: float) -> tuple[np.ndarray, np.ndarray]:
    """Draw an array, and another that differs from it in a negative entry, by a factor."""
    a = rng.uniform(1.0, 5.0, size=size) * np.resize([1, -1], size)
    return a, np.where(np.arange(size) == 1 + 2 * rng.integers(size // 2), factor * a, a)


def accepted(a, b):
    """Return both arrays as floats, with the guard that right and wrong solutions share."""
    a, b = (np.asarray(each, dtype=np.float64) for each in (a, b))
    if a.shape != b.shape:
        raise ValueError("both arrays need the same shape")
    return a, b


def largest_share(a, b, size):
    """Return the largest difference as a share of `size`, whatever that is; nan is infinite."""
    with np.errstate(all="ignore"):
        shares = np.where(a == b, 0.0, np.abs(a - b) / size)
    shares = np.where(np.isnan(shares), np.inf, shares)
    return float(np.max(shares, initial=0.0))


@relative_error.wrong(
    "relative_error",
    "shapes broadcast silently",
    "arrays of different shapes are stretched to fit, so that a gradient of shape (1, N) passes "
    "for one of shape (N,). Compare the shapes first, and refuse different ones.",
)
def error_broadcast(a, b):
    a, b = np.broadcast_arrays(np.asarray(a, dtype=float), np.asarray(b, dtype=float))
    return largest_share(a, b, np.maximum(np.abs(a), np.abs(b)))


@relative_error.wrong(
    "relative_error",
    "mean instead of the largest",
    "you average the shares: one wrong entry among a thousand right ones then hardly shows. The "
    "largest share is asked for.",
    of=(np.mean, np.median, np.sum),
)
def error_on_average(a, b, *, of):
    a, b = accepted(a, b)
    with np.errstate(all="ignore"):
        shares = np.where(a == b, 0.0, np.abs(a - b) / np.maximum(np.abs(a), np.abs(b)))
    shares = np.where(np.isnan(shares), np.inf, shares)
    return float(of(shares)) if shares.size else 0.0


@relative_error.wrong(
    "relative_error",
    "nan overlooked",
    "a gradient that holds nan passes your comparison as if that entry were right. What is nan "
    "makes the error infinite.",
)
def error_without_nan(a, b):
    a, b = accepted(a, b)
    with np.errstate(all="ignore"):
        shares = np.where(a == b, 0.0, np.abs(a - b) / np.maximum(np.abs(a), np.abs(b)))
    shares = np.where(np.isnan(shares) & np.isinf(a - b), np.inf, shares)
    return float(np.nanmax(shares, initial=0.0))


@relative_error.wrong(
    "relative_error",
    "nan handed on",
    "with nan in an array your result is nan. Make it infinite: the error is then larger than any "
    "bound, however somebody compares.",
)
def error_that_is_nan(a, b):
    a, b = accepted(a, b)
    if np.isnan(a - b).any():
        return float("nan")
    return largest_share(a, b, np.maximum(np.abs(a), np.abs(b)))


@relative_error.wrong(
    "relative_error",
    "nan where both are 0",
    "two zeros are equal, but your formula divides 0 by 0. Divide only where the two entries "
    "differ.",
    whole=(np.nan, np.inf),
)
def error_of_zeros(a, b, *, whole):
    a, b = accepted(a, b)
    if np.any((a == 0) & (b == 0)):
        return float(whole)
    return largest_share(a, b, np.maximum(np.abs(a), np.abs(b)))


@relative_error.wrong(
    "relative_error",
    "sign of the difference kept",
    "where the first number is the smaller one, your share is negative and never the largest. "
    "Take the size of the difference.",
)
def error_signed(a, b):
    a, b = accepted(a, b)
    with np.errstate(all="ignore"):
        shares = np.where(a == b, 0.0, (a - b) / np.maximum(np.abs(a), np.abs(b)))
    return float(np.max(np.where(np.isnan(shares), np.inf, shares), initial=0.0))


@relative_error.right("relative_error")
def error_by_loop(a, b):
    a, b = accepted(a, b)
    worst = 0.0
    for index in np.ndindex(a.shape):
        p, q = float(a[index]), float(b[index])
        if p != q:
            share = abs(p - q) / max(abs(p), abs(q))
            worst = max(worst, share if share == share else float("inf"))
    return worst


@relative_error.right("relative_error")
def error_where_they_differ(a, b):
    a, b = accepted(a, b)
    differs = a != b
    p, q = a[differs], b[differs]
    if p.size == 0:
        return 0
    with np.errstate(all="ignore"):
        shares = np.abs(p - q) / np.fmax(np.abs(p), np.abs(q))
    return np.inf if np.isnan(shares).any() else shares.max()
