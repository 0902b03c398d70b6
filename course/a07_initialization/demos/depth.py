"""The sizes of a signal and of its gradient through a deep net of random weights."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from matplotlib.figure import Figure

from course.widgets import Choice, Demo, Prediction, Slider
from dlkit import activations, initialization
from dlkit.arguments import Array
from dlkit.initialization import activation_stats, gradient_stats
from dlkit.plots.style import GREY, axes, line

SAMPLES = 16
LOW, HIGH = 1e-30, 1e30  # where the axes end; what lies beyond is drawn there
KEPT = 10.0  # a signal is kept if it changes by no larger factor
DEEP = 30

Pair = tuple[Callable[[Array], Array], Callable[[Array, Array], Array]]
PAIRS: dict[str, Pair] = {
    "relu": (activations.relu, activations.relu_backward),
    "tanh": (activations.tanh, activations.tanh_backward),
    "sigmoid": (activations.sigmoid, activations.sigmoid_backward),
    "none": (lambda z: z, lambda dy, z: dy),
}
STARTS: dict[str, Callable[..., Array]] = {
    "Xavier": initialization.xavier_normal,
    "He": initialization.he_normal,
    "PyTorch's default": initialization.torch_default_linear,
    "orthogonal": initialization.orthogonal,
    "normal, std 0.01": partial(initialization.normal, std=0.01),
    "normal, std 1": partial(initialization.normal, std=1.0),
    "zeros": initialization.zeros,
}


@dataclass(frozen=True)
class Sizes:
    """Standard deviations in each layer, from the first to the last."""

    start: str
    activation: str
    scale: float
    signal: Array  # of the activations
    gradient: Array  # at the pre-activations
    width: int  # units in a layer

    @property
    def depth(self) -> int:
        return len(self.signal)


def compute(start: str, activation: str, depth: int, width: int, scale: float) -> Sizes:
    """Send a batch forward and a gradient back through a net of one seed."""

    def init(shape: tuple[int, int], *, rng: np.random.Generator) -> Array:
        weights: Array = scale * STARTS[start](shape, rng=rng)
        return weights

    x = np.random.default_rng(0).standard_normal((SAMPLES, width))
    forward, backward = PAIRS[activation]
    signal = activation_stats(x, init, forward, depth, rng=np.random.default_rng(1))
    gradient = gradient_stats(x, init, forward, backward, depth, rng=np.random.default_rng(1))
    return Sizes(start, activation, scale, signal, gradient, width)


def draw(figure: Figure, sizes: Sizes) -> None:
    """Draw both over the layers, each on an axis of powers of ten."""
    layers = np.arange(1, sizes.depth + 1)
    titles = "activations", "gradients"
    panels = zip(figure.subplots(1, 2), titles, (sizes.signal, sizes.gradient), strict=True)
    for index, (panel, title, values) in enumerate(panels):
        ax = axes(panel)
        ax.set_yscale("log")
        ax.axhline(1, color=GREY, linewidth=1)
        ax.plot(layers, np.clip(values, LOW, HIGH), marker="os"[index], **line(index))
        ax.set(title=title, xlabel="layer", ylabel="standard deviation")
        ax.set(xlim=(0, 1.12 * sizes.depth), xticks=[1, sizes.depth])
        ax.set(ylim=(LOW / 10, HIGH * 10))
        ax.set_yticks([1e-30, 1e-20, 1e-10, 1, 1e10, 1e20, 1e30])


def describe(sizes: Sizes) -> str:
    """Say what has become of both on their way."""
    return (
        f"{sizes.depth} layers of {sizes.width} units, activation: {sizes.activation}, weights: "
        f"{sizes.start}, times {sizes.scale:.2g}. Standard deviation of the activations: "
        f"{sizes.signal[0]:.2g} in the first layer, {sizes.signal[-1]:.2g} in the last. Of the "
        f"gradients: {sizes.gradient[-1]:.2g} in the last layer, {sizes.gradient[0]:.2g} in the "
        "first."
    )


def keeps(values: Array) -> bool:
    """Whether a size stays within a factor from the first layer to the last."""
    first, last = float(values[0]), float(values[-1])
    return first > 0 and 1 / KEPT < last / first < KEPT


def survivor(sizes: Sizes) -> str | None:
    """Return the start that keeps signal and gradient with relu, once it has been chosen."""
    is_asked = sizes.activation == "relu" and sizes.depth >= DEEP and sizes.scale == 1
    if not is_asked or sizes.start not in CHOICES:
        return None
    return sizes.start if keeps(sizes.signal) and keeps(sizes.gradient) else None


CHOICES = ("Xavier", "He", "PyTorch's default", "orthogonal")

depth = Demo(
    title="How deep does a signal reach?",
    task="With relu try one start after the other: which keeps both lines near 1? Then take "
    "sigmoid with Xavier's weights: which of the two pictures warns you, and which does not? Last: "
    "by which number must Xavier's weights be multiplied to be right for relu?",
    controls=(
        Choice("start", "start", tuple(STARTS)),
        Choice("activation", "activation", tuple(PAIRS)),
        Slider("depth", "layers", 2, 40, default=30),
        Slider("width", "units in a layer", 10, 150, default=100, step=10),
        Slider("scale", "weights times", 0.1, 10, default=1.0, step=0.05, log=True),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        f"relu, {DEEP} layers or more, weights times 1. Which start keeps signal and gradient "
        "within a factor of ten?",
        choices=CHOICES,
        answer=survivor,
        because="relu halves the mean square of a signal in every layer. He's weights have twice "
        "the variance that a linear layer needs, and make up for just that.",
    ),
)
