"""What the lecture on approximation measures: small trainings, each done in a second."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from dlkit import datasets
from dlkit.activations import mlp_forward, relu, relu_backward, tanh, tanh_backward
from dlkit.approximation import bump, eval_hidden, random_features, relu_interpolant
from dlkit.arguments import Array, Labels
from dlkit.backprop import mlp_backward
from dlkit.losses import bce_with_logits_grad, mse_grad
from dlkit.optimizers import adam_step, minimize

Layers = list[tuple[Array, Array]]
TRIANGLE = np.array([[-0.8, -0.6], [0.7, -0.5], [-0.1, 0.7]])
X = np.linspace(0, 1, 400)


def points(seed: int, n: int) -> tuple[Array, Labels]:
    """Return points of a square, and whether each lies inside the triangle."""
    return datasets.triangle(n, TRIANGLE, rng=np.random.default_rng(seed))


def train(hidden: int, seed: int, *, steps: int = 2000, rate: float = 0.5) -> Layers:
    """Train ReLUs on 500 of the points; without hidden units it is logistic regression."""
    x, labels = points(seed, 500)
    rng = np.random.default_rng(100 + seed)
    sizes = [2, hidden, 1] if hidden else [2, 1]
    layers: Layers = [(rng.standard_normal((d, m)), np.zeros(m)) for d, m in pairwise(sizes)]
    for _ in range(steps):
        dy = bce_with_logits_grad(mlp_forward(x, layers, relu)[0], labels[:, None])
        _, gradients = mlp_backward(dy, x, layers, relu, relu_backward)
        layers = [
            (W - rate * dW, b - rate * db)
            for (W, b), (dW, db) in zip(layers, gradients, strict=True)
        ]
    return layers


def share_right(layers: Layers, seed: int, activation: Callable[[Array], Array] = relu) -> float:
    """Return the share of 5000 new points whose score has the right sign."""
    x, labels = points(1000 + seed, 5000)
    return float(np.mean((mlp_forward(x, layers, activation)[0][:, 0] > 0) == labels))


def one_wave(x: Array) -> Array:
    """Return the curve that bumps and straight pieces follow."""
    y: Array = np.sin(2 * np.pi * x)
    return y


def wall(curve: Callable[[Array], Array], bumps: int, k: float) -> Callable[[Array], Array]:
    """Return bumps side by side, as (bumps, N) for N points; the outer two have an open side."""
    edges = np.linspace(0, 1, bumps + 1)
    heights = curve((edges[:-1] + edges[1:]) / 2)
    edges[[0, -1]] = -np.inf, np.inf
    parts = list(zip(edges[:-1], edges[1:], heights, strict=True))
    return lambda x: np.array([bump(x, a, b, height=h, steepness=k) for a, b, h in parts])


def wave(x: Array) -> Array:
    """Return the curve that three kinds of networks follow."""
    y: Array = np.sin(2 * np.pi * x) + 0.5 * np.sin(6 * np.pi * x)
    return y


def constructed_error(units: int) -> float:
    """Return the root mean square error of straight pieces through the wave."""
    knots = np.linspace(0, 1, units + 1)
    return _miss(eval_hidden(X, *relu_interpolant(knots, wave(knots)), relu))


def random_error(units: int, seed: int = 0, *, scale: float = 10.0) -> float:
    """Return the error of random tanh units with the best output weights."""
    rng = np.random.default_rng(seed)
    net = random_features(X, wave(X), units, tanh, rng=rng, scale=scale)
    return _miss(eval_hidden(X, *net, tanh))


def trained_error(units: int, seed: int = 0, *, steps: int = 1500) -> float:
    """Return the error of tanh units that are all trained, by Adam on the whole curve."""
    rng = np.random.default_rng(seed)
    start = np.concatenate([10 * rng.standard_normal(units), rng.standard_normal(2 * units), [0]])
    start[units : 2 * units] = -start[:units] * rng.uniform(0, 1, units)
    start[2 * units : -1] /= units

    def network(p: Array) -> Layers:
        w, b, v, c = np.split(p, [units, 2 * units, 3 * units])
        return [(w[None], b), (v[:, None], c)]

    def gradient(p: Array) -> Array:
        dy = mse_grad(mlp_forward(X[:, None], network(p), tanh)[0], wave(X)[:, None])
        _, grads = mlp_backward(dy, X[:, None], network(p), tanh, tanh_backward)
        return np.concatenate([a.ravel() for layer in grads for a in layer])

    end = minimize(gradient, start, adam_step, steps=steps, lr=0.01)[-1]
    return _miss(mlp_forward(X[:, None], network(end), tanh)[0][:, 0])


def _miss(y: Array) -> float:
    return float(np.sqrt(np.mean((y - wave(X)) ** 2)))
