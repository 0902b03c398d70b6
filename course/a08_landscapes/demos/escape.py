"""A descent near a saddle: how long it stays, with noise and with momentum."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from course.widgets import Demo, Prediction, Slider, key
from dlkit.arguments import Array
from dlkit.landscapes import escape_step
from dlkit.plots.style import COLORS, GREY, axes, line

RATE, STEPS = 0.05, 500
GRID = np.linspace(-1.3, 1.3, 41)
TINY = 1e-12  # where a distance of exactly 0 is drawn
NEAREST = 1e-10  # the lowest place of the slider, which stands for the ridge itself


@dataclass(frozen=True)
class Escape:
    """The path of a descent from (1, y0) on (x² - c y²) / 2, and the step at which it has left."""

    curvature: float
    start: float
    noise: float
    momentum: float
    path: Array  # (T, 2)
    left_after: int | None  # |y| > 1


def compute(start: float, curvature: float, noise: float, momentum: float) -> Escape:
    """Walk until the path has left the saddle, or for 500 steps."""
    start, noise = (0.0 if value <= NEAREST else value for value in (start, noise))
    rng = np.random.default_rng(0)
    place, velocity = np.array([1.0, start]), np.zeros(2)
    bends, path = np.array([1.0, -curvature]), [place]
    for _ in range(STEPS):
        slope = bends * place + noise * rng.standard_normal(2)
        velocity = momentum * velocity - RATE * slope
        place = place + velocity
        path.append(place)
        if abs(place[1]) > 1:
            break
    way = np.array(path)
    left = escape_step(way, [0.0, 0.0], [0.0, 1.0])
    return Escape(curvature, start, noise, momentum, way, left)


def draw(figure: Figure, run: Escape) -> None:
    """Draw the path from above, and the distance from the ridge over the steps."""
    above, distance = figure.subplots(1, 2, width_ratios=(1, 1.2))
    x, y = np.meshgrid(GRID, GRID)
    heights = (x**2 - run.curvature * y**2) / 2
    above.contour(GRID, GRID, heights, levels=10, colors=GREY, linewidths=0.6, linestyles="solid")
    above.plot(*run.path.T, color=COLORS[0])
    above.plot(*run.path[0], "s", color=COLORS[1])
    above.plot(0, 0, "x", color="black")
    axes(above).set(xlim=(-1.3, 1.3), ylim=(-1.3, 1.3), xlabel="x", ylabel="y", aspect="equal")
    above.set_title("from above")
    away = np.maximum(np.abs(run.path[:, 1]), TINY)
    axes(distance).semilogy(away, linewidth=2, **line(0))
    distance.axhline(1, color=GREY, linewidth=1, linestyle=":")
    distance.set(
        xlim=(0, STEPS), ylim=(TINY / 3, 30), xlabel="step", ylabel="|y|, 0 drawn at 1e-12"
    )
    key(distance, {said(run): line(0)}, left=0.1, top=0.08)
    distance.set_title("distance from the ridge")


def said(run: Escape) -> str:
    """Say in a few words when the path has left."""
    return "never left" if run.left_after is None else f"left after {run.left_after} steps"


def describe(run: Escape) -> str:
    """Say the settings, and what becomes of the path."""
    where = "on the ridge" if run.start == 0 else f"{run.start:.1e} beside the ridge"
    noise = "without noise" if run.noise == 0 else f"with noise {run.noise:.1e}"
    end = (
        f"In {STEPS} steps it does not leave: it ends {abs(run.path[-1, 1]):.1e} from the ridge."
        if run.left_after is None
        else f"After {run.left_after} steps |y| is above 1."
    )
    return (
        f"A saddle that bends down along y with the curvature −{run.curvature:g}. A descent with "
        f"learning rate {RATE} begins {where} (square), {noise}, momentum {run.momentum:g}. {end}"
    )


YES, NO = "yes", "no"


def momentum_on_the_ridge(run: Escape) -> str | None:
    """Return whether momentum leaves the ridge, once it was tried there without noise."""
    if run.start > 0 or run.noise > 0 or run.momentum < 0.85:
        return None
    return NO if run.left_after is None else YES


escape = Demo(
    title="Leaving a saddle",
    task="Start nearer and nearer to the ridge: by how many steps does it take longer for each "
    "factor of 10? Then raise the momentum. Then begin on the ridge (distance at its lowest), and "
    "find the least noise with which the path leaves within the 500 steps.",
    controls=(
        Slider("start", "distance at the start", NEAREST, 1e-1, default=1e-3, step=0.5, log=True),
        Slider("curvature", "curvature down", 0.25, 3, default=1.0, step=0.25),
        Slider("noise", "noise", NEAREST, 1.0, default=NEAREST, step=0.5, log=True),
        Slider("momentum", "momentum", 0, 0.95, default=0.0, step=0.05),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        "Exactly on the ridge (distance and noise at their lowest, which count as 0): does "
        "momentum of 0.9 leave the saddle?",
        choices=(YES, NO),
        answer=momentum_on_the_ridge,
        because="On the ridge the slope along y is exactly 0, and so is every sum of such slopes. "
        "Momentum hastens an escape and begins none.",
    ),
)
