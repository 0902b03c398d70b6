"""Losses for real-valued predictions: squared error, absolute error, and Huber's mixture.

All three take the mean over **all** elements, so a batch of N rows with M outputs is divided by
N M. Predictions and targets must have the same shape; integers are converted to float64.
A gradient has the shape and the dtype of the predictions.
"""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_array, require_number, require_same_shape, require_samples


def mse(predictions: npt.ArrayLike, targets: npt.ArrayLike) -> float:
    r"""Mean squared error.

    With the residual :math:`r = p - t` and :math:`n` elements in all,

    .. math:: L = \frac{1}{n} \sum_i r_i^2 .

    Parameters
    ----------
    predictions : (N,) or (N, M)    any shape with at least one element
    targets : the shape of `predictions`

    Returns
    -------
    float    in the squared unit of the targets

    Raises
    ------
    ShapeError    if the shapes differ, also for (N, 1) against (N,)
    ValueError    if the batch is empty
    TypeError     if an argument does not hold real numbers

    Conventions: mean over all elements, no factor 1/2.

    Examples
    --------
    >>> mse([1.0, 2.0], [0.0, 4.0])
    2.5

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 5.1.4.
    """
    residual = _residual("mse", predictions, targets)
    with np.errstate(under="ignore"):  # the square of a tiny residual may round to 0
        return float(np.mean(residual * residual))


def mse_grad(predictions: npt.ArrayLike, targets: npt.ArrayLike) -> Array:
    r"""Gradient of `mse` with respect to the predictions.

    .. math:: \frac{\partial L}{\partial p_i} = \frac{2}{n} (p_i - t_i)

    Parameters
    ----------
    predictions : (N,) or (N, M)
    targets : the shape of `predictions`

    Returns
    -------
    the shape and dtype of `predictions`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `mse`

    Examples
    --------
    >>> mse_grad([1.0, 2.0], [0.0, 4.0])
    array([ 1., -2.])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 5.1.4.
    """
    residual = _residual("mse_grad", predictions, targets)
    return 2 * residual / residual.size


def mae(predictions: npt.ArrayLike, targets: npt.ArrayLike) -> float:
    r"""Mean absolute error, which an outlier moves less than the squared error.

    .. math:: L = \frac{1}{n} \sum_i |p_i - t_i|

    Parameters
    ----------
    predictions : (N,) or (N, M)    any shape with at least one element
    targets : the shape of `predictions`

    Returns
    -------
    float    in the unit of the targets

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `mse`

    Examples
    --------
    >>> mae([1.0, 2.0], [0.0, 4.0])
    1.5

    Source: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 2nd edition,
    2009, section 10.6.
    """
    return float(np.mean(np.abs(_residual("mae", predictions, targets))))


def mae_grad(predictions: npt.ArrayLike, targets: npt.ArrayLike) -> Array:
    r"""Subgradient of `mae` with respect to the predictions.

    .. math:: \frac{\partial L}{\partial p_i} = \frac{1}{n} \operatorname{sign}(p_i - t_i)

    Parameters
    ----------
    predictions : (N,) or (N, M)
    targets : the shape of `predictions`

    Returns
    -------
    the shape and dtype of `predictions`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `mse`

    Conventions: 0 where prediction and target are equal; every number in [-1/n, 1/n] would be
    a subgradient there.

    Examples
    --------
    >>> mae_grad([1.0, 2.0, 3.0, 3.0], [0.0, 4.0, 3.0, 3.0])
    array([ 0.25, -0.25,  0.  ,  0.  ])

    Source: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 2nd edition,
    2009, section 10.10.2, table 10.2.
    """
    residual = _residual("mae_grad", predictions, targets)
    return np.sign(residual) / residual.size


def huber(predictions: npt.ArrayLike, targets: npt.ArrayLike, *, delta: float = 1.0) -> float:
    r"""Huber's loss: squared near the target, absolute farther away than `delta`.

    .. math:: L = \frac{1}{n} \sum_i h(r_i), \qquad h(r) = \begin{cases}
              \frac{1}{2} r^2 & |r| \le \delta \\
              \delta \left(|r| - \frac{1}{2} \delta\right) & |r| > \delta \end{cases}

    Parameters
    ----------
    predictions : (N,) or (N, M)    any shape with at least one element
    targets : the shape of `predictions`
    delta : float    where the parabola becomes a line; positive, in the unit of the targets

    Returns
    -------
    float    in the squared unit of the targets

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `mse`
    ValueError    if `delta` is not positive and finite
    TypeError     if `delta` is not one number

    Conventions: with the factor 1/2, so a large `delta` gives half of `mse`.

    Examples
    --------
    >>> huber([0.5, 3.0], [0.0, 0.0], delta=1.0)
    1.3125

    Source: Huber, Robust Estimation of a Location Parameter, Annals of Mathematical
    Statistics 35, 1964, pages 73-101.
    """
    distance = np.abs(_residual("huber", predictions, targets))
    # With a = min(|r|, delta) both cases are a (|r| - a/2), and no far residual is squared.
    a = np.minimum(distance, require_number(delta, "delta", "huber", above=0))
    with np.errstate(under="ignore"):  # the square of a tiny residual may round to 0
        return float(np.mean(a * (distance - a / 2)))


def huber_grad(predictions: npt.ArrayLike, targets: npt.ArrayLike, *, delta: float = 1.0) -> Array:
    r"""Gradient of `huber` with respect to the predictions: the residual, clipped.

    .. math:: \frac{\partial L}{\partial p_i}
              = \frac{1}{n} \max(-\delta, \min(\delta, p_i - t_i))

    Parameters
    ----------
    predictions : (N,) or (N, M)
    targets : the shape of `predictions`
    delta : float    where the parabola becomes a line; positive

    Returns
    -------
    the shape and dtype of `predictions`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `huber`

    Examples
    --------
    >>> huber_grad([0.5, 3.0], [0.0, 0.0], delta=1.0)
    array([0.25, 0.5 ])

    Source: Huber, Robust Estimation of a Location Parameter, Annals of Mathematical
    Statistics 35, 1964, pages 73-101.
    """
    residual = _residual("huber_grad", predictions, targets)
    delta = require_number(delta, "delta", "huber_grad", above=0)
    return np.clip(residual, -delta, delta) / residual.size


def _residual(who: str, predictions: npt.ArrayLike, targets: npt.ArrayLike) -> Array:
    """Return predictions - targets in the precision of the predictions."""
    p = real_array(predictions, "predictions", who)
    t = real_array(targets, "targets", who)
    require_same_shape(who, predictions=p, targets=t)
    require_samples(p, "predictions", who)
    return (p - t).astype(p.dtype, copy=False)
