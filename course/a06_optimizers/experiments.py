"""What the lecture on optimizers measures: descents on small surfaces, and short trainings."""

import functools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from dlkit import datasets, optimizers
from dlkit.arguments import Array, Labels
from dlkit.losses import cross_entropy_grad
from dlkit.optimizers import minimize, steps_to_tolerance
from dlkit.shapes import minibatches, standardize, train_val_split

SIZES = (64, 32, 10)
BATCH, EPOCHS = 128, 10
LOW, HOLD = 1e-4, 50  # arrived: this low for so many steps
UPDATES, HIGHEST = 300, 0.1  # of the noisy bowl; its highest rate
SCHEDULES: dict[str, Callable[[int], float]] = {
    "constant": lambda k: HIGHEST,
    "step decay": lambda k: optimizers.step_decay(k, lr=HIGHEST, every=100),
    "warm-up, then cosine": lambda k: optimizers.warmup_cosine(
        k, lr=HIGHEST, total=UPDATES, warmup=20
    ),
}
RATES = (0.001, 0.01, 0.1, 1.0, 10.0)
CONTENDERS: dict[str, tuple[Callable[..., Any], float]] = {  # each with PyTorch's default rate
    "gradient descent": (optimizers.sgd_step, 0.001),
    "momentum": (optimizers.momentum_step, 0.001),
    "Adagrad": (optimizers.adagrad_step, 0.01),
    "RMSprop": (optimizers.rmsprop_step, 0.01),
    "Adam": (optimizers.adam_step, 0.001),
}


def valley(degrees: float, steep: float = 100.0) -> tuple[Array, Array]:
    """Return the matrix of a valley that is steep across and lies at an angle, and a start."""
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = np.array([[cos, -sin], [sin, cos]])
    return turn @ np.diag([1.0, steep]) @ turn.T, turn @ np.array([1.0, 0.5])


def steps_down(rule: Callable[..., Any], lr: float, degrees: float, **options: float) -> int | None:
    """Return the first step from which the loss stays low, or None within 2000."""
    A, start = valley(degrees)
    path = minimize(lambda w: A @ w, start, rule, steps=2000, lr=lr, **options)
    losses = np.einsum("ti,ij,tj->t", path, A, path) / 2
    return steps_to_tolerance(losses, LOW, hold=HOLD)


def steps_down_the_bowl(rule: Callable[..., Any], lr: float) -> int | None:
    """Count the steps down a round bowl from (4, 1)."""
    path = minimize(lambda w: w, [4.0, 1.0], rule, steps=2000, lr=lr)
    return steps_to_tolerance((path**2).sum(axis=1) / 2, LOW, hold=HOLD)


def sheet_step(
    w: Array,
    dw: Array,
    m: Array,
    v: Array,
    t: int,
    *,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, Array, Array]:
    """Make a step of Adam as a widespread sheet of notes prints it: wrong in its second mean."""
    m = beta1 * m + (1 - beta1) * dw
    v = beta1 * v + (1 - beta1) * dw
    with np.errstate(invalid="ignore"):
        return w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def parabola(rule: Callable[..., Any], start: float) -> Array:
    """Walk down w squared from a start; 2000 steps with the rate 0.05."""
    path: Array = minimize(lambda w: 2 * w, [start], rule, steps=2000, lr=0.05)[:, 0]
    return path


def decayed(has_penalty: bool) -> Array:
    """Return three weights after 1000 steps; their gradients of sizes 10, 1, 0.1 change sign."""
    w: Array = np.ones(3)
    m: Array = np.zeros(3)
    v: Array = np.zeros(3)
    sizes, decay = np.array([10.0, 1.0, 0.1]), 0.1
    for t in range(1, 1001):
        g = sizes * (-1) ** t
        if has_penalty:
            w, m, v = optimizers.adam_step(w, g + decay * w, m, v, t, lr=0.01)
        else:
            w, m, v = optimizers.adamw_step(w, g, m, v, t, lr=0.01, weight_decay=decay)
    return w


