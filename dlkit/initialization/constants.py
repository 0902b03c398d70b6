"""Weights that are all alike, and what becomes of a network that starts with them."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.activations import tanh, tanh_backward
from dlkit.arguments import (
    Array,
    real_array,
    require_axes,
    require_callables,
    require_number,
    require_whole_number,
)
from dlkit.backprop import fit_gd, two_layer_objective_grad
from dlkit.initialization.fans import whole_sizes


def zeros(shape: Sequence[int], *, rng: np.random.Generator | None = None) -> Array:
    r"""Weights that are all 0: right for biases, wrong for everything else.

    .. math:: W_{ij} = 0

    Parameters
    ----------
    shape : tuple of any length
    rng : not used    taken so that zeros can stand where a random initializer does

    Returns
    -------
    array of shape `shape`, float64

    Raises
    ------
    ValueError    if a size is negative
    TypeError     if `shape` is not a tuple or list of integers

    Examples
    --------
    >>> zeros((3,))
    array([0., 0., 0.])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 8.4.
    """
    return np.zeros(whole_sizes("zeros", shape, least=0))


def zero_init_report(
    x: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    hidden: int,
    classes: int,
    lr: float,
    steps: int,
    value: float = 0.0,
    nudge: float = 0.0,
    activation: Callable[[Array], Array] = tanh,
    activation_backward: Callable[[Array, Array], Array] = tanh_backward,
) -> dict[str, float]:
    r"""What gradient descent can do from weights that are all the same number.

    Two layers, cross-entropy, biases 0 and all weights equal to `value`, but for the first entry
    of :math:`W_1`, which is larger by `nudge`. Without one, :math:`W_2` has equal rows and
    :math:`W_1` equal columns, so have their gradients, and so it stays:

    .. math:: \frac{\partial L}{\partial W_1} = x^\top
              \left(\frac{\partial L}{\partial o} W_2^\top \odot \varphi'(z)\right), \qquad
              \frac{\partial L}{\partial W_2} = \varphi(z)^\top \frac{\partial L}{\partial o} .

    Parameters
    ----------
    x : (N, D)    all samples
    labels : (N,)    integers 0..C-1
    hidden, classes : int    the numbers H of hidden units and C of classes, at least 1
    lr, steps : float, int    of the descent after which the units are compared
    value : float    of every weight
    nudge : float    added to the weight from the first input to the first hidden unit
    activation : callable    element-wise
    activation_backward : callable    from ``dy, z`` to the gradient with respect to z

    Returns
    -------
    dict    the norms of the first gradients as ``dW1``, ``db1``, ``dW2``, ``db2``; after the steps
        ``loss``, and ``unit_spread``, the largest difference between two hidden units' weights

    Raises
    ------
    ShapeError, ValueError, TypeError, FloatingPointError    as in `dlkit.backprop.fit_gd`
    ValueError    if there are no samples, `hidden` or `classes` is below 1, or `value` or
        `nudge` not finite
    TypeError     if `activation` or `activation_backward` is no function

    Examples
    --------
    >>> x, labels, descent = [[0.0], [1.0], [2.0]], [0, 1, 1], {"lr": 0.1, "steps": 100}
    >>> report = zero_init_report(x, labels, hidden=4, classes=2, **descent)
    >>> report["dW1"], report["dW2"], report["db2"] > 0, report["unit_spread"]
    (0.0, 0.0, True, 0.0)

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 8.4.
    """
    require_callables(
        "zero_init_report", activation=activation, activation_backward=activation_backward
    )
    x = real_array(x, "x", "zero_init_report")
    require_axes(x, "ND", "x", "zero_init_report")
    _, D = x.shape
    H = require_whole_number(hidden, "hidden", "zero_init_report", at_least=1)
    C = require_whole_number(classes, "classes", "zero_init_report", at_least=1)
    value = require_number(value, "value", "zero_init_report", above=-np.inf)
    W1 = np.full((D, H), value)
    W1[0, 0] += require_number(nudge, "nudge", "zero_init_report", above=-np.inf)
    start = (W1, zeros((H,)), np.full((H, C), value), zeros((C,)))
    pair: dict[str, Any] = {"activation": activation, "activation_backward": activation_backward}
    gradients = two_layer_objective_grad(start, x, labels, **pair)
    (fitted, *_), history = fit_gd(start, x, labels, lr=lr, steps=steps, **pair)
    names = ("dW1", "db1", "dW2", "db2")
    norms = {name: float(np.linalg.norm(gradients[i])) for i, name in enumerate(names)}
    spread = float(np.ptp(np.asarray(fitted).T, axis=0).max())
    return norms | {"loss": history[-1], "unit_spread": spread}
