"""One dimension: a kernel slides along a signal; and the same as a matrix."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_array, require_axes, require_whole_number
from dlkit.convolution.sizes import out_size, spacing


def corr1d(
    x: npt.ArrayLike,
    kernel: npt.ArrayLike,
    *,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
) -> Array:
    r"""Cross-correlation: a kernel slides along a signal, and products are added up.

    .. math:: y_i = \sum_{j=0}^{k-1} w_j \, x_{s i + d j - p}, \qquad x = 0 \text{ outside}

    Parameters
    ----------
    x : (T,)    the signal
    kernel : (k,)    the weights w, k at least 1
    stride, padding, dilation : int    s, p and d, as in `out_size`

    Returns
    -------
    (out_size(T, k, ...),)    the dtype of `x`

    Raises
    ------
    ShapeError    if an argument has not one axis
    ValueError    if the kernel is longer than the padded signal, or a number is too small
    TypeError     if an argument is of the wrong kind

    Conventions: the kernel is not flipped; p zeros on each side.

    Examples
    --------
    >>> corr1d([1.0, 2.0, 4.0, 8.0], [-1.0, 1.0])
    array([1., 2., 4.])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 9.1, equation 9.6.
    """
    return _slide("corr1d", x, kernel, stride, padding, dilation, flip=False)


def conv1d(
    x: npt.ArrayLike,
    kernel: npt.ArrayLike,
    *,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
) -> Array:
    r"""Convolution: cross-correlation with the kernel turned round.

    .. math:: y_i = \sum_{j=0}^{k-1} w_{k-1-j} \, x_{s i + d j - p}, \qquad x = 0 \text{ outside}

    Parameters
    ----------
    x : (T,)    the signal
    kernel : (k,)    the weights w, k at least 1
    stride, padding, dilation : int    s, p and d, as in `out_size`

    Returns
    -------
    (out_size(T, k, ...),)    the dtype of `x`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `corr1d`

    Conventions: the mathematical one, which flips. The "convolution" of deep learning is
    `corr1d`: its weights are learnt, so nobody misses the flip.

    Examples
    --------
    >>> conv1d([1.0, 2.0, 4.0, 8.0], [-1.0, 1.0])
    array([-1., -2., -4.])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 9.1, equation 9.3.
    """
    return _slide("conv1d", x, kernel, stride, padding, dilation, flip=True)


def conv_as_matrix(kernel: npt.ArrayLike, n: int, *, stride: int = 1) -> Array:
    r"""The matrix that does what `corr1d` does: the kernel again and again, moved on.

    .. math:: M_{i, s i + j} = w_j, \qquad M x = \operatorname{corr1d}(x, w)

    With stride 1 it is a Toeplitz matrix: equal numbers along each diagonal.

    Parameters
    ----------
    kernel : (k,)    the weights w
    n : int    the length T of the signal
    stride : int    s, at least 1

    Returns
    -------
    (out_size(n, k, stride=s), n)    zeros beside the kernel; the dtype of `kernel`

    Raises
    ------
    ShapeError    if `kernel` has not one axis
    ValueError    if the kernel is longer than n, or a number is too small
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> conv_as_matrix([1.0, 2.0], 4)
    array([[1., 2., 0., 0.],
           [0., 1., 2., 0.],
           [0., 0., 1., 2.]])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 9.1.
    """
    w = real_array(kernel, "kernel", "conv_as_matrix")
    require_axes(w, "k", "kernel", "conv_as_matrix")
    n = require_whole_number(n, "n", "conv_as_matrix", at_least=1)
    s = require_whole_number(stride, "stride", "conv_as_matrix", at_least=1)
    rows = np.arange(out_size(n, len(w), stride=s))[:, None]
    matrix = np.zeros((len(rows), n), w.dtype)
    matrix[rows, s * rows + np.arange(len(w))] = w
    return matrix


def _slide(
    who: str,
    x: npt.ArrayLike,
    kernel: npt.ArrayLike,
    stride: int,
    padding: int,
    dilation: int,
    *,
    flip: bool,
) -> Array:
    x, w = real_array(x, "x", who), real_array(kernel, "kernel", who)
    require_axes(x, "T", "x", who)
    require_axes(w, "k", "kernel", who)
    if len(w) == 0:
        raise ValueError(f"{who}: the kernel is empty; at least one weight is needed")
    s, p, d = spacing(who, stride, padding, dilation)
    length = out_size(len(x), len(w), stride=s, padding=p, dilation=d)
    padded = np.pad(x, p)
    taps = d * np.arange(len(w))
    windows = padded[s * np.arange(length)[:, None] + taps]  # (out, k)
    y: Array = (windows @ (w[::-1] if flip else w)).astype(x.dtype, copy=False)
    return y
