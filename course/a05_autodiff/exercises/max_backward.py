"""The exercise on the way back from the largest entry, and on ties."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a05_autodiff.exercises.arrays import kept
from dlkit import autodiff

SHAPES = {"dy": takes("", "N", "N M"), "x": takes("N", "N M", "L N M")}

max_backward = Exercise(
    id="autodiff.max_backward",
    title="The winner takes all",
    difficulty=3,
    minutes=25,
    is_core=False,
    hints=(
        "Only the largest entry decides: move one of the others a little, and the result stays. "
        "Who gets the gradient, and how much, when two are equally large?",
        "Find the place of the first largest entry along the axis, with the axis kept. At this "
        "place stands the upstream gradient, everywhere else 0.",
        "NumPy's `argmax` gives the first place of the largest entry and can keep the axis; its "
        "`put_along_axis` writes values at such places. Where no axis is named, work on the "
        "flattened array and give it its shape back.",
    ),
)


@max_backward.asks(autodiff.max_backward, SHAPES, part="gradients")
def _ask_max(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([10.0, 100.0]), np.array([[2.0, 7.0, 5.0], [4.0, 1.0, 3.0]]), axis=1)
    with ask.essential("of equally large entries the first one gets the whole gradient"):
        ask.values("ties in every row", rng.normal(size=4), _tied(rng, (4, 5)), axis=1)
        ask.values("ties in every column", rng.normal(size=5), _tied(rng, (6, 5)), axis=0)
    ask.values("columns", rng.normal(size=3), rng.normal(size=(4, 3)), axis=0)
    ask.values(
        "the last axis of three", rng.normal(size=(2, 4)), rng.normal(size=(2, 4, 3)), axis=-1
    )
    ask.values(
        "the middle axis of three", rng.normal(size=(2, 3)), rng.normal(size=(2, 4, 3)), axis=1
    )
    dy = rng.normal(size=(4, 1))
    ask.values("rows, keepdims=True", dy, rng.normal(size=(4, 3)), axis=1, keepdims=True)
    ask.values("all entries", np.array(rng.normal()), rng.normal(size=(4, 3)))
    ask.values("all entries, with ties", np.array(rng.normal()), _tied(rng, (3, 4)))
    ask.values("a square matrix", rng.normal(size=3), rng.normal(size=(3, 3)), axis=1)
    ask.standard(rng.normal(size=4), rng.normal(size=(4, 3)), axis=1)
    _ask_edges(ask, rng)


def _ask_edges(ask: Ask, rng: np.random.Generator) -> None:
    ask.edge(
        "all entries, keepdims=True",
        rng.normal(size=(1, 1)),
        rng.normal(size=(2, 3)),
        keepdims=True,
    )
    ask.edge("nearly equal entries", np.array(1.5), np.array([1.0, 1.0 + 1e-9, 1.0]), axis=0)
    ask.edge("entries below 0 alone", rng.normal(size=2), -rng.uniform(1, 2, size=(2, 3)), axis=1)
    ask.edge("zeros alone", rng.normal(size=2), np.zeros((2, 3)), axis=1)
    ask.edge("one entry a row", rng.normal(size=3), rng.normal(size=(3, 1)), axis=1)
    x = rng.normal(size=(4, 3))
    ask.refuses("dy of the other axis", "ValueError", np.ones(3), x, axis=1)
    ask.refuses("dy as if the axis were kept", "ValueError", np.ones((4, 1)), x, axis=1)
    ask.refuses("the largest of nothing", "ValueError", np.ones(3), np.empty((0, 3)), axis=0)


def _tied(rng, shape):
    """Draw entries of which the largest comes at least twice along every axis."""
    x = rng.normal(size=shape)
    for k in range(2):
        places = (np.arange(max(shape)) + k) % np.array(shape)[:, None]
        x[places[0], places[1]] = 4.0
    return x


def accepted(dy, x, axis, keepdims):
    """Return dy with its axes kept, x and the axes, with the guards that all solutions share."""
    dy, x, axes = kept(dy, x, axis, keepdims)
    if x.size == 0:
        raise ValueError("nothing has no largest entry")
    return dy, x, axes


def largest_of(x, axes):
    return x == np.max(x, axis=axes, keepdims=True)


def first_of(mask, axes, last=False):
    """Keep the first true entry along the axes, or the last one."""
    order = [k for k in range(mask.ndim) if k not in axes] + sorted(axes)
    rows = mask.transpose(order).reshape(*(mask.shape[k] for k in order[: -len(axes)]), -1)
    places = rows.shape[-1] - 1 - np.argmax(rows[..., ::-1], -1) if last else np.argmax(rows, -1)
    chosen = np.arange(rows.shape[-1]) == places[..., None]
    return chosen.reshape([mask.shape[k] for k in order]).transpose(np.argsort(order))


@max_backward.wrong(
    "max_backward",
    "all tied entries get everything",
    "of several equally large entries each gets the whole gradient, so that more goes back than "
    "came. Here the first one gets it alone.",
)
def max_for_all_tied(dy, x, *, axis=None, keepdims=False):
    dy, x, axes = accepted(dy, x, axis, keepdims)
    return dy * largest_of(x, axes)


@max_backward.wrong(
    "max_backward",
    "tied entries share",
    "equally large entries share the gradient in your function. That is one convention; here the "
    "first of them gets all of it.",
)
def max_shared(dy, x, *, axis=None, keepdims=False):
    dy, x, axes = accepted(dy, x, axis, keepdims)
    mask = largest_of(x, axes)
    return dy * (mask / mask.sum(axis=axes, keepdims=True, dtype=x.dtype)).astype(x.dtype)


@max_backward.wrong(
    "max_backward",
    "the last of tied entries",
    "of equally large entries the last one gets the gradient in your function. Here it is the "
    "first one.",
)
def max_of_last(dy, x, *, axis=None, keepdims=False):
    dy, x, axes = accepted(dy, x, axis, keepdims)
    return dy * first_of(largest_of(x, axes), axes, last=True)


@max_backward.wrong(
    "max_backward",
    "nearly the largest counts as well",
    "entries that differ in their last digits count as equal in your function. Compare exactly: "
    "only the largest one decides.",
)
def max_with_tolerance(dy, x, *, axis=None, keepdims=False):
    dy, x, axes = accepted(dy, x, axis, keepdims)
    return dy * first_of(np.isclose(x, x.max(axis=axes, keepdims=True)), axes)


@max_backward.wrong(
    "max_backward",
    "one winner in the whole array",
    "only the largest entry of the whole array gets a gradient. With an axis named, every row or "
    "column has a winner of its own.",
    gets=("its own part", "all parts"),
)
def max_of_everything(dy, x, *, axis=None, keepdims=False, gets):
    dy, x, _ = accepted(dy, x, axis, keepdims)
    part = dy if gets == "its own part" else dy.sum()
    return part * first_of(x == x.max(), tuple(range(x.ndim)))


@max_backward.wrong(
    "max_backward",
    "several winners where no axis is named",
    "with axis=None every row, or column, may have a winner in your function. There is one for the "
    "whole array: the first largest entry in reading order.",
    along=(-1, 0),
    largest=("of all", "of its row"),
)
def max_of_every_row(dy, x, *, axis=None, keepdims=False, along, largest):
    dy, x, axes = accepted(dy, x, axis, keepdims)
    if axis is not None:
        return dy * first_of(largest_of(x, axes), axes)
    own = (along % x.ndim,)
    return (
        dy * first_of(largest_of(x, own), own) * (largest_of(x, axes) | (largest == "of its row"))
    )


@max_backward.wrong(
    "max_backward",
    "place in the flattened array",
    "the place of each winner is meant within its own row, but your function counts it from the "
    "beginning of the whole array.",
)
def max_at_flat_places(dy, x, *, axis=None, keepdims=False):
    dy, x, axes = accepted(dy, x, axis, keepdims)
    dx = np.zeros_like(x)
    if axis is None:
        return dy * first_of(largest_of(x, axes), axes)
    np.put(dx, np.argmax(x, axis=axis), dy)
    return dx


@max_backward.wrong(
    "max_backward",
    "axis left out",
    "your winners are those of the last axis, whichever axis is named. Look along the axis that "
    "comes in.",
)
def max_of_last_axis(dy, x, *, axis=None, keepdims=False):
    dy, x, axes = accepted(dy, x, axis, keepdims)
    axes = axes if axis is None else (x.ndim - 1,)
    return dy * first_of(largest_of(x, axes), axes)


@max_backward.wrong(
    "max_backward",
    "upstream gradient ignored",
    "the winners get 1 in your function, whatever `dy` is. Each gets the upstream gradient of its "
    "own row or column.",
)
def max_of_ones(dy, x, *, axis=None, keepdims=False):
    dy, x, axes = accepted(dy, x, axis, keepdims)
    return first_of(largest_of(x, axes), axes).astype(x.dtype)


@max_backward.wrong(
    "max_backward",
    "spread over all entries",
    "every entry gets the gradient in your function, as in a sum. Only the largest one decides, so "
    "only this one gets it.",
)
def max_like_a_sum(dy, x, *, axis=None, keepdims=False):
    dy, x, _ = accepted(dy, x, axis, keepdims)
    return np.zeros_like(x) + dy


@max_backward.right("max_backward")
def max_by_masks(dy, x, *, axis=None, keepdims=False):
    dy, x, axes = accepted(dy, x, axis, keepdims)
    return np.where(first_of(largest_of(x, axes), axes), dy, np.zeros_like(x))


@max_backward.right("max_backward")
def max_by_places(dy, x, *, axis=None, keepdims=False):
    dy, x, _ = accepted(dy, x, axis, keepdims)
    if axis is None:
        dx = np.zeros(x.size, x.dtype)
        dx[np.argmax(x)] = dy.item()
        return dx.reshape(x.shape)
    dx = np.zeros_like(x)
    np.put_along_axis(dx, x.argmax(axis, keepdims=True), dy, axis)
    return dx
