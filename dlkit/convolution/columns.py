"""Images as columns: what a kernel sees at each place, so that a convolution is one product."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, real_array, require_axes, require_whole_number
from dlkit.convolution.sizes import out_size, spacing


def im2col(
    x: npt.ArrayLike,
    kernel: int | tuple[int, int],
    *,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
) -> Array:
    r"""One row for each place of a kernel: the pixels that it covers there.

    .. math:: y_{n, \, i W' + j, \, (c k_h + u) k_w + v}
              = x_{n, c, \, s i + d u - p, \, s j + d v - p}

    Parameters
    ----------
    x : (N, C, H, W)    zeros outside
    kernel : int or (kh, kw)    the size of the kernel
    stride, padding, dilation : int    s, p and d along both axes, as in `out_size`

    Returns
    -------
    (N, L, C*kh*kw)    with the L = H'W' places row by row; memory of its own

    Raises
    ------
    ShapeError    if `x` has not four axes
    ValueError    if the kernel does not fit, or a number is too small
    TypeError     if an argument is of the wrong kind

    Conventions: within a row the channel changes slowest, the column of the kernel fastest.

    Examples
    --------
    >>> im2col(np.arange(6.0).reshape(1, 1, 2, 3), 2)[0]
    array([[0., 1., 3., 4.],
           [1., 2., 4., 5.]])

    Source: Chellapilla, Puri, Simard, High Performance Convolutional Neural Networks for
    Document Processing, IWFHR, 2006, section 3.
    """
    x = images("im2col", x)
    size = kernel_size("im2col", kernel)
    cols = columns(x, size, *spacing("im2col", stride, padding, dilation))
    return cols.transpose(0, 2, 1)  # (N, K, L) -> (N, L, K)


def col2im(
    cols: npt.ArrayLike,
    shape: tuple[int, int, int, int],
    kernel: int | tuple[int, int],
    *,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
) -> Array:
    r"""Add up columns where they came from, the backward of `im2col`.

    .. math:: x_{n, c, \, s i + d u - p, \, s j + d v - p}
              \mathrel{+}= y_{n, \, i W' + j, \, (c k_h + u) k_w + v}

    A pixel that several places see receives several numbers: the transpose of `im2col`.

    Parameters
    ----------
    cols : (N, L, C*kh*kw)    as `im2col` makes them
    shape : (N, C, H, W)    the shape of the images
    kernel, stride, padding, dilation : int    as in `im2col`

    Returns
    -------
    (N, C, H, W)    what fell on the padding is left out; the dtype of `cols`

    Raises
    ------
    ShapeError    if `cols` does not fit to the shape of the images
    ValueError    if the kernel does not fit, or a number is too small
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> col2im(np.ones((1, 2, 4)), (1, 1, 2, 3), 2)[0, 0]
    array([[1., 2., 1.],
           [1., 2., 1.]])

    Source: Chellapilla, Puri, Simard, High Performance Convolutional Neural Networks for
    Document Processing, IWFHR, 2006, section 3.
    """
    y = real_array(cols, "cols", "col2im")
    if len(shape) != 4:
        raise ShapeError(f"col2im: shape is {tuple(shape)}; (N, C, H, W) is needed")
    N, C, H, W = (require_whole_number(n, "a number in shape", "col2im", at_least=0) for n in shape)
    size = kernel_size("col2im", kernel)
    steps = spacing("col2im", stride, padding, dilation)
    height, width = places((H, W), size, *steps)
    expected = (N, height * width, C * size[0] * size[1])
    if y.shape != expected:
        raise ShapeError(f"col2im: cols has shape {y.shape}; {expected} is needed for {shape}")
    return scatter(y.transpose(0, 2, 1), (N, C, H, W), size, *steps)


def columns(x: Array, kernel: tuple[int, int], stride: int, padding: int, dilation: int) -> Array:
    """Return the columns as (N, C*kh*kw, L): a product with weights (F, C*kh*kw) gives images."""
    N, C, H, W = x.shape
    height, width = places((H, W), kernel, stride, padding, dilation)
    wide = padded(x, padding)
    # First along the rows, then down the columns: whole rows are then copied in one go.
    across = np.empty((N, C, kernel[1], wide.shape[2], width), x.dtype)
    for v, taken in enumerate(taps(kernel[1], width, stride, dilation)):
        across[:, :, v] = wide[..., taken]
    cols = np.empty((N, C, *kernel, height, width), x.dtype)
    for u, taken in enumerate(taps(kernel[0], height, stride, dilation)):
        cols[:, :, u] = across[:, :, :, taken]
    return cols.reshape(N, C * kernel[0] * kernel[1], height * width)


def scatter(
    cols: Array,
    shape: tuple[int, ...],
    kernel: tuple[int, int],
    stride: int,
    padding: int,
    dilation: int,
) -> Array:
    """Add columns (N, C*kh*kw, L) up to images of the given shape."""
    N, C, H, W = shape
    height, width = places((H, W), kernel, stride, padding, dilation)
    parts = cols.reshape(N, C, *kernel, height, width)
    across = np.zeros((N, C, kernel[1], H + 2 * padding, width), cols.dtype)
    for u, taken in enumerate(taps(kernel[0], height, stride, dilation)):
        across[:, :, :, taken] += parts[:, :, u]
    wide = np.zeros((N, C, H + 2 * padding, W + 2 * padding), cols.dtype)
    for v, taken in enumerate(taps(kernel[1], width, stride, dilation)):
        wide[..., taken] += across[:, :, v]
    return cropped(wide, padding)


def taps(kernel: int, fits: int, stride: int, dilation: int) -> list[slice]:
    """Return for each tap of a kernel what it reads along one axis over all places."""
    starts = range(0, dilation * kernel, dilation)
    return [slice(start, start + stride * (fits - 1) + 1, stride) for start in starts]


def places(
    size: tuple[int, int], kernel: tuple[int, int], stride: int, padding: int, dilation: int
) -> tuple[int, int]:
    """Return how many places a kernel has in an image, (H', W')."""
    height, width = (
        out_size(n, k, stride=stride, padding=padding, dilation=dilation)
        for n, k in zip(size, kernel, strict=True)
    )
    return height, width


def images(who: str, x: npt.ArrayLike) -> Array:
    """Return a batch of images (N, C, H, W)."""
    array = real_array(x, "x", who)
    require_axes(array, "NCHW", "x", who)
    return array


def kernel_size(who: str, kernel: int | tuple[int, int]) -> tuple[int, int]:
    """Return (kh, kw), both k for a plain k."""
    pair = kernel if isinstance(kernel, tuple | list) else (kernel, kernel)
    if len(pair) != 2:
        raise ValueError(f"{who}: kernel is {kernel}; one number or (kh, kw) is needed")
    high, wide = (require_whole_number(size, "kernel", who, at_least=1) for size in pair)
    return high, wide


def padded(x: Array, padding: int, value: float = 0) -> Array:
    """Return the images with so many places of one value on each side."""
    if padding == 0:
        return x
    N, C, H, W = x.shape
    wide = np.full((N, C, H + 2 * padding, W + 2 * padding), value, x.dtype)
    wide[:, :, padding : padding + H, padding : padding + W] = x
    return wide


def cropped(wide: Array, padding: int) -> Array:
    """Return the images without their padding."""
    H, W = wide.shape[2] - 2 * padding, wide.shape[3] - 2 * padding
    return wide[:, :, padding : padding + H, padding : padding + W]
