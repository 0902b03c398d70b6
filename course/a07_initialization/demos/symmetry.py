"""Hidden units that begin alike: noise of any size parts them, and nothing else does."""

from dataclasses import dataclass, replace

import numpy as np

from course.widgets import Prediction, Slider
from course.widgets.live import LiveDemo, Plot, Points
from course.widgets.live.pictures import class_image, grid, history
from dlkit import losses
from dlkit.activations import mlp_forward, tanh
from dlkit.arguments import Array, Labels
from dlkit.backprop import gd_step, two_layer_objective, two_layer_objective_grad

POINTS, HIDDEN = 150, 8
AT_ONCE = 10  # steps of descent between two pictures
RATE = 0.5
PARTED = 0.5  # a spread of the weights from which on units do different things
ENOUGH = 150  # pictures after which a net with noise has parted
LEAST = 1e-16  # noise that is lost in rounding
Params = tuple[Array, Array, Array, Array]


@dataclass(frozen=True)
class Training:
    """The data, the network, and how it has fared so far."""

    x: Array  # (N, 2)
    labels: Labels  # (N,)
    params: Params
    value: float
    noise: float
    losses: tuple[float, ...] = ()  # before the first steps, after them, …

    def scored(self) -> "Training":
        """Return the same with the present loss written down."""
        loss = two_layer_objective(self.params, self.x, self.labels)
        return replace(self, losses=(*self.losses, loss))

    @property
    def spread(self) -> float:
        """The largest difference between two hidden units' weights."""
        return float(np.ptp(self.params[0], axis=1).max())


def start(value: float, noise: float) -> Training:
    """Return the network before its first step."""
    rng = np.random.default_rng(0)
    x = rng.uniform(-2, 2, (POINTS, 2))
    labels = (np.sum(x**2, axis=1) < 2).astype(np.int64)  # inside a circle, or not
    W1 = value + noise * rng.standard_normal((2, HIDDEN))
    W2 = value + noise * rng.standard_normal((HIDDEN, 2))
    if noise <= LEAST:
        W1, W2 = np.full_like(W1, value), np.full_like(W2, value)
    params = W1, np.zeros(HIDDEN), W2, np.zeros(2)
    return Training(x, labels, params, value, noise).scored()


def step(state: Training, **settings: object) -> Training:
    """Go some steps down the gradient of the loss over all points."""
    params = state.params
    for _ in range(AT_ONCE):
        grads = two_layer_objective_grad(params, state.x, state.labels)
        params = gd_step(params, grads, lr=RATE)
    return replace(state, params=params).scored()


def plots(state: Training) -> tuple[Plot, ...]:
    """Return the plane in the colours of the classes, the weights of each unit, and the loss."""
    extent = -2.2, 2.2, -2.2, 2.2
    W1, b1, W2, b2 = state.params
    outputs, _ = mlp_forward(grid(*extent), ((W1, b1), (W2, b2)), tanh)
    plane = Plot(
        "deep colour: certain",
        extent,
        *("x₀", "x₁"),
        image=class_image(losses.softmax(outputs)),
        points=Points(state.x, state.labels),
        width=1.4,
    )
    units = Points(np.clip(W1.T, -4, 4), np.zeros(HIDDEN, dtype=np.int64))
    weights = Plot(
        f"weights of {HIDDEN} units",
        (-4.2, 4.2, -4.2, 4.2),
        *("weight of x₀", "weight of x₁"),
        points=units,
    )
    return plane, weights, history("loss", state.losses, 0, top=0.8, steps=ENOUGH, every=AT_ONCE)


def describe(state: Training) -> str:
    """Say how far the training is."""
    W1, b1, W2, b2 = state.params
    outputs, _ = mlp_forward(state.x, ((W1, b1), (W2, b2)), tanh)
    right = np.mean(outputs.argmax(axis=1) == state.labels)
    noise = f"noise {state.noise:.0e}" if state.noise > LEAST else "no noise"
    apart = f"differ by at most {state.spread:.1e}" if state.spread else "are exactly equal"
    return (
        f"All weights began at {state.value:.1f}, {noise}. "
        f"Step {AT_ONCE * (len(state.losses) - 1)}: loss {state.losses[-1]:.3f}, "
        f"{right:.0%} of {len(state.labels)} points in the right class. The weights of any two "
        f"hidden units {apart}."
    )


CHOICES = ("only 0.1 and more", "only 0.001 and more", "every one above 1e-16")


def least_noise(state: Training) -> str | None:
    """Return what the smallest noise does once tiny noise has had its time."""
    is_tiny = LEAST < state.noise < 1e-5 and state.value > 0.3
    if not is_tiny or len(state.losses) <= ENOUGH:
        return None
    return CHOICES[2] if state.spread > PARTED else None


symmetry = LiveDemo(
    title="Eight units that are one",
    task=f"{POINTS} new points: orange inside a circle, blue outside. Noise: random numbers that "
    "are added to the equal weights. Train without it (1e-16 is nothing beside the weights): how "
    "many dots do you see among the weights of 8 units? Start again with a little more noise each "
    "time. Then set the weights to 0: what does the network learn without noise?",
    controls=(
        Slider("value", "all weights begin at", 0, 1, default=0.5, step=0.1, restarts=True),
        Slider("noise", "noise", LEAST, 1, default=LEAST, step=1, log=True, restarts=True),
    ),
    start=start,
    step=step,
    plots=plots,
    describe=describe,
    prediction=Prediction(
        "Weights that begin at 0.5 and some noise: which noise is enough to part the units in "
        f"{AT_ONCE * ENOUGH} steps?",
        choices=CHOICES,
        answer=least_noise,
        because="Equal units are an unstable balance: a difference grows by a factor with every "
        "step, so even a tiny one becomes large in time.",
    ),
)
