"""A number that is used several times: its parts added up, or each overwriting the last."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from course.widgets import Demo, Prediction, Slider, Switch, key
from dlkit.arguments import Array
from dlkit.autodiff import Tensor, topo_sort
from dlkit.plots.style import COLORS, GREY, HATCHES, axes, line

PLACES = np.linspace(-2, 2, 121)
STEPS = 40  # of the descent


@dataclass(frozen=True)
class Slopes:
    """The parts that reach x, the slope that is left there, and where a descent by it leads."""

    x: float
    lr: float
    is_overwriting: bool
    parts: tuple[float, ...]
    left: float
    descent: Array


def compute(x: float, lr: float, overwrites: bool) -> Slopes:
    """Walk back through the function at x, and go downhill from there by such walks."""
    parts, left = walk_back(x, overwrites)
    places = [x]
    for _ in range(STEPS):
        places.append(float(np.clip(places[-1] - lr * slope(places[-1], overwrites), -9, 9)))
    return Slopes(x, lr, overwrites, parts, left, np.array(places))


def curve(x: Array) -> Array:
    """The function, a fourth of x to the fourth, less x squared: lowest at plus and minus √2."""
    return x**4 / 4 - x**2


def slope(x: float, overwrites: bool) -> float:
    """What each such walk leaves in x, in a formula: a descent of many walks would take long."""
    return x**3 / 4 if overwrites else x**3 - 2 * x


def walk_back(at: float, overwrites: bool) -> tuple[tuple[float, ...], float]:
    """Return the parts that the walk hands to x, and what is left in x after it."""
    x = Tensor(at, name="x")
    square = x * x
    root = square * square * 0.25 - square
    flows: dict[int, float] = {id(root): 1.0}
    parts = []
    for node in reversed(topo_sort(root)):
        if not node.parents:
            continue
        for parent, part in zip(node.parents, node.pull(np.array(flows[id(node)])), strict=True):
            earlier = 0.0 if overwrites else flows.get(id(parent), 0.0)
            flows[id(parent)] = earlier + float(part)
            parts += [float(part)] if parent is x else []
    return tuple(parts), flows[id(x)]


def draw(figure: Figure, slopes: Slopes) -> None:
    """Draw the descent on the curve, and the parts that x was handed with what is left of them."""
    left, right = (axes(ax) for ax in figure.subplots(1, 2, width_ratios=[3, 2]))
    left.plot(PLACES, curve(PLACES), color=GREY, linewidth=1)
    style = line(int(slopes.is_overwriting)) | {"marker": "s" if slopes.is_overwriting else "o"}
    left.plot(slopes.descent, curve(slopes.descent), markersize=4, **style)
    left.plot(slopes.x, curve(np.array(slopes.x)), "D", color=COLORS[6], markersize=6)
    left.set(xlim=(-2.1, 2.1), ylim=(-1.3, 0.6), xlabel="x", ylabel="f(x)")
    key(left, {"descent": style, "start": {"color": COLORS[6], "marker": "D", "linestyle": ""}})
    heights = [*slopes.parts, slopes.left]
    color = COLORS[int(slopes.is_overwriting)]
    bars = right.bar(range(len(heights)), heights, color="w", edgecolor=color)
    bars[-1].set(facecolor=color, hatch=HATCHES[int(slopes.is_overwriting)])
    right.axhline(0, color=GREY, linewidth=1)
    right.set_xticks(
        range(len(heights)), [*(f"part {k + 1}" for k in range(len(slopes.parts))), "x.grad"]
    )
    right.set(ylabel="gradient at the start", ylim=(-4.4, 4.4))
    right.set_title("overwritten" if slopes.is_overwriting else "added up")


def describe(slopes: Slopes) -> str:
    """Say the parts, what is left of them, and where the descent leads."""
    parts = " and ".join(f"{part:.3f}" for part in slopes.parts)
    how = "each overwrites the last" if slopes.is_overwriting else "they are added up"
    return (
        f"The function falls from a peak at 0 to its lowest points at -1.41 and 1.41. At x = "
        f"{slopes.x:.2f} the walk hands x the parts {parts}; {how}, and {slopes.left:.3f} is left "
        f"as its gradient. A descent of {STEPS} steps by such gradients, with learning rate "
        f"{slopes.lr:.2f}, ends at x = {slopes.descent[-1]:.2f}."
    )


def end_of_descent(slopes: Slopes) -> str | None:
    """Return where the descent leads, once the parts overwrite each other."""
    if not slopes.is_overwriting:
        return None
    if abs(slopes.left) < 1e-3:
        return STANDS
    return CLIMBS if abs(slopes.descent[-1]) < 1.35 else ENDS


ENDS, CLIMBS, STANDS = (
    "it ends at the lowest point",
    "it passes the lowest point and climbs",
    "it stands still",
)

diamond = Demo(
    title="Add up, or overwrite?",
    task="f(x) = s · s / 4 − s with s = x · x: the engine uses s three times and x twice. First go "
    "downhill from different places. Then let each part overwrite the one before, as = in place "
    "of += does. Where does the descent lead now? From which start does it not change?",
    controls=(
        Slider("x", "start x", -2, 2, default=1.8, step=0.1),
        Slider("lr", "learning rate", 0.05, 0.5, default=0.2, step=0.05),
        Switch("overwrites", "parts overwrite each other"),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        "Start at 1.8 and let the parts overwrite each other. Where does the descent lead?",
        choices=(ENDS, CLIMBS, STANDS),
        answer=end_of_descent,
        because="Of the slope x³ − 2x only x³/4 is left, the part that comes last. It has no zero "
        "at the lowest point, and its own descent goes on to 0, the peak.",
    ),
)
