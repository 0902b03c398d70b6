"""The exercise on normal weights without tails, and the deviation that a cut leaves."""

import math

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a00_shapes.exercises.shared import generator
from course.a07_initialization.exercises.shared import (
    CUT,
    KEPT,
    SMALL,
    dense_shapes,
    evenly,
    sizes_of,
    within,
)
from dlkit import initialization

SPARE = 2_000  # more than will be outside of 22 000 draws, of which 4.6 percent are

truncated_normal = Exercise(
    id="initialization.truncated_normal",
    title="A normal distribution without tails",
    difficulty=3,
    minutes=25,
    is_core=False,
    hints=(
        "A number that falls outside must go. Where should another one be taken from, so that the "
        "shape of the bell in between stays as it is?",
        "Draw standard normal numbers, and draw again for those places alone whose size is above "
        "2, until no such place is left. What remains has the deviation 0.8796: stretch it.",
        "Check std. Draw all numbers. While a mask of the places beyond 2 has a True in it, put as "
        "many new numbers there. Multiply by std over 0.8796256610342398 at the very end.",
    ),
)


@truncated_normal.asks(initialization.truncated_normal)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    wide, tall = dense_shapes(rng)
    essential = "what falls outside is drawn again, and the deviation is right after the cut"
    with ask.essential(essential):
        _ask_std(ask, rng, "many weights, std 1", wide, 1.0)
        small = float(rng.uniform(0.01, 0.2))
        _ask_std(ask, rng, "many weights, a small std", tall, small, is_once=True)
    _ask_std(ask, rng, "few weights, std 3", SMALL, 3.0)
    _ask_std(ask, rng, "one axis, std 0.5", (20_000,), 0.5, is_once=True)
    ask.edge("no weights", (0, 3), std=1.0, rng=rng)
    ask.edge("a std of 0", SMALL, std=0.0, rng=rng)
    ask.pure(SMALL, std=0.5, rng=rng)
    ask.refuses("a negative std", "ValueError", SMALL, std=-0.1, rng=rng)
    ask.refuses("a negative size", "ValueError", (3, -2), std=1.0, rng=rng)
    ask.refuses("a size that is not whole", "TypeError", (2.5, 3), std=1.0, rng=rng)
    ask.refuses("a seed in place of a generator", "TypeError", SMALL, std=1.0, rng=0)


def _ask_std(
    ask: Ask,
    rng: np.random.Generator,
    about: str,
    shape: tuple[int, ...],
    std: float,
    is_once: bool = False,
) -> None:
    needs = {"law": "truncated", "is_once": is_once}
    ask.drawn("random_weights", about, shape, std=std, rng=rng, needs=needs)


def settings(shape, std, rng):
    """Return sizes, deviation and generator, with the guards that solutions share."""
    if not 0 <= std < np.inf:
        raise ValueError("std is not negative")
    return sizes_of(shape, least=0), float(std), generator(rng)


@truncated_normal.wrong(
    "truncated_normal",
    "clipped instead of drawn again",
    "what falls outside is moved to the bound in your function, where it piles up. Draw a new "
    "number for such a place, until it falls inside.",
    scale=(1.0, 1 / KEPT),
)
def truncated_by_clipping(shape, *, std, rng, scale):
    sizes, std, rng = settings(shape, std, rng)
    return scale * std * np.clip(rng.standard_normal(sizes), -CUT, CUT)


@truncated_normal.wrong(
    "truncated_normal",
    "no correction",
    "the cut takes the tails, and with them some of the spread: your weights have 0.88 of the "
    "standard deviation that was asked for. Stretch them by one over 0.8796.",
)
def truncated_without_correction(shape, *, std, rng):
    sizes, std, rng = settings(shape, std, rng)
    return std * within(rng, sizes)


@truncated_normal.wrong(
    "truncated_normal",
    "nothing cut",
    "your weights still have their tails. No weight may be larger than twice the deviation of the "
    "normal distribution that they are drawn from.",
    scale=(1.0, 1 / KEPT),
)
def truncated_not_at_all(shape, *, std, rng, scale):
    sizes, std, rng = settings(shape, std, rng)
    return scale * std * rng.standard_normal(sizes)


@truncated_normal.wrong(
    "truncated_normal",
    "drawn again only once",
    "a number that is drawn again may fall outside once more. Repeat for such places until none is "
    "left.",
)
def truncated_once(shape, *, std, rng):
    sizes, std, rng = settings(shape, std, rng)
    return std / KEPT * within(rng, sizes, times=1)


