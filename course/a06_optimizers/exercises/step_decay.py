"""The exercise on schedules; this file is about the one with stairs."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a06_optimizers.exercises.shared import named
from dlkit import optimizers

schedules = Exercise(
    id="optimizers.step_decay",
    title="Schedules",
    difficulty=2,
    minutes=25,
    hints=(
        "Both functions know the number of updates made before. What are the first values, what "
        "are the last ones, and where exactly does one piece pass into the next?",
        "The stairs multiply by the factor once for every full stretch of updates. The warm-up "
        "gives the n-th of n updates the full rate; from there on half a wave of the cosine takes "
        "the rest of the updates down to 0.",
        "Check that the counts are whole numbers and the rate is not negative. Stairs: the factor "
        "to the power of the whole-number quotient. Warm-up: lr times one more than the updates "
        "made, over the length of the warm-up. Then: half of lr, times 1 plus the cosine of pi "
        "times the share of the rest that is over, where that share is at most 1.",
    ),
)


def require_counts(lr, *counts, least=()):
    """Refuse counts and rates that make no sense: the guard that solutions share."""
    if any(isinstance(n, bool) or not isinstance(n, int | np.integer) for n in counts):
        raise TypeError("counts are whole numbers")
    if any(n < low for n, low in zip(counts, least, strict=True)):
        raise ValueError("a count is too small")
    if np.ndim(lr):
        raise TypeError("the rate is one number")
    if not 0 <= lr < np.inf:
        raise ValueError("a rate is not negative, and finite")


@schedules.asks(optimizers.step_decay)
def _ask_step_decay(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(5, lr=8.0, every=2, factor=0.5)
    every = int(rng.integers(4, 8))
    with ask.essential("the rate stays on its stair until the next one begins"):
        ask.values("the last update of a stair", 2 * every - 1, lr=0.4, every=every, factor=0.5)
        ask.values("the first update of a stair", 2 * every, lr=0.4, every=every, factor=0.5)
    ask.values("in the middle of a stair", 3 * every + 2, lr=0.3, every=every, factor=0.7)
    ask.values("a factor of 0.1 where none is given", 7, lr=2.0, every=3)
    ask.values("the first update of all", 0, lr=0.3, every=every, factor=0.5)
    ask.edge("stairs of one update", 3, lr=1.0, every=1, factor=0.5)
    ask.edge("a factor of 0", 4, lr=1.0, every=5, factor=0.0)
    ask.edge("a factor above 1", 4, lr=1.0, every=2, factor=3.0)
    ask.refuses("a negative number of updates", "ValueError", -1, lr=0.1, every=2)
    ask.refuses("stairs of no update", "ValueError", 3, lr=0.1, every=0)
    ask.refuses("2.5 updates", "TypeError", 2.5, lr=0.1, every=2)
    ask.refuses("stairs of 2.5 updates", "TypeError", 3, lr=0.1, every=2.5)
    ask.refuses("a negative rate", "ValueError", 3, lr=-0.1, every=2)
    ask.refuses("a negative factor", "ValueError", 3, lr=0.1, every=2, factor=-0.5)


def stairs(updates, lr, every, factor):
    """Return the number of full stretches, after the guards."""
    require_counts(lr, updates, every, least=(0, 1))
    if not 0 <= factor < np.inf:
        raise ValueError("a factor is not negative")
    return updates // every


@schedules.wrong(
    "step_decay",
    "a slope instead of stairs",
    "your rate falls a little at every update. It stays on a stair until the next one begins: "
    "divide in whole numbers.",
)
def step_decay_smooth(updates, *, lr, every, factor=0.1):
    stairs(updates, lr, every, factor)
    return lr * factor ** (updates / every)


@schedules.wrong(
    "step_decay",
    "stair begins one update off",
    "your stairs begin one update too early or too late. `updates` counts those made before, so "
    "the first stair is that of 0 to every - 1.",
    shift=(1, -1),
)
def step_decay_off_by_one(updates, *, lr, every, factor=0.1, shift):
    stairs(updates, lr, every, factor)
    return lr * factor ** max((updates + shift) // every, 0)


@schedules.wrong(
    "step_decay",
    "factor once for all",
    "your rate drops once, or not at all. It is multiplied by the factor again at every stair.",
    power=named(first=lambda n: min(n, 1), second=lambda n: 0, third=lambda n: 1),
)
def step_decay_once(updates, *, lr, every, factor=0.1, power):
    return lr * factor ** power(stairs(updates, lr, every, factor))


@schedules.wrong(
    "step_decay",
    "factor multiplied instead of raised",
    "after n stairs the factor counts n times as a factor: that is its power, not n times it.",
    drop=named(
        first=lambda f, n: f * n if n else 1,
        second=lambda f, n: max(1 - f * n, 0),
        third=lambda f, n: (1 - f) ** n,
    ),
)
def step_decay_by_product(updates, *, lr, every, factor=0.1, drop):
    return lr * drop(factor, stairs(updates, lr, every, factor))


@schedules.wrong(
    "step_decay",
    "factor at every update",
    "your rate is multiplied by the factor at every update. It is once for `every` updates.",
)
def step_decay_at_every_update(updates, *, lr, every, factor=0.1):
    stairs(updates, lr, every, factor)
    return lr * factor**updates


@schedules.wrong(
    "step_decay",
    "power without the rate",
    "your result does not know the rate of the start: multiply by lr.",
)
def step_decay_without_rate(updates, *, lr, every, factor=0.1):
    return factor ** stairs(updates, lr, every, factor)


@schedules.right("step_decay")
def step_decay_by_floor(updates, *, lr, every, factor=0.1):
    stairs(updates, lr, every, factor)
    return float(lr * np.power(float(factor), np.floor(updates / every)))


@schedules.right("step_decay")
def step_decay_by_product_of_factors(updates, *, lr, every, factor=0.1):
    return float(np.prod([lr, *[factor] * stairs(updates, lr, every, factor)]))
