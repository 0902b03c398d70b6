"""What gradients are for: a step against them, and then another."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.activations import tanh, tanh_backward
from dlkit.arguments import (
    Array,
    real_array,
    require_callables,
    require_number,
    require_same_shape,
    require_whole_number,
    same_sequence,
)
from dlkit.backprop.networks import TwoLayers, two_layer_objective, two_layer_objective_grad


def gd_step(params: Any, grads: Any, *, lr: float) -> Any:
    r"""One step of gradient descent, on every array of a nested list.

    .. math:: \theta_{\text{new}} = \theta - \eta \, \nabla_\theta L

    Parameters
    ----------
    params : array, or lists and (named) tuples of arrays, nested in any way    never changed
    grads : the structure of `params`    one gradient per array, of its shape
    lr : float    the learning rate :math:`\eta \ge 0`

    Returns
    -------
    new arrays in the structure of `params`    the dtypes of `params`

    Raises
    ------
    ShapeError    if a gradient has not the shape of its array
    ValueError    if the structures differ, or `lr` is negative or not finite
    TypeError     if an array does not hold real numbers or `lr` is not one number

    Examples
    --------
    >>> gd_step([(np.array([1.0, 2.0]), np.array(3.0))], [([10.0, 0.0], -10.0)], lr=0.1)
    [(array([0., 2.]), array(4.))]

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 4.3.
    """
    lr = require_number(lr, "lr", "gd_step", at_least=0)
    if isinstance(params, list | tuple):
        if not isinstance(grads, list | tuple) or len(grads) != len(params):
            came = len(grads) if isinstance(grads, list | tuple) else type(grads).__name__
            raise ValueError(
                f"gd_step: params has {len(params)} entries but grads is {came}; "
                "one gradient per entry is needed"
            )
        pairs = zip(params, grads, strict=True)
        return same_sequence(params, (gd_step(p, g, lr=lr) for p, g in pairs))
    p, g = real_array(params, "params", "gd_step"), real_array(grads, "grads", "gd_step")
    require_same_shape("gd_step", array=p, gradient=g)
    with np.errstate(under="ignore"):
        return np.asarray(p - lr * g, dtype=p.dtype)


def fit_gd(
    params: TwoLayers,
    x: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    lr: float,
    steps: int,
    lam: float = 0.0,
    activation: Callable[[Array], Array] = tanh,
    activation_backward: Callable[[Array, Array], Array] = tanh_backward,
) -> tuple[TwoLayers, list[float]]:
    r"""Gradient descent on `two_layer_objective`, with all samples in every step.

    .. math:: \theta_{k+1} = \theta_k - \eta \, \nabla J(\theta_k)

    Parameters
    ----------
    params : (W1, b1, W2, b2)    where the descent starts; never changed
    x : (N, D)    all samples
    labels : (N,)    integers in 0..C-1
    lr : float    the learning rate :math:`\eta \ge 0`
    steps : int    how many, 0 or more
    lam, activation, activation_backward : as in `two_layer_objective_grad`

    Returns
    -------
    params, history : (W1, b1, W2, b2), list of steps + 1 floats    new arrays; the objective before
        each step, and once more at the end

    Raises
    ------
    FloatingPointError    as soon as the objective is not finite
    ShapeError, ValueError, TypeError    as in `two_layer_objective`
    TypeError     if `activation` or `activation_backward` is no function

    Examples
    --------
    >>> start = (np.ones((1, 1)), np.zeros(1), np.zeros((1, 2)), np.zeros(2))
    >>> params, history = fit_gd(start, [[-1.0], [1.0]], [0, 1], lr=1.0, steps=2)
    >>> [round(loss, 3) for loss in history]
    [0.693, 0.445, 0.299]

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.5.
    """
    require_callables("fit_gd", activation=activation, activation_backward=activation_backward)
    steps = require_whole_number(steps, "steps", "fit_gd", at_least=0)
    objective = partial(two_layer_objective, lam=lam, activation=activation)
    gradient = partial(
        two_layer_objective_grad,
        lam=lam,
        activation=activation,
        activation_backward=activation_backward,
    )
    W1, b1, W2, b2 = (np.array(real_array(p, "params", "fit_gd")) for p in params)
    params, history = (W1, b1, W2, b2), list[float]()
    for step in range(steps + 1):
        with np.errstate(over="ignore", invalid="ignore"):  # the check below speaks instead
            if step:
                params = gd_step(params, gradient(params, x, labels), lr=lr)
            history.append(objective(params, x, labels))
        if not np.isfinite(history[-1]):
            raise FloatingPointError(
                f"fit_gd: the objective is {history[-1]} after {step} steps; try a smaller lr"
            )
    return params, history
