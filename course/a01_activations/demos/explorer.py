"""Each activation, its slope, and where next to nothing of a gradient passes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course.widgets import Choice, Demo, Prediction, Slider, key
from dlkit import activations
from dlkit.arguments import Array
from dlkit.plots.style import COLORS, GREY, axes, line

Mask = npt.NDArray[np.bool_]
Z = np.linspace(-6, 6, 481)
FLAT = 0.01  # of a gradient; where less passes, the unit counts as saturated
FAR = 5  # from here on a sigmoid is flat enough to tell

PLAIN = {
    "ReLU": "relu",
    "softplus": "softplus",
    "SiLU": "silu",
    "GELU": "gelu",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
}
WITH_A = ("ELU", "leaky ReLU")
NAMES = (*WITH_A, *PLAIN)


def value_and_slope(name: str, z: Array, a: float) -> tuple[Array, Array]:
    """Ask dlkit for an activation, and for what passes of an upstream gradient of 1."""
    ones = np.ones_like(z)
    if name == "leaky ReLU":
        dz, _ = activations.leaky_relu_backward(ones, z, a)
        return activations.leaky_relu(z, a), dz
    if name == "ELU":
        return activations.elu(z, a=a), activations.elu_backward(ones, z, a=a)
    plain = PLAIN[name]
    return getattr(activations, plain)(z), getattr(activations, f"{plain}_backward")(ones, z)


@dataclass(frozen=True)
class Explored:
    """One activation with its slope, and both at one place."""

    name: str
    title: str  # the name, with a where there is one
    values: Array  # (481,)
    slopes: Array
    z: float
    value: float
    slope: float

    @property
    def saturated(self) -> Mask:
        """Where less than a hundredth of an upstream gradient passes."""
        flat: Mask = np.abs(self.slopes) < FLAT
        return flat


def compute(activation: str, a: float, z: float) -> Explored:
    """Ask an activation and its way back about many places, and about one."""
    values, slopes = value_and_slope(activation, Z, a)
    value, slope = value_and_slope(activation, np.array([z]), a)
    title = f"{activation}, a = {a:g}" if activation in WITH_A else activation
    return Explored(activation, title, values, slopes, z, float(value[0]), float(slope[0]))


def draw(figure: Figure, explored: Explored) -> None:
    """Draw the curve and its slope side by side, saturated stretches shaded."""
    left, right = (axes(ax) for ax in figure.subplots(1, 2))
    own: dict[str, Any] = {"color": COLORS[3], "marker": "D"}
    for ax, curve, number, here, name in (
        (left, explored.values, 0, explored.value, "value"),
        (right, explored.slopes, 1, explored.slope, "slope"),
    ):
        shade(ax, explored.saturated)
        for side in (Z <= 0, Z > 0):  # a slope that jumps at 0 is not joined
            ax.plot(Z[side], curve[side], linewidth=2, **line(number))
        ax.plot(explored.z, here, **own)
        key(ax, {name: line(number), f"here: {here:.4f}": own})
        ax.set(xlim=(-6, 6), title=f"{name} of {explored.title}", xlabel="pre-activation z")
    left.set(ylabel="value", ylim=(-2.2, 4.2))
    right.set(ylabel="slope", ylim=(-0.3, 2.7))


def shade(ax: Axes, where: Mask) -> None:
    """Shade the stretches of the axis where a condition holds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], where, [False]]).astype(int)))
    for first, last in edges.reshape(-1, 2):
        ax.axvspan(Z[first], Z[last - 1], color=GREY, alpha=0.2, linewidth=0)


def describe(explored: Explored) -> str:
    """Say what the curve does at the place, and how much of it is flat."""
    return (
        f"{explored.title}, over pre-activations from -6 to 6. At z = {explored.z:.1f} its value "
        f"is {explored.value:.4f} and its slope {explored.slope:.4f}. On "
        f"{np.mean(explored.saturated):.0%} of the axis less than a hundredth of a gradient passes."
    )


def passing(explored: Explored) -> str | None:
    """Return how much of a gradient passes a sigmoid that is far out."""
    if explored.name != "sigmoid" or abs(explored.z) < FAR:
        return None
    return CHOICES[int(np.searchsorted([0.01, 0.1], explored.slope))]


CHOICES = ("less than a hundredth", "about a twentieth", "about a quarter")

explorer = Demo(
    title="Activations and their slopes",
    task=f"Go through the list: {', '.join(NAMES)}. Grey is where less than a hundredth of a "
    "gradient passes: on one side, on both, nowhere? And where is a slope larger than 1?",
    controls=(
        Slider("a", "a (leaky ReLU, ELU)", 0, 2, default=0.2, step=0.05),
        Slider("z", "z", -6, 6, default=0.0, step=0.1),
        Choice("activation", "activation", NAMES),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        f"Choose the sigmoid and move z to {FAR} or beyond. How much of an upstream gradient "
        "still passes?",
        choices=CHOICES,
        answer=passing,
        because="The slope is the share times what it lacks to 1, and there the share is nearly "
        "1. At z = 0, in the middle, a quarter passes, and that is the most.",
    ),
)
