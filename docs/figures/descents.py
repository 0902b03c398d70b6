"""Ways down: lines fitted batch by batch, optimizers side by side, and a run that goes on."""

import tempfile
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlkit import plots
from dlkit.arguments import Array
from dlkit.datasets import ill_conditioned
from dlkit.frameworks import load_checkpoint, save_checkpoint
from dlkit.losses import mse
from dlkit.optimizers import (
    Adam,
    adagrad_step,
    adam_step,
    minimize,
    momentum_step,
    nesterov_step,
    rmsprop_step,
    sgd_step,
)
from dlkit.shapes import minibatches
from docs.figures.gallery import figure, panels

VALLEY = np.diag([1.0, 20.0])


def bowl(w: Array) -> Array:
    """Return the height of a long narrow valley, (n, 2) -> (n,)."""
    return 0.5 * np.einsum("ni,ij,nj->n", w, VALLEY, w)


def saddle(w: Array) -> Array:
    """Return the height of a saddle that rises again far out, (n, 2) -> (n,)."""
    return w[:, 0] ** 2 - w[:, 1] ** 2 + 0.25 * w[:, 1] ** 4


def down_the_saddle(w: Array) -> Array:
    """Return the gradient of the saddle, (2,)."""
    return np.array([2 * w[0], -2 * w[1] + w[1] ** 3])


def line_data() -> tuple[Array, Array]:
    """Return points along y = 2x + 1 with noise, (200,) each."""
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, size=200)
    return x, 2 * x + 1 + 0.3 * rng.standard_normal(200)


def line_gradient(p: Array, x: Array, y: Array) -> Array:
    """Return the gradient of the mean squared error of y = p[0] x + p[1]."""
    residual = p[0] * x + p[1] - y
    return 2 * np.array([(residual * x).mean(), residual.mean()])


@figure(
    2,
    "Training with stochastic gradient descent: a line is fitted batch by batch.",
    "Four pictures of the same points: the batch in colour and the line after 0, 2, 8 and 40 "
    "batches, which comes closer to the points.",
)
def fitting_batch_by_batch() -> Figure:
    x, y = line_data()
    rng, p, done = np.random.default_rng(1), np.array([-1.0, 0.0]), 0
    whole, axes = panels(4, width=2.5, height=2.6)
    batches = [i for _ in range(5) for i in minibatches(200, 20, rng=rng)]
    for ax, count in zip(axes, (0, 2, 8, 40), strict=True):
        for i in batches[done:count]:
            p = sgd_step(p, line_gradient(p, x[i], y[i]), lr=0.1)
        done, w = count, p
        plots.functions({"line": lambda t, w=w: w[0] * t + w[1]}, low=-1, high=1, ax=ax)
        ax.scatter(x, y, s=8, color=plots.style.GREY, alpha=0.5, linewidths=0, zorder=0)
        if count:
            ax.scatter(x[i], y[i], s=12, color=plots.style.COLORS[1], linewidths=0)
        ax.set(ylim=(-2.2, 4), title=f"{count} batches")
    return whole


@figure(
    4,
    "Gradient descent: every step goes straight down, across the level lines.",
    "Level lines of a valley and a path of short steps from its slope to its middle.",
)
def gradient_descent() -> Axes:
    path = minimize(lambda w: VALLEY @ w, [-4.0, 1.2], sgd_step, steps=60, lr=0.04)
    return plots.contours(bowl, (-5, 2, -1.6, 1.6), paths={"gradient descent": path})


@figure(
    4,
    "Optimizers in a narrow valley, 60 steps each.",
    "Five paths from one point: plain descent creeps along the bottom; momentum, Nesterov's "
    "and Adam swing from side to side and reach its end; RMSprop walks there straight.",
)
def race_in_a_valley() -> Axes:
    rules = {
        "SGD": (sgd_step, 0.01),
        "momentum": (momentum_step, 0.01),
        "Nesterov": (nesterov_step, 0.01),
        "RMSprop": (rmsprop_step, 0.1),
        "Adam": (adam_step, 0.2),
    }
    paths = {
        name: minimize(lambda w: VALLEY @ w, [-4.0, 1.2], rule, steps=60, lr=lr)
        for name, (rule, lr) in rules.items()
    }
    return plots.contours(bowl, (-5, 2.5, -1.6, 1.6), paths=paths)


@figure(
    4,
    "Optimizers beside a saddle point, 60 steps each.",
    "Four paths start a little beside the ridge: plain descent still sits at the saddle, the "
    "others have left it for the minimum.",
)
def race_at_a_saddle() -> Axes:
    rules = {
        "SGD": (sgd_step, 0.02),
        "momentum": (momentum_step, 0.02),
        "Adagrad": (adagrad_step, 0.3),
        "Adam": (adam_step, 0.1),
    }
    paths = {
        name: minimize(down_the_saddle, [-1.2, 0.01], rule, steps=60, lr=lr)
        for name, (rule, lr) in rules.items()
    }
    return plots.contours(saddle, (-1.6, 1.6, -2.2, 2.2), paths=paths)


