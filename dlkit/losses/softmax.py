"""From scores to probabilities: log-sum-exp, softmax, and the ways back.

Every function subtracts the maximum first. That changes no result, as softmax does not see a
constant added to all scores, and it keeps each exponential at most 1.
"""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_array, require_same_shape


def logsumexp(z: npt.ArrayLike, *, axis: int | None = -1, keepdims: bool = False) -> Array:
    r"""Logarithm of a sum of exponentials, a smooth maximum.

    With :math:`m = \max_j z_j`,

    .. math:: \operatorname{lse}(z) = \log \sum_j e^{z_j} = m + \log \sum_j e^{z_j - m} .

    Parameters
    ----------
    z : (N, C)    scores, any shape; -inf stands for a term that is absent
    axis : int or None    the axis summed over; None sums over all elements
    keepdims : bool    keep the summed axis with length 1

    Returns
    -------
    (N,)    natural logarithm; the shape of `z` without `axis`, the dtype of `z`

    Raises
    ------
    TypeError    if `z` does not hold real numbers

    Conventions: a sum without terms (an empty axis, a row of only -inf) is 0, its logarithm -inf.

    Examples
    --------
    >>> logsumexp(np.array([[1000.0, 1000.0], [-np.inf, -np.inf]])).round(6)
    array([1000.693147,        -inf])

    Source: Blanchard, Higham, Higham, Accurately computing the log-sum-exp and softmax
    functions, IMA Journal of Numerical Analysis 41, 2021, pages 2311-2330.
    """
    z = real_array(z, "z", "logsumexp")
    m, e = _maximum_and_exponentials(z, axis)
    # The sum contains exp(0) = 1, so the maximum changes only sums without terms.
    result: Array = m + np.log(np.maximum(e.sum(axis=axis, keepdims=True), 1))
    return result if keepdims else np.squeeze(result, axis=axis)[()]


def softmax(z: npt.ArrayLike, *, axis: int = -1) -> Array:
    r"""Probabilities in proportion to exp(scores), over one axis.

    .. math:: p_j = \frac{e^{z_j}}{\sum_k e^{z_k}}

    Parameters
    ----------
    z : (N, C)    scores, any shape with at least one axis; -inf gives probability 0
    axis : int    the axis of the classes; the last one if not given

    Returns
    -------
    (N, C)    in [0, 1], adding up to 1 along `axis`; the dtype of `z`

    Raises
    ------
    TypeError    if `z` does not hold real numbers

    Conventions: a row of only -inf has no softmax; it is nan, with NumPy's warning.

    Examples
    --------
    >>> softmax([[0.0, 0.0], [1000.0, 0.0]])
    array([[0.5, 0.5],
           [1. , 0. ]])

    Source: Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs,
    with Relationships to Statistical Pattern Recognition, in Neurocomputing, Springer, 1990.
    """
    _, e = _maximum_and_exponentials(real_array(z, "z", "softmax"), axis)
    with np.errstate(under="ignore"):  # a small share may round to 0
        p: Array = e / e.sum(axis=axis, keepdims=True)
        return p


def log_softmax(z: npt.ArrayLike, *, axis: int = -1) -> Array:
    r"""Logarithm of `softmax`, finite even where the probability rounds to 0.

    .. math:: \log p_j = z_j - \log \sum_k e^{z_k}

    Parameters
    ----------
    z : (N, C)    scores, any shape with at least one axis
    axis : int    as in `softmax`

    Returns
    -------
    (N, C)    natural logarithms, at most 0; the dtype of `z`

    Raises
    ------
    TypeError    if `z` does not hold real numbers

    Examples
    --------
    >>> log_softmax([[1000.0, 0.0]])
    array([[    0., -1000.]])

    Source: Blanchard, Higham, Higham, Accurately computing the log-sum-exp and softmax
    functions, IMA Journal of Numerical Analysis 41, 2021, pages 2311-2330.
    """
    z = real_array(z, "z", "log_softmax")
    m, e = _maximum_and_exponentials(z, axis)
    # Subtract the maximum first: z - logsumexp(z) would round twice at the size of z.
    log_p: Array = (z - m) - np.log(e.sum(axis=axis, keepdims=True))
    return log_p


def softmax_backward(dy: npt.ArrayLike, z: npt.ArrayLike, *, axis: int = -1) -> Array:
    r"""Gradient of `softmax`: the upstream gradient times the Jacobian matrix.

    With :math:`p = \operatorname{softmax}(z)` and :math:`\partial p_j / \partial z_k
    = p_j (\mathbb{1}[j = k] - p_k)`, for each row

    .. math:: \frac{\partial L}{\partial z_k}
              = p_k \Big(dy_k - \sum_j p_j \, dy_j\Big) .

    Parameters
    ----------
    dy : (N, C)    gradient of the loss with respect to ``softmax(z)``
    z : (N, C)    the scores of the forward pass
    axis : int    as in the forward pass

    Returns
    -------
    (N, C)    one plain array, as for every backward with a single input; the dtype of `z`

    Raises
    ------
    ShapeError    if the shapes differ
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> softmax_backward([[1.0, 0.0]], [[0.0, 0.0]])
    array([[ 0.25, -0.25]])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.2.2.3.
    """
    dy = real_array(dy, "dy", "softmax_backward")
    z = real_array(z, "z", "softmax_backward")
    require_same_shape("softmax_backward", dy=dy, z=z)
    p = softmax(z, axis=axis)
    with np.errstate(under="ignore"):
        dz: Array = p * (dy - np.sum(p * dy, axis=axis, keepdims=True))
    return dz.astype(z.dtype, copy=False)


def log_softmax_backward(dy: npt.ArrayLike, z: npt.ArrayLike, *, axis: int = -1) -> Array:
    r"""Gradient of `log_softmax`: less the sum of `dy`, shared out by probability.

    With :math:`p = \operatorname{softmax}(z)` and :math:`\partial \log p_j / \partial z_k
    = \mathbb{1}[j = k] - p_k`, for each row

    .. math:: \frac{\partial L}{\partial z_k} = dy_k - p_k \sum_j dy_j .

    Parameters
    ----------
    dy : (N, C)    gradient of the loss with respect to ``log_softmax(z)``
    z : (N, C)    the scores of the forward pass
    axis : int    as in the forward pass

    Returns
    -------
    (N, C)    adds up to 0 along `axis`; the dtype of `z`

    Raises
    ------
    ShapeError    if the shapes differ
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> log_softmax_backward([[1.0, 0.0]], [[0.0, 0.0]])
    array([[ 0.5, -0.5]])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.2.2.3.
    """
    dy = real_array(dy, "dy", "log_softmax_backward")
    z = real_array(z, "z", "log_softmax_backward")
    require_same_shape("log_softmax_backward", dy=dy, z=z)
    with np.errstate(under="ignore"):
        dz: Array = dy - softmax(z, axis=axis) * np.sum(dy, axis=axis, keepdims=True)
    return dz.astype(z.dtype, copy=False)


def _maximum_and_exponentials(z: Array, axis: int | None) -> tuple[Array, Array]:
    """Return m = max z, its axis kept, and exp(z - m)."""
    m = np.max(z, axis=axis, keepdims=True, initial=-np.inf)
    # Without this, rows of only -inf and rows with +inf would subtract inf from inf.
    shift = np.where(np.isinf(m), 0, m)
    with np.errstate(under="ignore"):  # exp(-1000) rounds to 0, as it should
        return m, np.exp(z - shift)
