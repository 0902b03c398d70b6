"""A small computational graph: forward values and backward gradients, one node after the other."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from course.widgets import Demo, Prediction, Slider
from dlkit.activations import tanh, tanh_backward
from dlkit.losses import l2_objective_grad
from dlkit.plots.style import COLORS, GREY, blank

LAM = 0.5
LEAVES = ("x", "w", "b", "t")
PLACES = {  # of the nodes: column and row
    **{"x": (0.0, 3.0), "w": (1.0, 3.0), "b": (2.0, 3.0), "t": (3.0, 3.0)},
    **{"a": (0.4, 2.0), "z": (1.5, 2.0), "h": (2.55, 2.0)},
    **{"s": (0.9, 1.0), "L": (1.9, 1.0), "r": (3.0, 1.0), "J": (1.4, 0.0)},
}
FORMULAS = {
    **{"a": "a = w x", "z": "z = a + b", "h": "h = tanh z", "r": "r = h − t"},
    **{"L": "L = r²", "s": "s = ¼ w²", "J": "J = L + s"},
}
BOX = (0.78, 0.74)  # width and height; a node's numbers stand below its name
LINE = 0.22  # from one line of a box to the next
MARGIN = 0.05  # between a box and an arrow
EDGES = (
    *(("x", "a"), ("w", "a"), ("a", "z"), ("b", "z"), ("z", "h"), ("h", "r"), ("t", "r")),
    *(("r", "L"), ("w", "s"), ("L", "J"), ("s", "J")),
)
FORWARD = tuple(FORMULAS)
BACKWARD = ("J", "L", "s", "r", "h", "t", "z", "a", "b", "x", "w")
LAST = len(FORWARD) + len(BACKWARD)
HALFWAY = 11  # where a page without a kernel shows values and gradients


@dataclass(frozen=True)
class Walk:
    """How far the walk has come, and the values and gradients that it has computed so far."""

    step: int
    values: dict[str, float]
    gradients: dict[str, float]

    @property
    def here(self) -> str:
        """The node where the walk has arrived, or "" before its first step."""
        return (*FORWARD, *BACKWARD)[self.step - 1] if self.step else ""


def compute(x: float, w: float, b: float, t: float, step: int) -> Walk:
    """Walk forward and then backward, by `step` nodes in all."""
    values = forward({"x": x, "w": w, "b": b, "t": t})
    gradients = backward(values)
    reached = {*LEAVES, *FORWARD[:step]}
    passed = BACKWARD[: max(step - len(FORWARD), 0)]
    return Walk(
        step,
        {name: value for name, value in values.items() if name in reached},
        {name: gradients[name] for name in passed},
    )


def forward(leaves: dict[str, float]) -> dict[str, float]:
    """Return the value of every node."""
    a = leaves["w"] * leaves["x"]
    z = a + leaves["b"]
    h = float(tanh(z))
    r = h - leaves["t"]
    loss, penalty = r**2, LAM / 2 * leaves["w"] ** 2
    return leaves | {"a": a, "z": z, "h": h, "r": r, "L": loss, "s": penalty, "J": loss + penalty}


def backward(values: dict[str, float]) -> dict[str, float]:
    """Return the gradient of J with respect to every node, from the last to the first."""
    r = 2 * values["r"]
    z = float(tanh_backward(r, values["z"]))
    penalty = float(l2_objective_grad([np.array(values["w"])], LAM)[0])
    by_loss = {"L": 1.0, "r": r, "h": r, "t": -r, "z": z, "a": z, "b": z}
    return {"J": 1.0, "s": 1.0, **by_loss, "x": z * values["w"], "w": z * values["x"] + penalty}


def draw(figure: Figure, walk: Walk) -> None:
    """Draw the nodes, the numbers that the walk has computed, and where it is."""
    ax = blank(figure.subplots(), width=6.6, height=3.6)
    ax.set(xlim=(-0.45, 3.45), ylim=(-0.4, 3.4), title=heading(walk))
    size = 11 if figure.get_figwidth() > 5 else 8.5  # points; smaller on a phone
    passed = [(end, start) for start, end in EDGES if start in walk.gradients]
    ahead = [(start, end) for start, end in EDGES if start not in walk.gradients]
    draw_arrows(ax, ahead, GREY)
    draw_arrows(ax, passed, COLORS[1])
    for name, (column, row) in PLACES.items():
        color = COLORS[1] if name == walk.here else COLORS[0]
        corner = column - BOX[0] / 2, row - BOX[1] / 2
        ax.add_patch(Rectangle(corner, *BOX, facecolor="white", edgecolor=color))
        style: dict[str, Any] = {"size": size, "ha": "center", "va": "center"}
        ax.text(column, row + LINE, FORMULAS.get(name, name), color=color, **style)
        if name in walk.values:
            ax.text(column, row, f"{walk.values[name]:.2f}", **style)
        if name in walk.gradients:
            style |= {"color": COLORS[1], "style": "italic"}
            ax.text(column, row - LINE, f"{walk.gradients[name]:+.2f}", **style)


def draw_arrows(ax: Axes, edges: list[tuple[str, str]], color: str) -> None:
    """Draw arrows in the direction in which the walk goes along them, all in one call."""
    if not edges:
        return
    start, end = (np.array([PLACES[edge[side]] for edge in edges]) for side in (0, 1))
    along = end - start
    across, down = np.maximum(np.abs(along.T), 1e-9)
    wide, high = BOX[0] / 2 + MARGIN, BOX[1] / 2 + MARGIN
    margin = np.minimum(wide / across, high / down)  # at either end, as a share of the arrow
    x, y = (start + margin[:, None] * along).T
    u, v = ((1 - 2 * margin)[:, None] * along).T
    style: dict[str, Any] = {
        "angles": "xy",
        "scale_units": "xy",
        "scale": 1,
        "width": 0.0035,
        "headwidth": 4.5,
    }
    ax.quiver(x, y, u, v, color=color, **style)


def heading(walk: Walk) -> str:
    """Say in a few words where the walk is."""
    if not walk.step:
        return "before the first step"
    way = "forward" if walk.step <= len(FORWARD) else "backward"
    return f"step {walk.step} of {LAST}, {way}: {walk.here}"


def describe(walk: Walk) -> str:
    """Say every number that the picture shows."""
    values = ", ".join(f"{name} {value:.2f}" for name, value in walk.values.items())
    text = f"A graph of computations from x, w, b and t to J; {heading(walk)}. Values: {values}."
    if not walk.gradients:
        return f"{text} No derivative has been computed yet."
    slopes = ", ".join(f"{name} {slope:+.2f}" for name, slope in walk.gradients.items())
    return f"{text} Derivatives of J: {slopes}."


def of_a_sum(walk: Walk) -> str | None:
    """Return how the gradients of z and of what it adds up compare, once all are known."""
    if walk.step < LAST:
        return None
    a, b, z = (walk.gradients[name] for name in "abz")
    if a == b == z:
        return EQUAL
    return SUM if a + b == z else "all three differ"


EQUAL, SUM = "all three are equal", "that of z is the sum of the others"

chain = Demo(
    title="Forward, and back again",
    task="Put the step to 0 and press Play, or go on step by step. Each node shows its value and, "
    "in the backward pass, where the arrows turn round, in italics the derivative of J by it. (t "
    "is the target, r what h misses it by, L the loss, s a penalty on w, J the objective, both "
    "together.) Then set x to 0: why is dJ/dw not 0?",
    controls=(
        Slider("step", "step", 0, LAST, default=HALFWAY),
        Slider("x", "input x", -2, 2, default=1.0, step=0.1),
        Slider("w", "weight w", -2, 2, default=0.8, step=0.1),
        Slider("b", "bias b", -2, 2, default=-0.3, step=0.1),
        Slider("t", "target t", -1, 1, default=-0.5, step=0.1),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        "Walk to the end. How do dJ/da, dJ/db and dJ/dz compare?",
        choices=(EQUAL, SUM, "all three differ"),
        answer=of_a_sum,
        because="z = a + b grows by as much as either of the two, so a sum hands its gradient on "
        "unchanged, to each of them.",
    ),
    played="step",
)
