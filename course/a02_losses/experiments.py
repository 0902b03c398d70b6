"""What the lecture on losses measures: small trainings, each done in seconds."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dlkit import datasets, losses
from dlkit.arguments import Array, Labels
from dlkit.shapes import dense_forward, train_val_split


@dataclass(frozen=True)
class Digits:
    """A few images to learn from, some of their labels perhaps wrong, and others to test with."""

    x: Array  # (N, 64)
    labels: Labels  # (N,)
    x_unseen: Array
    labels_unseen: Labels


@dataclass(frozen=True)
class Model:
    """One dense layer."""

    W: Array  # (64, 10)
    b: Array  # (10,)

    def scores(self, x: Array) -> Array:
        """Return the logits."""
        return dense_forward(x, self.W, self.b)


def few_digits(count: int, *, mislabelled: int = 0) -> Digits:
    """Return `count` images of digits, `mislabelled` of them with a label that is wrong."""
    rng = np.random.default_rng(0)
    x, labels = datasets.digits()
    learn, unseen = train_val_split(len(x), 0.25, rng=rng)
    some = learn[:count]
    typed = labels[some]  # indexing copies
    slips = rng.choice(count, size=mislabelled, replace=False)
    typed[slips] = (typed[slips] + rng.integers(1, 10, size=mislabelled)) % 10
    return Digits(x[some], typed, x[unseen], labels[unseen])


def train(digits: Digits, *, lam: float = 0.0, steps: int = 1000, rate: float = 0.5) -> Model:
    """Train softmax regression by gradient descent, with an L2 penalty `lam` on the weights."""
    W, b = np.zeros((64, 10)), np.zeros(10)
    for _ in range(steps):
        dz = losses.cross_entropy_grad(dense_forward(digits.x, W, b), digits.labels)
        W = W - rate * (digits.x.T @ dz + losses.l2_objective_grad([W], lam)[0])
        b = b - rate * dz.sum(axis=0)
    return Model(W, b)


def accuracy(scores: Array, labels: Labels) -> float:
    """Return the share of samples whose true class has the highest score."""
    return float(np.mean(scores.argmax(axis=1) == labels))


def summary(model: Model, digits: Digits) -> str:
    """Return how a model fares, in a line."""
    unseen = model.scores(digits.x_unseen)
    return (
        f"loss {losses.cross_entropy(model.scores(digits.x), digits.labels):.4f} seen, "
        f"{losses.cross_entropy(unseen, digits.labels_unseen):.3f} unseen; "
        f"accuracy {accuracy(unseen, digits.labels_unseen):.1%} unseen"
    )


def best_constant(slope: Callable[[float], float], targets: Array) -> float:
    """Return where a slope that grows with the constant changes its sign, by halving."""
    low, high = float(targets.min()), float(targets.max())
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    return (low + high) / 2


def huber_constant(targets: Array, delta: float) -> float:
    """Return the constant with the smallest Huber loss."""
    return best_constant(
        lambda c: losses.huber_grad(np.full_like(targets, c), targets, delta=delta).sum(), targets
    )
