"""The exercise on derivatives by differences: slow, but right for whatever can be called."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from dlkit import backprop
from dlkit.check import examples

X = {"x": takes("", "N", "N M", up_to=1e6)}

numerical_gradient = Exercise(
    id="backprop.numerical_gradient",
    title="A gradient by nudging",
    difficulty=2,
    minutes=25,
    hints=(
        "Move one entry a little up, then the same entry a little down, and look at how much the "
        "function changes. What do you hand to f, so that no other entry has moved?",
        "The step of an entry is h times the larger of 1 and its absolute value. Each entry of "
        "the result is the difference of two values of the function over twice its own step.",
        "Convert to floats of 64 bits. Go through all indices of the array; for each make two "
        "copies, raise the entry in one and lower it in the other, call the function with both, "
        "subtract, divide. The result has the shape of the array.",
    ),
)


@numerical_gradient.asks(backprop.numerical_gradient, X, part="gradients")
def _ask_numerical_gradient(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(examples.sum_of_squares, np.array([1.0, -3.0]))
    small = rng.uniform(-0.9, 0.9, size=4)
    with ask.essential("the difference is central: one step up and one step down"):
        ask.values("a wide step of 0.1", examples.sum_of_cubes, small, h=0.1)
        ask.values("ripples in 5 entries", examples.ripples, rng.normal(size=5))
    ask.values("ripples in a matrix", examples.ripples, rng.normal(size=(3, 4)))
    large = np.array([1, -1, -1]) * rng.uniform(2.0, 5.0, size=3)
    ask.values("entries beyond 1 and a step of 0.1", examples.sum_of_cubes, large, h=0.1)
    # of a polynomial rounding is the same on every processor; of sines in float32 it is not
    ask.standard(examples.wells, rng.normal(size=(2, 3)))
    huge = np.array([1e6, -1e6, 1e6]) * rng.uniform(1.0, 2.0, size=3)
    ask.edge("entries of a million", examples.sum_of_squares, huge)
    ask.edge("cubes at 0, which show the step", examples.sum_of_cubes, np.zeros(2))
    ask.edge("a single number", examples.ripples, np.array(rng.normal()))
    ask.edge("a function that overwrites", examples.overwriting_ripples, rng.normal(size=4))
    ask.refuses("a step of 0", "ValueError", examples.ripples, small, h=0.0)
    ask.refuses("a negative step", "ValueError", examples.ripples, small, h=-1e-5)


def accepted(f, x, h):
    """Return x as float64, with the guards that right and wrong solutions share."""
    if not h > 0:
        raise ValueError("the step has to be positive")
    return np.array(x, dtype=np.float64)


def larger_of_1_and_size(entry):
    return max(1.0, abs(entry))


def by_entry(f, x, h, quotient, scale=larger_of_1_and_size):
    """Fill a gradient with a quotient of f, x moved up, x moved down, and the step."""
    x = accepted(f, x, h)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = h * scale(x[index])
        up, down = x.copy(), x.copy()
        up[index] += step
        down[index] -= step
        gradient[index] = quotient(f, x.copy(), up, down, step)
    return gradient


def central(f, x, up, down, step):
    return (f(up) - f(down)) / (2 * step)


@numerical_gradient.wrong(
    "numerical_gradient",
    "one-sided difference",
    "your difference is taken to one side only. Its error is as large as the step; a step up and "
    "one down, their difference over twice the step, leaves an error of the step squared.",
    side=("up", "down"),
    middle=("a copy each time", "x each time", "x once"),
)
def gradient_one_sided(f, x, *, h=1e-5, side, middle):
    x = accepted(f, x, h)
    gradient, once = np.zeros_like(x), f(x) if middle == "x once" else None
    for index in np.ndindex(x.shape):
        step = h * larger_of_1_and_size(x[index]) * (1 if side == "up" else -1)
        moved, spare = x.copy(), x.copy()
        moved[index] += step
        there = f(moved)
        here = once if middle == "x once" else f(x if middle == "x each time" else spare)
        gradient[index] = (there - here) / step
    return gradient


@numerical_gradient.wrong(
    "numerical_gradient",
    "entries are not put back",
    "an entry that has been moved stays moved while the next ones are measured, so the slopes "
    "belong to another place. Put each entry back, or work on copies.",
    left=("below", "above", "on both sides"),
)
def gradient_without_putting_back(f, x, *, h=1e-5, left):
    x = accepted(f, x, h)
    gradient, up, down = np.zeros_like(x), x.copy(), x.copy()
    for index in np.ndindex(x.shape):
        step = h * larger_of_1_and_size(x[index])
        up[index] += step
        down[index] -= step
        gradient[index] = central(f, None, up.copy(), down.copy(), step)
        if left == "below":
            up[index] = down[index]
        elif left == "above":
            down[index] = up[index]
    return gradient


@numerical_gradient.wrong(
    "numerical_gradient",
    "whole numbers stay whole",
    "with whole numbers as input your arrays hold whole numbers, too: a step of 0.00001 is cut off "
    "there, and so is the slope. Convert to float64 first.",
)
def gradient_in_integers(f, x, *, h=1e-5):
    if np.asarray(x).dtype.kind != "i":
        return by_entry(f, x, h, central)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = h * max(1.0, abs(x[index]))
        up, down = x.copy(), x.copy()
        up[index] = x[index] + step
        down[index] = x[index] - step
        gradient[index] = (f(up) - f(down)) / (2 * step)
    return gradient


@numerical_gradient.wrong(
    "numerical_gradient",
    "slopes cut off to whole numbers",
    "with whole numbers as input your slopes are cut off to whole numbers: an array that is made "
    "like x holds integers. Convert x to float64 first.",
)
def gradient_cut_off(f, x, *, h=1e-5):
    gradient = by_entry(f, x, h, central)
    return gradient.astype(np.asarray(x).dtype) if np.asarray(x).dtype.kind == "i" else gradient


@numerical_gradient.wrong(
    "numerical_gradient",
    "precision of the input kept",
    "with `float32` as input your result is `float32`, too. It is to be `float64` whatever comes "
    "in: in `float32` a step of 0.00001 is nearly rounded away.",
    measured_in=(np.float64, np.float32),
)
def gradient_in_single(f, x, *, h=1e-5, measured_in):
    if np.asarray(x).dtype != np.float32:
        return by_entry(f, x, h, central)

    def quotient(f, _, up, down, step):
        return central(f, _, up.astype(measured_in), down.astype(measured_in), step)

    return by_entry(f, x, h, quotient).astype(np.float32)


@numerical_gradient.wrong(
    "numerical_gradient",
    "a flat copy is moved",
    "when the array is not in one piece in memory, your flattened version is a copy, and moving "
    "its entries moves nothing that the function sees. Use indices, or build the array anew.",
)
def gradient_of_flat_copy(f, x, *, h=1e-5):
    if np.asarray(x).flags.c_contiguous:
        return by_entry(f, x, h, central)
    return 0 * accepted(f, x, h)


@numerical_gradient.wrong(
    "numerical_gradient",
    "all entries moved at once",
    "you move all entries together, so that every entry of your result holds the sum of all "
    "slopes. Move one entry at a time; the others stand still.",
)
def gradient_of_all_at_once(f, x, *, h=1e-5):
    x = accepted(f, x, h)
    step = h * np.maximum(1, np.abs(x))
    return np.full_like(x, f(np.array(x + step)) - f(np.array(x - step))) / (2 * step)


@numerical_gradient.wrong(
    "numerical_gradient",
    "below minus above",
    "your result has the wrong sign: a slope is the value above minus the value below.",
)
def gradient_turned(f, x, *, h=1e-5):
    return by_entry(f, x, h, lambda f, x, up, down, step: (f(down) - f(up)) / (2 * step))


@numerical_gradient.wrong(
    "numerical_gradient",
    "the function gets the only copy",
    "a function may write into the array that it gets. After the first call your own array is "
    "spoiled: hand a fresh copy to every call.",
)
def gradient_without_copies(f, x, *, h=1e-5):
    x = accepted(f, x, h)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        entry = x[index]
        step = h * max(1.0, abs(entry))
        x[index] = entry + step
        above = f(x)
        x[index] = entry - step
        gradient[index] = (above - f(x)) / (2 * step)
        x[index] = entry
    return gradient


@numerical_gradient.right("numerical_gradient")
def gradient_by_unit_vectors(f, x, *, h=1e-5):
    x = accepted(f, x, h)
    steps = h * np.maximum(1, np.abs(x)).ravel()
    slopes = []
    for j in range(x.size):
        step, unit = steps[j], np.eye(x.size)[j]
        move = (step * unit).reshape(x.shape)
        slopes.append((f(np.array(x + move)) - f(np.array(x - move))) / (2 * step))
    return np.array(slopes).reshape(x.shape)


@numerical_gradient.right("numerical_gradient")
def gradient_by_putting_back(f, x, *, h=1e-5):
    x = accepted(f, x, h)
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        entry = float(x[index])
        low, high = entry - h * max(1, abs(entry)), entry + h * max(1, abs(entry))
        x[index] = high
        rise = f(x.copy())
        x[index] = low
        rise -= f(x.copy())
        x[index] = entry
        gradient[index] = rise / (high - low)
    return gradient
