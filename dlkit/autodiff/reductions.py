"""Sums, means, largest elements and selections: fewer numbers of many, and the way back.

The ways forward are NumPy's own, with a sentence where they are refused; the ways back are what
is to be understood.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.array_utils import normalize_axis_tuple

from dlkit.arguments import Array, ShapeError, real_array, require_same_shape

Axis = int | tuple[int, ...] | None


def total(x: Array, *, axis: Axis = None, keepdims: bool = False) -> Array:
    result: Array = np.sum(x, axis=axis, keepdims=keepdims)
    return result


def sum_backward(
    dy: npt.ArrayLike, x: npt.ArrayLike, *, axis: Axis = None, keepdims: bool = False
) -> Array:
    r"""Gradient of a sum over axes: every term gets that of its sum.

    .. math:: y_j = \sum_i x_{ij}, \qquad \frac{\partial L}{\partial x_{ij}} = dy_j

    Parameters
    ----------
    dy : the shape of ``np.sum(x, axis, keepdims=keepdims)``
    x : array of any shape    what was summed
    axis : int, tuple of int or None    negative ones count from the end; None is all axes
    keepdims : bool    whether the axes were kept with length 1

    Returns
    -------
    array of the shape and dtype of `x`    its own, not a view of `dy`

    Raises
    ------
    ShapeError    if `dy` has not the shape of the sum
    ValueError    if an axis does not exist or comes twice
    TypeError     if an array does not hold real numbers

    Examples
    --------
    >>> sum_backward([1.0, 10.0], np.zeros((2, 3)), axis=1)
    array([[ 1.,  1.,  1.],
           [10., 10., 10.]])

    Source: Baydin, Pearlmutter, Radul, Siskind, Automatic Differentiation in Machine Learning:
    a Survey, Journal of Machine Learning Research 18(153), 2018, section 3.2.
    """
    kept, x = _kept("sum_backward", dy, x, axis, keepdims)
    return np.array(np.broadcast_to(kept, x.shape), x.dtype)


def mean(x: Array, *, axis: Axis = None, keepdims: bool = False) -> Array:
    return total(x, axis=axis, keepdims=keepdims) / _count("mean", x, axis)


def mean_backward(
    dy: npt.ArrayLike, x: npt.ArrayLike, *, axis: Axis = None, keepdims: bool = False
) -> Array:
    r"""Gradient of a mean over axes: every one of n terms gets an nth part.

    .. math:: y_j = \frac{1}{n} \sum_i x_{ij}, \qquad
              \frac{\partial L}{\partial x_{ij}} = \frac{dy_j}{n}

    Parameters
    ----------
    dy : the shape of ``np.mean(x, axis, keepdims=keepdims)``
    x : array of any shape    what was averaged
    axis, keepdims : as in `sum_backward`

    Returns
    -------
    array of the shape and dtype of `x`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `sum_backward`
    ValueError    if there is nothing to average

    Examples
    --------
    >>> mean_backward([3.0, 30.0], np.zeros((2, 3)), axis=-1)
    array([[ 1.,  1.,  1.],
           [10., 10., 10.]])

    Source: Baydin, Pearlmutter, Radul, Siskind, Automatic Differentiation in Machine Learning:
    a Survey, Journal of Machine Learning Research 18(153), 2018, section 3.2.
    """
    kept, x = _kept("mean_backward", dy, x, axis, keepdims)
    with np.errstate(under="ignore"):
        share = kept / _count("mean_backward", x, axis)
    return np.array(np.broadcast_to(share, x.shape), x.dtype)


def largest(x: Array, *, axis: Axis = None, keepdims: bool = False) -> Array:
    _count("max", x, axis)
    result: Array = np.max(x, axis=axis, keepdims=keepdims)
    return result


def max_backward(
    dy: npt.ArrayLike, x: npt.ArrayLike, *, axis: Axis = None, keepdims: bool = False
) -> Array:
    r"""Gradient of the largest element along axes: the winner takes all.

    .. math:: y_j = \max_i x_{ij}, \qquad \frac{\partial L}{\partial x_{ij}}
              = dy_j \, \mathbb{1}\big[i = \min \operatorname*{arg\,max}_k x_{kj}\big]

    Parameters
    ----------
    dy : the shape of ``np.max(x, axis, keepdims=keepdims)``
    x : array of any shape    with at least one element along the axes
    axis, keepdims : as in `sum_backward`

    Returns
    -------
    array of the shape and dtype of `x`    its sum along the axes is `dy`

    Raises
    ------
    ShapeError    if `dy` has not the shape of the maximum
    ValueError    if there is nothing to compare, or the axis does not exist
    TypeError     if an array does not hold real numbers

    Conventions: of equal elements the first gets the whole gradient, as in PyTorch's max over an
    axis; its max over everything shares it out evenly. nan counts as the largest.

    Examples
    --------
    >>> max_backward([7.0], [[2.0, 5.0, 5.0]], axis=1)
    array([[0., 7., 0.]])

    Source: Paszke et al., PyTorch: An Imperative Style, High-Performance Deep Learning Library,
    NeurIPS, 2019.
    """
    kept, x = _kept("max_backward", dy, x, axis, keepdims)
    _count("max_backward", x, axis)
    over = normalize_axis_tuple(range(x.ndim) if axis is None else axis, x.ndim)
    order = [*(k for k in range(x.ndim) if k not in over), *sorted(over)]
    # What competes lies in one row.
    rows = x.transpose(order).reshape(*kept.squeeze(over).shape, -1)
    drows = np.zeros_like(rows)
    winner = np.argmax(rows, axis=-1, keepdims=True)
    np.put_along_axis(drows, winner, kept.reshape(winner.shape), -1)
    return drows.reshape([x.shape[k] for k in order]).transpose(np.argsort(order))


def select(x: Array, *, index: Any) -> Array:
    return np.array(x[index])  # a copy, also where NumPy gives a view


def getitem_backward(dy: npt.ArrayLike, x: npt.ArrayLike, *, index: Any) -> Array:
    r"""Gradient of indexing: it goes back to the places that were read.

    .. math:: y_j = x_{\text{index}(j)}, \qquad \frac{\partial L}{\partial x_i}
              = \sum_{j \,:\, \text{index}(j) = i} dy_j

    Parameters
    ----------
    dy : the shape of ``x[index]``
    x : array of any shape    what was indexed
    index : whatever indexes an array    numbers, slices, lists of numbers, a mask

    Returns
    -------
    array of the shape and dtype of `x`    0 where nothing was read

    Raises
    ------
    ShapeError    if `dy` has not the shape of ``x[index]``
    IndexError    if the index is outside of the array
    TypeError     if an array does not hold real numbers

    Conventions: an element that was read twice gets the sum of both gradients; the obvious
    ``dx[index] += dy`` would keep only one of them.

    Examples
    --------
    >>> getitem_backward([1.0, 10.0, 100.0], np.zeros(4), index=[2, 0, 2])
    array([ 10.,   0., 101.,   0.])

    Source: Harris et al., Array Programming with NumPy, Nature 585, 2020, pages 357-362.
    """
    x, dy = real_array(x, "x", "getitem_backward"), real_array(dy, "dy", "getitem_backward")
    require_same_shape("getitem_backward", dy=dy, output=np.asarray(x[index]))
    dx = np.zeros_like(x)
    np.add.at(dx, index, dy.astype(x.dtype, copy=False))
    return dx


def _kept(
    who: str, dy: npt.ArrayLike, x: npt.ArrayLike, axis: Axis, keepdims: bool
) -> tuple[Array, Array]:
    """Return dy with the axes of length 1 that a reduction without keepdims has dropped, and x."""
    gradient, array = real_array(dy, "dy", who), real_array(x, "x", who)
    axes = normalize_axis_tuple(range(array.ndim) if axis is None else axis, array.ndim)
    kept = tuple(1 if k in axes else length for k, length in enumerate(array.shape))
    output = kept if keepdims else tuple(n for k, n in enumerate(array.shape) if k not in axes)
    if gradient.shape != output:
        raise ShapeError(f"{who}: dy has shape {gradient.shape}; the output has shape {output}")
    return gradient.reshape(kept), array


def _count(who: str, x: Array, axis: Axis) -> int:
    """Return how many elements of x make one element of the reduction."""
    axes = normalize_axis_tuple(range(x.ndim) if axis is None else axis, x.ndim)
    count = int(np.prod([x.shape[a] for a in axes], dtype=int))
    if count == 0:
        raise ValueError(f"{who}: x has shape {x.shape}; nothing has no mean and no maximum")
    return count
