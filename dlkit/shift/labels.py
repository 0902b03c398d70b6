"""Label shift: the classes come in other proportions, each looking as before."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    ShapeError,
    class_labels,
    require_number,
    require_samples,
    require_whole_number,
)
from dlkit.shift.distributions import prior, probabilities


def label_shift_weights(p: npt.ArrayLike, q: npt.ArrayLike, y: npt.ArrayLike) -> Array:
    r"""Weight of each source sample: how much more often the target has its class.

    .. math:: w_n = \frac{p(y_n)}{q(y_n)}

    Parameters
    ----------
    p : (C,)    the prior of the classes in the target
    q : (C,)    their prior in the source
    y : (N,)    the true classes of source samples, integers 0..C-1

    Returns
    -------
    (N,)    weights from 0 on, whose mean over the source is about 1

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if a prior is negative or does not add up to 1, or q is 0 for a class that occurs
    TypeError     if an argument is of the wrong kind

    Conventions: p is the target, q the source.

    Examples
    --------
    >>> label_shift_weights([0.25, 0.75], [0.5, 0.5], [0, 1, 1])
    array([0.5, 1.5, 1.5])

    Source: Lipton, Wang, Smola, Detecting and Correcting for Label Shift with Black Box
    Predictors, ICML, 2018, section 3.
    """
    target, source = _priors("label_shift_weights", p, q)
    labels = class_labels(y, len(source), "label_shift_weights")
    missing = np.flatnonzero(source[labels] == 0)
    if missing.size:
        raise ValueError(
            f"label_shift_weights: q[{labels[missing[0]]}] is 0 but sample {missing[0]} has that "
            "class; a class of the source needs a positive prior"
        )
    return target[labels] / source[labels]


def posterior_correct(P: npt.ArrayLike, p: npt.ArrayLike, q: npt.ArrayLike) -> Array:
    r"""Probabilities of a classifier, corrected for other proportions of the classes.

    .. math:: P'(y \mid x) = \frac{P(y \mid x) \, p(y) / q(y)}
                                  {\sum_j P(j \mid x) \, p(j) / q(j)}

    Parameters
    ----------
    P : (N, C)    probabilities from a classifier that was trained where the prior was q
    p : (C,)    the prior of the classes in the target
    q : (C,)    their prior in the source

    Returns
    -------
    (N, C)    each row adding up to 1; the dtype of `P`

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if a row of `P` or a prior is negative or does not add up to 1, q is 0 where p is
        not, or no class that the target has is left in a row
    TypeError     if an argument does not hold real numbers

    Conventions: p is the target, q the source.

    Examples
    --------
    >>> posterior_correct([[0.5, 0.5]], [0.75, 0.25], [0.5, 0.5])
    array([[0.75, 0.25]])

    Source: Saerens, Latinne, Decaestecker, Adjusting the Outputs of a Classifier to New a Priori
    Probabilities, Neural Computation 14, 2002, pages 21-41.
    """
    who = "posterior_correct"
    target, source = _priors(who, p, q)
    posterior = probabilities(P, len(source), "P", who)
    if np.any((source == 0) & (target > 0)):
        index = np.flatnonzero((source == 0) & (target > 0))[0]
        raise ValueError(
            f"{who}: q[{index}] is 0 but p[{index}] is {target[index]}; nothing was learnt about "
            "a class that the source never had"
        )
    joint = posterior * (target / np.where(source == 0, 1, source))
    total = joint.sum(axis=1, keepdims=True)
    if not (total > 0).all():
        row = np.flatnonzero(total[:, 0] <= 0)[0]
        raise ValueError(
            f"{who}: row {row} of P has only classes whose p is 0; at least one with p above 0 is "
            "needed"
        )
    corrected: Array = (joint / total).astype(posterior.dtype, copy=False)
    return corrected


def em_prior(
    P: npt.ArrayLike, q: npt.ArrayLike, *, iters: int = 1000, tolerance: float = 1e-10
) -> Array:
    r"""Prior of the classes in the target, by EM on a classifier's probabilities.

    From :math:`p = q` on, correct the probabilities with the prior; their mean is the next prior:

    .. math:: p_j \leftarrow \frac{1}{N} \sum_n
              \frac{P_{nj} \, p_j / q_j}{\sum_k P_{nk} \, p_k / q_k}

    which never lowers the likelihood :math:`\sum_n \log \sum_j P_{nj} \, p_j / q_j`.

    Parameters
    ----------
    P : (N, C)    probabilities on target samples, from a classifier trained where the prior was q
    q : (C,)    the prior of the classes in the source, above 0 everywhere
    iters : int    at most so many iterations; 0 returns q
    tolerance : float    stop when no share has moved by more

    Returns
    -------
    (C,)    p, adding up to 1, float64

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if a row of `P` or `q` is negative or does not add up to 1, a prior is 0, or there
        are no samples
    TypeError     if an argument is of the wrong kind

    Conventions: it trusts the probabilities, where `estimate_target_prior` trusts the errors.

    Examples
    --------
    >>> em_prior([[0.9, 0.1], [0.9, 0.1], [0.1, 0.9]], [0.5, 0.5]).round(4)
    array([0.7083, 0.2917])

    Source: Saerens, Latinne, Decaestecker, Adjusting the Outputs of a Classifier to New a Priori
    Probabilities, Neural Computation 14, 2002, pages 21-41.
    """
    source = prior(q, "q", "em_prior")
    posterior = probabilities(P, len(source), "P", "em_prior").astype(np.float64)
    require_samples(posterior, "P", "em_prior")
    if not source.all():
        raise ValueError(f"em_prior: q is {source}; every class needs a share above 0")
    iters = require_whole_number(iters, "iters", "em_prior", at_least=0)
    tolerance = require_number(tolerance, "tolerance", "em_prior", at_least=0)
    p = source.astype(np.float64)
    for _ in range(iters):
        before, p = p, posterior_correct(posterior, p, source).mean(axis=0)
        if np.abs(p - before).max() <= tolerance:
            break
    return p


def _priors(who: str, p: npt.ArrayLike, q: npt.ArrayLike) -> tuple[Array, Array]:
    target, source = prior(p, "p", who), prior(q, "q", who)
    if target.shape != source.shape:
        raise ShapeError(
            f"{who}: p has shape {target.shape} but q has shape {source.shape}; "
            "the numbers of classes must be equal"
        )
    return target, source
