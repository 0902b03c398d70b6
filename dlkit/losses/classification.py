"""Losses for classes: cross-entropy, and its two-class form.

Both take scores (logits), never probabilities, and the mean over the N samples. Labels are
integers 0..C-1. A gradient has the shape and the dtype of the logits.
"""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    real_array,
    require_same_shape,
    require_samples,
)
from dlkit.losses.class_weights import shared_out, weighted_labels
from dlkit.losses.softmax import log_softmax, softmax


def cross_entropy(
    logits: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    class_weights: npt.ArrayLike | None = None,
    ignored: int | None = None,
) -> float:
    r"""Mean negative log-probability of the true class.

    .. math:: L = -\frac{1}{N} \sum_n \log \operatorname{softmax}(z_n)_{y_n}
              \qquad\text{or, with weights,}\qquad
              L = -\frac{\sum_n w_{y_n} \log \operatorname{softmax}(z_n)_{y_n}}{\sum_n w_{y_n}}

    Parameters
    ----------
    logits : (N, C)    scores z, not probabilities
    labels : (N,)    integers y in 0..C-1
    class_weights : (C,), optional    how much each class counts, 0 or more; rare ones more, say
    ignored : int, optional    a label whose samples do not count, such as -1 where it is not known

    Returns
    -------
    float    in nats (natural logarithm); log C when all logits are equal

    Raises
    ------
    ShapeError    if the logits are not (N, C) or the labels are not (N,)
    ValueError    if the batch is empty, a label is outside 0..C-1, a weight is negative or not
        finite, or no sample counts
    TypeError     if the labels are not integers or the logits not real

    Conventions: integer labels, mean over N; with weights, divided by their sum (as in PyTorch).

    Examples
    --------
    >>> round(cross_entropy([[0.0, 0.0], [0.0, 1000.0]], [0, 1]), 6)
    0.346574

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.2.2.3.
    """
    z, y, w = weighted_labels("cross_entropy", logits, labels, class_weights, ignored)
    # 0 - x, because -x would show a perfect loss as -0.0
    return float(0 - np.average(log_softmax(z)[np.arange(len(z)), y], weights=w))


def cross_entropy_grad(
    logits: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    class_weights: npt.ArrayLike | None = None,
    ignored: int | None = None,
) -> Array:
    r"""Gradient of `cross_entropy` with respect to the logits.

    .. math:: \frac{\partial L}{\partial z_{nj}}
              = \frac{1}{N} \left(\operatorname{softmax}(z_n)_j - \mathbb{1}[j = y_n]\right),

    with weights :math:`w_{y_n} / \sum_m w_{y_m}` in place of :math:`1 / N`.

    Parameters
    ----------
    logits : (N, C)    scores z, not probabilities
    labels : (N,)    integers y in 0..C-1
    class_weights, ignored : (C,), int    as in `cross_entropy`

    Returns
    -------
    (N, C)    each row adds up to 0; the dtype of `logits`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `cross_entropy`

    Examples
    --------
    >>> cross_entropy_grad([[0.0, 0.0], [0.0, 1000.0]], [0, 1])
    array([[-0.25,  0.25],
           [ 0.  ,  0.  ]])

    Source: Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.4.
    """
    z, y, w = weighted_labels("cross_entropy_grad", logits, labels, class_weights, ignored)
    dz = softmax(z)
    dz[np.arange(len(z)), y] -= 1
    with np.errstate(under="ignore"):  # a tiny probability may round to 0
        return shared_out(dz, w)


def bce_with_logits(logits: npt.ArrayLike, targets: npt.ArrayLike) -> float:
    r"""Binary cross-entropy, from the logit of the positive class.

    With the sigmoid :math:`\sigma`,

    .. math:: L &= -\frac{1}{N} \sum_n \big[ t_n \log \sigma(z_n)
                  + (1 - t_n) \log(1 - \sigma(z_n)) \big] \\
                &= \frac{1}{N} \sum_n \big[ \max(z_n, 0) - z_n t_n + \log(1 + e^{-|z_n|}) \big] .

    Parameters
    ----------
    logits : (N,) or (N, M)    finite scores z; each element is a decision of its own
    targets : the shape of `logits`    probabilities t in [0, 1], usually 0 or 1

    Returns
    -------
    float    in nats (natural logarithm); the mean over all decisions

    Raises
    ------
    ShapeError    if the shapes differ, also for (N, 1) against (N,)
    ValueError    if the batch is empty or a target is outside [0, 1]
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> bce_with_logits([1000.0, -1000.0], [1, 1])
    500.0

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.2.2.2.
    """
    z, t = _scores_and_targets("bce_with_logits", logits, targets)
    with np.errstate(under="ignore"):  # exp(-1000) rounds to 0, as it should
        costs = np.maximum(z, 0) - z * t + np.log1p(np.exp(-np.abs(z)))
    return float(costs.sum() / z.size)  # np.mean takes longer than all this on a small batch


def bce_with_logits_grad(logits: npt.ArrayLike, targets: npt.ArrayLike) -> Array:
    r"""Gradient of `bce_with_logits` with respect to the logits.

    .. math:: \frac{\partial L}{\partial z_n} = \frac{1}{N} (\sigma(z_n) - t_n)

    Parameters
    ----------
    logits : (N,) or (N, M)    finite scores z
    targets : the shape of `logits`    probabilities t in [0, 1]

    Returns
    -------
    the shape and dtype of `logits`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `bce_with_logits`

    Examples
    --------
    >>> bce_with_logits_grad([0.0, 1000.0], [1, 0])
    array([-0.25,  0.5 ])

    Source: Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.2.
    """
    z, t = _scores_and_targets("bce_with_logits_grad", logits, targets)
    with np.errstate(under="ignore"):
        e = np.exp(-np.abs(z))  # at most 1, whatever the sign of z
        sigmoid = np.where(z >= 0, 1, e) / (1 + e)
        dz: Array = (sigmoid - t) / z.size
        return dz


def _scores_and_targets(
    who: str, logits: npt.ArrayLike, targets: npt.ArrayLike
) -> tuple[Array, Array]:
    z = real_array(logits, "logits", who)
    t = real_array(targets, "targets", who)
    require_same_shape(who, logits=z, targets=t)
    require_samples(z, "logits", who)
    if ((t < 0) | (t > 1)).any():  # nan passes, and propagates
        raise ValueError(f"{who}: targets run from {t.min()} to {t.max()}; [0, 1] is needed")
    return z, t.astype(z.dtype, copy=False)
