"""Pooling: windows of an image become one number each, the largest or the mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, real_array, require_whole_number
from dlkit.convolution.columns import cropped, images, padded, places, taps
from dlkit.convolution.sizes import spacing


def maxpool_forward(
    x: npt.ArrayLike,
    size: int,
    *,
    stride: int | None = None,
    padding: int = 0,
    return_saved: bool = False,
) -> Any:
    r"""Largest value of each window, in each channel.

    .. math:: y_{ncij} = \max_{0 \le u, v < k} x_{n, c, \, s i + u, \, s j + v}

    Parameters
    ----------
    x : (N, C, H, W)
    size : int    k, the side of a window
    stride : int    s, at least 1; if not given, k: windows side by side
    padding : int    p places on each side that never win, at most half of k
    return_saved : bool    return what `maxpool_backward` would otherwise make again

    Returns
    -------
    y : (N, C, H', W')    with H' = floor((H + 2p - k) / s) + 1; the dtype of `x`
    y, saved : with `return_saved`    saved is y itself

    Raises
    ------
    ShapeError    if `x` has not four axes
    ValueError    if the window is larger than the padded image, or a number is out of range
    TypeError     if an argument is of the wrong kind

    Conventions: what is left over at the end is not used; padding is -inf, so a window of negative
    values stays negative. nan counts as the largest.

    Examples
    --------
    >>> maxpool_forward([[[[-1.0, -2.0, 5.0], [-3.0, -4.0, 6.0]]]], 2)
    array([[[[-1.]]]])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 9.3.
    """
    x, window = _arguments("maxpool_forward", x, size, stride, padding)
    wide = padded(x, window.padding, -np.inf)
    first, *others = (wide[:, :, rows, across] for rows, across in window.parts())
    y = first.copy()
    for values in others:
        np.maximum(y, values, out=y)
    return (y, y) if return_saved else y


def maxpool_backward(
    dy: npt.ArrayLike,
    x: npt.ArrayLike,
    size: int,
    *,
    stride: int | None = None,
    padding: int = 0,
    saved: Array | None = None,
) -> Array:
    r"""Gradient of `maxpool_forward`: all goes to the largest value of a window.

    .. math:: \frac{\partial L}{\partial x_{nchw}} = \sum_{i, j} dy_{ncij} \,
              \mathbb{1}[(h, w) \text{ is the first maximum of window } (i, j)]

    Parameters
    ----------
    dy : (N, C, H', W')    gradient of the loss with respect to the output
    x : (N, C, H, W)    the input of the forward pass
    size, stride, padding : int    as in the forward pass
    saved : (N, C, H', W')    from `maxpool_forward`; without it the windows are searched again

    Returns
    -------
    (N, C, H, W)    the dtype of `x`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `maxpool_forward`
    ShapeError    if dy or saved has not the shape of the output
    ValueError    if saved is of other images

    Conventions: of equal values the first in reading order gets the gradient, as in PyTorch; in a
    window with nan it is the first nan.

    Examples
    --------
    >>> maxpool_backward([[[[10.0]]]], [[[[7.0, 1.0], [7.0, 7.0]]]], 2)[0, 0]
    array([[10.,  0.],
           [ 0.,  0.]])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 9.3.
    """
    who = "maxpool_backward"
    x, window = _arguments(who, x, size, stride, padding)
    upstream = _of_output(who, "dy", dy, x, window)
    y = maxpool_forward(x, size, stride=stride, padding=padding) if saved is None else saved
    y = _of_output(who, "saved", y, x, window)
    wide = padded(x, window.padding, -np.inf)
    inside = padded(np.ones((1, 1, *x.shape[2:]), bool), window.padding)
    dx, waiting, has_nan = np.zeros_like(wide), np.ones(y.shape, bool), np.isnan(y).any()
    for rows, across in window.parts():
        values = wide[:, :, rows, across]
        wins = (values == y) | np.isnan(values) if has_nan else values == y
        first = waiting & wins & inside[:, :, rows, across]
        dx[:, :, rows, across] += upstream * first
        waiting ^= first
    if waiting.any():
        raise ValueError(f"{who}: saved holds no largest value of x; that of the same x is needed")
    return cropped(dx, window.padding)


def avgpool_forward(
    x: npt.ArrayLike, size: int, *, stride: int | None = None, padding: int = 0
) -> Array:
    r"""Mean of each window, in each channel.

    .. math:: y_{ncij} = \frac{1}{k^2} \sum_{0 \le u, v < k} x_{n, c, \, s i + u, \, s j + v}

    Parameters
    ----------
    x : (N, C, H, W)
    size : int    k, the side of a window
    stride : int    s, at least 1; if not given, k: windows side by side
    padding : int    p zeros on each side, at most half of k

    Returns
    -------
    (N, C, H', W')    with H' = floor((H + 2p - k) / s) + 1; the dtype of `x`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `maxpool_forward`

    Conventions: a zero of the padding counts like any other value of its window, as in PyTorch.

    Examples
    --------
    >>> avgpool_forward([[[[1.0, 2.0], [3.0, 6.0]]]], 2)
    array([[[[3.]]]])

    Source: LeCun, Bottou, Bengio, Haffner, Gradient-Based Learning Applied to Document
    Recognition, Proceedings of the IEEE 86, 1998, section II.
    """
    x, window = _arguments("avgpool_forward", x, size, stride, padding)
    wide, total = padded(x, window.padding), np.zeros((*x.shape[:2], *window.fits), x.dtype)
    for rows, across in window.parts():
        total += wide[:, :, rows, across]
    return total / window.size**2


def avgpool_backward(
    dy: npt.ArrayLike,
    x: npt.ArrayLike,
    size: int,
    *,
    stride: int | None = None,
    padding: int = 0,
) -> Array:
    r"""Gradient of `avgpool_forward`: every value of a window gets an equal share.

    .. math:: \frac{\partial L}{\partial x_{nchw}} = \frac{1}{k^2}
              \sum_{(i, j) \text{ whose window holds } (h, w)} dy_{ncij}

    Parameters
    ----------
    dy : (N, C, H', W')    gradient of the loss with respect to the output
    x : (N, C, H, W)    the input of the forward pass, of which only the shape matters
    size, stride, padding : int    as in the forward pass

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
    x, window = _arguments("avgpool_backward", x, size, stride, padding)
    shared = _of_output("avgpool_backward", "dy", dy, x, window) / window.size**2
    dx = padded(np.zeros_like(x), window.padding)
    for rows, across in window.parts():
        dx[:, :, rows, across] += shared
    return cropped(dx, window.padding)


