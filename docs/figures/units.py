"""Units and layers as diagrams, and the small network with numbers in it."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlkit import plots
from dlkit.activations import relu, sigmoid
from dlkit.shapes import forward_matrix
from docs.figures.gallery import figure, panels

X = np.array([[40.0, 0.0], [3.0, 5.0], [-2.0, 1.0], [10.0, 10.0]])
W1, W2 = np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([[1.0], [-1.0]])


@figure(
    2,
    "The linear unit: y = wx + b.",
    "An input x and a constant 1 are joined to one unit by lines marked w and b; y comes out.",
)
def linear_unit() -> Axes:
    return plots.network(
        [["$x$", "$1$"], ["+"], ["$y$"]], weights=[[["$w$"], ["$b$"]], [[""]]], titles=()
    )


@figure(
    2,
    "A linear unit with three inputs.",
    "Three inputs and a constant 1 are joined to one unit, with three weights and a bias.",
)
def three_inputs() -> Axes:
    inputs = ["$x_0$", "$x_1$", "$x_2$", "$1$"]
    weights = [[["$w_0$"], ["$w_1$"], ["$w_2$"], ["$b$"]], [[""]]]
    return plots.network([inputs, ["+"], ["$y$"]], weights=weights)


@figure(
    2,
    "A dense layer of two linear units, which receive two inputs and a bias.",
    "Two inputs and a constant 1, each joined to both units of a layer: six lines.",
)
def dense_layer() -> Axes:
    return plots.network([["$x_0$", "$x_1$", "$1$"], ["+", "+"]], titles=["inputs", "dense layer"])


@figure(
    2,
    "A rectified linear unit: a sum, then a hinge.",
    "A linear unit in whose circle the graph of the rectifier stands: flat, then rising.",
)
def relu_unit() -> Axes:
    return plots.network(
        [["$x$", "$1$"], ["relu"], ["$y$"]],
        weights=[[["$w$"], ["$b$"]], [[""]]],
        inside={(1, 0): relu},
    )


@figure(
    2,
    "A stack of dense layers makes a fully connected network; its last layer is linear.",
    "Two inputs, two hidden layers of four and three rectified units, and one linear output; "
    "every unit is joined to all units of the next layer.",
)
def stack_of_layers() -> Axes:
    layers = [["$x_0$", "$x_1$"], ["relu"] * 4, ["relu"] * 3, ["+"]]
    bends = {(k, unit): relu for k in (1, 2) for unit in range(len(layers[k]))}
    titles = ["inputs", "hidden", "hidden", "output"]
    return plots.network(layers, inside=bends, titles=titles)


@figure(
    3,
    "A multilayer perceptron: layers of sigmoid units between inputs and outputs.",
    "Three inputs, a hidden layer of four sigmoid units, two sigmoid outputs, all joined.",
)
def multilayer_perceptron() -> Axes:
    layers = [["$x_1$", "$x_2$", "$x_3$"], [""] * 4, [""] * 2]
    bends = {(k, unit): _sigmoid_drawn for k in (1, 2) for unit in range(len(layers[k]))}
    return plots.network(layers, inside=bends, titles=["inputs", "hidden layer", "outputs"])


def _sigmoid_drawn(t: np.ndarray) -> np.ndarray:
    """Squeeze the sigmoid into a circle."""
    return 1.4 * sigmoid(6 * t) - 0.3


@figure(
    4,
    "A network without bias or activation, and its forward pass for the input (40, 0).",
    "Inputs 40 and 0; weights 1, 1 and 1, −1 lead to hidden values 40 and 40; weights 1 and −1 "
    "lead to the output 0.",
)
def small_network() -> Axes:
    hidden, output = X[0] @ W1, forward_matrix(X[:1], W1, W2)
    layers = [[f"{value:g}" for value in layer] for layer in (X[0], hidden, output)]
    weights = [[[f"{w:g}" for w in row] for row in W] for W in (W1, W2)]
    return plots.network(layers, weights=weights, titles=["inputs", "hidden", "output"])


@figure(
    4,
    "The same network for four observations at once: two products of matrices.",
    "X of shape (4, 2) times W1 of shape (2, 2) gives H of shape (4, 2); H times W2 of shape "
    "(2, 1) gives y of shape (4, 1). The numbers stand in the cells.",
)
def small_network_as_matrices() -> Figure:
    whole, (above, below) = panels(1, 2, width=6.0, height=2.6)
    hidden = X @ W1
    y = forward_matrix(X, W1, W2)[:, None]
    plots.matrix_equation([("X", X), "@", ("W1", W1), "=", ("H", hidden)], written=True, ax=above)
    plots.matrix_equation([("H", hidden), "@", ("W2", W2), "=", ("y", y)], written=True, ax=below)
    return whole
