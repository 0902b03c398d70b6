"""Global pooling: a whole image becomes one number per channel, wherever the pattern was."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, real_array
from dlkit.convolution.columns import images


def global_avg_pool(x: npt.ArrayLike) -> Array:
    r"""Mean of each channel over all places.

    .. math:: y_{nc} = \frac{1}{H W} \sum_{h, w} x_{nchw}

    Parameters
    ----------
    x : (N, C, H, W)    at least one place

    Returns
    -------
    (N, C)    the dtype of `x`

    Raises
    ------
    ShapeError    if `x` has not four axes
    ValueError    if an image has no place
    TypeError     if `x` does not hold real numbers

    Examples
    --------
    >>> global_avg_pool([[[[1.0, 2.0, 6.0]], [[0.0, 0.0, 3.0]]]])
    array([[3., 1.]])

    Source: Lin, Chen, Yan, Network In Network, ICLR, 2014, section 3.2.
    """
    means: Array = _images("global_avg_pool", x).mean(axis=(2, 3))
    return means


def global_avg_pool_backward(dy: npt.ArrayLike, x: npt.ArrayLike) -> Array:
    r"""Gradient of `global_avg_pool`: every place gets an equal share.

    .. math:: \frac{\partial L}{\partial x_{nchw}} = \frac{1}{H W} \, dy_{nc}

    Parameters
    ----------
    dy : (N, C)    gradient of the loss with respect to the output
    x : (N, C, H, W)    the input of the forward pass, of which only the shape matters

    Returns
    -------
    (N, C, H, W)    the dtype of `x`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `global_avg_pool`
    ShapeError    if dy has not the shape of the output

    Examples
    --------
    >>> global_avg_pool_backward([[6.0]], np.zeros((1, 1, 1, 3)))
    array([[[[2., 2., 2.]]]])

    Source: Lin, Chen, Yan, Network In Network, ICLR, 2014, section 3.2.
    """
    x = _images("global_avg_pool_backward", x)
    share = _upstream("global_avg_pool_backward", dy, x) / (x.shape[2] * x.shape[3])
    return np.broadcast_to(share[:, :, None, None], x.shape).copy()  # (N, C) -> (N, C, H, W)


def global_max_pool(x: npt.ArrayLike) -> Array:
    r"""Largest value of each channel over all places.

    .. math:: y_{nc} = \max_{h, w} x_{nchw}

    Parameters
    ----------
    x : (N, C, H, W)    at least one place

    Returns
    -------
    (N, C)    the dtype of `x`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `global_avg_pool`

    Examples
    --------
    >>> global_max_pool([[[[1.0, 2.0, 6.0]], [[-5.0, -4.0, -9.0]]]])
    array([[ 6., -4.]])

    Source: Oquab, Bottou, Laptev, Sivic, Is object localization for free?, CVPR, 2015.
    """
    maxima: Array = _images("global_max_pool", x).max(axis=(2, 3))
    return maxima


def global_max_pool_backward(dy: npt.ArrayLike, x: npt.ArrayLike) -> Array:
    r"""Gradient of `global_max_pool`: all goes to the largest value of a channel.

    .. math:: \frac{\partial L}{\partial x_{nchw}}
              = dy_{nc} \, \mathbb{1}[(h, w) \text{ is the first maximum of channel } c]

    Parameters
    ----------
    dy : (N, C)    gradient of the loss with respect to the output
    x : (N, C, H, W)    the input of the forward pass

    Returns
    -------
    (N, C, H, W)    the dtype of `x`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `global_avg_pool_backward`

    Conventions: of equal values the first in reading order gets the gradient.

    Examples
    --------
    >>> global_max_pool_backward([[3.0]], [[[[1.0, 2.0, 2.0]]]])
    array([[[[0., 3., 0.]]]])

    Source: Oquab, Bottou, Laptev, Sivic, Is object localization for free?, CVPR, 2015.
    """
    x = _images("global_max_pool_backward", x)
    N, C, H, W = x.shape
    where = x.reshape(N, C, H * W).argmax(axis=2)[:, :, None]  # (N, C, 1)
    dx = np.zeros((N, C, H * W), x.dtype)
    np.put_along_axis(dx, where, _upstream("global_max_pool_backward", dy, x)[:, :, None], 2)
    return dx.reshape(x.shape)  # (N, C, H*W) -> (N, C, H, W)


def _images(who: str, x: npt.ArrayLike) -> Array:
    array = images(who, x)
    if 0 in array.shape[2:]:
        raise ValueError(f"{who}: x has shape {array.shape}; an image without places has no mean")
    return array


def _upstream(who: str, dy: npt.ArrayLike, x: Array) -> Array:
    upstream = real_array(dy, "dy", who)
    if upstream.shape != x.shape[:2]:
        raise ShapeError(f"{who}: dy has shape {upstream.shape}; {x.shape[:2]} is needed")
    return upstream.astype(x.dtype, copy=False)
