"""Group norm: bring groups of channels of each image to mean 0 and variance 1."""

import math

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    ShapeError,
    real_array,
    require_same_shape,
    require_whole_number,
)
from dlkit.regularization.layer_norm import normalized_rows, normalized_rows_backward
from dlkit.regularization.scale_and_shift import in_dtypes_of, real_inputs


@np.errstate(under="ignore")  # the square of a tiny value may round to 0
def groupnorm_forward(
    x: npt.ArrayLike, gamma: npt.ArrayLike, beta: npt.ArrayLike, groups: int, *, eps: float = 1e-5
) -> Array:
    r"""Normalize groups of channels in each sample, then scale and shift channels.

    With mean :math:`\mu_{ng}` and biased variance :math:`v_{ng}` over the channels and places of
    group g of sample n,

    .. math:: y_{nchw} = \gamma_c \frac{x_{nchw} - \mu_{ng}}{\sqrt{v_{ng} + \epsilon}} + \beta_c
              \qquad\text{for the channels } c \text{ of group } g .

    Parameters
    ----------
    x : (N, C, H, W)    any shape with at least two axes; the second has the channels
    gamma, beta : (C,), (C,)    scale and shift
    groups : int    G, which divides C; C is instance norm, 1 layer norm over all that a sample has
    eps : float    :math:`\epsilon > 0`, inside the root

    Returns
    -------
    (N, C, H, W)    the shape and dtype of `x`; the same in training and evaluation

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if `groups` does not divide C, there is nothing to normalize, or `eps` is not
        positive
    TypeError     if an argument is of the wrong kind

    Conventions: neighbouring channels form a group (as in PyTorch).

    Examples
    --------
    >>> groupnorm_forward([[[1.0, 3.0], [10.0, 30.0]]], [1.0, 1.0], [0.0, 5.0], 2).round(3)
    array([[[-1.,  1.],
            [ 4.,  6.]]])

    Source: Wu, He, Group Normalization, ECCV, 2018.
    """
    x, gamma, beta, G = _arguments("groupnorm_forward", x, gamma, beta, groups)
    normalized, _ = normalized_rows("groupnorm_forward", grouped(x, G), eps)
    y = gamma * normalized.reshape(x.shape) + beta  # (N, G, ...) -> (N, C, H, W)
    return y.astype(x.dtype, copy=False)


@np.errstate(under="ignore")  # the square of a tiny value may round to 0
def groupnorm_backward(
    dy: npt.ArrayLike,
    x: npt.ArrayLike,
    gamma: npt.ArrayLike,
    beta: npt.ArrayLike,
    groups: int,
    *,
    eps: float = 1e-5,
) -> tuple[Array, Array, Array]:
    r"""Gradients of `groupnorm_forward`: each group has its own mean and variance.

    With :math:`d\hat x = \gamma \, dy` and means over group g of sample n,

    .. math:: dx = \frac{1}{\sqrt{v + \epsilon}} \Big(d\hat x - \overline{d\hat x}
              - \hat x \, \overline{d\hat x \, \hat x}\Big), \qquad
              d\gamma_c = \sum_{n, h, w} dy \, \hat x, \qquad d\beta_c = \sum_{n, h, w} dy .

    Parameters
    ----------
    dy : the shape of `x`    gradient of the loss with respect to y
    x, gamma, beta : (N, C, H, W), (C,), (C,)    the inputs of the forward pass
    groups, eps : int, float    as in the forward pass

    Returns
    -------
    dx, dgamma, dbeta : the shapes and dtypes of x, gamma and beta

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `groupnorm_forward`

    Examples
    --------
    >>> one, zero = np.ones(1), np.zeros(1)
    >>> dx, dgamma, dbeta = groupnorm_backward([[[5.0, 1.0]]], [[[1.0, 3.0]]], one, zero, 1)
    >>> dgamma.round(3), dbeta
    (array([-4.]), array([6.]))

    Source: Wu, He, Group Normalization, ECCV, 2018.
    """
    who = "groupnorm_backward"
    x, gamma, beta, G = _arguments(who, x, gamma, beta, groups)
    dy = real_array(dy, "dy", who)
    require_same_shape(who, dy=dy, x=x)
    normalized, root = normalized_rows(who, grouped(x, G), eps)
    inner = (gamma * dy).reshape(normalized.shape)
    dx = normalized_rows_backward(inner, normalized, root).reshape(x.shape)
    over = (0, *range(2, x.ndim))
    dgamma, dbeta = (dy * normalized.reshape(x.shape)).sum(axis=over), dy.sum(axis=over)
    return in_dtypes_of((x, gamma, beta), (dx, dgamma, dbeta))


def _arguments(
    who: str, x: npt.ArrayLike, gamma: npt.ArrayLike, beta: npt.ArrayLike, groups: int
) -> tuple[Array, Array, Array, int]:
    """Return x, a scale and a shift that broadcast along its channels, and how many groups."""
    x, gamma, beta = real_inputs(who, x, gamma, beta)
    if x.ndim < 2 or not gamma.shape == beta.shape == x.shape[1:2]:
        raise ShapeError(
            f"{who}: x has shape {x.shape}, gamma {gamma.shape} and beta {beta.shape}; "
            "(N, C, ...), (C,) and (C,) are needed"
        )
    G = require_whole_number(groups, "groups", who, at_least=1)
    if x.shape[1] % G or 0 in x.shape[1:]:
        raise ValueError(
            f"{who}: x has shape {x.shape} and groups is {G}; a number that divides the channels, "
            "and at least one value in each, are needed"
        )
    column = (-1, *[1] * (x.ndim - 2))  # (C,) -> (C, 1, 1) for images
    return x, gamma.reshape(column), beta.reshape(column), G


def grouped(x: Array, groups: int) -> Array:
    """Return the values of each group in one row: (N, C, H, W) -> (N, G, C/G*H*W)."""
    return x.reshape(len(x), groups, math.prod(x.shape[1:]) // groups)