def trembling(rate: Callable[[int], float]) -> Array:
    """Return the losses on a noisy bowl in ten dimensions after all updates, for 20 seeds."""
    losses = []
    for seed in range(20):
        rng, w = np.random.default_rng(seed), np.full(10, 3.0)
        for k in range(UPDATES):
            w = optimizers.sgd_step(w, w + rng.normal(size=10), lr=rate(k))
        losses.append(float(w @ w) / 2)
    return np.array(losses)


@functools.cache
def divided(seed: int) -> tuple[Array, Labels, Array, Labels]:
    """Return the digits with a quarter of them put aside, standardised by the others."""
    x, labels = datasets.digits()
    learn, unseen = train_val_split(len(x), 0.25, rng=np.random.default_rng(seed))
    x_learn, x_unseen, *_ = standardize(x[learn], x[unseen])
    return x_learn, labels[learn], x_unseen, labels[unseen]


def layers(w: Array) -> tuple[Array, Array, Array, Array]:
    """Cut a row of weights into W1, b1, W2 and b2."""
    d, h, c = SIZES
    W1, b1, W2, b2 = np.split(w, np.cumsum([d * h, h, h * c]))
    return W1.reshape(d, h), b1, W2.reshape(h, c), b2


def fresh_weights(seed: int) -> Array:
    """Draw the weights of the network, in one row; biases are 0."""
    rng, (d, h, c) = np.random.default_rng(seed), SIZES
    W1 = rng.normal(size=(d, h)) * np.sqrt(2 / d)
    W2 = rng.normal(size=(h, c)) * np.sqrt(2 / h)
    return np.concatenate([W1.ravel(), np.zeros(h), W2.ravel(), np.zeros(c)])


def slope(w: Array, x: Array, labels: Labels) -> Array:
    """Return the gradient of the cross-entropy on a batch, in one row."""
    W1, b1, W2, b2 = layers(w)
    h = np.maximum(x @ W1 + b1, 0)
    do = cross_entropy_grad(h @ W2 + b2, labels)
    dz = (do @ W2.T) * (h > 0)
    return np.concatenate([g.ravel() for g in (x.T @ dz, dz.sum(axis=0), h.T @ do, do.sum(axis=0))])


def batches(x: Array, labels: Labels, seed: int) -> Iterator[tuple[Array, Labels]]:
    """Yield batches without end."""
    rng = np.random.default_rng(seed)
    while True:
        for batch in minibatches(len(x), BATCH, rng=rng):
            yield x[batch], labels[batch]


@functools.cache
def trained(name: str, lr: float, seed: int = 0, epochs: int = EPOCHS) -> Array:
    """Train the network; return its weights in one row."""
    x, labels, *_ = divided(seed)
    feed = batches(x, labels, seed)
    updates = optimizers.update_count(len(x), BATCH, epochs)
    rule, _ = CONTENDERS[name]
    with np.errstate(all="ignore"):  # some of them explode
        path = minimize(
            lambda w: slope(w, *next(feed)), fresh_weights(seed), rule, steps=updates, lr=lr
        )
    weights: Array = path[-1].copy()  # not the whole path, which would stay in the cache
    return weights


def digits_read(name: str, lr: float, seed: int = 0, epochs: int = EPOCHS) -> float:
    """Train the network; return the share of unseen digits that it reads."""
    _, _, x_unseen, labels_unseen = divided(seed)
    W1, b1, W2, b2 = layers(trained(name, lr, seed, epochs))
    with np.errstate(all="ignore"):
        scores = np.maximum(x_unseen @ W1 + b1, 0) @ W2 + b2
    return float(np.mean(scores.argmax(axis=1) == labels_unseen))


def line_path(batch: int, steps: int, lr: float = 0.08) -> Array:
    """Fit a line to 64 points, a batch at a time; return (slope, offset) after each step."""
    rng = np.random.default_rng(3)
    x = rng.uniform(-2, 2, size=64)
    y = 1.2 * x + 0.5 + rng.normal(size=64)
    order = np.random.default_rng(0)

    def gradient(w: Array) -> Array:
        chosen = order.choice(64, size=batch, replace=False)
        miss = w[0] * x[chosen] + w[1] - y[chosen]
        return np.array([np.mean(2 * miss * x[chosen]), np.mean(2 * miss)])

    return minimize(gradient, [-1.5, -1.5], optimizers.sgd_step, steps=steps, lr=lr)
