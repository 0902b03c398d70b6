"""The layers for images, to stand in a `Sequential` beside those of `nn`."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from dlkit.arguments import require_callables, require_generator, require_whole_number
from dlkit.convolution.columns import kernel_size
from dlkit.convolution.global_pooling import (
    global_avg_pool,
    global_avg_pool_backward,
    global_max_pool,
    global_max_pool_backward,
)
from dlkit.convolution.images import conv2d_backward, conv2d_forward
from dlkit.convolution.pooling import (
    avgpool_backward,
    avgpool_forward,
    maxpool_backward,
    maxpool_forward,
)
from dlkit.initialization import he_normal
from dlkit.regularization.nn import Function

Pair: TypeAlias = tuple[Callable[..., npt.ArrayLike], Callable[..., npt.ArrayLike]]

POOLS: Mapping[str, Pair] = {
    "max": (maxpool_forward, maxpool_backward),
    "mean": (avgpool_forward, avgpool_backward),
}
GLOBAL_POOLS: Mapping[str, Pair] = {
    "max": (global_max_pool, global_max_pool_backward),
    "mean": (global_avg_pool, global_avg_pool_backward),
}


class Conv2D(Function):
    r"""Convolution layer for images, :math:`y_f = b_f + \sum_c W_{fc} \star x_c`.

    Parameters
    ----------
    channels, filters : int    C and F, at least 1
    kernel : int or (kh, kw)    the size of a filter
    stride, padding, dilation : int    as in `conv2d_forward`
    rng : numpy.random.Generator    draws the weights
    init : callable    from ``(F, C, kh, kw)`` and ``rng=`` to the weights; biases start at 0

    Attributes
    ----------
    params : dict    W of shape (F, C, kh, kw) and b of shape (F,)

    Raises
    ------
    ValueError    if a size is below 1
    TypeError     if an argument is of the wrong kind
    ShapeError    from ``forward``, if x is not (N, C, H, W)

    Examples
    --------
    >>> layer = Conv2D(1, 8, 3, padding=1, rng=np.random.default_rng(0))
    >>> layer.forward(np.ones((2, 1, 6, 5))).shape, layer.size
    ((2, 8, 6, 5), 80)

    Source: LeCun, Bottou, Bengio, Haffner, Gradient-Based Learning Applied to Document
    Recognition, Proceedings of the IEEE 86, 1998, section II.
    """

    def __init__(
        self,
        channels: int,
        filters: int,
        kernel: int | tuple[int, int],
        *,
        rng: np.random.Generator,
        stride: int = 1,
        padding: int = 0,
        dilation: int = 1,
        init: Callable[..., npt.ArrayLike] = he_normal,
    ) -> None:
        require_callables("Conv2D", init=init)
        C = require_whole_number(channels, "channels", "Conv2D", at_least=1)
        F = require_whole_number(filters, "filters", "Conv2D", at_least=1)
        W = init((F, C, *kernel_size("Conv2D", kernel)), rng=require_generator(rng, "Conv2D"))
        options = {"stride": stride, "padding": padding, "dilation": dilation}
        super().__init__(conv2d_forward, conv2d_backward, options=options, W=W, b=np.zeros(F))


class Pool2D(Function):
    r"""Pooling over windows, :math:`y = \max x` or the mean, in each channel.

    Parameters
    ----------
    size : int    the side of a window
    stride : int    if not given, `size`
    padding : int    as in `maxpool_forward` and `avgpool_forward`
    kind : str    "max" or "mean"

    Attributes
    ----------
    params : dict    empty; there are no arrays to learn

    Raises
    ------
    ValueError    if `kind` is unknown; from ``forward`` as in `maxpool_forward`

    Examples
    --------
    >>> Pool2D(2).forward(np.ones((5, 3, 7, 4))).shape
    (5, 3, 3, 2)

    Source: LeCun, Bottou, Bengio, Haffner, Gradient-Based Learning Applied to Document
    Recognition, Proceedings of the IEEE 86, 1998, section II.
    """

    def __init__(
        self, size: int, *, stride: int | None = None, padding: int = 0, kind: str = "max"
    ) -> None:
        options = {"size": size, "stride": stride, "padding": padding}
        super().__init__(*_pair("Pool2D", kind, POOLS), options=options)


class GlobalPool(Function):
    r"""Pooling over all places, :math:`(N, C, H, W) \to (N, C)`.

    Parameters
    ----------
    kind : str    "max" or "mean"

    Attributes
    ----------
    params : dict    empty; there are no arrays to learn

    Raises
    ------
    ValueError    if `kind` is unknown

    Examples
    --------
    >>> GlobalPool("mean").forward(np.ones((5, 3, 7, 4))).shape
    (5, 3)

    Source: Lin, Chen, Yan, Network In Network, ICLR, 2014, section 3.2.
    """

    def __init__(self, kind: str = "max") -> None:
        super().__init__(*_pair("GlobalPool", kind, GLOBAL_POOLS))


def _pair(who: str, kind: str, pairs: Mapping[str, Pair]) -> Pair:
    if kind not in pairs:
        raise ValueError(f"{who}: kind is {kind!r}; one of {', '.join(pairs)} is needed")
    return pairs[kind]
