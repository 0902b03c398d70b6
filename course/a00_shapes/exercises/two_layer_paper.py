"""The exercise on the network of the lecture notes: on paper first, then as matrix products."""

from collections.abc import Callable

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a00_shapes.exercises.shared import real
from dlkit import shapes

BENDS: dict[str, Callable[[float], float]] = {
    "relu": lambda h: max(h, 0.0),
    "abs": lambda h: abs(h),
    "tanh": lambda h: float(np.tanh(h)),
    "sigmoid": lambda h: 1 / (1 + np.exp(-h)),
}
LINEAR = "every unit hands on its sum as it is, also below 0"

two_layer_paper = Exercise(
    id="shapes.two_layer_paper",
    title="A network on paper, and as products",
    difficulty=2,
    minutes=20,
    hints=(
        "A network is worked out from left to right: first both hidden units, then the output from "
        "what they gave. For many samples at once, think of one row for each.",
        "The first product turns N rows of D inputs into N rows of H hidden values, the second one "
        "into N rows with a single entry. The last step takes the entry out of its row.",
        "For one sample: the first hidden value is the sum of both inputs, the second one their "
        "difference, and the output is the first hidden value minus the second. For many "
        "samples: the product of x and W1, that times W2, and of the result its only column.",
    ),
)


@two_layer_paper.asks(shapes.two_layer_paper, {"x": takes("D")})
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([3.0, 1.0]))
    ask.values("hidden values below 0", rng.uniform((-4.0, 0.5), (-3.0, 1.5)))
    with ask.essential(LINEAR):
        ask.property("mirrored", rng.uniform((-4.0, 0.5), (-3.0, 1.5)))
    ask.values("a second input below 0", rng.uniform((0.5, -4.0), (1.5, -3.0)))
    x = rng.uniform(0.5, 2.0, size=2)
    ask.standard(x)
    ask.edge("the sample (40, 0) of the lecture notes", np.array([40.0, 0.0]))
    ask.refuses("three inputs", "ValueError", np.append(x, 1.0))
    ask.refuses("a table of one row", "ValueError", x[None])


def hidden_of(x):
    """Return both hidden values of one sample, with the guard that solutions share."""
    x = real(x)
    if x.shape != (2,):
        raise ValueError("one sample of two inputs is needed")
    return float(x[0] + x[1]), float(x[0] - x[1])


@two_layer_paper.wrong(
    "two_layer_paper",
    "an activation that the network does not have",
    "hidden values below 0 do not arrive at your output as they are. This network has no "
    "bend: every unit hands on its sum.",
    activation=tuple(BENDS),
)
def paper_bent(x, *, activation):
    first, second = (BENDS[activation](value) for value in hidden_of(x))
    return float(first - second)


@two_layer_paper.wrong(
    "two_layer_paper",
    "the answer for (40, 0), whatever comes in",
    "your function gives the same number for every sample. The result has to be computed from x.",
)
def paper_constant(x):
    hidden_of(x)
    return 0.0


@two_layer_paper.wrong(
    "two_layer_paper",
    "a sign turned",
    "your result is twice the first input, so a sign is wrong. The second hidden value is the "
    "first input minus the second, and the output is the first hidden value minus the second.",
)
def paper_added(x):
    first, second = hidden_of(x)
    return first + second


@two_layer_paper.wrong(
    "two_layer_paper",
    "output with the wrong sign",
    "your result has the right size and the wrong sign. At the output the first hidden value has "
    "the weight 1 and the second one the weight -1.",
)
def paper_exchanged(x):
    first, second = hidden_of(x)
    return second - first


@two_layer_paper.wrong(
    "two_layer_paper",
    "stopped at the hidden layer",
    "your function returns two hidden values. One more unit follows: it makes one number of them.",
    kind=(np.array, tuple),
)
def paper_hidden(x, *, kind):
    return kind(hidden_of(x))


@two_layer_paper.wrong(
    "two_layer_paper",
    "one hidden unit alone",
    "only one of the two hidden values is in your result. The output unit takes both: the first "
    "with the weight 1, the second with the weight -1.",
    unit=(0, 1),
)
def paper_one_unit(x, *, unit):
    return hidden_of(x)[unit]


@two_layer_paper.right("two_layer_paper")
def paper_in_one_line(x):
    x = real(x)
    if x.shape != (2,):
        raise ValueError("two inputs")
    return 2 * float(x[1])


@two_layer_paper.right("two_layer_paper")
def paper_by_products(x):
    x = real(x)
    if x.shape != (2,):
        raise ValueError("two inputs")
    hidden = x @ np.array([[1.0, 1.0], [1.0, -1.0]])
    return (hidden * np.array([1.0, -1.0])).sum()
