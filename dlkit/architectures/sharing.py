"""Weights that are used twice: by both halves of an autoencoder, by several tasks."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from dlkit.activations import tanh, tanh_backward
from dlkit.arguments import (
    Array,
    ShapeError,
    fitting_arrays,
    real_array,
    require_number,
    require_samples,
)
from dlkit.backprop import dense_backward
from dlkit.losses import mse, mse_grad
from dlkit.shapes import dense_forward

Layer: TypeAlias = tuple[npt.ArrayLike, npt.ArrayLike]
LayerGradients: TypeAlias = tuple[Array, Array]


def tied_autoencoder_loss(W: npt.ArrayLike, x: npt.ArrayLike) -> float:
    r"""Error of an autoencoder whose decoder is its encoder, transposed.

    .. math:: h = \tanh(x W), \qquad \hat x = h W^\top, \qquad L = \operatorname{mse}(\hat x, x)

    Parameters
    ----------
    W : (D, H)    one matrix, used twice
    x : (N, D)    a batch of samples

    Returns
    -------
    float    the mean over all elements

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if the batch is empty
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> tied_autoencoder_loss([[0.0], [0.0]], [[1.0, 3.0]])
    5.0

    Source: Vincent et al., Stacked Denoising Autoencoders, Journal of Machine Learning Research
    11, 2010, section 2.2.
    """
    W, x = fitting_arrays("tied_autoencoder_loss", W=(W, "D H"), x=(x, "N D"))
    return mse(tanh(x @ W) @ W.T, x)


def tied_autoencoder_grads(W: npt.ArrayLike, x: npt.ArrayLike) -> Array:
    r"""Gradient of `tied_autoencoder_loss`: the sum of the two ways in which W acts.

    With :math:`\delta = \partial L / \partial \hat x` and :math:`z = xW`,

    .. math:: \frac{\partial L}{\partial W}
              = \underbrace{x^\top \left(\delta W \odot \tanh' z\right)}_{\text{encoder}}
              + \underbrace{\delta^\top h}_{\text{decoder}} .

    Parameters
    ----------
    W : (D, H)
    x : (N, D)

    Returns
    -------
    (D, H)    the dtype of `W`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `tied_autoencoder_loss`

    Conventions: the samples are data; no gradient comes back to them.

    Examples
    --------
    >>> tied_autoencoder_grads([[1.0], [0.0]], [[0.0, 1.0]]).tolist()
    [[0.0], [0.0]]

    Source: Vincent et al., Stacked Denoising Autoencoders, Journal of Machine Learning Research
    11, 2010, section 2.2.
    """
    W, x = fitting_arrays("tied_autoencoder_grads", W=(W, "D H"), x=(x, "N D"))
    z = x @ W
    h = tanh(z)
    delta = mse_grad(h @ W.T, x)
    return (x.T @ tanh_backward(delta @ W, z) + delta.T @ h).astype(W.dtype, copy=False)


def multitask_loss_grads(
    shared: Layer,
    heads: Sequence[Layer],
    x: npt.ArrayLike,
    targets: Sequence[npt.ArrayLike],
    task_weights: Sequence[float],
) -> tuple[float, LayerGradients, list[LayerGradients]]:
    r"""Loss and gradients of one hidden layer that several regression tasks share.

    With :math:`h = \tanh(x W + b)`, and for task k the known targets :math:`\Omega_k`,

    .. math:: \hat y_k = h W_k + b_k, \qquad
              L = \sum_k w_k \frac{1}{|\Omega_k|} \sum_{(n, m) \in \Omega_k}
              (\hat y_{knm} - y_{knm})^2 .

    Parameters
    ----------
    shared : (W, b)    (D, H), (H,)
    heads : list of K pairs (W_k, b_k)    (H, M_k), (M_k,)
    x : (N, D)    a batch of samples, N at least 1
    targets : list of K arrays (N, M_k)    nan where a target is not known
    task_weights : list of K floats    each :math:`w_k \ge 0`; 0 takes a task out

    Returns
    -------
    loss, shared_grads, head_grads : float, (dW, db), list of K pairs (dW_k, db_k)

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if the numbers of heads, targets and weights differ, a weight is negative, or
        the batch is empty
    TypeError     if an argument is of the wrong kind

    Conventions: the weights are taken as they are, neither made to add up to 1 nor divided by K.
    A task without any known target adds 0.

    Examples
    --------
    >>> layer, head = ([[0.0]], [0.0]), ([[0.0]], [0.0])
    >>> loss, _, grads = multitask_loss_grads(
    ...     layer, [head, head], [[1.0], [2.0]], [[[2.0], [np.nan]], [[1.0], [1.0]]], [1.0, 10.0])
    >>> loss, [db.tolist() for _, db in grads]
    (14.0, [[-4.0], [-20.0]])

    Source: Caruana, Multitask Learning, Machine Learning 28, 1997, pages 41-75.
    """
    who = "multitask_loss_grads"
    if not len(heads) == len(targets) == len(task_weights):
        raise ValueError(
            f"{who}: {len(heads)} heads, {len(targets)} targets and {len(task_weights)} weights "
            "came; one of each is needed for every task"
        )
    for name, layer in (("shared", shared), *((f"heads[{k}]", h) for k, h in enumerate(heads))):
        if not isinstance(layer, list | tuple) or len(layer) != 2:
            raise TypeError(f"{who}: {name} is no pair; (W, b) is needed")
    z = dense_forward(x, *shared)
    require_samples(z, "x", who)
    h, dh, loss, head_grads = tanh(z), np.zeros_like(z), 0.0, []
    for k, (head, y, w) in enumerate(zip(heads, targets, task_weights, strict=True)):
        weight = require_number(w, f"task_weights[{k}]", who, at_least=0)
        error, dy = _known_error(who, k, dense_forward(h, *head), y)
        through, dW, db = dense_backward(weight * dy, h, *head)
        loss, dh = loss + weight * error, dh + through
        head_grads.append((dW, db))
    _, dW, db = dense_backward(tanh_backward(dh, z), x, *shared)
    return loss, (dW, db), head_grads


def _known_error(who: str, k: int, y: Array, targets: npt.ArrayLike) -> tuple[float, Array]:
    """Return the mean squared error over the targets that are known, and its gradient."""
    t = real_array(targets, f"targets[{k}]", who)
    if t.shape != y.shape:
        raise ShapeError(f"{who}: targets[{k}] has shape {t.shape}; {y.shape} is needed")
    known, dy = ~np.isnan(t), np.zeros_like(y)
    if not known.any():
        return 0.0, dy
    dy[known] = mse_grad(y[known], t[known])
    return mse(y[known], t[known]), dy
