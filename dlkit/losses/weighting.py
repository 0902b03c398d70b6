"""Samples that count more than others: every loss of this topic, with a weight per sample."""

import math
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    ShapeError,
    plain_array,
    real_array,
    require_callables,
    require_samples,
)

BITS = 53  # the binary digits of a float64
PARTS = 64  # so many different weights are called for one by one


def weighted_loss(
    loss: Callable[[Array, npt.NDArray[np.generic]], float],
    predictions: npt.ArrayLike,
    targets: npt.ArrayLike,
    weights: npt.ArrayLike,
) -> float:
    r"""Mean of a loss over the samples, each counted with its own weight.

    .. math:: L = \frac{1}{N} \sum_n w_n \, \ell(p_n, t_n)

    Parameters
    ----------
    loss : callable    a mean over samples such as `mse` or `cross_entropy`; called once for each
        different weight, and for at most some hundred parts of the batch
    predictions : (N, ...)    N at least 1
    targets : (N,) or (N, ...)    what `loss` takes
    weights : (N,)    0 leaves a sample out, 2 counts it twice

    Returns
    -------
    float    that of `loss` where all weights are 1

    Raises
    ------
    ShapeError    if the numbers of samples differ or the weights are not (N,)
    ValueError    if the batch is empty or a weight is negative or not finite
    TypeError     if predictions or weights do not hold real numbers, or `loss` is no function

    Conventions: divided by N, not by the sum of the weights, so that the weights' size counts.

    Examples
    --------
    >>> from dlkit.losses import mse
    >>> weighted_loss(mse, [1.0, 2.0], [0.0, 4.0], [3.0, 0.5])
    2.5

    Source: Shimodaira, Improving Predictive Inference under Covariate Shift by Weighting the
    Log-Likelihood Function, Journal of Statistical Planning and Inference 90, 2000, pages 227-244.
    """
    require_callables("weighted_loss", loss=loss)
    p, t, w = _weighted("weighted_loss", predictions, targets, weights)
    parts = (weight * np.count_nonzero(rows) * loss(p[rows], t[rows]) for weight, rows in _parts(w))
    return float(sum(parts) / len(p))


def weighted_loss_grad(
    loss_grad: Callable[[Array, npt.NDArray[np.generic]], Array],
    predictions: npt.ArrayLike,
    targets: npt.ArrayLike,
    weights: npt.ArrayLike,
) -> Array:
    r"""Gradient of `weighted_loss` with respect to the predictions.

    .. math:: \frac{\partial L}{\partial p_n} = \frac{w_n}{N}
              \frac{\partial \ell(p_n, t_n)}{\partial p_n}

    Parameters
    ----------
    loss_grad : callable    the gradient of a mean over samples, such as `mse_grad`; called once
    predictions : (N, ...)    N at least 1
    targets : (N,) or (N, ...)    what `loss_grad` takes
    weights : (N,)    one per sample, 0 or more

    Returns
    -------
    the shape and dtype of `predictions`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `weighted_loss`
    TypeError     if `loss_grad` is no function

    Examples
    --------
    >>> from dlkit.losses import mse_grad
    >>> weighted_loss_grad(mse_grad, [1.0, 2.0], [0.0, 4.0], [3.0, 0.5])
    array([ 3., -1.])

    Source: Shimodaira, Improving Predictive Inference under Covariate Shift by Weighting the
    Log-Likelihood Function, Journal of Statistical Planning and Inference 90, 2000, pages 227-244.
    """
    require_callables("weighted_loss_grad", loss_grad=loss_grad)
    p, t, w = _weighted("weighted_loss_grad", predictions, targets, weights)
    per_row = w.reshape(-1, *[1] * (p.ndim - 1))  # (N,) -> (N, 1, ...)
    with np.errstate(under="ignore"):
        each = np.where(per_row > 0, per_row * loss_grad(p, t), 0)  # 0 leaves out a nan as well
        return each.astype(p.dtype, copy=False)


def _weighted(
    who: str, predictions: npt.ArrayLike, targets: npt.ArrayLike, weights: npt.ArrayLike
) -> tuple[Array, npt.NDArray[np.generic], Array]:
    p, t, w = (
        real_array(predictions, "predictions", who),
        plain_array(targets, "targets", who),
        real_array(weights, "weights", who),
    )
    require_samples(np.atleast_1d(p), "predictions", who)
    if not (p.ndim and t.ndim and len(p) == len(t) and w.shape == (len(p),)):
        raise ShapeError(
            f"{who}: predictions have shape {p.shape}, targets {t.shape} and weights {w.shape}; "
            "one target and one weight per sample are needed"
        )
    if not (np.isfinite(w) & (w >= 0)).all():
        raise ValueError(
            f"{who}: weights run from {w.min()} to {w.max()}; finite numbers from 0 on are needed"
        )
    return p, t, w


def _parts(w: Array) -> Iterator[tuple[float, npt.NDArray[np.bool_]]]:
    """Yield numbers, each with the samples to whose weight it adds; what weighs 0 is in no part.

    A part is one call of the loss. Few different weights are parts themselves. Many are split into
    powers of 2, which all weights together need no more of than a number has digits: exact, and
    for 100,000 samples some hundred calls instead of 100,000.
    """
    different = np.unique(w[w > 0])
    if len(different) <= PARTS:
        yield from ((float(weight), w == weight) for weight in different)
        return
    digits, exponent = np.frexp(w.astype(np.float64))
    whole = np.ldexp(digits, BITS).astype(np.int64)  # w = whole * 2**(exponent - BITS)
    for power in range(exponent.min() - BITS, exponent.max()):
        place = power - (exponent - BITS)
        rows = (place >= 0) & (place < BITS) & (whole >> place.clip(0, BITS) & 1 == 1)
        if rows.any():
            yield math.ldexp(1, power), rows