@figure(
    4,
    "The ways of full batches, of mini-batches and of single samples to the same minimum.",
    "Over the level lines of a loss, full batches take a smooth path, mini-batches of ten a rough "
    "one, single samples wander around the minimum.",
)
def noisy_paths() -> Axes:
    x, y = line_data()
    paths = {}
    for name, size in (("all 200 samples", 200), ("mini-batches of 10", 10), ("single samples", 1)):
        rng, p = np.random.default_rng(0), np.array([-1.0, -1.0])
        path = [p]
        batches = [i for _ in range(40) for i in minibatches(200, size, rng=rng)][:40]
        for i in batches:
            p = sgd_step(p, line_gradient(p, x[i], y[i]), lr=0.1)
            path.append(p)
        paths[name] = np.array(path)

    def loss(q: Array) -> Array:
        return ((q[:, :1] * x + q[:, 1:] - y) ** 2).mean(axis=1)

    ax = plots.contours(loss, (-1.5, 3.5, -1.5, 2), paths=paths)
    ax.set(xlabel="slope", ylabel="intercept")
    return ax


@figure(
    4,
    "Momentum: steps in turn left and right cancel, steps forward add up.",
    "Left, plain descent zigzags across a narrow valley. Right, with momentum the path straightens "
    "and goes further.",
)
def momentum() -> Figure:
    whole, axes = panels(2, width=4.2, height=3.0)
    H = ill_conditioned(2, 25.0, rng=np.random.default_rng(4))
    start = np.linalg.eigh(H)[1] @ [-4.0, 0.6]

    def height(w: Array) -> Array:
        return 0.5 * np.einsum("ni,ij,nj->n", w, H, w)

    for ax, (name, mu, lr) in zip(
        axes, (("without", 0.0, 0.07), ("with momentum 0.6", 0.6, 0.07)), strict=True
    ):
        path = minimize(lambda w: H @ w, start, momentum_step, steps=20, lr=lr, momentum=mu)
        reach = 1.2 * np.abs(start).max()
        plots.contours(height, (-reach, reach, -reach, reach), paths={name: path}, ax=ax)
    return whole


@figure(
    3,
    "Linear regression: the points and the fitted line.",
    "Points along a rising line, and the line that gradient descent has found.",
)
def linear_regression() -> Axes:
    x, y = line_data()
    w = minimize(lambda p: line_gradient(p, x, y), [0.0, 0.0], sgd_step, steps=100, lr=0.3)[-1]
    name = f"y = {w[0]:.2f} x + {w[1]:.2f}"
    return plots.functions({name: lambda t: w[0] * t + w[1]}, low=-1, high=1, points=(x, y))


@figure(
    3,
    "Linear regression: the loss while gradient descent runs.",
    "The mean squared error falls steeply in the first ten steps and then stays at the noise.",
)
def linear_regression_loss() -> Axes:
    x, y = line_data()
    path = minimize(lambda p: line_gradient(p, x, y), [0.0, 0.0], sgd_step, steps=40, lr=0.3)
    losses = [mse(p[0] * x + p[1], y) for p in path]
    series, steps = {"loss": losses}, np.arange(41)
    return plots.measured(series, steps, xlabel="step", ylabel="mean squared error")


@figure(
    3,
    "A run that was stopped and goes on from its checkpoint, bit for bit the same.",
    "The loss of a run of 60 steps; a second run, loaded from the checkpoint at step 30, lies "
    "exactly on it.",
)
def checkpoints() -> Axes:
    p = np.array([-1.0, 0.0])
    optimizer = Adam(p, lr=0.1)
    before = line_losses(p, optimizer, 30)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "step30.npz"
        save_checkpoint(path, p, optimizer.state, step=optimizer.t)
        whole_run = before + line_losses(p, optimizer, 30)
        saved = load_checkpoint(path)
    resumed = Adam(saved.params, lr=0.1)
    resumed.state, resumed.t = saved.state, saved.step
    again = line_losses(saved.params, resumed, 30)
    ax = plots.functions({}, low=0, high=60, xlabel="step", ylabel="mean squared error")
    ax.plot(whole_run, color=plots.style.GREY, linewidth=5, alpha=0.5, label="without a stop")
    ax.plot(range(30, 60), again, label="from the checkpoint", **plots.style.line(1))
    ax.axvline(30, color=plots.style.GREY, linewidth=0.8)
    ax.legend(frameon=False)
    return ax


def line_losses(p: Array, optimizer: Adam, steps: int) -> list[float]:
    """Fit slope and intercept in place; return the loss before each step."""
    x, y = line_data()
    losses = []
    for _ in range(steps):
        losses.append(mse(p[0] * x + p[1], y))
        optimizer.step(line_gradient(p, x, y))
    return losses
