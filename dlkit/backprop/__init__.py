"""Backpropagation: gradients by formula, and how to know that a formula is right.

Read in this order:

1. `differences`: derivatives of anything that can be called (`numerical_gradient`, `jacobian`).
2. `checking`: a formula against differences (`check_backward`, `check_grad`).
3. `elementwise` and `networks`: the chain rule through an activation (`activation_backward`)
   and through layers (`dense_backward`, `mlp_backward`).
4. `descent`: what it is for (`gd_step`, `fit_gd`).
"""

from dlkit.backprop.checking import check_backward, check_grad
from dlkit.backprop.descent import fit_gd, gd_step
from dlkit.backprop.differences import (
    complex_step_gradient,
    diagonal_vjp,
    jacobian,
    numerical_gradient,
    relative_error,
)
from dlkit.backprop.elementwise import activation_backward
from dlkit.backprop.networks import (
    dense_backward,
    mlp_backward,
    two_layer_objective,
    two_layer_objective_grad,
)

__all__ = [
    "activation_backward",
    "check_backward",
    "check_grad",
    "complex_step_gradient",
    "dense_backward",
    "diagonal_vjp",
    "fit_gd",
    "gd_step",
    "jacobian",
    "mlp_backward",
    "numerical_gradient",
    "relative_error",
    "two_layer_objective",
    "two_layer_objective_grad",
]
