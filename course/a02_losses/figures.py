"""Figures of the lecture on losses. Each draws numbers that `dlkit.losses` has computed.

They are as high as a slide has room for, beside the formulas that stand with them.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from course.a02_losses import experiments
from dlkit import losses, plots
from dlkit.arguments import Array
from dlkit.plots.style import COLORS, GREY, axes, line
from dlkit.shapes import one_hot

WIDE, NARROW = (8.0, 2.6), (5.8, 2.6)  # inches


def best_constants(targets: Array) -> Figure:
    """Draw the squared and the absolute error of every constant guess."""
    guesses = np.linspace(targets.min() - 3, targets.max() + 3, 301)
    figure, both = plt.subplots(1, 2, figsize=WIDE, layout="constrained")
    cases = ((losses.mse, targets.mean(), "mean"), (losses.mae, np.median(targets), "median"))
    for index, (ax, (loss, best, name)) in enumerate(zip(both, cases, strict=True)):
        values = [loss(np.full_like(targets, c), targets) for c in guesses]
        axes(ax).plot(guesses, values, linewidth=2, **line(index))
        low = loss(np.full_like(targets, best), targets)
        ax.plot(best, low, "o", color=COLORS[index], markersize=8)
        ax.text(best, 0.8 * low, f"{name}: {best:g}", ha="center", va="top")
        ax.plot(targets, np.zeros_like(targets), "|", color="black", markersize=14)
        ax.set(title=loss.__name__.upper(), xlabel="constant guess c (min)", ylim=(0, None))
    both[0].set_ylabel("loss")
    return figure


def huber_constants(targets: Array) -> Figure:
    """Draw the best constant under Huber's loss over delta, from the median to the mean."""
    deltas = np.geomspace(0.1, 100, 200)
    best = [experiments.huber_constant(targets, delta) for delta in deltas]
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    axes(ax)
    middles = {"mean": float(targets.mean()), "median": float(np.median(targets))}
    for index, (name, height) in enumerate(middles.items()):
        ax.axhline(height, label=f"{name}: {height:g}", **line(index + 1))
    ax.semilogx(deltas, best, linewidth=2.5, label="best by Huber's loss", **line(0))
    ax.set(xlabel="δ (min), logarithmic", ylabel="constant (min)")
    ax.xaxis.set_major_formatter("{x:g}")
    ax.legend(frameon=False)
    return figure


def noise() -> Figure:
    """Draw three kinds of noise, and what a residual costs if one believes in them."""
    r = np.linspace(-5, 5, 401)
    kinds = {
        "normal": np.exp(-(r**2) / 2) / np.sqrt(2 * np.pi),
        "Laplace": np.exp(-np.abs(r)) / 2,
        "Cauchy": 1 / (np.pi * (1 + r**2)),
    }
    figure, (left, right) = plt.subplots(1, 2, figsize=WIDE, layout="constrained")
    for index, (name, density) in enumerate(kinds.items()):
        axes(left).plot(r, density, linewidth=2, label=name, **line(index))
        axes(right).plot(r, np.log(density.max() / density), linewidth=2, **line(index))
    left.set(title="how likely a residual is", xlabel="residual", ylim=(0, None))
    right.set(title="what it costs: −log, set to 0 at residual 0", xlabel="residual", ylim=(0, 8))
    left.legend(frameon=False)
    return figure


def honest_probability(q: float) -> Figure:
    """Draw the cross-entropy of a claim p while the truth says "yes" with probability q."""
    p = np.linspace(0.01, 0.99, 197)
    scores = np.stack([np.log(p), np.log(1 - p)], axis=1)
    both = [
        [losses.cross_entropy(row[None, :], np.array([label])) for row in scores]
        for label in (0, 1)
    ]
    price = q * np.array(both[0]) + (1 - q) * np.array(both[1])
    entropy = -(q * np.log(q) + (1 - q) * np.log(1 - q))
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    axes(ax)
    ax.plot(p, price, linewidth=2, label="cross-entropy H(q, p)", **line(0))
    ax.axhline(entropy, label=f"entropy H(q) = {entropy:.3f}", **line(1))
    ax.fill_between(p, entropy, price, color=COLORS[0], alpha=0.12, label="KL(q‖p)")
    ax.plot(q, entropy, "o", color=COLORS[0], markersize=8)
    ax.set(xlabel="claimed probability p of “yes”", ylabel="expected price", ylim=(0, 3))
    ax.set_xticks([0, 0.25, 0.5, q, 1])
    ax.legend(frameon=False, loc="upper center")
    return figure


