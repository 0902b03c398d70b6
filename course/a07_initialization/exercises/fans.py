"""The exercise on fan-in and fan-out."""

import math

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a07_initialization.exercises.shared import sizes_of
from dlkit import initialization

fans = Exercise(
    id="initialization.fans",
    title="Fan-in and fan-out",
    difficulty=1,
    minutes=15,
    hints=(
        "Take one unit of the layer. How many numbers does it add up? And how many units does one "
        "input reach?",
        "For dense weights both numbers stand in the shape. In a convolution one output adds up a "
        "patch of the kernel's size in every input channel, and one input is met by every place "
        "of the kernel in every filter.",
        "Refuse fewer than two sizes. With two, return them as they are. With more, multiply all "
        "sizes from the third on: that is the area. The fan-in is the second size times the area, "
        "the fan-out the first size times the area.",
    ),
)


@fans.asks(initialization.fans)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper((5, 3, 2, 2))
    F, C, *kernel = (int(n) for n in rng.permutation([2, 3, 4, 5, 6, 7])[:5])
    D, M = (int(n) for n in rng.choice(np.arange(10, 40), size=2, replace=False))
    essential = "dense inputs come first; a kernel counts with its whole area, in both fans"
    with ask.essential(essential):
        ask.values("four sizes that all differ", (F, C, *kernel[:2]))
        ask.values("filters of 3 by 3", (8, 2, 3, 3))
        ask.edge("dense weights", (D, M))  # an edge: what came is the answer, which is no merit
    ask.edge("the same transposed", (M, D))
    ask.values("a kernel along one axis", (F, C, kernel[0]))
    ask.values("a kernel along three axes", (F, C, *kernel))
    ask.edge("a kernel of one place", (F, C, 1, 1))
    ask.edge("one input and one output", (1, 1))
    ask.edge("a list as shape", [F, C, kernel[0], kernel[1]])
    ask.pure([4, 3, 2, 5])
    ask.refuses("the shape of a bias", "ValueError", (3,))
    ask.refuses("an empty shape", "ValueError", ())
    ask.refuses("no inputs", "ValueError", (0, 3))
    ask.refuses("a negative size", "ValueError", (4, 3, -2, 2))
    ask.refuses("a size that is not whole", "TypeError", (5, 2.5))
    ask.refuses("a number as shape", "TypeError", 5)


def accepted(shape):
    """Return the first two sizes and those of the kernel, guarded."""
    sizes = sizes_of(shape)
    if len(sizes) < 2:
        raise ValueError("a bias has no fans")
    return sizes[0], sizes[1], sizes[2:]


def right_fans(first, second, kernel):
    area = math.prod(kernel)
    return (second * area, first * area) if kernel else (first, second)


@fans.wrong(
    "fans",
    "swaps fans",
    "your two numbers have changed places, for every kind of layer. The fan-in comes first.",
)
def fans_swapped(shape):
    fan_in, fan_out = right_fans(*accepted(shape))
    return fan_out, fan_in


@fans.wrong(
    "fans",
    "swaps dense fans",
    "dense weights of shape (D, M) have the inputs first, so the fan-in is D. Yours come in the "
    "other order, as they would for PyTorch's `nn.Linear`.",
)
def fans_swapped_if_dense(shape):
    first, second, kernel = accepted(shape)
    return right_fans(first, second, kernel) if kernel else (second, first)


@fans.wrong(
    "fans",
    "filters and channels exchanged",
    "a convolution has the shape (F, C, kernel): its filters, the outputs, come first. Yours reads "
    "it as (C, F, kernel).",
)
def fans_filters_as_channels(shape):
    first, second, kernel = accepted(shape)
    return right_fans(*((second, first) if kernel else (first, second)), kernel)


@fans.wrong(
    "fans",
    "ignores kernel area",
    "one output of a convolution adds up a whole patch in every channel, and one input is met by "
    "every place of the kernel. In your result the kernel's sizes are missing from a fan.",
    missing=("both", "fan_in", "fan_out"),
)
def fans_without_area(shape, *, missing):
    first, second, kernel = accepted(shape)
    fan_in, fan_out = right_fans(first, second, kernel)
    if not kernel:
        return fan_in, fan_out
    return (
        fan_in if missing == "fan_out" else second,
        fan_out if missing == "fan_in" else first,
    )


@fans.wrong(
    "fans",
    "first two sizes for every shape",
    "you return the first two sizes of a convolution as they come, as if it were a dense layer. "
    "There the filters come first, and the kernel counts as well.",
)
def fans_first_two(shape):
    first, second, _ = accepted(shape)
    return first, second


@fans.wrong(
    "fans",
    "last two sizes of a convolution",
    "the last two sizes of a convolution are those of its kernel, not its inputs and outputs.",
)
def fans_last_two(shape):
    first, second, kernel = accepted(shape)
    last = (first, second, *kernel)[-2:]
    return last[0], last[1]


@fans.wrong(
    "fans",
    "one side of the kernel only",
    "the kernel counts with all of its sizes, multiplied. Yours counts with one of them, which is "
    "enough for a kernel along one axis only.",
    side=(0, -1),
)
def fans_with_one_side(shape, *, side):
    first, second, kernel = accepted(shape)
    return right_fans(first, second, kernel and (kernel[side],))


@fans.wrong(
    "fans",
    "sizes of the kernel added",
    "the sizes of the kernel are added in your function. A patch has as many places as their "
    "product says.",
)
def fans_with_sum(shape):
    first, second, kernel = accepted(shape)
    return right_fans(first, second, kernel and (sum(kernel),))


@fans.wrong(
    "fans",
    "kernel assumed to be square and flat",
    "your kernel has exactly two axes. It may also lie along one axis or along three: multiply all "
    "sizes that follow the first two.",
)
def fans_of_two_axes(shape):
    first, second, kernel = accepted(shape)
    return right_fans(first, second, kernel and (*kernel, 1)[:2])


@fans.wrong(
    "fans",
    "a bias gets fans",
    "the shape of a bias is not refused. A bias multiplies nothing, so it has no fans: raise a "
    "ValueError.",
    other=("itself", "one input", "one output"),
)
def fans_of_a_bias(shape, *, other):
    sizes = sizes_of(shape)
    if len(sizes) != 1:
        return right_fans(*accepted(sizes))
    (n,) = sizes
    return {"itself": (n, n), "one input": (1, n), "one output": (n, 1)}[other]


@fans.right("fans")
def fans_by_products(shape):
    first, second, kernel = accepted(shape)
    if not kernel:
        return first, second
    return int(np.prod((second, *kernel))), int(np.prod((first, *kernel)))


@fans.right("fans")
def fans_by_counting(shape):
    first, second, kernel = accepted(shape)
    weights = np.empty((first, second, *kernel))
    fan_in, fan_out = np.size(weights[0]), np.size(weights[:, 0])
    return (fan_in, fan_out) if kernel else (fan_out, fan_in)
