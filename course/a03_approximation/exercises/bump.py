"""The exercise on a bump: what two sigmoids can do that one cannot."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a03_approximation.exercises.shared import POINTS, positive, real, sigmoid
from dlkit import approximation

bump = Exercise(
    id="approximation.bump",
    title="A bump",
    difficulty=1,
    minutes=10,
    hints=(
        "One sigmoid switches on at a and stays on. What has to happen at b?",
        "Each edge has a sigmoid of its own: the steepness times the distance of the point from "
        "that edge goes into it. The result has the shape of the points.",
        "Check the two edges and the steepness; one sigmoid of the distances from a, one of the "
        "distances from b, both multiplied by the steepness first; the first minus the second, "
        "times the height.",
    ),
)


@bump.asks(approximation.bump, {"x": POINTS})
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([0.0, 1.0, 2.0, 3.0]), 1.0, 2.0, height=10.0, steepness=100.0)
    for shape, height, k in (((7,), 1.5, 3.0), ((4, 3), -2.0, 8.0), ((9,), 0.7, 0.5)):
        x = rng.uniform(-3, 3, shape)
        ask.values(f"points of shape {shape}", x, -1.2, 0.9, height=height, steepness=k)
    x = rng.uniform(-1, 3, 6)
    ask.standard(x, 0.25, 1.75, height=2.0, steepness=4.0)
    ask.edge("a steepness of 10 000", x, 0.25, 1.75, height=2.0, steepness=1e4)
    ask.edge("no points", np.empty(0), 0.0, 1.0, height=1.0, steepness=1.0)
    ask.edge("a bump without width", x, 0.5, 0.5, height=3.0, steepness=2.0)
    ask.refuses("an array as edge", "TypeError", x, x - 1, 3.0, height=1.0, steepness=1.0)
    ask.refuses("edges exchanged", "ValueError", x, 1.0, 0.0, height=1.0, steepness=1.0)
    ask.refuses("a steepness of 0", "ValueError", x, 0.0, 1.0, height=1.0, steepness=0.0)
    ask.refuses("a negative steepness", "ValueError", x, 0.0, 1.0, height=1.0, steepness=-2.0)
    ask.refuses("an infinite height", "ValueError", x, 0.0, 1.0, height=np.inf, steepness=1.0)


def accepted(x, a, b, height, steepness):
    """Return points, height and steepness, with the guards that solutions share."""
    if np.ndim(a) or np.ndim(b):
        raise TypeError("an edge is one number")
    if not a <= b or not np.isfinite(height):
        raise ValueError("a may not exceed b, and the height is finite")
    return real(x), float(height), positive(steepness)


@bump.wrong(
    "bump",
    "one sigmoid",
    "your function goes from one level to another and stays there: that is one sigmoid. A bump has "
    "two edges, and so a sigmoid for each.",
    edge=("left", "right"),
)
def one_edge(x, a, b, *, height, steepness, edge):
    x, h, k = accepted(x, a, b, height, steepness)
    return h * sigmoid(k * (x - a) if edge == "left" else k * (b - x))


@bump.wrong(
    "bump",
    "only one edge is steep",
    "the steepness reaches one of your two edges only. Both sigmoids have to be scaled by it.",
    edge=("left", "right"),
)
def one_steep_edge(x, a, b, *, height, steepness, edge):
    x, h, k = accepted(x, a, b, height, steepness)
    left, right = (k, 1.0) if edge == "left" else (1.0, k)
    return h * (sigmoid(left * (x - a)) - sigmoid(right * (x - b)))


@bump.wrong(
    "bump",
    "height added",
    "your bump is lifted by the height instead of stretched: outside the edges it has to be near "
    "0, whatever the height is. Multiply by it.",
)
def height_added(x, a, b, *, height, steepness):
    x, h, k = accepted(x, a, b, height, steepness)
    return h + sigmoid(k * (x - a)) - sigmoid(k * (x - b))


@bump.wrong(
    "bump",
    "difference reversed",
    "your bump points the wrong way: with a positive height it is a dent. The sigmoid of the left "
    "edge comes first, and the other one is subtracted.",
)
def reversed_difference(x, a, b, *, height, steepness):
    x, h, k = accepted(x, a, b, height, steepness)
    return h * (sigmoid(k * (x - b)) - sigmoid(k * (x - a)))


@bump.wrong(
    "bump",
    "height ignored",
    "the height does not enter your result: the difference of the two sigmoids is multiplied by "
    "it.",
)
def without_height(x, a, b, *, height, steepness):
    x, _, k = accepted(x, a, b, height, steepness)
    return sigmoid(k * (x - a)) - sigmoid(k * (x - b))


@bump.wrong(
    "bump",
    "steepness ignored",
    "the steepness does not enter your result: the distance from each edge is multiplied by it "
    "before the sigmoid.",
)
def without_steepness(x, a, b, *, height, steepness):
    x, h, _ = accepted(x, a, b, height, steepness)
    return h * (sigmoid(x - a) - sigmoid(x - b))


@bump.wrong(
    "bump",
    "steepness on the point alone",
    "your steepness multiplies the point and not the edge, so the edges move when it grows. "
    "Subtract the edge first, then scale the distance.",
)
def moving_edges(x, a, b, *, height, steepness):
    x, h, k = accepted(x, a, b, height, steepness)
    return h * (sigmoid(k * x - a) - sigmoid(k * x - b))


@bump.wrong(
    "bump",
    "sum of the two sigmoids",
    "your two sigmoids are added, so that right of both edges the result is twice the height. The "
    "second one has to take away what the first one brought.",
)
def summed(x, a, b, *, height, steepness):
    x, h, k = accepted(x, a, b, height, steepness)
    return h * (sigmoid(k * (x - a)) + sigmoid(k * (x - b)))


@bump.wrong(
    "bump",
    "product of two sigmoids",
    "your bump is a product of two sigmoids. It looks alike where it is steep, but one hidden "
    "layer can only add and subtract its units.",
)
def product(x, a, b, *, height, steepness):
    x, h, k = accepted(x, a, b, height, steepness)
    return h * sigmoid(k * (x - a)) * sigmoid(k * (b - x))


@bump.wrong(
    "bump",
    "b taken for the width",
    "your right edge lies at a plus b. The argument b is the place of the right edge itself, not "
    "the width of the bump.",
)
def b_as_width(x, a, b, *, height, steepness):
    x, h, k = accepted(x, a, b, height, steepness)
    return h * (sigmoid(k * (x - a)) - sigmoid(k * (x - a - b)))


@bump.wrong(
    "bump",
    "height inside the sigmoids",
    "your height stands inside the sigmoids, where it acts like more steepness. It multiplies "
    "what comes out of them.",
)
def height_inside(x, a, b, *, height, steepness):
    x, h, k = accepted(x, a, b, height, steepness)
    return sigmoid(h * k * (x - a)) - sigmoid(h * k * (x - b))


@bump.wrong(
    "bump",
    "a hard step",
    "your bump has vertical edges, whatever the steepness is. Use the sigmoid: with a small "
    "steepness the edges are wide.",
)
def hard(x, a, b, *, height, steepness):
    x, h, _ = accepted(x, a, b, height, steepness)
    return (h * ((x >= a) & (x <= b))).astype(x.dtype)


@bump.right("bump")
def by_tanh(x, a, b, *, height, steepness):
    x, h, k = accepted(x, a, b, height, steepness)
    return h / 2 * (np.tanh(k / 2 * (x - a)) - np.tanh(k / 2 * (x - b)))


@bump.right("bump")
def from_the_right(x, a, b, *, height, steepness):
    x, h, k = accepted(x, a, b, height, steepness)
    return h * sigmoid(k * (b - x)) - h * sigmoid(k * (a - x))