def said_minus_true(z: Array, label: int, names: list[str]) -> Figure:
    """Draw the probabilities of one sample, the truth, and the gradient between them."""
    p, truth = losses.softmax(z), one_hot([label], len(z))[0]
    gradient = losses.cross_entropy_grad(z[None, :], [label])[0]
    figure, (left, right) = plt.subplots(1, 2, figsize=WIDE, layout="constrained")
    plots.probabilities({"said: P": p, "true: Y": truth}, classes=names, ax=left)
    left.set(title="what was said, what is true", ylim=(0, 1.05))
    colors = [COLORS[1] if g > 0 else COLORS[2] for g in gradient]
    bars = axes(right).bar(range(len(z)), gradient, color=colors)
    right.bar_label(bars, [f"{g:+.2f}".replace("-", "−") for g in gradient], padding=2)
    right.axhline(0, color="black", linewidth=0.8)
    right.set_xticks(range(len(z)), names)
    right.set(title="gradient P − Y: descent goes the other way", ylim=(-1.1, 1.1))
    return figure


def certain_and_wrong() -> Figure:
    """Draw the pull, minus the slope of each loss, on a score whose answer should be "yes"."""
    z = np.linspace(-10, 6, 321)
    p = 1 / (1 + np.exp(-z))
    entropy_slope = losses.bce_with_logits_grad(z, np.ones_like(z)) * z.size
    squared_slope = losses.mse_grad(p, np.ones_like(p)) * p.size * p * (1 - p)
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    axes(ax)
    ax.plot(z, -entropy_slope, linewidth=2, label="cross-entropy", **line(0))
    ax.plot(z, -squared_slope, linewidth=2, label="squared error of p", **line(1))
    ax.axvspan(-10, -5, color=GREY, alpha=0.15, linewidth=0)
    ax.text(-9.8, 0.45, "certain\nand wrong")
    ax.set(xlabel="score z of the true answer “yes”", ylabel="pull on the score")
    ax.set(xlim=(-10, 6), ylim=(0, 1.1))
    ax.legend(frameon=False, loc="upper right")
    return figure


def margins() -> Figure:
    """Draw the price of one answer over its lead, for two classes."""
    lead = np.linspace(-3, 4, 351)
    scores, label = np.stack([lead, 0 * lead], axis=1), np.array([0])
    rows = [row[None, :] for row in scores]
    curves = {
        "hinge": np.array([losses.hinge(row, label) for row in rows]),
        "cross-entropy / log 2": np.array([losses.cross_entropy(row, label) for row in rows])
        / np.log(2),
        "squared: (1 − lead)²": (1 - lead) ** 2,
        "mistake: 0 or 1": (lead <= 0).astype(float),
    }
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    axes(ax)
    for index, (name, values) in enumerate(curves.items()):
        ax.plot(lead, values, linewidth=2, label=name, **line(index))
    ax.set(xlabel="lead of the true class: its score − the other's", ylabel="price")
    ax.set(xlim=(-3, 4), ylim=(0, 4.2))
    ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(4 / 7, 1))  # inside the parabola
    return figure


def temperatures(model: experiments.Model, digits: experiments.Digits) -> Figure:
    """Draw loss and accuracy on unseen images while all scores are divided by T."""
    z = model.scores(digits.x_unseen)
    ts = np.geomspace(0.2, 8, 60)
    prices = [losses.cross_entropy(z / t, digits.labels_unseen) for t in ts]
    hits = [experiments.accuracy(z / t, digits.labels_unseen) for t in ts]
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.0, 2.0), layout="constrained")
    axes(left).semilogx(ts, prices, linewidth=2, **line(0))
    best = int(np.argmin(prices))
    left.plot(ts[best], prices[best], "o", color=COLORS[0], markersize=8)
    left.set(title="cross-entropy, unseen images", xlabel="temperature T", ylim=(0, None))
    axes(right).semilogx(ts, hits, linewidth=2, **line(1))
    right.set(title="accuracy, unseen images", xlabel="temperature T", ylim=(0, 1.05))
    for ax in (left, right):
        ax.set_xticks([0.25, 0.5, 1, 2, 4, 8])
        ax.xaxis.set_major_formatter("{x:g}")
        ax.minorticks_off()
    return figure


def penalty_on_weights(
    strengths: list[float], models: list[experiments.Model], digits: experiments.Digits
) -> Figure:
    """Draw loss and accuracy over the strength of the L2 penalty."""
    training = [losses.cross_entropy(model.scores(digits.x), digits.labels) for model in models]
    z = [model.scores(digits.x_unseen) for model in models]
    unseen = [losses.cross_entropy(scores, digits.labels_unseen) for scores in z]
    hits = [experiments.accuracy(scores, digits.labels_unseen) for scores in z]
    figure, (left, right) = plt.subplots(1, 2, figsize=WIDE, layout="constrained")
    axes(left).semilogx(strengths, training, marker="o", label="training images", **line(0))
    left.semilogx(strengths, unseen, marker="s", label="unseen images", **line(1))
    left.set(title="cross-entropy, without the penalty", xlabel="strength λ", ylim=(0, None))
    left.legend(frameon=False)
    axes(right).semilogx(strengths, hits, marker="s", **line(1))
    right.set(title="accuracy, unseen images", xlabel="strength λ")
    return figure
