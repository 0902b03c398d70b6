"""What the lecture on backpropagation measures: small trainings and counts, done in seconds."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dlkit import activations, datasets
from dlkit.arguments import Array, Labels
from dlkit.backprop import (
    gd_step,
    mlp_backward,
    numerical_gradient,
    relative_error,
    two_layer_objective,
    two_layer_objective_grad,
)
from dlkit.losses import cross_entropy, cross_entropy_grad
from dlkit.shapes import dense_forward, standardize, train_val_split

HIDDEN, RATE = 8, 0.5
Params = tuple[Array, Array, Array, Array]


@dataclass(frozen=True)
class Wines:
    """Wines to learn from, and others to sort."""

    x: Array  # (N, 13)
    labels: Labels  # (N,)
    x_unseen: Array
    labels_unseen: Labels


def wines(seed: int = 0) -> Wines:
    """Return the wines with a quarter of them put aside, standardised by the others."""
    x, labels = datasets.wine()
    learn, unseen = train_val_split(len(x), 0.25, rng=np.random.default_rng(seed))
    x_learn, x_unseen, *_ = standardize(x[learn], x[unseen])
    return Wines(x_learn, labels[learn], x_unseen, labels[unseen])


def fresh_network(seed: int = 0) -> Params:
    """Draw the weights of a network with 13 inputs and 3 classes; the biases are 0."""
    rng = np.random.default_rng(seed)
    W1, W2 = rng.normal(size=(13, HIDDEN)), rng.normal(size=(HIDDEN, 3))
    return W1 / np.sqrt(13), np.zeros(HIDDEN), W2 / np.sqrt(HIDDEN), np.zeros(3)


def scores_of(params: Params, x: Array) -> Array:
    """Return the scores of the network."""
    W1, b1, W2, b2 = params
    return dense_forward(np.tanh(dense_forward(x, W1, b1)), W2, b2)


def way_back(name: str, params: Params, data: Wines) -> Params:
    """Return the four gradients of the cross-entropy in one of four ways; B is right."""
    W1, b1, W2, b2 = params
    h = np.tanh(dense_forward(data.x, W1, b1))
    do = cross_entropy_grad(dense_forward(h, W2, b2), data.labels)
    upward = np.random.default_rng(5).normal(size=(3, HIDDEN)) if name == "D" else W2.T
    slope = {"A": 1 - np.tanh(h) ** 2, "C": np.ones_like(h)}.get(name, 1 - h**2)
    dz = do @ upward * slope
    return data.x.T @ dz, dz.sum(axis=0), h.T @ do, do.sum(axis=0)


def learn_by(name: str, steps: int = 100) -> tuple[float, float]:
    """Train in one of the four ways; return the loss, and the share of unseen wines it sorts."""
    data, params = wines(), fresh_network()
    for _ in range(steps):
        params = gd_step(params, way_back(name, params, data), lr=RATE)
    right = scores_of(params, data.x_unseen).argmax(axis=1) == data.labels_unseen
    return cross_entropy(scores_of(params, data.x), data.labels), float(np.mean(right))


def error_of(name: str) -> float:
    """Return how far one of the four ways misses the measured gradient of the first weights."""
    data, (W1, *others) = wines(), fresh_network()

    def loss(moved: Array) -> float:
        return cross_entropy(scores_of((moved, *others), data.x), data.labels)  # type: ignore[arg-type]

    return relative_error(way_back(name, (W1, *others), data)[0], numerical_gradient(loss, W1))  # type: ignore[arg-type]


def descent(factor: float, lr: float, steps: int = 60) -> list[float]:
    """Return the objective before each step, and at the end, with gradients times a factor."""
    data, params = wines(), fresh_network()
    history = [two_layer_objective(params, data.x, data.labels)]
    for _ in range(steps):
        grads = two_layer_objective_grad(params, data.x, data.labels)
        params = gd_step(params, tuple(factor * g for g in grads), lr=lr)
        history.append(two_layer_objective(params, data.x, data.labels))
    return history


def sizes_of_gradients(
    name: str, *, scale: float = 1.0, depth: int = 20, width: int = 30
) -> list[float]:
    """Return the mean size of the weights' gradients in each layer of a deep network."""
    rng = np.random.default_rng(0)
    sizes = [width] * (depth + 1)
    size = scale / np.sqrt(width)
    params = [(size * rng.normal(size=s), np.zeros(s[1])) for s in pairwise(sizes)]
    x, dy = rng.normal(size=(50, width)), rng.normal(size=(50, width)) / 50
    pair: tuple[Callable[..., Array], Callable[..., Array]] = (
        getattr(activations, name),
        getattr(activations, f"{name}_backward"),
    )
    _, grads = mlp_backward(dy, x, params, *pair)
    return [float(np.abs(dW).mean()) for dW, _ in grads]


def multiplications(n: int, d: int, m: int) -> tuple[int, int]:
    """Count the multiplications of a dense layer on the way forward, and on the way back."""
    return n * d * m, 2 * n * d * m  # dx = dy W' and dW = x' dy: two products of that size


def kept(depth: int, width: int, samples: int) -> int:
    """Count the numbers that wait for the way back: what each layer reads, and what it computes."""
    return 2 * depth * samples * width


def parameters(depth: int, width: int) -> int:
    """Count the weights and biases of layers of one width."""
    return depth * (width**2 + width)
