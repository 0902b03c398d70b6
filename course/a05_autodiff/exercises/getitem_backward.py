"""The exercise on the way back from indexing."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a05_autodiff.exercises.arrays import real
from dlkit import autodiff

SHAPES = {"dy": takes("", "N", "N M", "L N M"), "x": takes("N", "N M", "L N M")}

getitem_backward = Exercise(
    id="autodiff.getitem_backward",
    title="Reading some entries",
    difficulty=2,
    minutes=20,
    is_core=False,
    hints=(
        "An entry that was not read does not change the result. What does one get that was read "
        "three times?",
        "Begin with zeros in the shape and dtype of x, and add the upstream gradient at the places "
        "that were read. Adding with an index in brackets keeps one part of each place only.",
        "NumPy has a function that adds at an index again and again, also where it repeats: "
        "`add.at`. It takes the array that is changed, the index, and what is added.",
    ),
)


@getitem_backward.asks(autodiff.getitem_backward, SHAPES, part="gradients")
def _ask_getitem(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([1.0, 10.0, 100.0]), np.zeros(4), index=[2, 0, 2])
    with ask.essential("an entry that was read several times gets all parts of its gradient"):
        repeated = [1, 3, 1, 0, 1]
        ask.values("rows, one three times", rng.normal(size=(5, 3)), _x(rng, 4, 3), index=repeated)
        pairs = (np.array([0, 2, 0, 0]), np.array([1, 1, 1, 2]))
        ask.values("single entries, one twice", rng.normal(size=4), _x(rng, 3, 4), index=pairs)
    ask.values("one number", np.array(rng.normal()), _x(rng, 5), index=3)
    ask.values("one row", rng.normal(size=3), _x(rng, 4, 3), index=-1)
    columns = (slice(None), slice(1, None, 2))
    ask.values("every second column", rng.normal(size=(3, 2)), _x(rng, 3, 5), index=columns)
    mask = np.array([[True, False, True], [False, False, True]])
    ask.values("a mask", rng.normal(size=3), _x(rng, 2, 3), index=mask)
    ask.values("layers", rng.normal(size=(2, 3, 2)), _x(rng, 4, 3, 2), index=[3, 3])
    ask.standard(rng.normal(size=(3, 2)), _x(rng, 4, 2), index=[0, 0, 2])
    ask.edge("everything", rng.normal(size=(2, 3)), _x(rng, 2, 3), index=slice(None))
    ask.edge("nothing", np.empty((0, 3)), _x(rng, 2, 3), index=slice(2, 2))
    x = _x(rng, 4, 3)
    ask.refuses("dy with a row too few", "ValueError", np.ones((1, 3)), x, index=[0, 1])
    ask.refuses("one number for a row", "ValueError", np.array(1.0), x, index=0)


def _x(rng, *shape):
    return rng.normal(size=shape)


def accepted(dy, x, index):
    """Return dy and x as floats, with the guards that right and wrong solutions share."""
    x = real(x)
    dy = np.asarray(dy, x.dtype)
    if dy.shape != np.shape(x[index]):
        raise ValueError("dy needs the shape of what was read")
    return dy, x


@getitem_backward.wrong(
    "getitem_backward",
    "repeated entries lose parts",
    "an entry that was read several times gets one part of its gradient only: with an index in "
    "brackets the last part that NumPy writes to a place stays, by `=` as well as by `+=`.",
)
def getitem_once(dy, x, *, index):
    dy, x = accepted(dy, x, index)
    dx = np.zeros_like(x)
    dx[index] += dy
    return dx


@getitem_backward.wrong(
    "getitem_backward",
    "zeros of whole numbers",
    "your gradient is an array of whole numbers where x holds whole numbers, and everything behind "
    "the point is cut off. A gradient is an array of floats.",
)
def getitem_in_whole_numbers(dy, x, *, index):
    accepted(dy, x, index)
    dx = np.zeros_like(x)
    np.add.at(dx, index, np.asarray(dy).astype(dx.dtype))
    return dx


@getitem_backward.wrong(
    "getitem_backward",
    "upstream gradient ignored",
    "your gradient counts how often an entry was read, whatever `dy` is. It is `dy` that goes back "
    "to those places.",
)
def getitem_of_ones(dy, x, *, index):
    dy, x = accepted(dy, x, index)
    dx = np.zeros_like(x)
    np.add.at(dx, index, 1)
    return dx


@getitem_backward.wrong(
    "getitem_backward",
    "only what was read",
    "your gradient has the shape of what was read. It needs the shape of x: entries that were not "
    "read get 0.",
)
def getitem_unchanged(dy, x, *, index):
    return np.array(accepted(dy, x, index)[0])


@getitem_backward.wrong(
    "getitem_backward",
    "x where nothing was read",
    "where nothing was read your result holds the entries of x. Their gradient is 0: the result "
    "does not depend on them.",
)
def getitem_into_x(dy, x, *, index):
    dy, x = accepted(dy, x, index)
    dx = np.array(x)
    dx[index] = 0
    np.add.at(dx, index, dy)
    return dx


@getitem_backward.wrong(
    "getitem_backward",
    "shared out among repeated entries",
    "an entry that was read several times gets the mean of its parts. Each use adds its own: sum "
    "them.",
)
def getitem_by_mean(dy, x, *, index):
    dy, x = accepted(dy, x, index)
    dx, count = np.zeros_like(x), np.zeros_like(x)
    np.add.at(dx, index, dy)
    np.add.at(count, index, 1)
    return dx / np.maximum(count, 1)


@getitem_backward.wrong(
    "getitem_backward",
    "times the entries that were read",
    "your gradient is multiplied by x. Reading an entry does not change it: the slope is 1.",
)
def getitem_times_x(dy, x, *, index):
    dy, x = accepted(dy, x, index)
    dx = np.zeros_like(x)
    np.add.at(dx, index, dy * x[index])
    return dx


@getitem_backward.right("getitem_backward")
def getitem_by_counting(dy, x, *, index):
    dy, x = accepted(dy, x, index)
    places = np.arange(x.size).reshape(x.shape)[index]
    total = np.bincount(np.ravel(places), weights=np.ravel(dy), minlength=x.size)
    return total.reshape(x.shape).astype(x.dtype)


@getitem_backward.right("getitem_backward")
def getitem_one_at_a_time(dy, x, *, index):
    dy, x = accepted(dy, x, index)
    dx = np.zeros(x.size, x.dtype)
    places = np.arange(x.size).reshape(x.shape)[index]
    for k, place in enumerate(np.ravel(places)):
        dx[place] += np.ravel(dy)[k]
    return dx.reshape(x.shape)