@dataclass(frozen=True)
class _Window:
    """A square window, and at how many places down and across it fits."""

    size: int
    stride: int
    padding: int
    fits: tuple[int, int]

    def parts(self) -> Iterator[tuple[slice, slice]]:
        """Yield, in reading order, where the same corner of all windows lies."""
        for rows in taps(self.size, self.fits[0], self.stride, 1):
            for across in taps(self.size, self.fits[1], self.stride, 1):
                yield rows, across


def _arguments(
    who: str, x: npt.ArrayLike, size: int, stride: int | None, padding: int
) -> tuple[Array, _Window]:
    """Return the images, and the window in Python's int."""
    array, k = images(who, x), require_whole_number(size, "size", who, at_least=1)
    s, p, _ = spacing(who, k if stride is None else stride, padding, 1)
    if 2 * p > k:
        raise ValueError(
            f"{who}: padding is {p} but size is {k}; at most half of it is needed, so that every "
            "window holds a pixel"
        )
    return array, _Window(k, s, p, places(array.shape[2:], (k, k), s, p, 1))


def _of_output(who: str, name: str, value: npt.ArrayLike, x: Array, window: _Window) -> Array:
    """Return an array of the shape of the output, in the dtype of the images."""
    array, needed = real_array(value, name, who), (*x.shape[:2], *window.fits)
    if array.shape != needed:
        raise ShapeError(f"{who}: {name} has shape {array.shape}; {needed} is needed")
    return array.astype(x.dtype, copy=False)
