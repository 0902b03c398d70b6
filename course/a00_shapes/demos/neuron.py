"""One linear unit with one input: what its weight does, and what its bias does."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from course.widgets import Demo, Prediction, Slider
from dlkit.arguments import Array
from dlkit.plots.style import COLORS, GREY, axes, line
from dlkit.shapes import linear_unit

CROSSES = np.array([[-1.0, 2.0], [2.0, 0.5]])  # on the line with weight -0.5 and bias 1.5
REACH = 3.0


@dataclass(frozen=True)
class Unit:
    """The parameters, the input, and what the unit makes of it."""

    w: float
    b: float
    x: float
    y: float
    misses: Array  # (2,), how far the line runs above each cross


def compute(w: float, b: float, x: float) -> Unit:
    """Compute the unit at the input and at both crosses."""
    at_crosses = np.array([linear_unit([place], [w], b) for place in CROSSES[:, 0]])
    return Unit(w, b, x, linear_unit([x], [w], b), at_crosses - CROSSES[:, 1])


def draw(figure: Figure, unit: Unit) -> None:
    """Draw the line with the input on it, and beside it the terms of the sum."""
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    ends = np.array([-REACH, REACH])
    axes(left).plot(ends, unit.w * ends + unit.b, linewidth=2, **line(0))
    left.plot([unit.x, unit.x, -REACH], [-9, unit.y, unit.y], ":", color=GREY)
    left.plot(*CROSSES.T, "X", color="black", markersize=9)
    left.plot(unit.x, unit.y, "o", color=COLORS[1], markersize=9)
    left.set(title=f"y = {unit.w:.2g}x {_signed(unit.b)}", xlabel="input x", ylabel="output y")
    left.set(xlim=(-REACH, REACH), ylim=(-9, 9))
    terms = {"w x": unit.w * unit.x, "b": unit.b, "y": unit.y}
    axes(right).bar(range(3), list(terms.values()), color=[COLORS[0], COLORS[2], COLORS[1]])
    for place, value in enumerate(terms.values()):
        height = value + (0.4 if value >= 0 else -0.4)
        side = "bottom" if value >= 0 else "top"
        right.text(place, height, f"{value:.2f}".replace("-", "−"), ha="center", va=side)
    right.axhline(0, color="black", linewidth=0.8)
    right.set_xticks(range(3), list(terms))
    right.set(title="terms and sum", ylabel="value", ylim=(-10, 10))


def _signed(b: float) -> str:
    return f"+ {b:.2g}" if b >= 0 else f"− {-b:.2g}"


def describe(unit: Unit) -> str:
    """Say the sum, and how far the line is from the crosses."""
    first, second = map(_miss, unit.misses)
    return (
        f"A line with slope {unit.w:.2f} and height {unit.b:.2f} at x = 0. At the input "
        f"{unit.x:.2f} the weight gives {unit.w * unit.x:.2f}, the bias adds {unit.b:.2f}, and the "
        f"output is {unit.y:.2f}. The line runs {first} the cross at (-1, 2) and {second} the one "
        "at (2, 0.5)."
    )


def _miss(distance: float) -> str:
    if abs(distance) < 0.005:
        return "through"
    return f"{abs(distance):.2f} {'above' if distance > 0 else 'below'}"


def at_zero(unit: Unit) -> str | None:
    """Return what comes out at input 0, where the three answers can be told apart."""
    answers = {"0": 0.0, "the weight w": unit.w, "the bias b": unit.b}
    if unit.x != 0 or len(set(answers.values())) < len(answers):
        return None
    return next((name for name, value in answers.items() if value == unit.y), None)


neuron = Demo(
    title="One linear unit",
    task="Move the weight and the bias until the line goes through both crosses. Then move the "
    "input: which of the two terms, w x or b, follows it?",
    controls=(
        Slider("w", "weight w", -2.0, 2.0, default=1.0, step=0.1),
        Slider("b", "bias b", -2.0, 2.0, default=0.5, step=0.1),
        Slider("x", "input x", -3.0, 3.0, default=1.5, step=0.25),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        "Move the input x to 0. What does the unit give?",
        choices=("0", "the weight w", "the bias b"),
        answer=at_zero,
        because="A weight has nothing to multiply there. The bias is what is left without inputs.",
    ),
)
