"""A descent from equal weights and its report: what right and wrong solutions share."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from course.a00_shapes.exercises.shared import whole
from dlkit.backprop import fit_gd, two_layer_objective_grad

NAMES = ("dW1", "db1", "dW2", "db2")


@dataclass
class Problem:
    """Where the descent starts, and all that it needs."""

    start: tuple[np.ndarray, ...]
    data: tuple[np.ndarray, np.ndarray]
    pair: dict[str, Any]
    lr: float
    steps: int


def problem(x, labels, *, hidden, classes, lr, steps, value=0.0, nudge=0.0, **pair):
    """Return the right problem, with the guards that right and wrong solutions share."""
    x = np.asarray(x, dtype=np.float64)
    whole(hidden, at_least=1)
    whole(classes, at_least=1)
    if x.ndim != 2 or len(x) == 0 or not np.isfinite(value + nudge):
        raise ValueError("x is (N, D), and not empty; value and nudge are finite")
    value = float(value)  # or np.full makes an array of whole numbers, which cuts the nudge off
    W1, W2 = np.full((x.shape[1], hidden), value), np.full((hidden, classes), value)
    W1[0, 0] += nudge
    start = W1, np.zeros(hidden), W2, np.zeros(classes)
    return Problem(start, (x, np.asarray(labels)), pair, lr, steps)


def gradients_of(p, params):
    return two_layer_objective_grad(params, *p.data, **p.pair)


def norms_of(gradients, norm=np.linalg.norm):
    return {name: float(norm(g)) for name, g in zip(NAMES, gradients, strict=True)}


def spread_of(W1):
    return float(np.max(W1.max(axis=1) - W1.min(axis=1)))


def report_of(p, norm=np.linalg.norm, spread=spread_of, loss=lambda history: history[-1]):
    """Return a right report, but for the functions that come in."""
    (W1, *_), history = fit_gd(p.start, *p.data, lr=p.lr, steps=p.steps, **p.pair)
    last = {"loss": loss(history), "unit_spread": spread(np.asarray(W1))}
    return norms_of(gradients_of(p, p.start), norm) | last
