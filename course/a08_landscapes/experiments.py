"""What the lecture on landscapes measures: small trainings, searches and draws, done in seconds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dlkit import datasets
from dlkit.activations import sigmoid
from dlkit.arguments import Array, Labels
from dlkit.backprop import two_layer_objective, two_layer_objective_grad
from dlkit.landscapes import goe, hessian_fd, index_vs_loss, p_local_min, perturbed_gd
from dlkit.losses import cross_entropy
from dlkit.shapes import standardize

IRIS_SHAPES = ((4, 2), (2,), (2, 3), (3,))
DIGIT_SHAPES = ((64, 32), (32,), (32, 10), (10,))
RATE = 0.5
PENALTY = 0.01  # twice the factor of the squared weights
BAD = 0.2  # a loss above which an XOR network has ended badly
Shapes = tuple[tuple[int, ...], ...]
Params = tuple[Array, Array, Array, Array]


def arrays_of(w: Array, shapes: Shapes) -> Params:
    """Return the arrays that a vector of all weights consists of."""
    ends = np.cumsum([np.prod(shape) for shape in shapes])[:-1]
    pieces = zip(np.split(w, ends), shapes, strict=True)
    W1, b1, W2, b2 = (piece.reshape(shape) for piece, shape in pieces)
    return W1, b1, W2, b2


def joined(arrays: Sequence[Array]) -> Array:
    """Return all weights in one vector."""
    return np.concatenate([each.ravel() for each in arrays])


def iris() -> tuple[Callable[[Array], float], Callable[[Array], Array]]:
    """Return the loss of a network on the iris flowers, and its gradient, of its 19 weights."""
    x, labels = datasets.iris()
    x, *_ = standardize(x, x)

    def loss(w: Array) -> float:
        return two_layer_objective(arrays_of(w, IRIS_SHAPES), x, labels)

    def gradient(w: Array) -> Array:
        return joined(two_layer_objective_grad(arrays_of(w, IRIS_SHAPES), x, labels))

    return loss, gradient


def beside_zero(size: float, *, sigma: float = 0.0, steps: int = 100) -> list[float]:
    """Return the losses of a descent that begins at a random place of this size."""
    loss, gradient = iris()
    start = size * np.random.default_rng(0).normal(size=19)
    rng = np.random.default_rng(0)
    path = perturbed_gd(gradient, start, lr=RATE, steps=steps, sigma=sigma, rng=rng)
    return [loss(w) for w in path]


def curvatures_at_zero() -> Array:
    """Return the eigenvalues of the Hessian of the iris network where all weights are 0."""
    loss, _ = iris()
    return np.linalg.eigvalsh(hessian_fd(loss, np.zeros(19)))


def pairs(count: int = 2000) -> dict[str, Array]:
    """Return pairs of independent numbers, and of eigenvalues; the smaller one comes first."""
    rng = np.random.default_rng(4)
    return {
        "independent numbers": np.sort(rng.normal(size=(count, 2)), axis=1),
        "eigenvalues": np.linalg.eigvalsh(goe(count, 2, rng=rng)),
    }


def shares_of_minima(dimensions: int = 50, draws: int = 200) -> tuple[Array, Array]:
    """Return shifts, and the share of minima among random matrices for each of them."""
    shifts = np.arange(0.0, 13.0, 0.5)
    rng = np.random.default_rng(0)
    shares = [p_local_min(dimensions, draws, rng=rng, shift=shift) for shift in shifts]
    return shifts, np.array(shares)


@dataclass(frozen=True)
class Xor:
    """Networks with one hidden layer on four noisy clouds, many at once, one a row."""

    x: Array  # (N, 2)
    targets: Array  # (N,)
    lam: float = 0.0

    def _layers(self, w: Array) -> Params:
        count, units = len(w), (w.shape[1] - 1) // 4
        W1, b1, w2, b2 = np.split(w, [2 * units, 3 * units, 4 * units], axis=1)
        return W1.reshape(count, 2, units), b1[:, None], w2[..., None], b2[:, None]

    def _hidden_and_logits(self, w: Array) -> tuple[Array, Array]:
        W1, b1, w2, b2 = self._layers(w)
        h = np.tanh(self.x @ W1 + b1)  # (count, N, units)
        return h, (h @ w2 + b2)[..., 0]

    def losses(self, w: Array) -> Array:
        """Return the binary cross-entropy of each network, and its penalty."""
        _, z = self._hidden_and_logits(w)
        penalty = self.lam / 2 * np.sum(w**2, axis=1)
        result: Array = np.mean(np.logaddexp(0, z) - self.targets * z, axis=1) + penalty
        return result

    def gradients(self, w: Array) -> Array:
        """Return the gradient of each loss, in the shape of w."""
        h, z = self._hidden_and_logits(w)
        dz = (sigmoid(z) - self.targets)[..., None] / len(self.x)
        dh = dz * self._layers(w)[2].swapaxes(1, 2) * (1 - h**2)
        dW1 = (self.x.T @ dh).reshape(len(w), -1)
        parts = dW1, dh.sum(axis=1), (h.swapaxes(1, 2) @ dz)[..., 0], dz.sum(axis=1)
        result: Array = np.concatenate(parts, axis=1) + self.lam * w
        return result


def xor(lam: float = 0.0, *, count: int = 100, noise: float = 0.3) -> Xor:
    """Return the task; four points without noise are the four corners."""
    x, targets = datasets.xor(count, noise=noise, rng=np.random.default_rng(0))
    return Xor(x, targets.astype(np.float64), lam)


def critical_points(count: int = 100, steps: int = 60) -> Array:
    """Search flat places of a network of 9 weights by Newton's method; return index_vs_loss."""
    task, w = xor(lam=PENALTY), 2 * np.random.default_rng(0).normal(size=(count, 9))
    for _ in range(steps):
        nudges = 1e-5 * np.eye(9)
        H = [task.gradients(w + e) - task.gradients(w - e) for e in nudges]
        curved = np.stack(H, axis=2) / 2e-5 + 1e-9 * np.eye(9)
        step = np.linalg.solve(curved, task.gradients(w)[..., None])[..., 0]
        w = w - step / np.maximum(1, np.linalg.norm(step, axis=1, keepdims=True))
    return index_vs_loss(w, lambda w: float(task.losses(w[None])[0]))


