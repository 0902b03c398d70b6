"""Pooling: windows of an image become one number each, the largest or the mean."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, real_array
from dlkit.convolution.columns import images, places, taps


def maxpool_forward(
    x: npt.ArrayLike, size: int, *, stride: int | None = None, return_saved: bool = False
) -> Any:
    r"""Largest value of each window, in each channel.

    .. math:: y_{ncij} = \max_{0 \le u, v < k} x_{n, c, \, s i + u, \, s j + v}

    Parameters
    ----------
    x : (N, C, H, W)
    size : int    k, the side of a window
    stride : int    s, at least 1; if not given, k: windows side by side
    return_saved : bool    return what `maxpool_backward` would otherwise make again

    Returns
    -------
    y : (N, C, H', W')    with H' = floor((H - k) / s) + 1; the dtype of `x`
    y, saved : with `return_saved`    saved is y itself

    Raises
    ------
    ShapeError    if `x` has not four axes
    ValueError    if the window is larger than the image, or a number is too small
    TypeError     if an argument is of the wrong kind

    Conventions: what is left over at the end is not used; nothing is padded, so a window of
    negative values stays negative.

    Examples
    --------
    >>> maxpool_forward([[[[-1.0, -2.0, 5.0], [-3.0, -4.0, 6.0]]]], 2)
    array([[[[-1.]]]])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 9.3.
    """
    x, fits, step = _arguments("maxpool_forward", x, size, stride)
    windows = [x[:, :, rows, across] for rows, across in _parts(size, fits, step)]
    y = windows[0].copy()
    for window in windows[1:]:
        np.maximum(y, window, out=y)
    return (y, y) if return_saved else y


def maxpool_backward(
    dy: npt.ArrayLike,
    x: npt.ArrayLike,
    size: int,
    *,
    stride: int | None = None,
    saved: Array | None = None,
) -> Array:
    r"""Gradient of `maxpool_forward`: all goes to the largest value of a window.

    .. math:: \frac{\partial L}{\partial x_{nchw}} = \sum_{i, j} dy_{ncij} \,
              \mathbb{1}[(h, w) \text{ is the first maximum of window } (i, j)]

    Parameters
    ----------
    dy : (N, C, H', W')    gradient of the loss with respect to the output
    x : (N, C, H, W)    the input of the forward pass
    size, stride : int    as in the forward pass
    saved : (N, C, H', W')    from `maxpool_forward`; without it the windows are searched again

    Returns
    -------
    (N, C, H, W)    the dtype of `x`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `maxpool_forward`
    ShapeError    if dy has not the shape of the output

    Conventions: of equal values the first in reading order gets the gradient, as in PyTorch.

    Examples
    --------
    >>> maxpool_backward([[[[10.0]]]], [[[[7.0, 1.0], [7.0, 7.0]]]], 2)[0, 0]
    array([[10.,  0.],
           [ 0.,  0.]])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 9.3.
    """
    x, fits, step = _arguments("maxpool_backward", x, size, stride)
    upstream = _upstream("maxpool_backward", dy, x, fits)
    y = maxpool_forward(x, size, stride=stride) if saved is None else saved
    dx, waiting = np.zeros_like(x), np.ones(y.shape, bool)
    for rows, across in _parts(size, fits, step):
        first = waiting & (x[:, :, rows, across] == y)
        dx[:, :, rows, across] += upstream * first
        waiting ^= first
    return dx


def avgpool_forward(x: npt.ArrayLike, size: int, *, stride: int | None = None) -> Array:
    r"""Mean of each window, in each channel.

    .. math:: y_{ncij} = \frac{1}{k^2} \sum_{0 \le u, v < k} x_{n, c, \, s i + u, \, s j + v}

    Parameters
    ----------
    x : (N, C, H, W)
    size : int    k, the side of a window
    stride : int    s, at least 1; if not given, k: windows side by side

    Returns
    -------
    (N, C, H', W')    with H' = floor((H - k) / s) + 1; the dtype of `x`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `maxpool_forward`

    Examples
    --------
    >>> avgpool_forward([[[[1.0, 2.0], [3.0, 6.0]]]], 2)
    array([[[[3.]]]])

    Source: LeCun, Bottou, Bengio, Haffner, Gradient-Based Learning Applied to Document
    Recognition, Proceedings of the IEEE 86, 1998, section II.
    """
    x, fits, step = _arguments("avgpool_forward", x, size, stride)
    total = np.zeros((*x.shape[:2], *fits), x.dtype)
    for rows, across in _parts(size, fits, step):
        total += x[:, :, rows, across]
    return total / size**2


def avgpool_backward(
    dy: npt.ArrayLike, x: npt.ArrayLike, size: int, *, stride: int | None = None
) -> Array:
    r"""Gradient of `avgpool_forward`: every value of a window gets an equal share.

    .. math:: \frac{\partial L}{\partial x_{nchw}} = \frac{1}{k^2}
              \sum_{(i, j) \text{ whose window holds } (h, w)} dy_{ncij}

    Parameters
    ----------
    dy : (N, C, H', W')    gradient of the loss with respect to the output
    x : (N, C, H, W)    the input of the forward pass, of which only the shape matters
    size, stride : int    as in the forward pass

    Returns
    -------
    (N, C, H, W)    the dtype of `x`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `maxpool_backward`

    Examples
    --------
    >>> avgpool_backward([[[[8.0]]]], np.zeros((1, 1, 2, 3)), 2)[0, 0]
    array([[2., 2., 0.],
           [2., 2., 0.]])

    Source: LeCun, Bottou, Bengio, Haffner, Gradient-Based Learning Applied to Document
    Recognition, Proceedings of the IEEE 86, 1998, section II.
    """
    x, fits, step = _arguments("avgpool_backward", x, size, stride)
    shared = _upstream("avgpool_backward", dy, x, fits) / size**2
    dx = np.zeros_like(x)
    for rows, across in _parts(size, fits, step):
        dx[:, :, rows, across] += shared
    return dx


def _arguments(
    who: str, x: npt.ArrayLike, size: int, stride: int | None
) -> tuple[Array, tuple[int, int], int]:
    """Return the images, the number of windows down and across, and the stride."""
    array = images(who, x)
    step = size if stride is None else stride
    return array, places(array.shape[2:], (size, size), step, 0, 1), step


def _parts(size: int, fits: tuple[int, int], step: int) -> Iterator[tuple[slice, slice]]:
    """Yield, in reading order, where the same corner of all windows lies."""
    for rows in taps(size, fits[0], step, 1):
        for across in taps(size, fits[1], step, 1):
            yield rows, across


def _upstream(who: str, dy: npt.ArrayLike, x: Array, fits: tuple[int, int]) -> Array:
    upstream = real_array(dy, "dy", who)
    needed = (*x.shape[:2], *fits)
    if upstream.shape != needed:
        raise ShapeError(f"{who}: dy has shape {upstream.shape}; {needed} is needed")
    return upstream.astype(x.dtype, copy=False)
