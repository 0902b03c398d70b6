"""Calls of `dlkit.backprop`."""

import numpy as np

from dlkit import backprop
from dlkit.activations import tanh, tanh_backward
from dlkit.losses import mse, mse_grad
from tests.dlkit.examples import RNG, example, real

X, LABELS = real(4, 3), np.array([1, 0, 1, 1])
TWO_LAYERS = (real(3, 5), real(5), real(5, 2), real(2))
LAYERS = [(real(3, 5), real(5)), (real(5, 2), real(2))]

example(backprop.activation_backward, "relu", real(4, 3, seed=1), X)
example(backprop.check_backward, tanh, tanh_backward, X, rng=RNG)
example(backprop.check_grad, mse, mse_grad, X, real(4, 3, seed=1), rng=RNG)
example(backprop.complex_step_gradient, lambda x: np.sum(np.exp(x)), X, single=1e-3)
example(backprop.dense_backward, real(4, 5), X, real(3, 5), real(5))
example(backprop.diagonal_vjp, real(4, 3, seed=1), np.exp, X)
example(backprop.fit_gd, TWO_LAYERS, X, LABELS, lr=0.5, steps=3)
example(
    backprop.gd_step,
    [real(3, 2), (real(2), real(1))],
    [real(3, 2), (real(2), real(1))],
    lr=0.5,
    without=("real, list",),  # a list is a structure here, not an array
)
example(backprop.jacobian, np.exp, real(3))
example(backprop.mlp_backward, real(4, 2), X, LAYERS, tanh, tanh_backward)
example(backprop.numerical_gradient, lambda x: np.sum(np.exp(x)), X)
example(backprop.relative_error, X, real(4, 3, seed=1))
example(backprop.two_layer_objective, TWO_LAYERS, X, LABELS, lam=0.25)
example(backprop.two_layer_objective_grad, TWO_LAYERS, X, LABELS, lam=0.25)
