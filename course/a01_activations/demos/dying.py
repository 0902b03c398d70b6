"""A ReLU network in training: long steps and low biases kill its units."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from course.widgets import Choice, Prediction, Slider
from course.widgets.live import LiveDemo, Plot, Points
from course.widgets.live.pictures import class_image, grid, history
from dlkit import activations, datasets, losses
from dlkit.activations import dead_fraction, mlp_forward
from dlkit.arguments import Array, Labels
from dlkit.shapes import standardize

HIDDEN = 32
ENOUGH = 100  # steps after which the share of dead units hardly changes
LONG = 10.0  # a learning rate from which on units die
LOST = 1e30  # a loss that no training comes back from
SLOPE = 0.1
Layers = tuple[tuple[Array, Array], tuple[Array, Array]]


def leaky(z: Array) -> Array:
    """Return the leaky ReLU with a tenth of the slope below 0."""
    return activations.leaky_relu(z, SLOPE)


def leaky_backward(dy: Array, z: Array) -> Array:
    """Return its gradient with respect to z."""
    dz, _ = activations.leaky_relu_backward(dy, z, SLOPE)
    return dz


Kind = tuple[Callable[[Array], Array], Callable[[Array, Array], Array]]
KINDS: dict[str, Kind] = {
    "ReLU": (activations.relu, activations.relu_backward),
    "leaky ReLU": (leaky, leaky_backward),
    "tanh": (activations.tanh, activations.tanh_backward),
}


@dataclass(frozen=True)
class Training:
    """The data, the network, and how it has fared so far."""

    activation: str
    x: Array  # (N, 2)
    labels: Labels  # (N,)
    layers: Layers
    least_rate: float = np.inf  # of all steps so far
    losses: tuple[float, ...] = ()  # before the first step, after it, …
    dead: tuple[float, ...] = ()  # share of hidden units that are positive for no sample

    def scored(self) -> "Training":
        """Return the same with the present loss and share of dead units written down."""
        outputs, (hidden, _) = mlp_forward(self.x, self.layers, KINDS[self.activation][0])
        loss = losses.bce_with_logits(outputs, self.labels[:, None])
        dead = (*self.dead, dead_fraction(hidden))
        return replace(self, losses=(*self.losses, loss), dead=dead)

    @property
    def wrong(self) -> float:
        """The share of samples in the wrong class."""
        outputs, _ = mlp_forward(self.x, self.layers, KINDS[self.activation][0])
        return float(np.mean((outputs[:, 0] > 0) != self.labels))


def start(activation: str, bias: float, rate: float) -> Training:
    """Return the network before its first step."""
    rng = np.random.default_rng(0)
    x, labels = datasets.moons(200, noise=0.15, rng=rng)
    hidden = rng.normal(size=(2, HIDDEN)), np.full(HIDDEN, float(bias))
    output = rng.normal(size=(HIDDEN, 1)) / np.sqrt(HIDDEN), np.zeros(1)
    return Training(activation, standardize(x, x)[0], labels, (hidden, output)).scored()


def step(state: Training, *, rate: float, **_: object) -> Training:
    """Go one step down the gradient of the loss over all points; a lost training stays lost."""
    if not state.losses[-1] < LOST:
        return state
    forward, backward = KINDS[state.activation]
    (W1, b1), (W2, b2) = state.layers
    outputs, pre_activations = mlp_forward(state.x, state.layers, forward)
    z = pre_activations[0]
    d_outputs = losses.bce_with_logits_grad(outputs, state.labels[:, None])
    dz = backward(d_outputs @ W2.T, z)
    layers = (
        (W1 - rate * state.x.T @ dz, b1 - rate * dz.sum(axis=0)),
        (W2 - rate * forward(z).T @ d_outputs, b2 - rate * d_outputs.sum(axis=0)),
    )
    return replace(state, layers=layers, least_rate=min(rate, state.least_rate)).scored()


def plots(state: Training) -> tuple[Plot, ...]:
    """Return the plane in the colours of the classes, the share of dead units, and the loss."""
    (left, low), (right, high) = state.x.min(axis=0) - 0.3, state.x.max(axis=0) + 0.3
    extent = left, right, low, high
    outputs, _ = mlp_forward(grid(*extent), state.layers, KINDS[state.activation][0])
    share = activations.sigmoid(outputs)
    plane = Plot(
        "deep colour: certain",
        extent,
        *("x₀", "x₁"),
        image=class_image(np.hstack([1 - share, share])),
        points=Points(state.x, state.labels),
        width=1.7,
    )
    dead = history("share of dead units", state.dead, 1, top=1.05, steps=ENOUGH)
    return plane, dead, history("loss, cut off at 2", capped(state.losses), 0, top=2, steps=ENOUGH)


def capped(values: tuple[float, ...]) -> tuple[float, ...]:
    """Return the values with those above 2 at 2: a loss may jump by many powers of ten."""
    return tuple(np.clip(values, 0, 2).tolist())


def describe(state: Training) -> str:
    """Say how far the training is."""
    lost = "" if state.losses[-1] < LOST else " It has diverged and stays there."
    return (
        f"Step {len(state.losses) - 1}: loss {state.losses[-1]:.3g}, {state.wrong:.0%} of "
        f"{len(state.labels)} points in the wrong class, {state.dead[-1]:.0%} of {HIDDEN} "
        f"{state.activation} units never positive.{lost}"
    )


CHOICES = ("none", "fewer than a quarter", "more than a quarter")


def dead_after_long_steps(state: Training) -> str | None:
    """Return how many ReLU units are dead once long steps alone have had their time."""
    asked = state.activation == "ReLU" and state.least_rate >= LONG
    if not asked or len(state.losses) <= ENOUGH:
        return None
    return CHOICES[int(np.searchsorted([0.0, 0.25], state.dead[-1]))]


dying = LiveDemo(
    title="Dying ReLU units, live",
    task="Train with long steps, then shorten them: dead units stay dead. Start again with short "
    "steps, then with a bias of -2. Then try the other activations with long steps: their units "
    "have a gradient below 0, too.",
    controls=(
        Choice("activation", "activation", tuple(KINDS), restarts=True),
        Slider("bias", "initial bias", -3, 1, default=0, restarts=True),
        Slider("rate", "learning rate", 0.1, 30, default=LONG, step=0.05, log=True),
    ),
    start=start,
    step=step,
    plots=plots,
    describe=describe,
    prediction=Prediction(
        f"ReLU, initial bias 0, learning rate {LONG:g} or more from the start: how many of the "
        f"{HIDDEN} units are dead after {ENOUGH} steps?",
        choices=CHOICES,
        answer=dead_after_long_steps,
        because="One long step can push a unit so far down that no sample reaches it. Then its "
        "gradient is 0 for all of them, and no later step moves it.",
    ),
)
