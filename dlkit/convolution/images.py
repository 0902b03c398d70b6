"""The convolution of images: the same small weights at every place."""

from typing import Any

import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, real_array
from dlkit.convolution.columns import columns, images, places, scatter
from dlkit.convolution.sizes import spacing


def conv2d_forward(
    x: npt.ArrayLike,
    W: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    return_saved: bool = False,
) -> Any:
    r"""Convolution layer: every filter slides over all channels of an image.

    .. math:: y_{nfij} = b_f + \sum_{c, u, v} W_{fcuv} \,
              x_{n, c, \, s i + d u - p, \, s j + d v - p}, \qquad x = 0 \text{ outside}

    Parameters
    ----------
    x : (N, C, H, W)    N images of C channels; N may be 0
    W : (F, C, kh, kw)    F filters
    b : (F,)    one bias per filter
    stride, padding, dilation : int    s, p and d along both axes, as in `out_size`
    return_saved : bool    return what `conv2d_backward` would otherwise make again

    Returns
    -------
    y : (N, F, H', W')    the dtype of `x`
    y, saved : with `return_saved`    saved holds the columns of x, (N, C*kh*kw, H'W')

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if the kernel is larger than the padded image, or a number is too small
    TypeError     if an argument is of the wrong kind

    Conventions: the kernel is not flipped (cross-correlation), as in PyTorch.

    Examples
    --------
    >>> import numpy as np
    >>> conv2d_forward(np.ones((1, 1, 3, 4)), np.ones((2, 1, 2, 2)), [0.0, 10.0])[0, :, 0]
    array([[ 4.,  4.,  4.],
           [14., 14., 14.]])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 9.5, equation 9.7.
    """
    x, W, b = _arguments("conv2d_forward", x, W, b)
    N, F, size, kernel = len(x), len(W), x.shape[2:], W.shape[2:]
    steps = spacing("conv2d_forward", stride, padding, dilation)
    fits = places(size, kernel, *steps)
    cols = columns(x, kernel, *steps)
    y = W.reshape(F, cols.shape[1]) @ cols  # (F, K) @ (N, K, L) -> (N, F, L)
    y += b[:, None]
    y = y.reshape(N, F, *fits).astype(x.dtype, copy=False)  # (N, F, L) -> (N, F, H', W')
    return (y, cols) if return_saved else y


def conv2d_backward(
    dy: npt.ArrayLike,
    x: npt.ArrayLike,
    W: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    saved: Array | None = None,
    need_dx: bool = True,
) -> tuple[Any, Array, Array]:
    r"""Gradients of `conv2d_forward`: every place sends its share back.

    With the columns X of x and the weights as a matrix (F, C kh kw), for each image

    .. math:: \frac{\partial L}{\partial W} = \sum_n dy_n X_n^\top, \qquad
              \frac{\partial L}{\partial b_f} = \sum_{n, i, j} dy_{nfij}, \qquad
              \frac{\partial L}{\partial X_n} = W^\top dy_n ,

    and `col2im` adds :math:`\partial L / \partial X_n` up to the gradient of x.

    Parameters
    ----------
    dy : (N, F, H', W')    gradient of the loss with respect to ``conv2d_forward(x, W, b)``
    x, W, b : (N, C, H, W), (F, C, kh, kw), (F,)    the inputs of the forward pass
    stride, padding, dilation : int    as in the forward pass
    saved : (N, C*kh*kw, H'W')    from `conv2d_forward`; without it the columns are made again
    need_dx : bool    False leaves out dx, which nobody reads in front of the first layer

    Returns
    -------
    dx, dW, db : the shapes and dtypes of x, W and b; dx is None if not needed

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `conv2d_forward`
    ShapeError    if dy has not the shape of the output

    Examples
    --------
    >>> import numpy as np
    >>> x, W, b = np.ones((1, 1, 2, 3)), np.full((1, 1, 2, 2), 5.0), np.zeros(1)
    >>> dx, dW, db = conv2d_backward([[[[1.0, 10.0]]]], x, W, b)
    >>> dx[0, 0], db
    (array([[ 5., 55., 50.],
           [ 5., 55., 50.]]), array([11.]))

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 9.5, equations 9.11-9.13.
    """
    who = "conv2d_backward"
    x, W, b = _arguments(who, x, W, b)
    dy = real_array(dy, "dy", who)
    N, F, size, kernel = len(x), len(W), x.shape[2:], W.shape[2:]
    steps = spacing(who, stride, padding, dilation)
    fits = places(size, kernel, *steps)
    if dy.shape != (N, F, *fits):
        raise ShapeError(f"{who}: dy has shape {dy.shape}; {(N, F, *fits)} is needed")
    cols = columns(x, kernel, *steps) if saved is None else real_array(saved, "saved", who)
    if cols.shape != (needed := (N, x.shape[1] * kernel[0] * kernel[1], fits[0] * fits[1])):
        raise ShapeError(
            f"{who}: saved has shape {cols.shape}; {needed} is needed, from conv2d_forward of "
            "the same arguments"
        )
    upstream = dy.reshape(N, F, fits[0] * fits[1])  # (N, F, H', W') -> (N, F, L)
    db = upstream.sum(axis=(0, 2))
    # Columns times upstream, as (N, K, F), takes half the time of the other order.
    dW = (cols @ upstream.transpose(0, 2, 1)).sum(axis=0).T.reshape(W.shape)  # (F, K) -> W's
    dx = None
    if need_dx:
        dcols = W.reshape(F, cols.shape[1]).T @ upstream  # (K, F) @ (N, F, L) -> (N, K, L)
        dx = scatter(dcols, x.shape, kernel, *steps)
        dx = dx.astype(x.dtype, copy=False)
    return dx, dW.astype(W.dtype, copy=False), db.astype(b.dtype, copy=False)


def _arguments(
    who: str, x: npt.ArrayLike, W: npt.ArrayLike, b: npt.ArrayLike
) -> tuple[Array, Array, Array]:
    """Return images, filters and biases that fit together."""
    x, W, b = images(who, x), real_array(W, "W", who), real_array(b, "b", who)
    if W.ndim != 4 or 0 in W.shape:
        raise ShapeError(f"{who}: W has shape {W.shape}; (F, C, kh, kw) is needed, none of them 0")
    if x.shape[1] != W.shape[1]:
        raise ShapeError(
            f"{who}: x has shape {x.shape} but W has shape {W.shape}; "
            f"the channels, axis 1 of both, must be equal ({x.shape[1]} ≠ {W.shape[1]})"
        )
    if b.shape != W.shape[:1]:
        raise ShapeError(
            f"{who}: b has shape {b.shape} but W has shape {W.shape}; "
            f"b must have shape {W.shape[:1]}"
        )
    return x, W, b
