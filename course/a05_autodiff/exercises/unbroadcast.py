"""The exercise on the way back from broadcasting."""

import math

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a05_autodiff.exercises.arrays import real
from dlkit import autodiff

DY = {"dy": takes("", "N", "N M", "L N M", "K L M N R")}

unbroadcast = Exercise(
    id="autodiff.unbroadcast",
    title="The way back from broadcasting",
    difficulty=3,
    minutes=25,
    hints=(
        "Broadcasting copies: each element is used several times. What does an element get that is "
        "used several times?",
        "Axes that were not there before stand in front: sum them away. Axes that had the length 1 "
        "and have another one now: sum over them, but keep them with length 1.",
        "Count how many axes `dy` has too many, and sum over so many in front. Then go through the "
        "lengths of the old shape: where it is 1, sum over this axis with the axis kept.",
    ),
)


@unbroadcast.asks(autodiff.unbroadcast, DY, part="gradients")
def _ask_unbroadcast(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]]), (3,))
    with ask.essential("what was copied gets the sum over all of its copies, in its old shape"):
        ask.values("(4, 3) from (4, 1)", rng.normal(size=(4, 3)), (4, 1))
        ask.values("(4, 3) from (1, 3)", rng.normal(size=(4, 3)), (1, 3))
        ask.values("(2, 4, 3) from (3,)", rng.normal(size=(2, 4, 3)), (3,))
        ask.values("(5, 2, 2, 4, 3) from (2, 1, 3)", rng.normal(size=(5, 2, 2, 4, 3)), (2, 1, 3))
    ask.values("(4, 3) from (1, 1)", rng.normal(size=(4, 3)), (1, 1))
    ask.values("(2, 4, 3) from (2, 1, 1)", rng.normal(size=(2, 4, 3)), (2, 1, 1))
    technical = rng.normal(size=(4, 3)), (1, 3)
    ask.layouts(*technical)
    ask.float32(*technical)
    ask.integers(*technical)
    ask.pure(rng.normal(size=(4, 3)), (4, 3))  # where nothing is summed dy may come back itself
    ask.edge("one number stretched to (4, 3)", rng.normal(size=(4, 3)), ())
    ask.edge("nothing was stretched", rng.normal(size=(4, 3)), (4, 3))
    ask.edge("one number that stays one", np.array(rng.normal()), ())
    ask.edge("axes of length 1 that stay so", rng.normal(size=(1, 4, 1)), (1, 1, 1))
    ask.edge("new axes of length 1", rng.normal(size=(1, 1, 3)), (3,))
    ask.edge("five numbers from (1,)", rng.normal(size=5), (1,))
    ask.edge("copied no times: (0, 3) from (1, 3)", np.empty((0, 3)), (1, 3))
    ask.edge("copied no times: (0, 3) from (3,)", np.empty((0, 3)), (3,))
    for shape in ((2,), (4, 3, 1), (3, 4)):
        title = f"(4, 3) from {shape}, which does not stretch to it"
        ask.refuses(title, "ValueError", rng.normal(size=(4, 3)), shape)


def accepted(dy, shape):
    """Return dy as floats and the number of new axes, with the guard that solutions share."""
    dy = real(dy)
    if np.broadcast_shapes(dy.shape, shape) != dy.shape:
        raise ValueError("the shape does not stretch to that of dy")
    return dy, dy.ndim - len(shape)


def summed(dy, shape, total=np.sum):
    """The right way back, with another rule than the sum where the mistake lies in that."""
    dy, new = accepted(dy, shape)
    lengths = (1,) * new + tuple(shape)
    axes = tuple(k for k, n in enumerate(lengths) if n == 1 and dy.shape[k] != 1)
    return np.array((total(dy, axis=axes, keepdims=True) if axes else dy).reshape(shape))


@unbroadcast.wrong(
    "unbroadcast",
    "sum over all axes",
    "your function sums over every axis, so that all elements get the same. Only copies are added "
    "up: over new axes, and over those that had the length 1.",
)
def unbroadcast_everything(dy, shape):
    dy, _ = accepted(dy, shape)
    return np.full(shape, dy.sum(), dy.dtype)


@unbroadcast.wrong(
    "unbroadcast",
    "axes of length 1 lost",
    "an axis that had the length 1 is gone from your result. Sum over it, but keep it: the result "
    "has the shape from before the stretching.",
)
def unbroadcast_squeezed(dy, shape):
    return np.squeeze(summed(dy, shape))


