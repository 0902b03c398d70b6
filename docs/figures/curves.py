"""Functions of one number: activations, losses, fits, and signals through many layers."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlkit import plots
from dlkit.activations import elu, leaky_relu, relu, sigmoid, sigmoid_backward, tanh
from dlkit.arguments import Array
from dlkit.datasets import sinusoid
from dlkit.initialization import activation_stats, he_normal
from dlkit.losses import bce_with_logits
from dlkit.optimizers import Adam
from dlkit.regularization import nn
from docs.figures.gallery import figure, panels


@figure(
    2,
    "Without a nonlinear activation a network can only fit lines; with one, curves.",
    "Points along a sine; a stack of linear layers fits a straight line, a network with "
    "rectified units fits the curve.",
)
def line_or_curve() -> Axes:
    rng = np.random.default_rng(0)
    x, y = sinusoid(80, periods=1.5, noise=0.1, rng=rng)
    line = np.polynomial.Polynomial.fit(x[:, 0], y, 1)
    first, last = nn.Dense(1, 16, rng=rng), nn.Dense(16, 1, rng=rng)
    model = nn.Sequential([first, nn.Activation("relu"), last])
    model.compile(optimizer=lambda p: Adam(p, lr=0.01), loss="mse")
    model.fit(x, y[:, None], epochs=400, batch_size=20, rng=rng, progress=False)

    def bent(t: Array) -> Array:
        return model.predict(t[:, None])[:, 0]

    curves = {"linear layers only": line, "with rectifiers": bent}
    ax = plots.functions(curves, low=-1, high=1, points=(x[:, 0], y))
    ax.set_ylim(-2, 1.4)  # room for the legend
    return ax


@figure(
    2,
    "The rectifier: a line whose negative part has been set to zero.",
    "The graph of max(0, x): zero on the left, then rising with slope one.",
)
def rectifier() -> Axes:
    return plots.functions({"rectifier": relu}, low=-3, high=3, ylabel="max(0, x)")


@figure(
    2,
    "The sigmoid and its derivative, which is 1/4 at most and vanishes on both sides.",
    "The sigmoid rises from 0 to 1; its derivative is a hill of height one quarter around 0, "
    "and nearly 0 beyond 5 on both sides.",
)
def sigmoid_and_derivative() -> Axes:
    def derivative(z: Array) -> Array:
        return sigmoid_backward(np.ones_like(z), z)

    curves = {"sigmoid": sigmoid, "derivative": derivative}
    return plots.functions(curves, low=-8, high=8, xlabel="z", ylabel="")


@figure(
    4,
    "Cross-entropy of one sample whose class is 1: the surer the wrong answer, the dearer.",
    "The loss falls from beyond 4 at a probability near 0 to 0 at the probability 1.",
)
def cross_entropy_curve() -> Axes:
    def loss(p: Array) -> Array:
        return np.array([bce_with_logits([np.log(q / (1 - q))], [1.0]) for q in p])

    return plots.functions(
        {"class 1": loss},
        low=0.01,
        high=0.99,
        xlabel="predicted probability of the true class",
        ylabel="loss (nats)",
    )


@figure(
    4,
    "Activation functions.",
    "Six small graphs: sigmoid, tanh, rectifier, leaky rectifier with slope 0.1, ELU, and maxout "
    "of two lines.",
)
def activation_table() -> Figure:
    shown: dict[str, Callable[[Array], Array]] = {
        "sigmoid": sigmoid,
        "tanh": tanh,
        "ReLU": relu,
        "leaky ReLU, slope 0.1": lambda z: leaky_relu(z, 0.1),
        "ELU": elu,
        "maxout of $-0.5z - 1$ and $z$": lambda z: np.maximum(-0.5 * z - 1, z),
    }
    whole, axes = panels(3, 2, width=2.6, height=2.2)
    for ax, (name, function) in zip(axes, shown.items(), strict=True):
        plots.functions({name: function}, xlabel="z", ylabel="", ax=ax)
        ax.set_title(name, fontsize=10)
        ax.axhline(0, color=plots.style.GREY, linewidth=0.6, zorder=0)
        ax.axvline(0, color=plots.style.GREY, linewidth=0.6, zorder=0)
    return whole


@figure(
    4,
    "What the first weights do to the signal of 30 layers of rectifiers.",
    "The standard deviation of the activations over the layers, on a logarithmic axis: standard "
    "normal weights explode, small ones vanish, He's keep the signal.",
)
def signal_through_layers() -> Axes:
    x = np.random.default_rng(1).standard_normal((200, 100))
    inits = {
        "normal, deviation 1": lambda shape, rng: rng.standard_normal(shape),
        "He": he_normal,
        "normal, deviation 0.01": lambda shape, rng: 0.01 * rng.standard_normal(shape),
    }
    spread = {
        name: activation_stats(x, init, relu, 30, rng=np.random.default_rng(0))
        for name, init in inits.items()
    }
    return plots.measured(
        spread,
        np.arange(1, 31),
        xlabel="layer",
        ylabel="standard deviation of the activations",
        logarithmic=True,
    )
