"""Risk: the mean loss, also where other samples were drawn than those that matter."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_array, require_axes, require_samples
from dlkit.shift.distributions import sample_weights


def empirical_risk(losses: npt.ArrayLike, w: npt.ArrayLike | None = None) -> float:
    r"""Mean loss over the samples, each times its weight.

    .. math:: \hat R = \frac{1}{N} \sum_n w_n \ell_n

    With the weights :math:`w(x) = p(x) / q(x)` of samples drawn from q, its expectation is the risk
    under p.

    Parameters
    ----------
    losses : (N,)    one loss per sample, N at least 1
    w : (N,) or None    weights from 0 on, not all 0; None stands for ones

    Returns
    -------
    float    in the unit of the losses

    Raises
    ------
    ShapeError    if the shapes are not both (N,)
    ValueError    if there are no samples, or a weight is negative or not finite, or all are 0
    TypeError     if an argument does not hold real numbers

    Conventions: divided by N, so that it is right on average (unbiased), but twice the weights give
    twice the risk. `snis_risk` divides by the sum of the weights.

    Examples
    --------
    >>> empirical_risk([1.0, 3.0]), empirical_risk([1.0, 3.0], [0.5, 0.0])
    (2.0, 0.25)

    Source: Shimodaira, Improving Predictive Inference under Covariate Shift by Weighting the
    Log-Likelihood Function, Journal of Statistical Planning and Inference 90, 2000, pages 227-244.
    """
    values, weights = _losses_and_weights("empirical_risk", losses, w)
    return float(np.mean(weights * values))


def snis_risk(losses: npt.ArrayLike, w: npt.ArrayLike) -> float:
    r"""Mean loss with weights that are made to add up to 1.

    .. math:: \hat R = \frac{\sum_n w_n \ell_n}{\sum_n w_n}

    Parameters
    ----------
    losses : (N,)    one loss per sample, N at least 1
    w : (N,)    weights from 0 on, not all 0; a common factor does not matter

    Returns
    -------
    float    between the smallest and the largest loss that counts

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `empirical_risk`

    Conventions: self-normalised importance sampling. Slightly biased, in exchange for less variance
    and for weights that need be known up to a factor only.

    Examples
    --------
    >>> snis_risk([1.0, 4.0], [0.5, 1.0])
    3.0

    Source: Owen, Monte Carlo Theory, Methods and Examples, 2013, section 9.2.
    """
    values, weights = _losses_and_weights("snis_risk", losses, w)
    share = weights / weights.max()  # at most 1, so that no sum overflows
    return float(np.sum(share * values) / np.sum(share))


def effective_sample_size(w: npt.ArrayLike) -> float:
    r"""How many samples of equal weight would tell as much as these.

    .. math:: n_{\text{eff}} = \frac{\left(\sum_n w_n\right)^2}{\sum_n w_n^2}

    Parameters
    ----------
    w : (N,)    weights from 0 on, not all 0; a common factor does not matter

    Returns
    -------
    float    from 1 (one sample has all the weight) to N (all weigh the same)

    Raises
    ------
    ShapeError    if `w` has not one axis
    ValueError    if there are no weights, one is negative or not finite, or all are 0
    TypeError     if `w` does not hold real numbers

    Examples
    --------
    >>> effective_sample_size([2.0, 2.0, 2.0]), effective_sample_size([0.0, 5.0])
    (3.0, 1.0)

    Source: Kong, Liu, Wong, Sequential Imputations and Bayesian Missing Data Problems, Journal of
    the American Statistical Association 89, 1994, pages 278-288.
    """
    weights = sample_weights(w, "w", "effective_sample_size").astype(np.float64)
    with np.errstate(under="ignore"):
        share = weights / weights.max()
        return float(np.sum(share) ** 2 / np.sum(share * share))


def _losses_and_weights(
    who: str, losses: npt.ArrayLike, w: npt.ArrayLike | None
) -> tuple[Array, Array]:
    values = real_array(losses, "losses", who)
    require_axes(values, "N", "losses", who)
    require_samples(values, "losses", who)
    weights = np.ones_like(values) if w is None else sample_weights(w, "w", who, len(values))
    return values, weights