def trained(units: int, *, seed: int = 1, count: int = 50, steps: int = 1000) -> Array:
    """Return the weights with which so many networks end, one a row."""
    task, rng = xor(), np.random.default_rng(seed)
    W1 = rng.normal(size=(count, 2 * units)) / np.sqrt(2)
    w2 = rng.normal(size=(count, units)) / np.sqrt(units)
    start = np.concatenate([W1, np.zeros((count, units)), w2, np.zeros((count, 1))], axis=1)
    ends: Array = perturbed_gd(task.gradients, start, lr=1.0, steps=steps, sigma=0.0, rng=rng)[-1]
    return ends


def final_losses(units: int) -> Array:
    """Return where the losses of fifty networks end."""
    return xor().losses(trained(units))


def noisy_digits(seed: int = 0, steps: int = 500) -> tuple[Array, Array]:
    """Learn 200 digits, 60 with random labels; return the losses on them and on 300 others."""
    x, labels = datasets.digits()
    rng = np.random.default_rng(seed)
    learn, watch, _ = np.split(rng.permutation(len(x)), [200, 500])
    noisy = labels[learn]
    noisy[:60] = rng.integers(0, 10, size=60)
    start = [rng.normal(size=s) / np.sqrt(s[0]) * (len(s) == 2) for s in DIGIT_SHAPES]

    def gradient(w: Array) -> Array:
        return joined(two_layer_objective_grad(arrays_of(w, DIGIT_SHAPES), x[learn], noisy))

    def logits(w: Array, rows: Labels) -> Array:
        W1, b1, W2, b2 = arrays_of(w, DIGIT_SHAPES)
        scores: Array = np.tanh(x[rows] @ W1 + b1) @ W2 + b2
        return scores

    path = perturbed_gd(gradient, joined(start), lr=RATE, steps=steps, sigma=0.0, rng=rng)
    learned = [cross_entropy(logits(w, learn), noisy) for w in path[::5]]
    watched = [cross_entropy(logits(w, watch), labels[watch]) for w in path[::5]]
    return np.array(learned), np.array(watched)


def steps_to_leave(
    y0: float, *, momentum: float = 0.0, sigma: float = 0.0, runs: int = 200
) -> float:
    """Return the median number of steps until a descent on (x² - y²) / 2 has |y| > 1.

    All runs start at (1, y0); one that stays for 500 steps counts as infinite.
    """
    rng = np.random.default_rng(0)
    y, velocity, left = np.full(runs, y0), np.zeros(runs), np.full(runs, np.inf)
    for step in range(1, 501):
        velocity = momentum * velocity + 0.05 * (y + sigma * rng.normal(size=runs))
        y = y + velocity
        left[(np.abs(y) > 1) & np.isinf(left)] = step
    return float(np.median(left))
