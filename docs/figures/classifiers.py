"""Classes in the plane: one line, a probability, and a triangle from four units."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlkit import plots
from dlkit.activations import mlp_forward, sigmoid
from dlkit.approximation import triangle_net
from dlkit.arguments import Array
from dlkit.datasets import blobs, triangle
from dlkit.optimizers import Adam
from dlkit.regularization import nn
from docs.figures.gallery import figure, panels

CORNERS = ((-0.8, -0.6), (0.7, -0.5), (-0.1, 0.7))


def trained(x: Array, labels: Array, hidden: int, seed: int) -> nn.Sequential:
    """Return a network with that many hidden sigmoid units, or a logistic regression with none."""
    rng = np.random.default_rng(seed)
    layers: list[nn.Layer] = [nn.Dense(2, hidden or 1, rng=rng)]
    if hidden:
        layers += [nn.Activation("sigmoid"), nn.Dense(hidden, 1, rng=rng)]
    model = nn.Sequential(layers)
    model.compile(optimizer=lambda p: Adam(p, lr=0.05), loss="bce_with_logits")
    targets = labels[:, None].astype(float)
    model.fit(x, targets, epochs=150, batch_size=50, rng=rng, progress=False)
    return model


def two_blobs() -> tuple[Array, Array]:
    """Return the points of the first two figures."""
    return blobs(120, 2, spread=1.1, rng=np.random.default_rng(0))


@figure(
    3,
    "Linear binary classification: the plane is cut by one line.",
    "Two clouds of points, each side of a straight line coloured by the class predicted there.",
)
def linear_classifier() -> Axes:
    x, labels = two_blobs()
    model = trained(x, labels, 0, seed=0)
    return plots.decision_regions(lambda q: (model.predict(q)[:, 0] > 0).astype(int), x, labels)


@figure(
    3,
    "Logistic regression: the same line, and how sure the model is on both sides.",
    "Parallel lines of the probabilities 0.1, 0.3, 0.5, 0.7 and 0.9 run between two clouds.",
)
def logistic_regression() -> Axes:
    x, labels = two_blobs()
    model = trained(x, labels, 0, seed=0)
    return plots.probability_map(lambda q: sigmoid(model.predict(q)[:, 0]), x, labels)


@figure(
    3,
    "The triangle problem: no single line parts inside from outside.",
    "Points of a square; those inside a triangle are of class 1. The best logistic regression "
    "calls nearly everything outside.",
)
def triangle_problem() -> Axes:
    x, labels = triangle(600, CORNERS, rng=np.random.default_rng(0))
    model = trained(x, labels, 0, seed=0)
    return plots.decision_regions(lambda q: (model.predict(q)[:, 0] > 0).astype(int), x, labels)


@figure(
    3,
    "Three lines as new features: each unit is positive on the inner side of its edge.",
    "Points inside the triangle are black, outside grey; three lines run along its edges, an arrow "
    "on each pointing inwards.",
)
def lines_as_features() -> Axes:
    x, labels = triangle(600, CORNERS, rng=np.random.default_rng(0))
    _, (ax,) = panels(1, width=5.2, height=4.4)
    for label, color in ((0, plots.style.GREY), (1, "black")):
        ax.scatter(*x[labels == label].T, s=9, color=color, alpha=0.6, linewidths=0)
    ax.set(xlabel="$x_1$", ylabel="$x_2$", xlim=(-1, 1), ylim=(-1, 1))
    W, b = triangle_net(CORNERS, 50.0)[0]
    return plots.separating_lines(W, b, names=["unit 1", "unit 2", "unit 3"], ax=ax)


@figure(
    3,
    "The four units of the triangle: put there by hand, and found by training.",
    "Left, three lines and their AND fill the triangle but for its corners. Right, a network of "
    "the same size after training, with a region close to it.",
)
def four_lines() -> Figure:
    x, labels = triangle(600, CORNERS, rng=np.random.default_rng(0))
    params, model = triangle_net(CORNERS, 50.0), trained(x, labels, 3, seed=2)
    scores = {
        "by hand": lambda q: mlp_forward(q, params, sigmoid)[0][:, 0],
        "by training": lambda q: model.predict(q)[:, 0],
    }
    whole, axes = panels(2, width=4.4, height=4.0)
    for ax, (name, score) in zip(axes, scores.items(), strict=True):
        plots.decision_regions(lambda q, s=score: (s(q) > 0).astype(int), x, labels, ax=ax)
        right = np.mean((score(x) > 0) == labels)
        ax.set_title(f"{name}: {right:.1%} right", fontsize=10)
    return whole