@unbroadcast.wrong(
    "unbroadcast",
    "length in place of the axis",
    "where the old shape has a 1 you sum over axis 1, whichever axis it stands at. It is the place "
    "in the shape that counts.",
)
def unbroadcast_by_length(dy, shape):
    dy, new = accepted(dy, shape)
    dy = dy.sum(axis=tuple(range(new)))
    for length in shape:
        if length == 1:
            dy = dy.sum(axis=length, keepdims=True)
    return dy


@unbroadcast.wrong(
    "unbroadcast",
    "new axes left",
    "axes that the stretching has put in front are still there in your result. Sum them away "
    "first: the result has the old number of axes.",
)
def unbroadcast_without_new_axes(dy, shape):
    dy, new = accepted(dy, shape)
    axes = tuple(new + k for k, length in enumerate(shape) if length == 1)
    return dy.sum(axis=axes, keepdims=True)


@unbroadcast.wrong(
    "unbroadcast",
    "axes of length 1 not summed",
    "your function sums new axes away, but where an axis of length 1 was stretched it does "
    "nothing: those are copies, too.",
)
def unbroadcast_new_axes_only(dy, shape):
    dy, new = accepted(dy, shape)
    return dy.sum(axis=tuple(range(new)))


@unbroadcast.wrong(
    "unbroadcast",
    "copied no times",
    "where an axis of length 1 was copied no times, your result keeps the length 0. The old shape "
    "has the length 1 there, and a sum of no copies is 0.",
)
def unbroadcast_longer_axes_alone(dy, shape):
    dy, new = accepted(dy, shape)
    dy = dy.sum(axis=tuple(range(new)))
    axes = tuple(k for k, n in enumerate(shape) if n == 1 and dy.shape[k] > 1)
    return np.array(dy.sum(axis=axes, keepdims=True))


@unbroadcast.wrong(
    "unbroadcast",
    "mean instead of sum",
    "your function averages over the copies. Each copy adds its own share to the loss, so their "
    "gradients are added up.",
    of_none=(0.0, math.nan),
)
def unbroadcast_by_mean(dy, shape, *, of_none):
    def average(a, **over):
        total = a.sum(**over)
        return total * a.dtype.type(total.size / a.size) if a.size else total + of_none

    return summed(dy, shape, average)


@unbroadcast.wrong(
    "unbroadcast",
    "one of the copies",
    "your function takes the gradient of one copy and drops the others. Add all of them up.",
    place=(0, -1),
)
def unbroadcast_one_copy(dy, shape, *, place):
    dy, new = accepted(dy, shape)
    for k, length in enumerate((1,) * new + tuple(shape)):
        if length == 1 and dy.shape[k] > 1:
            dy = np.take(dy, [place], axis=k)
        elif dy.shape[k] == 0 and length == 1:
            dy = dy.sum(axis=k, keepdims=True)
    return np.array(dy.reshape(shape))


@unbroadcast.wrong(
    "unbroadcast",
    "reshaped without a sum",
    "your function gives `dy` another shape, but adds nothing up. There are more gradients than "
    "elements: each element gets the sum over its copies.",
)
def unbroadcast_reshaped(dy, shape):
    dy, _ = accepted(dy, shape)
    return np.resize(dy, shape)


@unbroadcast.wrong(
    "unbroadcast",
    "new axes at the end",
    "your function takes the axes at the end for the new ones. NumPy compares shapes from the "
    "right, so new axes stand in front.",
)
def unbroadcast_from_the_left(dy, shape):
    dy, _ = accepted(dy, shape)
    dy = dy.sum(axis=tuple(range(len(shape), dy.ndim)))
    for k, length in enumerate(shape):
        if length == 1:
            dy = dy.sum(axis=k, keepdims=True)
    return dy


@unbroadcast.right("unbroadcast")
def unbroadcast_axis_by_axis(dy, shape):
    dy, new = accepted(dy, shape)
    for _ in range(new):
        dy = dy.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            dy = np.add.reduce(dy, axis=axis, keepdims=True)
    return np.array(dy)


@unbroadcast.right("unbroadcast")
def unbroadcast_by_counting_places(dy, shape):
    dy, _ = accepted(dy, shape)
    places = np.arange(np.prod(shape, dtype=int)).reshape(shape)
    result = np.zeros(shape, dy.dtype)
    np.add.at(result.reshape(-1), np.broadcast_to(places, dy.shape).ravel(), dy.ravel())
    return result
