"""Losses for targets that are probabilities: softened labels, and another model's answers.

A label is the special case that puts everything on one class. Targets have one row per sample,
which adds up to 1; the loss is the mean over the N samples, its gradient softmax less targets.
"""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    real_array,
    require_axes,
    require_number,
    require_same_shape,
    require_samples,
)
from dlkit.losses.softmax import log_softmax, softmax
from dlkit.shapes import one_hot

# Rows of float32 probabilities add up to 1 within about 1e-6.
ROUNDING = 1e-5


def smooth_labels(labels: npt.ArrayLike, classes: int, *, smoothing: float) -> Array:
    r"""Targets that leave a little probability to every class.

    .. math:: t_{nc} = (1 - \epsilon) \, \mathbb{1}[y_n = c] + \frac{\epsilon}{C}

    A model that reaches them stops pushing its scores apart: they need not grow for ever.

    Parameters
    ----------
    labels : (N,)    integers y in 0..C-1
    classes : int    the number C of classes
    smoothing : float    :math:`\epsilon` in [0, 1], the share that is spread evenly

    Returns
    -------
    (N, C)    probabilities, each row adding up to 1; float64

    Raises
    ------
    ShapeError    if the labels are not (N,)
    ValueError    if a label is outside 0..C-1 or `smoothing` outside [0, 1]
    TypeError     if the labels are not integers or `smoothing` is not one number

    Conventions: the even share goes to the true class too, as in the paper and in PyTorch.

    Examples
    --------
    >>> smooth_labels([1], 4, smoothing=0.2)
    array([[0.05, 0.85, 0.05, 0.05]])

    Source: Szegedy, Vanhoucke, Ioffe, Shlens, Wojna, Rethinking the Inception Architecture for
    Computer Vision, CVPR, 2016, section 7.
    """
    epsilon = require_number(smoothing, "smoothing", "smooth_labels", at_least=0, at_most=1)
    return (1 - epsilon) * one_hot(labels, classes) + epsilon / classes


def soft_cross_entropy(logits: npt.ArrayLike, targets: npt.ArrayLike) -> float:
    r"""Cross-entropy between target probabilities and the softmax of the logits.

    .. math:: L = -\frac{1}{N} \sum_n \sum_c t_{nc} \log \operatorname{softmax}(z_n)_c

    Parameters
    ----------
    logits : (N, C)    finite scores z, not probabilities
    targets : (N, C)    probabilities t, each row adding up to 1

    Returns
    -------
    float    in nats (natural logarithm); at least the entropy of the targets

    Raises
    ------
    ShapeError    if the shapes are not (N, C) and equal
    ValueError    if the batch is empty or a row of `targets` is no distribution
    TypeError     if an argument does not hold real numbers

    Conventions: mean over N. With the rows of `one_hot` this is `cross_entropy`.

    Examples
    --------
    >>> round(soft_cross_entropy([[0.0, 0.0]], [[0.3, 0.7]]), 6)
    0.693147

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 3.13.
    """
    z, t = _scores_and_distributions("soft_cross_entropy", logits, targets)
    with np.errstate(under="ignore"):
        return float(0 - np.sum(t * log_softmax(z)) / len(z))


def soft_cross_entropy_grad(logits: npt.ArrayLike, targets: npt.ArrayLike) -> Array:
    r"""Gradient of `soft_cross_entropy` with respect to the logits.

    .. math:: \frac{\partial L}{\partial z_{nc}}
              = \frac{1}{N} \left(\operatorname{softmax}(z_n)_c - t_{nc}\right)

    Parameters
    ----------
    logits : (N, C)    finite scores z
    targets : (N, C)    probabilities t, each row adding up to 1

    Returns
    -------
    (N, C)    each row adds up to 0; the dtype of `logits`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `soft_cross_entropy`

    Examples
    --------
    >>> soft_cross_entropy_grad([[0.0, 0.0]], [[0.25, 0.75]])
    array([[ 0.25, -0.25]])

    Source: Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.4.
    """
    z, t = _scores_and_distributions("soft_cross_entropy_grad", logits, targets)
    with np.errstate(under="ignore"):
        return (softmax(z) - t) / len(z)


def kl_divergence(logits: npt.ArrayLike, targets: npt.ArrayLike) -> float:
    r"""Kullback-Leibler divergence from targets to the softmax of the logits.

    .. math:: L = \frac{1}{N} \sum_n \sum_c t_{nc}
              \left(\log t_{nc} - \log \operatorname{softmax}(z_n)_c\right)

    Parameters
    ----------
    logits : (N, C)    finite scores z, not probabilities
    targets : (N, C)    probabilities t, each row adding up to 1

    Returns
    -------
    float    in nats; at least 0 but for rounding, and 0 where the two distributions agree

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `soft_cross_entropy`

    Conventions: mean over N (PyTorch's ``batchmean``); 0 log 0 counts as 0. The order matters:
    this is the divergence KL(t, softmax), which punishes what the model leaves out.

    Examples
    --------
    >>> round(kl_divergence([[0.0, 0.0], [0.0, 0.0]], [[0.5, 0.5], [1.0, 0.0]]), 6)
    0.346574

    Source: Kullback, Leibler, On Information and Sufficiency, Annals of Mathematical Statistics
    22, 1951, pages 79-86.
    """
    z, t = _scores_and_distributions("kl_divergence", logits, targets)
    log_t = np.log(np.where(t == 0, 1, t))  # log 1 = 0 where the factor t is 0
    with np.errstate(under="ignore"):
        return float(np.sum(t * (log_t - log_softmax(z))) / len(z))


def kl_divergence_grad(logits: npt.ArrayLike, targets: npt.ArrayLike) -> Array:
    r"""Gradient of `kl_divergence` with respect to the logits.

    .. math:: \frac{\partial L}{\partial z_{nc}}
              = \frac{1}{N} \left(\operatorname{softmax}(z_n)_c - t_{nc}\right)

    It is that of `soft_cross_entropy`: the entropy of the targets does not know the logits.

    Parameters
    ----------
    logits : (N, C)    finite scores z
    targets : (N, C)    probabilities t, each row adding up to 1

    Returns
    -------
    (N, C)    each row adds up to 0; the dtype of `logits`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `kl_divergence`

    Examples
    --------
    >>> kl_divergence_grad([[0.0, 0.0]], [[1.0, 0.0]])
    array([[-0.5,  0.5]])

    Source: Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.4.
    """
    z, t = _scores_and_distributions("kl_divergence_grad", logits, targets)
    return soft_cross_entropy_grad(z, t)


def _scores_and_distributions(
    who: str, logits: npt.ArrayLike, targets: npt.ArrayLike
) -> tuple[Array, Array]:
    """Return logits and targets of one shape (N, C), in the precision of the logits."""
    z, t = real_array(logits, "logits", who), real_array(targets, "targets", who)
    require_axes(z, "NC", "logits", who)
    require_same_shape(who, logits=z, targets=t)
    require_samples(z, "logits", who)
    sums = t.sum(axis=1)
    wrong = (t < 0).any(axis=1) | (np.abs(sums - 1) > ROUNDING)  # nan passes, and propagates
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(
            f"{who}: row {row} of targets runs from {t[row].min():g} to {t[row].max():g} and adds "
            f"up to {sums[row]:g}; probabilities that add up to 1 are needed"
        )
    return z, t.astype(z.dtype, copy=False)
