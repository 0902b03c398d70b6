"""What the lecture on initialization measures: deep nets, small trainings, and one layer."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from dlkit import activations, datasets, initialization
from dlkit.activations import mlp_forward, relu, relu_backward, tanh
from dlkit.arguments import Array
from dlkit.backprop import fit_gd, mlp_backward
from dlkit.initialization import activation_stats, gradient_stats, zero_init_report
from dlkit.losses import cross_entropy_grad
from dlkit.shapes import minibatches, train_val_split

WIDTH, LAYERS = 100, 30
Initializer = Callable[..., Array]
SIX: dict[str, Initializer] = {
    "zeros": initialization.zeros,
    "normal, std 0.01": partial(initialization.normal, std=0.01),
    "normal, std 1": partial(initialization.normal, std=1.0),
    "PyTorch's default": initialization.torch_default_linear,
    "Xavier": initialization.xavier_normal,
    "He": initialization.he_normal,
}


def sizes(start: Initializer, name: str, layers: int = LAYERS) -> tuple[Array, Array]:
    """Return the deviations of activations and gradients, layer by layer, of one net."""
    x = np.random.default_rng(0).standard_normal((32, WIDTH))
    forward, backward = getattr(activations, name), getattr(activations, f"{name}_backward")
    s = activation_stats(x, start, forward, layers, rng=np.random.default_rng(1))
    g = gradient_stats(x, start, forward, backward, layers, rng=np.random.default_rng(1))
    return s, g


def sample_spread(start: Initializer, name: str) -> Array:
    """Return the deviations over samples alone, layer by layer: the mean over a layer's units."""
    h, rng = np.random.default_rng(0).standard_normal((32, WIDTH)), np.random.default_rng(1)
    spreads = []
    for _ in range(LAYERS):
        h = getattr(activations, name)(h @ start((WIDTH, WIDTH), rng=rng))
        spreads.append(h.std(axis=0).mean())
    return np.array(spreads)


def circle() -> tuple[Array, Array]:
    """Return points of a square, and whether each lies inside a circle."""
    x = np.random.default_rng(0).uniform(-1, 1, (200, 2))
    return x, (np.sum(x**2, axis=1) < 0.5).astype(np.int64)


def equal_start(value: float, nudge: float = 0.0, steps: int = 1000) -> dict[str, float]:
    """Report what eight units learn of the circle when they begin alike, but for a nudge."""
    x, labels = circle()
    pair: dict[str, Any] = {"activation": tanh}
    return zero_init_report(
        x, labels, hidden=8, classes=2, lr=0.5, steps=steps, value=value, nudge=nudge, **pair
    )


def unit_weights(value: float, steps: int = 1000) -> Array:
    """Return what the weights into a unit have become when all of the net began alike."""
    x, labels = circle()
    alike = np.full((2, 8), value), np.zeros(8), np.full((8, 2), value), np.zeros(2)
    (W1, *_), _ = fit_gd(alike, x, labels, lr=0.5, steps=steps)
    return np.asarray(W1)[:, 0]


def one_layer(seed: int = 2) -> tuple[Array, Array]:
    """Return standard normal inputs of a layer with PyTorch's default weights, and its outputs."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((200, WIDTH))
    return x, x @ initialization.torch_default_linear((WIDTH, WIDTH), rng=rng)


def train_digits(
    start: Initializer, depth: int, *, seed: int, epochs: int, lr: float = 0.01
) -> list[float]:
    """Return the share of unseen digits read right after each epoch of a deep ReLU net.

    What overflows is an explosion, which is what some of the starts are there to show.
    """
    rng = np.random.default_rng(seed)
    images, labels = datasets.digits()
    learn, unseen = train_val_split(len(images), 1 / 3, rng=rng)
    x = (images - images[learn].mean()) / images[learn].std()
    params = [(start(s, rng=rng), np.zeros(s[1])) for s in pairwise([64] * depth + [10])]
    velocity = [[np.zeros_like(p) for p in layer] for layer in params]
    shares = []
    for _ in range(epochs):
        with np.errstate(all="ignore"):
            for batch in minibatches(len(learn), 64, rng=rng):
                scores, _ = mlp_forward(x[learn[batch]], params, relu)
                dy = cross_entropy_grad(scores, labels[learn[batch]])
                _, grads = mlp_backward(dy, x[learn[batch]], params, relu, relu_backward)
                _descend(params, grads, velocity, lr)
            scores, _ = mlp_forward(x[unseen], params, relu)
        shares.append(float(np.mean(scores.argmax(axis=1) == labels[unseen])))
    return shares


def _descend(params: Any, grads: Any, velocity: Any, lr: float) -> None:
    """Take a step of descent with momentum, in place."""
    for layer, slopes, speeds in zip(params, grads, velocity, strict=True):
        for p, g, v in zip(layer, slopes, speeds, strict=True):
            v *= 0.9
            v += g
            p -= lr * v
