"""Layer norm: bring each sample to mean 0 and variance 1 over its features."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, real_array, require_number, require_same_shape
from dlkit.regularization.scale_and_shift import in_dtypes_of, real_inputs


@np.errstate(under="ignore")  # the square of a tiny value may round to 0
def layernorm_forward(
    x: npt.ArrayLike, gamma: npt.ArrayLike, beta: npt.ArrayLike, *, eps: float = 1e-5
) -> Array:
    r"""Normalize each sample over its features, then scale and shift each feature.

    With mean :math:`\mu_n` and biased variance :math:`v_n` of row n,

    .. math:: y_{nd} = \gamma_d \frac{x_{nd} - \mu_n}{\sqrt{v_n + \epsilon}} + \beta_d .

    Parameters
    ----------
    x : (N, D)    any shape with at least one axis; the last is normalized
    gamma, beta : (D,), (D,)    scale and shift
    eps : float    :math:`\epsilon > 0`, inside the root

    Returns
    -------
    (N, D)    the shape and dtype of `x`; the same in training and evaluation

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if D is 0 or `eps` not positive
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> layernorm_forward([[1.0, 3.0], [10.0, 30.0]], [1.0, 1.0], [0.0, 5.0]).round(3)
    array([[-1.,  6.],
           [-1.,  6.]])

    Source: Ba, Kiros, Hinton, Layer Normalization, arXiv:1607.06450, 2016, section 3.
    """
    x, gamma, beta = _rows("layernorm_forward", x, gamma, beta)
    y = gamma * normalized_rows("layernorm_forward", x, eps)[0] + beta
    return y.astype(x.dtype, copy=False)


@np.errstate(under="ignore")  # the square of a tiny value may round to 0
def layernorm_backward(
    dy: npt.ArrayLike,
    x: npt.ArrayLike,
    gamma: npt.ArrayLike,
    beta: npt.ArrayLike,
    *,
    eps: float = 1e-5,
) -> tuple[Array, Array, Array]:
    r"""Gradients of `layernorm_forward`: each row has its own mean and variance.

    With :math:`d\hat x = \gamma \, dy` and means over the features of row n,

    .. math:: dx_n = \frac{1}{\sqrt{v_n + \epsilon}} \Big(d\hat x_n
              - \overline{d\hat x_n} - \hat x_n \, \overline{d\hat x_n \hat x_n}\Big), \qquad
              d\gamma = \sum_n dy_n \hat x_n, \qquad d\beta = \sum_n dy_n .

    Parameters
    ----------
    dy : the shape of `x`    gradient of the loss with respect to y
    x, gamma, beta : (N, D), (D,), (D,)    the inputs of the forward pass
    eps : float    as in the forward pass

    Returns
    -------
    dx, dgamma, dbeta : the shapes and dtypes of x, gamma and beta

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `layernorm_forward`

    Examples
    --------
    >>> dx, dgamma, dbeta = layernorm_backward([[5.0, 1.0]], [[1.0, 3.0]], np.ones(2), np.zeros(2))
    >>> dgamma.round(3), dbeta
    (array([-5.,  1.]), array([5., 1.]))

    Source: Ba, Kiros, Hinton, Layer Normalization, arXiv:1607.06450, 2016, section 3.
    """
    who = "layernorm_backward"
    x, gamma, beta = _rows(who, x, gamma, beta)
    dy = real_array(dy, "dy", who)
    require_same_shape(who, dy=dy, x=x)
    normalized, root = normalized_rows(who, x, eps)
    dx = normalized_rows_backward(gamma * dy, normalized, root)
    over = tuple(range(x.ndim - 1))
    dgamma, dbeta = (dy * normalized).sum(axis=over), dy.sum(axis=over)
    return in_dtypes_of((x, gamma, beta), (dx, dgamma, dbeta))


def _rows(
    who: str, x: npt.ArrayLike, gamma: npt.ArrayLike, beta: npt.ArrayLike
) -> tuple[Array, Array, Array]:
    """Return x with at least one feature in its last axis, and a scale and shift for each."""
    x, gamma, beta = real_inputs(who, x, gamma, beta)
    if x.ndim == 0 or not gamma.shape == beta.shape == x.shape[-1:]:
        raise ShapeError(
            f"{who}: x has shape {x.shape}, gamma {gamma.shape} and beta {beta.shape}; "
            "(N, D), (D,) and (D,) are needed"
        )
    if x.shape[-1] == 0:
        raise ValueError(f"{who}: x has shape {x.shape}; a row without features has no mean")
    return x, gamma, beta


def normalized_rows(who: str, x: Array, eps: float) -> tuple[Array, Array]:
    """Return the rows of mean 0 and variance 1, and the root that they were divided by."""
    centered = x - x.mean(axis=-1, keepdims=True)
    variance = np.mean(centered * centered, axis=-1, keepdims=True)
    root = np.sqrt(variance + require_number(eps, "eps", who, above=0))
    return centered / root, root


def normalized_rows_backward(dy: Array, normalized: Array, root: Array) -> Array:
    """Return the gradient of the rows, from that of `normalized_rows` and what it returned."""
    mean, tilt = dy.mean(-1, keepdims=True), (dy * normalized).mean(-1, keepdims=True)
    dx: Array = (dy - mean - normalized * tilt) / root
    return dx
