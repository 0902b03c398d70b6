"""What the lecture on backpropagation measures: small trainings and counts, done in seconds."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dlkit import activations, datasets
from dlkit.arguments import Array, Labels
from dlkit.backprop import (
    gd_step,
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


def gradients_by(name: str, params: Params, data: Wines) -> Params:
    """Return the four gradients of the cross-entropy by one of four versions; B is right."""
    W1, b1, W2, b2 = params
    h = np.tanh(dense_forward(data.x, W1, b1))
    do = cross_entropy_grad(dense_forward(h, W2, b2), data.labels)
    dz = do @ (random_upward() if name == "D" else W2.T)
    dz *= {"A": 1 - np.tanh(h) ** 2, "C": np.ones_like(h)}.get(name, 1 - h**2)
    return data.x.T @ dz, dz.sum(axis=0), h.T @ do, do.sum(axis=0)


def random_upward() -> Array:
    """Draw what version D has in place of the transposed second weights."""
    return np.random.default_rng(5).normal(size=(3, HIDDEN))


def trained_by(name: str, steps: int = 100) -> Params:
    """Train with the gradients of one of the four versions."""
    data, params = wines(), fresh_network()
    for _ in range(steps):
        params = gd_step(params, gradients_by(name, params, data), lr=RATE)
    return params


def learn_by(name: str) -> tuple[float, float]:
    """Train by one of the four versions; return the loss, and the share of unseen wines sorted."""
    data, params = wines(), trained_by(name)
    right = scores_of(params, data.x_unseen).argmax(axis=1) == data.labels_unseen
    return cross_entropy(scores_of(params, data.x), data.labels), float(np.mean(right))


def error_of(name: str) -> float:
    """Return how far one of the four versions misses the measured gradient of the first weights."""
    data, (W1, *others) = wines(), fresh_network()

    def loss(moved: Array) -> float:
        return cross_entropy(scores_of((moved, *others), data.x), data.labels)  # type: ignore[arg-type]

    return relative_error(
        gradients_by(name, (W1, *others), data)[0],  # type: ignore[arg-type]
        numerical_gradient(loss, W1),
    )


def descent(factor: float, lr: float, steps: int = 60) -> list[float]:
    """Return the objective before each step, and at the end, with gradients times a factor."""
    data, params = wines(), fresh_network()
    history = [two_layer_objective(params, data.x, data.labels)]
    for _ in range(steps):
        grads = two_layer_objective_grad(params, data.x, data.labels)
        params = gd_step(params, tuple(factor * g for g in grads), lr=lr)
        history.append(two_layer_objective(params, data.x, data.labels))
    return history


def sizes_of_deltas(
    name: str, *, scale: float = 1.0, depth: int = 20, width: int = 30, seed: int = 0
) -> list[float]:
    """Return the mean size of the gradient of z in each layer of a deep network."""
    rng = np.random.default_rng(seed)
    f: Callable[..., Array] = getattr(activations, name)
    f_backward: Callable[..., Array] = getattr(activations, f"{name}_backward")
    weights = scale / np.sqrt(width) * rng.normal(size=(depth, width, width))
    h: Array = rng.normal(size=(50, width))
    zs: list[Array] = []
    for W in weights:
        zs.append(h @ W)
        h = f(zs[-1])
    deltas: list[Array] = [rng.normal(size=(50, width))]  # dy, at the last layer
    for W, z in zip(weights[:0:-1], zs[-2::-1], strict=True):
        deltas.append(f_backward(deltas[-1] @ W.T, z))
    return [float(np.abs(delta).mean()) for delta in reversed(deltas)]


def multiplications(n: int, d: int, m: int) -> tuple[int, int]:
    """Count the multiplications of a dense layer in the forward pass, and in the backward pass."""
    return n * d * m, 2 * n * d * m  # dx = dy W' and dW = x' dy: two products of that size


def kept(depth: int, width: int, samples: int) -> int:
    """Count the numbers kept for the backward pass: what each layer reads, and what it computes."""
    return 2 * depth * samples * width


def parameters(depth: int, width: int) -> int:
    """Count the weights and biases of layers of one width."""
    return depth * (width**2 + width)
