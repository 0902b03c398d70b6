"""Points of a ball and angles between directions, while the number of dimensions grows."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course.widgets import Demo, Prediction, Slider
from dlkit.arguments import Array
from dlkit.landscapes import sample_ball, shell_fraction
from dlkit.plots.style import COLORS, axes

POINTS, DIRECTIONS = 400, 100
RADII, COSINES = np.linspace(0, 1, 41), np.linspace(-1, 1, 41)
THIN = 0.01


@dataclass(frozen=True)
class Ball:
    """How the distances of points and the cosines of their directions are spread."""

    dimensions: int
    radii: Array  # (40,) share of points in each bin
    cosines: Array  # (40,) share of pairs in each bin
    in_shell: float  # share of the volume
    mean_cosine: float  # mean size, over the pairs


def compute(dimensions: float) -> Ball:
    """Draw points of a ball, and count; a logarithmic slider is rounded to whole dimensions."""
    dimensions = round(dimensions)
    points = sample_ball(POINTS, dimensions, rng=np.random.default_rng(0))
    lengths = np.linalg.norm(points, axis=1)
    directions = points[:DIRECTIONS] / lengths[:DIRECTIONS, None]
    cosines = (directions @ directions.T)[np.triu_indices(DIRECTIONS, k=1)]
    radii, _ = np.histogram(lengths, RADII)
    spread, _ = np.histogram(np.clip(cosines, -1, 1), COSINES)
    share = shell_fraction(dimensions, THIN)
    mean = float(np.abs(cosines).mean())
    return Ball(dimensions, radii / POINTS, spread / len(cosines), share, mean)


def draw(figure: Figure, ball: Ball) -> None:
    """Draw both spreads as stairs."""
    left, right = figure.subplots(1, 2)
    stairs(left, ball.radii, RADII)
    left.axvline(1 - THIN, color=COLORS[1], linestyle="--", linewidth=1)
    left.set(xlabel="distance from the centre", ylabel="points, highest = 1", xlim=(0, 1.02))
    left.set_title(f"outermost 1 %: {ball.in_shell:.1%}")
    stairs(right, ball.cosines, COSINES)
    right.set(xlabel="cosine of two directions", ylabel="pairs, highest = 1", xlim=(-1, 1))
    right.set_title(f"mean size {ball.mean_cosine:.3f}")


def stairs(ax: Axes, shares: Array, edges: Array) -> None:
    """Draw shares as filled stairs, the highest of them 1: then the numbers beside stay."""
    axes(ax).stairs(shares / shares.max(), edges, fill=True, color=COLORS[0])
    ax.set_ylim(0, 1.1)


def describe(ball: Ball) -> str:
    """Say what both stairs show."""
    middle = RADII[np.searchsorted(np.cumsum(ball.radii), 0.5)]
    return (
        f"{POINTS} points of a ball in {ball.dimensions} dimensions: half of them lie beyond "
        f"about {middle:.2f} of the radius, and the outermost 1 % (dashed) holds "
        f"{ball.in_shell:.1%} of the volume. The cosines of {DIRECTIONS} directions, each pair "
        f"once, have a mean size of {ball.mean_cosine:.3f}, where 0 is a right angle."
    )


CHOICES = ("about 1 %", "about a half", "nearly all")


def in_the_shell(ball: Ball) -> str | None:
    """Return the share in the outermost hundredth, at about a thousand dimensions."""
    if ball.dimensions < 900:
        return None
    return CHOICES[int(np.searchsorted([0.1, 0.9], ball.in_shell))]


shell = Demo(
    title="A ball in many dimensions",
    task="Move from 1 dimension to 1000. When is the middle of the ball empty? From where on lies "
    "more than half of the volume in the outermost 1 %? How does the mean size of the cosine "
    "shrink from 10 to 1000 dimensions?",
    controls=(Slider("dimensions", "dimensions", 1, 1000, default=10, step=0.05, log=True),),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        "Which share of the volume lies in the outermost 1 % of the radius in 1000 dimensions?",
        choices=CHOICES,
        answer=in_the_shell,
        because="What is left inside is 0.99 to the power of 1000, which is 0.00004.",
    ),
)
