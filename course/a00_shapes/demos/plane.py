"""A linear unit with two inputs, seen from above: level lines of a plane."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course.widgets import Demo, Prediction, Slider
from dlkit.arguments import Array
from dlkit.plots.style import COLORS, GREY
from dlkit.shapes import dense_forward, linear_unit

REACH, PIXELS = 3.0, 60
LEVELS = (-4, -2, 0, 2, 4)
WEIGHTS = (1.0, 0.5)  # at first
MOVED = 1.0  # so far is plain to see

GRID = np.linspace(-REACH, REACH, PIXELS)
POINTS = np.stack(np.meshgrid(GRID, GRID), axis=-1).reshape(-1, 2)


@dataclass(frozen=True)
class Plane:
    """The parameters, a sample with its output, and the output all over the plane."""

    w: Array  # (2,)
    b: float
    x: Array  # (2,)
    y: float
    heights: Array  # (PIXELS, PIXELS)

    @property
    def shift(self) -> float:
        """How far the line y = 0 lies from the origin, against the arrow; nan without a line."""
        length = float(np.linalg.norm(self.w))
        return self.b / length if length else np.nan

    @property
    def gap(self) -> float:
        """How far apart two level lines are drawn; nan without lines."""
        length = float(np.linalg.norm(self.w))
        return (LEVELS[1] - LEVELS[0]) / length if length else np.nan


def compute(w0: float, w1: float, b: float, x0: float, x1: float) -> Plane:
    """Compute the unit for one sample and for every point of a grid."""
    w, x = np.array([w0, w1]), np.array([x0, x1])
    heights = dense_forward(POINTS, w[:, None], np.array([b])).reshape(PIXELS, PIXELS)
    return Plane(w, b, x, linear_unit(x, w, b), heights)


def draw(figure: Figure, plane: Plane) -> None:
    """Draw the height as colour, level lines, the weights as an arrow, and the sample."""
    ax = figure.subplots()
    extent = (-REACH, REACH, -REACH, REACH)
    ax.imshow(plane.heights, origin="lower", extent=extent, cmap="PuOr", vmin=-8, vmax=8, alpha=0.7)
    for level in LEVELS if plane.w.any() else ():
        _draw_level(ax, plane, level)
    if plane.w.any():
        ax.annotate("", tuple(plane.w), (0, 0), arrowprops={"arrowstyle": "->", "linewidth": 2})
    ax.plot(*plane.x, "o", color=COLORS[1], markersize=10, markeredgecolor="white")
    ax.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal")
    ax.set_xticks(range(-3, 4))
    ax.set_yticks(range(-3, 4))
    ax.set(xlabel="input x₀", ylabel="input x₁", title=f"y = {plane.y:.2f} at the dot")


def _draw_level(ax: Axes, plane: Plane, level: float) -> None:
    """Draw where the output has one value: a line that the weights stand upright on."""
    foot = (level - plane.b) * plane.w / (plane.w @ plane.w)
    direction = np.array([-plane.w[1], plane.w[0]]) / np.linalg.norm(plane.w)
    points = foot + np.linspace(-2 * REACH, 2 * REACH, 121)[:, None] * direction
    if level == 0:
        ax.plot(*points.T, "-", color="black", linewidth=2.5)
    else:
        ax.plot(*points.T, "--", color=GREY, linewidth=1)
    inside = points[np.abs(points).max(axis=1) < REACH - 0.3]
    if len(inside):
        name = str(level).replace("-", "−")
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        ax.annotate(name, tuple(inside[-1]), ha="center", va="center", fontsize=8, bbox=box)


def describe(plane: Plane) -> str:
    """Say the formula, where arrow and level lines are, and the output at the dot."""
    where = (
        "The same everywhere."
        if not plane.w.any()
        else f"The arrow leads from the origin to the weights, ({plane.w[0]:.2f}, "
        f"{plane.w[1]:.2f}). On each level line y keeps the value that is written there; they run "
        f"in the direction ({0 - plane.w[1]:.2f}, {plane.w[0]:.2f}), {plane.gap:.2f} apart. The "
        f"line y = 0 {_place(plane.shift)}."
    )
    return (
        f"Seen from above: y = {plane.w[0]:.2f} x0 + {plane.w[1]:.2f} x1 + {plane.b:.2f} as "
        f"colour. {where} At the dot ({plane.x[0]:.2f}, {plane.x[1]:.2f}) y is {plane.y:.2f}."
    )


def _place(shift: float) -> str:
    if shift == 0:
        return "goes through the origin"
    way = "against" if shift > 0 else "along"
    return f"lies {abs(shift):.2f} from the origin, {way} the arrow"


def what_the_bias_did(plane: Plane) -> str | None:
    """Return what has become of the line y = 0, once the bias alone has moved far."""
    if not np.array_equal(plane.w, WEIGHTS) or abs(plane.b) < MOVED:
        return None
    return "it moves, and keeps its direction" if abs(plane.shift) > 0 else "it stays"


plane = Demo(
    title="A unit with two inputs",
    task="Move both weights: how does the arrow lie to the level lines, and what makes them lie "
    "closer together? Then find weights with which the input x₁ does not count at all.",
    controls=(
        Slider("w0", "weight w₀", -2.0, 2.0, default=WEIGHTS[0], step=0.1),
        Slider("w1", "weight w₁", -2.0, 2.0, default=WEIGHTS[1], step=0.1),
        Slider("b", "bias b", -2.0, 2.0, default=0.0, step=0.1),
        Slider("x0", "input x₀", -3.0, 3.0, default=1.5, step=0.25),
        Slider("x1", "input x₁", -3.0, 3.0, default=-1.0, step=0.25),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        "Move only the bias, by 1 or more. What happens to the thick line, where y = 0?",
        choices=("it turns", "it moves, and keeps its direction", "it stays"),
        answer=what_the_bias_did,
        because="The weights alone decide the direction. A larger bias lifts the whole plane, so "
        "the line moves against the arrow.",
    ),
    size=(6.6, 4.2),
)