@truncated_normal.wrong(
    "truncated_normal",
    "one tail left",
    "only one tail of the bell is cut in your function. The other one goes on beyond the bound: a "
    "number that is far below 0 lies outside as well as one that is far above.",
    side=(1, -1),
    scale=(1.0, 1 / KEPT),
)
def truncated_on_one_side(shape, *, std, rng, side, scale):
    sizes, std, rng = settings(shape, std, rng)
    W = np.asarray(rng.standard_normal(sizes))
    while (outside := side * W > CUT).any():
        W[outside] = rng.standard_normal(np.count_nonzero(outside))
    return scale * std * W


@truncated_normal.wrong(
    "truncated_normal",
    "no weights break it",
    "with a size of 0 there is no largest weight, and your function breaks while it looks for one. "
    "Ask with `.any()` whether a place is outside.",
)
def truncated_by_maximum(shape, *, std, rng):
    sizes, std, rng = settings(shape, std, rng)
    W = rng.standard_normal(sizes)
    while np.max(np.abs(W)) > CUT:
        outside = np.abs(W) > CUT
        W[outside] = rng.standard_normal(np.count_nonzero(outside))
    return std / KEPT * W


@truncated_normal.wrong(
    "truncated_normal",
    "corrected the wrong way",
    "the correction goes the wrong way: you multiply by 0.8796 where you should divide, so the "
    "spread shrinks twice.",
)
def truncated_multiplied(shape, *, std, rng):
    sizes, std, rng = settings(shape, std, rng)
    return std * KEPT * within(rng, sizes)


@truncated_normal.wrong(
    "truncated_normal",
    "cut in the wrong unit",
    "the cut lies at 2 deviations of the normal distribution that is drawn from, which is wider "
    "than std. Yours is at twice std: cut standard normal numbers first, stretch afterwards.",
)
def truncated_at_two_std(shape, *, std, rng):
    sizes, std, rng = settings(shape, std, rng)
    return std / KEPT * within(rng, sizes, cut=CUT * KEPT)


@truncated_normal.wrong(
    "truncated_normal",
    "spread evenly",
    "your weights are spread evenly between two bounds. A truncated normal distribution is a bell "
    "whose tails are cut off.",
    bound=(3**0.5, CUT, CUT / KEPT),
)
def truncated_uniform(shape, *, std, rng, bound):
    sizes, std, rng = settings(shape, std, rng)
    return evenly(rng, bound * std, sizes)


@truncated_normal.wrong(
    "truncated_normal",
    "wrapped around",
    "what falls outside comes in again at another place, by a fold or a remainder, and changes the "
    "bell there. Draw a new number in its place.",
    fold=("mirrored", "put to 0"),
)
def truncated_by_folding(shape, *, std, rng, fold):
    sizes, std, rng = settings(shape, std, rng)
    W = np.asarray(rng.standard_normal(sizes))
    beyond = np.abs(W) > CUT
    mirrored = np.sign(W) * (2 * CUT - np.abs(W))
    return std / KEPT * np.where(beyond, mirrored if fold == "mirrored" else 0.0, W)


@truncated_normal.wrong(
    "truncated_normal",
    "numpy's global random state",
    "the weights come from numpy's global random state, not from `rng`, so nobody could draw them "
    "again. Call a method of `rng`.",
)
def truncated_from_global_state(shape, *, std, rng):
    sizes, std, _ = settings(shape, std, rng)
    W = np.asarray(np.random.standard_normal(sizes))
    while (outside := np.abs(W) > CUT).any():
        W[outside] = np.random.standard_normal(np.count_nonzero(outside))
    return std / KEPT * W


@truncated_normal.right("truncated_normal")
def truncated_place_by_place(shape, *, std, rng):
    sizes, std, rng = settings(shape, std, rng)
    return within(rng, sizes) * std / KEPT


@truncated_normal.right("truncated_normal")
def truncated_by_choosing(shape, *, std, rng):
    sizes, std, rng = settings(shape, std, rng)
    count = math.prod(sizes)
    z = rng.normal(0, 1, count + SPARE)
    inside = z[np.clip(z, -CUT, CUT) == z]
    return inside[:count].reshape(sizes) / KEPT * std
