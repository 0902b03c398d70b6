"""Derivatives of layers as products of matrices, cell by cell."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlkit import plots
from dlkit.activations import tanh
from dlkit.backprop import dense_backward, jacobian
from dlkit.shapes import dense_forward
from docs.figures.gallery import figure, panels

rng = np.random.default_rng(3)
X, W, B = rng.normal(size=(5, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
DZ = rng.normal(size=(5, 2))
DX, DW, DB = dense_backward(DZ, X, W, B)


@figure(
    3,
    "A dense layer for a mini-batch: one product for all samples.",
    "X of shape (5, 3) times W of shape (3, 2) plus b in every row gives Z of shape (5, 2).",
)
def minibatch_forward() -> Axes:
    Z = dense_forward(X, W, B)
    return plots.matrix_equation([("X", X), "@", ("W", W), "+", ("b", B[None]), "=", ("Z", Z)])


@figure(
    3,
    "Backward through a dense layer, to its weights: the sum over the batch is in the product.",
    "X transposed, of shape (3, 5), times dZ of shape (5, 2) gives dW of shape (3, 2).",
)
def backward_to_weights() -> Axes:
    return plots.matrix_equation([("Xᵀ", X.T), "@", ("dZ", DZ), "=", ("dW", DW)])


@figure(
    3,
    "Backward through a dense layer, to its bias: the rows of the gradient, added.",
    "A row of ones, of shape (1, 5), times dZ of shape (5, 2) gives db of shape (1, 2).",
)
def backward_to_bias() -> Axes:
    return plots.matrix_equation([("1ᵀ", np.ones((1, 5))), "@", ("dZ", DZ), "=", ("db", DB[None])])


@figure(
    3,
    "Backward through a dense layer, to its inputs.",
    "dZ of shape (5, 2) times W transposed, of shape (2, 3), gives dX of shape (5, 3).",
)
def backward_to_inputs() -> Axes:
    return plots.matrix_equation([("dZ", DZ), "@", ("Wᵀ", W.T), "=", ("dX", DX)])


@figure(
    3,
    "Jacobian matrices: of a linear map it is the matrix, of an element-wise function diagonal.",
    "Left, a full matrix of shape (2, 3). Right, a matrix of shape (6, 6) that is white, which "
    "means zero, but for its diagonal.",
)
def jacobians() -> Figure:
    whole, (left, right) = panels(2, width=3.4, height=3.2)
    linear = jacobian(lambda x: x @ W, X[0])
    bent = jacobian(tanh, np.linspace(-1.5, 1.5, 6))
    plots.matrix_equation([("∂(xW)/∂x", linear)], ax=left)
    plots.matrix_equation([("∂tanh(z)/∂z", np.where(np.abs(bent) < 1e-9, 0, bent))], ax=right)
    return whole


@figure(
    3,
    "The derivative of a matrix by a matrix, laid flat: a block for every pair of rows.",
    "The derivatives of the 10 elements of Z by the 6 elements of W, as a matrix of shape (10, 6). "
    "Half of the cells are zero, for an output depends on one column of W only.",
)
def matrix_by_matrix() -> Axes:
    return plots.matrix_equation([("∂Z/∂W", _by_weights())])


def _by_weights() -> np.ndarray:
    """Return the derivatives of all elements of Z by all of W, exact zeros where there is none."""
    flat = jacobian(lambda w: dense_forward(X, w.reshape(3, 2), B).ravel(), W.ravel())
    return np.where(np.abs(flat) < 1e-9, 0, flat)


@figure(
    3,
    "The chain rule with whole tensors gives the same dW, but multiplies many zeros.",
    "dZ laid flat, of shape (1, 10), times the derivatives of Z by W, of shape (10, 6), gives dW "
    "laid flat, of shape (1, 6).",
)
def tensor_chain_rule() -> Axes:
    flat = DZ.reshape(1, -1)
    return plots.matrix_equation(
        [("dZ, flat", flat), "@", ("∂Z/∂W", _by_weights()), "=", ("dW, flat", flat @ _by_weights())]
    )


@figure(
    3,
    "What is bad about it: the derivative of the inputs by the inputs is nearly all zeros.",
    "The derivatives of the 10 elements of Z by the 15 elements of X: only the blocks on the "
    "diagonal, 30 of 150 cells, are not white.",
)
def zeros() -> Axes:
    flat = jacobian(lambda x: dense_forward(x.reshape(5, 3), W, B).ravel(), X.ravel())
    return plots.matrix_equation([("∂Z/∂X", np.where(np.abs(flat) < 1e-9, 0, flat))])
