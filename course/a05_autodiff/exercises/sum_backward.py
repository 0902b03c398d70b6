"""The exercise on the ways back through sums and means over axes."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a05_autodiff.exercises.arrays import axes_of, kept, real
from dlkit import autodiff

SHAPES = {"dy": takes("", "N", "N M", "L N M"), "x": takes("", "N", "N M", "L N M")}
AXES = (  # what is reduced, of x in which shape
    *((0, (4, 3)), (1, (4, 3)), (-1, (2, 3, 4)), (1, (3, 3))),
    *((None, (4, 3)), (-2, (2, 3, 4)), ((0, 2), (2, 3, 4)), ((-1, 0), (2, 3, 4))),
    ((2, 0), (2, 3, 4)),
)
KEPT = AXES[4:8]  # asked with keepdims=True as well


def ask_reduction(ask: Ask, rng: np.random.Generator) -> None:
    """The questions for the sum and the mean alike."""
    ask.paper(np.array([1.0, 10.0]), np.zeros((2, 3)), axis=1)
    for axis, shape in AXES:
        x = rng.normal(size=shape)
        title = f"axis={axis} of shape {shape}"
        ask.values(title, rng.normal(size=np.sum(x, axis=axis).shape), x, axis=axis)
        if (axis, shape) in KEPT:
            dy = rng.normal(size=np.sum(x, axis=axis, keepdims=True).shape)
            ask.values(f"{title}, keepdims=True", dy, x, axis=axis, keepdims=True)
    ask.standard(rng.normal(size=3), rng.normal(size=(4, 3)), axis=0)
    ask.edge("one number", np.array(rng.normal()), np.array(rng.normal()))
    ask.edge("a vector, with no axis named", np.array(rng.normal()), rng.normal(size=5))
    ask.edge("no axes: ()", rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), axis=())
    x = rng.normal(size=(4, 3))
    ask.refuses("dy as if axes were kept", "ValueError", np.ones((4, 1)), x, axis=1)
    ask.refuses(
        "dy without the axis that is kept", "ValueError", np.ones(4), x, axis=1, keepdims=True
    )
    ask.refuses("dy of the other axis", "ValueError", np.ones(3), x, axis=1)


sum_backward = Exercise(
    id="autodiff.sum_backward",
    title="Sums and means over axes",
    difficulty=2,
    minutes=25,
    hints=(
        "How much does a sum change when one of its terms grows? And a mean of n numbers?",
        "Each term gets the gradient of its own sum. If the axes were dropped, put them back with "
        "length 1 first; then the gradient can be stretched to the shape of x. A mean divides it "
        "by the number of terms.",
        "Make the axes a tuple of numbers from 0. Where they were dropped, give `dy` an axis of "
        "length 1 at each of them: NumPy's `expand_dims` takes a tuple. Stretch it to the shape of "
        "x and copy, since a stretched array is only a view. For the mean divide by the product of "
        "the lengths of the axes.",
    ),
)


@sum_backward.asks(autodiff.sum_backward, SHAPES, part="gradients")
def _ask_sum(ask: Ask, rng: np.random.Generator) -> None:
    with ask.essential("every term gets the gradient of its own sum"):
        x = rng.normal(size=(3, 3))
        ask.values("rows of a square matrix", rng.normal(size=3), x, axis=1)
    ask_reduction(ask, rng)
    ask.edge("no samples", rng.normal(size=3), np.empty((0, 3)), axis=0)


@sum_backward.asks(autodiff.mean_backward, SHAPES, part="gradients")
def _ask_mean(ask: Ask, rng: np.random.Generator) -> None:
    with ask.essential("a mean divides by the number of its terms"):
        x = rng.normal(size=(3, 5))
        ask.values("rows of 5 terms", rng.normal(size=3), x, axis=1)
    ask_reduction(ask, rng)
    ask.refuses("the mean of no samples", "ValueError", np.ones(3), np.empty((0, 3)), axis=0)


def spread(dy, x, axis, keepdims):
    """The right gradient of a sum."""
    dy, x, _ = kept(dy, x, axis, keepdims)
    return np.array(np.broadcast_to(dy, x.shape))


def stretched(dy, x, axis, keepdims):
    """Stretch dy to the shape of x as it comes, without putting dropped axes back."""
    dy, x, axes = kept(dy, x, axis, keepdims)
    return np.array(np.broadcast_to(dy if keepdims else np.squeeze(dy, axes), x.shape))


def compared(dy, x, axis, keepdims):
    """Look for each axis among those named, where a negative one is never met."""
    dy, x, axes = kept(dy, x, axis, keepdims)
    named = axes if axis is None else (axis,) if np.ndim(axis) == 0 else axis
    shape = tuple(1 if k in named else n for k, n in enumerate(x.shape))
    return np.array(np.broadcast_to(dy.reshape(shape), x.shape))


def one_axis(dy, x, axis, keepdims):
    """Put back a single axis; a tuple is no index of a list."""
    dy, x, _ = kept(dy, x, axis, keepdims)
    if axis is not None:
        shape = list(x.shape)
        shape[axis] = 1
    return np.array(np.broadcast_to(dy, x.shape))


def kept_twice(dy, x, axis, keepdims):
    """Put the axes back also where they were kept."""
    dy, x, axes = kept(dy, x, axis, keepdims)
    return np.array(np.broadcast_to(np.expand_dims(dy, axes) if keepdims else dy, x.shape))


def in_given_order(dy, x, axis, keepdims):
    """Put the axes back one by one, as the tuple names them."""
    dy, x, axes = kept(dy, x, axis, keepdims)
    if axis is not None and not keepdims:
        dy = np.squeeze(dy, axes)
        for each in np.ravel(axis).astype(int):
            dy = np.expand_dims(dy, each)
    return np.array(np.broadcast_to(dy, x.shape))


def inserted(dy, x, axis, keepdims):
    """Insert a length of 1 for each axis into the list of lengths; -1 is not the end there."""
    dy, x, axes = kept(dy, x, axis, keepdims)
    if axis is not None and not keepdims:
        lengths = list(np.squeeze(dy, axes).shape)
        for each in np.sort(np.ravel(axis)).astype(int):
            lengths.insert(each, 1)
        dy = dy.reshape(lengths)
    return np.array(np.broadcast_to(dy, x.shape))


SHARED = {  # mistakes with axes, which sum and mean have in common
    "dropped axes not put back": (
        stretched,
        "the gradient is stretched as it comes. Where an axis was dropped, the shapes meet at the "
        "wrong axes, or not at all: put an axis of length 1 in its place first.",
    ),
    "negative axes not found": (
        compared,
        "a negative axis counts from the end: -1 is the last one. Your function looks for the axes "
        "from 0 on and never meets it.",
    ),
    "axes put back in the order named": (
        in_given_order,
        "your function puts the axes back one after the other, as the tuple names them. With "
        "axis=(2, 0) there is no place for axis 2 yet. Put back the axis in front first.",
    ),
    "negative place inserted in front of the end": (
        inserted,
        "-1 is the last axis of x, but your function puts the axis back in front of the last one: "
        "an `insert` at -1 means that. Count the axes from 0.",
    ),
    "one axis at most": (
        one_axis,
        "with a tuple of axes your function ends in an error. Several axes may be reduced at once, "
        "or none: every line that uses `axis` has to allow for that.",
    ),
    "axes put back that were kept": (
        kept_twice,
        "with keepdims=True the axes are still there. Your function puts them in a second time.",
    ),
}


def catalogue_shared(name, divide):
    """Catalogue these mistakes for one function; `divide` is what follows the spreading."""
    for misconception, (spread_wrongly, message) in SHARED.items():
        sum_backward.wrong(name, misconception, message)(_solution(spread_wrongly, divide))


def _solution(spread_wrongly, divide):
    def solution(dy, x, *, axis=None, keepdims=False):
        return divide(spread_wrongly(dy, x, axis, keepdims), x, axis)

    solution.__name__ = spread_wrongly.__name__
    return solution


catalogue_shared("sum_backward", lambda dx, x, axis: dx)


@sum_backward.wrong(
    "sum_backward",
    "shared out among the terms",
    "your gradient of a sum is divided by the number of terms. When one term grows by 1, so does "
    "the sum: each term gets all of it.",
)
def sum_divided(dy, x, *, axis=None, keepdims=False):
    count = max(int(np.prod([np.shape(x)[k] for k in axes_of(np.asarray(x), axis)])), 1)
    return spread(dy, x, axis, keepdims) / np.asarray(count, real(x).dtype)


@sum_backward.wrong(
    "sum_backward",
    "upstream gradient ignored",
    "your gradient is 1 everywhere, whatever `dy` is. Each term gets the gradient of its own sum.",
)
def sum_of_ones(dy, x, *, axis=None, keepdims=False):
    return np.ones_like(spread(dy, x, axis, keepdims))


@sum_backward.wrong(
    "sum_backward",
    "all sums counted together",
    "every term gets all upstream gradients added up. A term is in one sum only: it gets the "
    "gradient of that one.",
)
def sum_of_everything(dy, x, *, axis=None, keepdims=False):
    return np.full_like(spread(dy, x, axis, keepdims), np.sum(dy))


@sum_backward.wrong(
    "sum_backward",
    "a view in place of an array",
    "your result is a view: all terms of a sum share one number in memory. Whatever writes into it "
    "later changes them together, or is refused. Copy what you have stretched.",
    of=("dy", "a copy of dy"),
)
def sum_as_a_view(dy, x, *, axis=None, keepdims=False, of):
    dy, x, _ = kept(dy, x, axis, keepdims)
    return np.broadcast_to(dy if of == "dy" else np.array(dy), x.shape)


@sum_backward.right("sum_backward")
def sum_by_adding_to_zeros(dy, x, *, axis=None, keepdims=False):
    dy, x, _ = kept(dy, x, axis, keepdims)
    return np.zeros_like(x) + dy


@sum_backward.right("sum_backward")
def sum_by_reshaping(dy, x, *, axis=None, keepdims=False):
    x = real(x)
    axes = np.arange(x.ndim)[slice(None) if axis is None else np.ravel(axis).astype(int)]
    shape = [1 if k in axes else n for k, n in enumerate(x.shape)]
    full = shape if keepdims else [n for k, n in enumerate(x.shape) if k not in axes]
    if list(np.shape(dy)) != full:
        raise ValueError("dy has another shape than the sum")
    return np.multiply(np.ones_like(x), np.reshape(dy, shape), dtype=x.dtype)
