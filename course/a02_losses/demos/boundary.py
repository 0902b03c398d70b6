"""Softmax regression on a plane, trained live with the loss of one's choice."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from course.widgets import Choice, Prediction, Slider
from course.widgets.live import LiveDemo, Plot, Points
from course.widgets.live.pictures import class_image, grid, history
from dlkit import datasets, losses
from dlkit.arguments import Array, Labels
from dlkit.shapes import dense_forward, one_hot, standardize

WRONG = "confidently wrong"
ENOUGH = 100  # steps after which a loss has had its chance


def squared(z: Array, labels: Labels) -> float:
    """Return the squared error of the probabilities."""
    return losses.mse(losses.softmax(z), one_hot(labels, z.shape[1]))


def squared_grad(z: Array, labels: Labels) -> Array:
    """Return its gradient with respect to the scores: through softmax, backwards."""
    dp = losses.mse_grad(losses.softmax(z), one_hot(labels, z.shape[1]))
    return losses.softmax_backward(dp, z)


LOSSES: dict[str, tuple[Callable[..., float], Callable[..., Array]]] = {
    "cross-entropy": (losses.cross_entropy, losses.cross_entropy_grad),
    "hinge": (losses.hinge, losses.hinge_grad),
    "squared error": (squared, squared_grad),
}


@dataclass(frozen=True)
class Training:
    """The data, the model, and how it has fared so far."""

    data: str
    loss: str
    x: Array  # (N, 2)
    labels: Labels  # (N,)
    W: Array  # (2, C)
    b: Array  # (C,)
    losses: tuple[float, ...] = ()  # before the first step, after it, …
    errors: tuple[float, ...] = ()  # share of points in the wrong class

    def scored(self) -> "Training":
        """Return the same with the present loss and errors written down."""
        z = dense_forward(self.x, self.W, self.b)
        loss = LOSSES[self.loss][0](z, self.labels)
        errors = float(np.mean(z.argmax(axis=1) != self.labels))
        return replace(self, losses=(*self.losses, loss), errors=(*self.errors, errors))


def start(data: str, loss: str, weights: str, rate: float) -> Training:
    """Return the model before its first step."""
    x, labels = points_of(data)
    means = np.array([x[labels == c].mean(axis=0) for c in np.unique(labels)])
    # A class's score is lowest at its own mean: certain nearly everywhere, and wrong.
    strength = 5.0 if weights == WRONG else 0.0
    W, b = -strength * means.T, strength * np.sum(means * means, axis=1) / 2
    return Training(data, loss, x, labels, W, b).scored()


def step(state: Training, *, rate: float, **_: str) -> Training:
    """Go one step down the gradient of the loss over all points."""
    z = dense_forward(state.x, state.W, state.b)
    dz = LOSSES[state.loss][1](z, state.labels)
    W, b = state.W - rate * state.x.T @ dz, state.b - rate * dz.sum(axis=0)
    return replace(state, W=W, b=b).scored()


@functools.cache
def points_of(data: str) -> tuple[Array, Labels]:
    """Return points on a plane; the digits lie on their two directions of largest spread."""
    if data == "moons":
        x, labels = datasets.moons(200, noise=0.15, rng=np.random.default_rng(0))
    else:
        images, digits = datasets.digits()
        few = np.flatnonzero(digits < 4)[:300]
        centred, labels = images[few] - images[few].mean(axis=0), digits[few]
        x = centred @ np.linalg.svd(centred, full_matrices=False)[2][:2].T
    return standardize(x, x)[0], labels


def plots(state: Training) -> tuple[Plot, ...]:
    """Return the plane in the colours of the classes, the loss and the errors."""
    (left, low), (right, high) = state.x.min(axis=0) - 0.3, state.x.max(axis=0) + 0.3
    extent = left, right, low, high
    p = losses.softmax(dense_forward(grid(*extent), state.W, state.b))
    plane = Plot(
        "deep colour: certain",
        extent,
        *("x₁", "x₂"),
        image=class_image(p),
        points=Points(state.x, state.labels),
        width=1.7,
    )
    loss = history(state.loss, state.losses, 0, top=1.05 * max(state.losses), steps=ENOUGH)
    return plane, loss, history("share wrong", state.errors, 1, top=1.05, steps=ENOUGH)


def describe(state: Training) -> str:
    """Say how far the training is."""
    return (
        f"Step {len(state.losses) - 1}: {state.loss} {state.losses[-1]:.3f}, "
        f"{state.errors[-1]:.0%} of {len(state.labels)} {state.data} in the wrong class."
    )


def left_over(state: Training) -> float | None:
    """Return the percentage of moons that the cross-entropy leaves wrong after its chance."""
    asked = state.data == "moons" and state.loss == "cross-entropy"
    return 100 * state.errors[-1] if asked and len(state.losses) > ENOUGH else None


boundary = LiveDemo(
    title="Softmax regression, live",
    task="The model starts certain and wrong. Train it with each loss. Then start from zero: how "
    "much does the loss matter now? And what can no loss change about the boundary?",
    controls=(
        Choice("data", "data", ("moons", "digits"), restarts=True),
        Choice("loss", "loss", tuple(LOSSES), restarts=True),
        Choice("weights", "initial weights", (WRONG, "zero"), restarts=True),
        Slider("rate", "learning rate", 0.1, 10, default=1.0, step=0.05, log=True),
    ),
    start=start,
    step=step,
    plots=plots,
    describe=describe,
    prediction=Prediction(
        f"Moons, {WRONG}, learning rate 1: how many percent does the cross-entropy still have "
        f"wrong after {ENOUGH} steps?",
        answer=left_over,
        because="It leaves its wrong start behind in a few steps. What remains wrong lies beyond "
        "a straight line, and no loss can bend that.",
        tolerance=5,
    ),
)
