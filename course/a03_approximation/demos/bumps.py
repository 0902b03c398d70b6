"""A curve built as a wall of bumps: how many, how steep, and how near they come."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course.a03_approximation import experiments
from course.widgets import Choice, Demo, Prediction, Slider, key
from dlkit import approximation
from dlkit.arguments import Array
from dlkit.plots.style import GREY, axes, line

N = 1001  # points at which the curves are compared
X = np.linspace(0, 1, N)
MANY, STEEP = 64, 10**1.6
TARGETS: Mapping[str, Callable[[Array], Array]] = {
    "one wave": lambda x: np.sin(2 * np.pi * x),
    "a fast wave on a slow one": lambda x: np.sin(2 * np.pi * x) + 0.5 * np.sin(6 * np.pi * x),
    "a corner": lambda x: 1 - 3 * np.abs(x - 0.4),
    "a jump": lambda x: np.where(x < 0.5, -0.8, 0.8),
}


@dataclass(frozen=True)
class Wall:
    """A target, the bumps, and what they are together."""

    target: str
    steepness: float
    bumps: Array  # (n, N)
    goal: Array  # (N,)
    sum: Array
    worst: float  # the sup error
    area: float  # the L1 error


def compute(bumps: int, steepness: float, target: str) -> Wall:
    """Build as many bumps side by side, each as high as the target in the middle of its part."""
    f = TARGETS[target]
    parts = experiments.wall(f, bumps, steepness)(X)
    total = parts.sum(axis=0)
    worst, area = (
        distance(f, lambda _: total, 0.0, 1.0, N)
        for distance in (approximation.sup_error, approximation.l1_error)
    )
    return Wall(target, steepness, parts, f(X), total, worst, area)


def draw(figure: Figure, wall: Wall) -> None:
    """Draw the bumps with their sum over the target, and beside them the distance."""
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    draw_wall(left, wall)
    distance = np.abs(wall.goal - wall.sum)
    axes(right).fill_between(X, 0, distance, color=GREY, alpha=0.3, linewidth=0)
    at = int(np.argmax(distance))
    worst: dict[str, Any] = {"color": "black", "marker": "o", "linestyle": "none"}
    right.plot(X[at], distance[at], **worst, clip_on=False)
    area: dict[str, Any] = {"color": GREY, "linewidth": 7, "alpha": 0.4, "solid_capstyle": "butt"}
    entries = {f"sup error {wall.worst:.3f}": worst, f"L1 error {wall.area:.3f}": area}
    key(right, entries, left=0.2)
    right.set(title="how far apart", xlabel="x", ylabel="distance", xlim=(0, 1), ylim=(0, 1.4))


def draw_wall(ax: Axes, wall: Wall) -> None:
    """Draw the target, every bump and the sum."""
    target: dict[str, Any] = {"color": GREY, "linewidth": 4, "alpha": 0.6, "linestyle": ":"}
    total, part = line(0), line(1) | {"linewidth": 0.7}
    axes(ax).plot(X, wall.goal, **target)
    ax.plot(X, wall.bumps.T, **part)
    ax.plot(X, wall.sum, **total, linewidth=2)
    n = len(wall.bumps)
    words = f"their sum, from {2 * n} units"
    key(ax, {f"target: {wall.target}": target, f"bumps: {n}": part, words: total})
    ax.set(title="a wall of bumps", xlabel="x", ylabel="y", xlim=(0, 1), ylim=(-1.4, 2.4))


def describe(wall: Wall) -> str:
    """Say how near the sum comes."""
    return (
        f"{len(wall.bumps)} bumps of the steepness {wall.steepness:.3g} follow {wall.target}. "
        f"The sup error is {wall.worst:.3f}, the L1 error {wall.area:.3f}."
    )


def with_many(wall: Wall) -> str | None:
    """Return what became of the sup error, once there are many bumps of the first steepness."""
    is_asked = wall.target == "one wave" and np.isclose(wall.steepness, STEEP)
    if len(wall.bumps) < MANY or not is_asked:
        return None
    return "it gets stuck above 0.1" if wall.worst > 0.1 else "it goes on halving, to about 0.05"


bumps = Demo(
    title="A wall of bumps",
    task="Take 16 bumps, and find the steepness with the smallest L1 error. Then try the jump: "
    "which of the two errors can be made small, and which cannot?",
    controls=(
        Slider("bumps", "bumps", 1, MANY, default=8),
        Slider("steepness", "steepness k", 10, 1000, default=STEEP, step=0.1, log=True),
        Choice("target", "target", tuple(TARGETS)),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        f"The sup error is 0.39. Raise the bumps to {MANY} and leave the steepness. What becomes "
        "of the sup error?",
        choices=("it goes on halving, to about 0.05", "it gets stuck above 0.1", "it grows"),
        answer=with_many,
        because="An edge is about 10/k wide, here a quarter of the interval. Narrow bumps with "
        "such edges overlap, and their sum is blurred: bumps and steepness have to grow together.",
    ),
)
