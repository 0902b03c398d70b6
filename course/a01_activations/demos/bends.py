"""A curve made of one to five ReLU units, each with a bend of its own."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from course.widgets import Choice, Demo, Prediction, Slider, key
from dlkit.activations import mlp_forward, relu
from dlkit.arguments import Array
from dlkit.plots.style import COLORS, DASHES, GREY, axes, line

X = np.linspace(-3, 3, 241)
MOST = 5
STARTS = ((-1.0, 1.0), (0.0, -2.0), (1.0, 0.5), (1.5, 0.5), (2.0, -0.5))  # place and turn
TARGETS = {
    "hat": np.maximum(1 - np.abs(X), 0),
    "step": np.clip((X + 1) / 0.2, 0, 1),
    "valley": np.maximum(np.abs(X) - 1, 0),
}
NEAR = 0.05  # an error below it counts as hit


STYLES: list[dict[str, Any]] = [  # of the units
    *({"color": COLORS[k], "linestyle": dashes} for k, dashes in enumerate(DASHES, start=1)),
    {"color": COLORS[5], "linestyle": "none", "marker": ".", "markevery": 10},
]


@dataclass(frozen=True)
class Built:
    """What the units say together, what each of them adds, and how near a target is."""

    target: str
    places: Array  # (units,)
    turns: Array
    total: Array  # (241,)
    parts: Array  # (5, 241), also of the units that are switched off
    error: float  # the largest distance from the target

    @property
    def segments(self) -> int:
        """The number of straight segments: one more than there are different bends."""
        return 1 + len(np.unique(self.places[self.turns != 0]))


def compute(target: str, units: int, **settings: float) -> Built:
    """Let a network of one hidden layer say what it says along the axis."""
    places = np.array([settings[f"place{k}"] for k in range(MOST)])
    turns = np.array([settings[f"turn{k}"] for k in range(MOST)])
    hidden = np.ones((1, MOST)), -places  # w = 1: a larger w is a larger turn
    parts = relu(mlp_forward(X[:, None], [hidden], relu)[0]) * turns
    params = [(hidden[0][:, :units], hidden[1][:units]), (turns[:units, None], np.zeros(1))]
    total = mlp_forward(X[:, None], params, relu)[0][:, 0]
    error = float(np.abs(total - TARGETS[target]).max())
    return Built(target, places[:units], turns[:units], total, parts.T, error)


def draw(figure: Figure, built: Built) -> None:
    """Draw the target, the sum with its bends, and beside them the part of each unit."""
    left, right = (axes(ax) for ax in figure.subplots(1, 2))
    wanted: dict[str, Any] = {"color": GREY, "linestyle": "--", "linewidth": 4}
    left.plot(X, TARGETS[built.target], **wanted)
    left.plot(X, built.total, linewidth=2, **line(0))
    for place, turn in zip(built.places, built.turns, strict=True):
        if turn:
            height = np.interp(place, X, built.total)
            left.plot(place, height, "o", color=COLORS[0], markersize=6)
    key(left, {f"target: {built.target}": wanted, f"the sum, error {built.error:.2f}": line(0)})
    for number, part in enumerate(built.parts):
        is_on = number < len(built.places)
        right.plot(
            X, part, linewidth=1.8 if is_on else 0.8, alpha=1 if is_on else 0.5, **STYLES[number]
        )
    entries = {f"unit {k}": STYLES[k] for k in range(MOST)}
    for column, names in enumerate((list(entries)[:3], list(entries)[3:])):
        key(right, {name: entries[name] for name in names}, left=0.04 + 0.5 * column)
    shared: dict[str, Any] = {"xlim": (-3, 3), "xlabel": "input x", "ylabel": "output"}
    left.set(title="the sum", ylim=(-2, 3.5), **shared)
    right.set(title="its parts (faint: switched off)", ylim=(-6, 9), **shared)


def describe(built: Built) -> str:
    """Say where the bends are and how near the target is."""
    bends = ", ".join(
        f"{turn:+.1f} at {place:.1f}" for place, turn in zip(built.places, built.turns, strict=True)
    )
    return (
        f"{len(built.places)} ReLU units add slopes of {bends}: {built.segments} straight "
        f"segments. The largest distance from the {built.target} is {built.error:.2f}."
    )


def most_segments(built: Built) -> str | None:
    """Return the number of segments once all units are on, each with a bend of its own."""
    all_apart = built.segments == MOST + 1
    return str(built.segments) if all_apart else None


bends = Demo(
    title="A curve made of bends",
    task="Each unit, with input weight 1 and bias -c, adds t max(0, x - c): it bends at c, and "
    "there its output weight t turns the slope. Draw the hat exactly with as few units as you can: "
    "where must they bend, and how much must each turn? Then try the step and the valley.",
    controls=(
        Choice("target", "target", tuple(TARGETS)),
        Slider("units", "units switched on", 1, MOST, default=2),
        *(
            slider
            for k, (place, turn) in enumerate(STARTS)
            for slider in (
                Slider(f"place{k}", f"unit {k} bends at", -2.5, 2.5, default=place, step=0.1),
                Slider(f"turn{k}", f"unit {k} turns by", -3, 3, default=turn, step=0.1),
            )
        ),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        "Switch on all five units, each with a bend of its own. How many straight segments does "
        "the curve have?",
        choices=("5", "6", "10", "32"),
        answer=most_segments,
        because="Along one input each unit adds one bend, and five bends divide a line into six "
        "segments. More segments from as many units need a second layer.",
    ),
)
