"""The triangle problem: three lines and an AND, with corners that move."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course.widgets import Demo, Prediction, Slider, key
from dlkit import plots
from dlkit.activations import mlp_forward, sigmoid
from dlkit.approximation import half_plane, triangle_net
from dlkit.arguments import Array
from dlkit.plots.style import GREY, axes, line

SIDE = np.linspace(-1, 1, 81)
SQUARE = np.stack(np.meshgrid(SIDE, SIDE), axis=-1).reshape(-1, 2)
SOFT = 2.0


@dataclass(frozen=True)
class Region:
    """A triangle, its network, and what that says of the square."""

    corners: Array  # (3, 2)
    steepness: float
    lines: tuple[Array, Array]  # (2, 3) and (3,)
    answer: Array  # (81, 81)
    along: Array  # (81,), on the level of the middle
    level: float
    found: float  # share of the triangle that is called inside
    right: float  # share of the square


def compute(
    ax: float, ay: float, bx: float, by: float, cx: float, cy: float, steepness: float
) -> Region:
    """Build the four units of a triangle and ask them for all points of the square."""
    corners = np.array([[ax, ay], [bx, by], [cx, cy]])
    net = triangle_net(corners, steepness)
    edges = [half_plane(p, q) for p, q in zip(corners, np.roll(corners, -1, axis=0), strict=True)]
    W, b = np.array([w for w, _ in edges]).T, np.array([c for _, c in edges])
    is_inside = np.all(SQUARE @ W + b > 0, axis=1)
    answer = output(net, SQUARE)
    level = float(corners[:, 1].mean())
    along = output(net, np.column_stack([SIDE, np.full_like(SIDE, level)]))
    says = answer > 0.5
    found, right = float(says[is_inside].mean()), float(np.mean(says == is_inside))
    return Region(corners, steepness, (W, b), answer.reshape(81, 81), along, level, found, right)


def output(net: list[tuple[Array, Array]], points: Array) -> Array:
    """Return what the fourth unit says, a number between 0 and 1 for each point."""
    return sigmoid(mlp_forward(points, net, sigmoid)[0])[:, 0]


def draw(figure: Figure, region: Region) -> None:
    """Draw the map with the three lines, and the output along a line through the middle."""
    left, right = figure.subplots(1, 2)
    draw_map(left, region)
    axes(right).plot(SIDE, region.along, linewidth=2, **line(0))
    right.axhline(0.5, color="black", linewidth=0.8, linestyle="--")
    key(right, {f"{region.right:.1%} of the square right": {"linestyle": "none"}}, left=-0.05)
    right.set(
        title="along the dotted line", xlabel="x₀", ylabel="output", xlim=(-1, 1), ylim=(-0.05, 1.3)
    )


def draw_map(ax: Axes, region: Region) -> None:
    """Draw the output as shades, and where the sum of each unit is 0."""
    axes(ax).imshow(
        region.answer,
        origin="lower",
        extent=(-1, 1, -1, 1),
        cmap="Blues",
        vmin=0,
        vmax=1,
        aspect="auto",
    )
    ax.axhline(region.level, color=GREY, linewidth=2, linestyle=":")
    ax.set(xlim=(-1, 1), ylim=(-1, 1))
    plots.separating_lines(*region.lines, ax=ax)
    for name, (x, y) in zip("ABC", region.corners, strict=True):
        ax.plot(x, y, "o", color="black", markersize=4)
        ax.text(x, y + (0.13 if name == "C" else -0.13), name, ha="center", va="center")
    ax.set(title=f"four units, k = {region.steepness:.3g}", xlabel="x₀", ylabel="x₁")


def describe(region: Region) -> str:
    """Say how much of the triangle and of the square is named right."""
    corners = ", ".join(f"({x:.2g}, {y:.2g})" for x, y in region.corners)
    return (
        f"A triangle with the corners {corners} and its four units of steepness "
        f"{region.steepness:.3g}. They call about {region.found:.0%} of the triangle inside, "
        f"and are right on {region.right:.1%} of the square."
    )


def when_soft(region: Region) -> str | None:
    """Return how much of the triangle is found, once the units are soft."""
    if region.steepness > SOFT:
        return None
    return "nothing" if region.found == 0 else "about half of it" if region.found < 0.9 else "all"


triangle = Demo(
    title="Four units make a triangle",
    task="Move the corners, and watch which lines follow. From which steepness on are 99 percent "
    "of the square right? Does a thin triangle need more?",
    controls=(
        Slider("ax", "A: x₀", -0.9, -0.3, default=-0.8, step=0.05),
        Slider("ay", "A: x₁", -0.8, -0.2, default=-0.6, step=0.05),
        Slider("bx", "B: x₀", 0.3, 0.9, default=0.7, step=0.05),
        Slider("by", "B: x₁", -0.8, -0.2, default=-0.5, step=0.05),
        Slider("cx", "C: x₀", -0.6, 0.6, default=-0.1, step=0.05),
        Slider("cy", "C: x₁", 0.1, 0.8, default=0.7, step=0.05),
        Slider("steepness", "steepness k", 1, 1000, default=10**1.5, step=0.1, log=True),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        "Lower the steepness to 2. How much of the triangle do the four units still call inside?",
        choices=("all", "about half of it", "nothing"),
        answer=when_soft,
        because="A soft sigmoid says little more than one half, even well inside. Three of them "
        "then never add up to 2.5, and the fourth unit stays off everywhere.",
    ),
)
