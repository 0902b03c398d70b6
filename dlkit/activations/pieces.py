"""Maxout: the activation is the largest of several dense layers."""

from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, real_array, require_axes, require_same_shape


def maxout(
    x: npt.ArrayLike, W: npt.ArrayLike, b: npt.ArrayLike, *, return_saved: bool = False
) -> Any:
    r"""Dense layer with P pieces: each output is the largest of P weighted sums.

    .. math:: y_{nm} = \max_p \Big(\sum_d x_{nd} W_{pdm} + b_{pm}\Big)

    Parameters
    ----------
    x : (N, D)    a batch of samples; N may be 0
    W : (P, D, M)    one weight matrix per piece, P at least 1
    b : (P, M)    one bias per piece and output
    return_saved : bool    return what `maxout_backward` would otherwise compute again

    Returns
    -------
    y : (N, M)
    y, saved : with `return_saved`    saved is (N, M), the number of the piece that won, from 0

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers

    Conventions: one piece gives a dense layer; the pieces z and 0 give ReLU, z and a z with
    a < 1 leaky ReLU. Of pieces that tie the first one wins.

    Examples
    --------
    >>> maxout([[-3.0], [2.0]], [[[1.0]], [[0.0]], [[-1.0]]], [[0.0], [1.0], [0.0]])
    array([[3.],
           [2.]])
    >>> maxout([[-3.0], [2.0]], [[[1.0]], [[-1.0]]], [[0.0], [0.0]], return_saved=True)[1].ravel()
    array([1, 0])

    Source: Goodfellow, Warde-Farley, Mirza, Courville, Bengio, Maxout Networks, ICML, 2013.
    """
    x, W, b = _arguments("maxout", x, W, b)
    pieces = _pieces(x, W, b)
    y = pieces.max(axis=0)
    return (y, np.argmax(pieces, axis=0)) if return_saved else y


def maxout_backward(
    dy: npt.ArrayLike,
    x: npt.ArrayLike,
    W: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    saved: npt.NDArray[np.integer[Any]] | None = None,
) -> tuple[Array, Array, Array]:
    r"""Gradients of `maxout`: each output teaches only the piece that won.

    With :math:`\delta_{pnm} = dy_{nm}` for the winning piece p and 0 for the others,

    .. math:: \frac{\partial L}{\partial x} = \sum_p \delta_p W_p^\top, \quad
              \frac{\partial L}{\partial W_p} = x^\top \delta_p, \quad
              \frac{\partial L}{\partial b_p} = \sum_n \delta_{pn} .

    Parameters
    ----------
    dy : (N, M)    gradient of the loss with respect to ``maxout(x, W, b)``
    x, W, b : (N, D), (P, D, M), (P, M)    the inputs of the forward pass
    saved : (N, M), optional    the winners, from ``maxout(x, W, b, return_saved=True)``

    Returns
    -------
    dx, dW, db : (N, D), (P, D, M), (P, M)

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers

    Conventions: of pieces that tie the first one wins, as in PyTorch's ``max(dim=0)``.

    Examples
    --------
    >>> dx, dW, db = maxout_backward([[5.0]], [[2.0]], [[[1.0]], [[1.0]]], [[0.0], [0.0]])
    >>> dW.ravel(), db.ravel()
    (array([10.,  0.]), array([5., 0.]))

    Source: Goodfellow, Warde-Farley, Mirza, Courville, Bengio, Maxout Networks, ICML, 2013.
    """
    x, W, b = _arguments("maxout_backward", x, W, b)
    dy = real_array(dy, "dy", "maxout_backward")
    winners = np.argmax(_pieces(x, W, b), axis=0) if saved is None else saved  # (N, M)
    require_same_shape("maxout_backward", dy=dy, output=winners)
    delta = dy * (winners == np.arange(len(W))[:, None, None])  # (P, N, M)
    dx = np.sum(delta @ W.swapaxes(1, 2), axis=0)  # (P, N, M) @ (P, M, D), over the pieces
    dW, db = x.T @ delta, delta.sum(axis=1)
    return dx.astype(x.dtype), dW.astype(W.dtype), db.astype(b.dtype)


def _pieces(x: Array, W: Array, b: Array) -> Array:
    return x @ W + b[:, None, :]  # (N, D) @ (P, D, M) -> (P, N, M)


def _arguments(
    who: str, x: npt.ArrayLike, W: npt.ArrayLike, b: npt.ArrayLike
) -> tuple[Array, Array, Array]:
    x, W, b = real_array(x, "x", who), real_array(W, "W", who), real_array(b, "b", who)
    require_axes(x, "ND", "x", who)
    require_axes(W, "PDM", "W", who)
    require_axes(b, "PM", "b", who)
    if not (x.shape[1] == W.shape[1] and b.shape == W.shape[::2] and len(W)):
        raise ShapeError(
            f"{who}: x has shape {x.shape}, W {W.shape} and b {b.shape}; "
            "(N, D), (P, D, M) and (P, M) are needed, with P at least 1"
        )
    return x, W, b
