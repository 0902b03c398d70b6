"""What the lecture on activations measures: small networks, each trained in a second."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from course.a01_activations.demos import dying
from dlkit import activations, datasets, losses
from dlkit.activations import mlp_forward
from dlkit.arguments import Array, Labels

Layers = list[tuple[Array, Array]]
Forward = Callable[[Array], Array]
Backward = Callable[[Array, Array], Array]


def as_it_is(z: Array) -> Array:
    """Return z: no activation at all."""
    return z


def straight_backward(dy: Array, z: Array) -> Array:
    """Return the upstream gradient: nothing is in its way."""
    return dy


PAIRS: dict[str, tuple[Forward, Backward]] = {
    "none": (as_it_is, straight_backward),
    "ReLU": (activations.relu, activations.relu_backward),
    "tanh": (activations.tanh, activations.tanh_backward),
    "sigmoid": (activations.sigmoid, activations.sigmoid_backward),
}


@dataclass(frozen=True)
class Moons:
    """A trained network and the points it has not been trained on."""

    layers: Layers
    activation: Forward
    x: Array  # (300, 2)
    labels: Labels  # (300,)

    def classes(self, x: Array) -> Labels:
        """Return the predicted class of each point."""
        outputs, _ = mlp_forward(x, self.layers, self.activation)
        return (outputs[:, 0] > 0).astype(int)

    @property
    def right(self) -> float:
        """The share of unseen points in the right class."""
        return float(np.mean(self.classes(self.x) == self.labels))


def random_layers(widths: tuple[int, ...], rng: np.random.Generator) -> Layers:
    """Draw weights of variance 2 / inputs, biases 0."""
    return [(rng.normal(size=(d, m)) * np.sqrt(2 / d), np.zeros(m)) for d, m in pairwise(widths)]


def train_moons(name: str, widths: tuple[int, ...], seed: int, *, steps: int = 1000) -> Moons:
    """Train a network on 300 points by gradient descent, to be asked about 300 others."""
    forward, backward = PAIRS[name]
    rng = np.random.default_rng(seed)
    x, labels = datasets.moons(600, noise=0.1, rng=rng)
    layers = random_layers(widths, rng)
    seen, targets = x[:300], labels[:300, None]
    for _ in range(steps):
        outputs, z = mlp_forward(seen, layers, forward)
        dz = losses.bce_with_logits_grad(outputs, targets)
        for number in reversed(range(len(layers))):
            W, b = layers[number]
            h = forward(z[number - 1]) if number else seen
            layers[number] = (W - 0.5 * h.T @ dz, b - 0.5 * dz.sum(axis=0))
            if number:
                dz = backward(dz @ W.T, z[number - 1])
    return Moons(layers, forward, x[300:], labels[300:])


def gradient_on_the_way_back(name: str, *, depth: int = 10, width: int = 64) -> list[float]:
    """Return the size of a gradient at each layer, from the last to the first, the last being 1.

    The weights have variance 1 / inputs, for ReLU twice that; the medians over ten seeds.
    """
    forward, backward = PAIRS[name]
    sizes = np.empty((10, depth))
    for seed in range(len(sizes)):
        rng = np.random.default_rng(seed)
        scale = 1.0 if name == "ReLU" else np.sqrt(0.5)
        layers = [(scale * W, b) for W, b in random_layers((width,) * (depth + 1), rng)]
        _, z = mlp_forward(rng.normal(size=(16, width)), layers, forward)
        dz = backward(rng.normal(size=(16, width)), z[-1])
        sizes[seed, 0] = np.linalg.norm(dz)
        for steps in range(1, depth):
            dz = backward(dz @ layers[-steps][0].T, z[-steps - 1])
            sizes[seed, steps] = np.linalg.norm(dz)
    medians: list[float] = np.median(sizes / sizes[:, :1], axis=0).tolist()
    return medians


def dead_after(rate: float, *, activation: str = "ReLU", bias: int = 0, steps: int = 100) -> float:
    """Return the share of units that are dead after steps of one length, as in the demo."""
    state = dying.start(activation=activation, bias=bias, rate=rate)
    for _ in range(steps):
        state = dying.step(state, rate=rate)
    return float(state.dead[-1])
