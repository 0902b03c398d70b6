"""The L2 penalty, which keeps weights small by making large ones cost something."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_arrays, require_number


def l2_objective(loss: float, weights: Sequence[npt.ArrayLike], lam: float) -> float:
    r"""Loss plus half of `lam` times the squared size of all weights.

    .. math:: J = L + \frac{\lambda}{2} \sum_i \lVert W_i \rVert_F^2

    Parameters
    ----------
    loss : float    the loss L of the whole batch, to which the penalty is added once
    weights : list of arrays, such as (D, H) and (H, M)    leave the biases out
    lam : float    the strength :math:`\lambda \ge 0`

    Returns
    -------
    float    in the unit of the loss

    Raises
    ------
    ValueError    if `lam` is negative or not finite
    TypeError     if `weights` is not a list of real arrays, or `loss` or `lam` not a number

    Conventions: the factor 1/2 makes the gradient :math:`\lambda W`; the Frobenius norm is the
    root of the sum of all squared entries.

    Examples
    --------
    >>> l2_objective(1.0, [np.array([[3.0, 4.0]]), np.array([[2.0]])], 0.1)
    2.45

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 7.1.1.
    """
    loss = require_number(loss, "loss", "l2_objective")
    lam = require_number(lam, "lam", "l2_objective", at_least=0)
    with np.errstate(under="ignore"):  # the square of a tiny weight may round to 0
        squares = sum(float(np.sum(W * W)) for W in real_arrays(weights, "weights", "l2_objective"))
    return loss + lam / 2 * squares


def l2_objective_grad(weights: Sequence[npt.ArrayLike], lam: float) -> list[Array]:
    r"""Gradients of the penalty in `l2_objective` with respect to each of the weights.

    .. math:: \frac{\partial}{\partial W_i} \frac{\lambda}{2} \lVert W_i \rVert_F^2
              = \lambda W_i

    Parameters
    ----------
    weights : list of arrays, such as (D, H) and (H, M)    without the biases
    lam : float    the strength :math:`\lambda \ge 0`

    Returns
    -------
    list of arrays    the shapes and dtypes of `weights`, to be added to the loss's gradients

    Raises
    ------
    ValueError    if `lam` is negative or not finite
    TypeError     if `weights` is not a list of real arrays, or `lam` not a number

    Examples
    --------
    >>> l2_objective_grad([np.array([[3.0, 4.0]]), np.array([[2.0]])], 0.5)
    [array([[1.5, 2. ]]), array([[1.]])]

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 7.1.1.
    """
    lam = require_number(lam, "lam", "l2_objective_grad", at_least=0)
    with np.errstate(under="ignore"):
        return [lam * W for W in real_arrays(weights, "weights", "l2_objective_grad")]
