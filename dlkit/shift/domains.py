"""Covariate shift: the inputs come from elsewhere. How to see it, and how to weigh against it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    ShapeError,
    fitting_arrays,
    real_array,
    require_axes,
    require_finite,
    require_generator,
    require_number,
    require_whole_number,
)
from dlkit.shapes import standardize
from dlkit.shift.fits import newton_logistic


@dataclass(frozen=True)
class DomainClassifier:
    r"""Score of each sample: above 0 it looks like the target, else the source.

    .. math:: h(x) = x W + b = \log \frac{P(\text{target} \mid x)}{P(\text{source} \mid x)}

    Parameters
    ----------
    W : (D,)    weights, for the features as they were given
    b : float    the intercept

    Attributes
    ----------
    W, b : (D,), float    as given

    Raises
    ------
    ShapeError    from a call, if the samples are not (N, D)

    Examples
    --------
    >>> DomainClassifier(np.array([2.0]), -1.0)([[0.0], [3.0]])
    array([-1.,  5.])

    Source: Sugiyama, Suzuki, Kanamori, Density Ratio Estimation in Machine Learning, 2012,
    chapter 4.
    """

    W: Array
    b: float

    def __call__(self, x: npt.ArrayLike) -> Array:
        """Return the score of each sample, (N,)."""
        x, W = fitting_arrays("DomainClassifier", x=(x, "N D"), W=(self.W, "D"))
        return x @ W + self.b


def fit_domain_classifier(
    xs: npt.ArrayLike, xt: npt.ArrayLike, *, lam: float = 1e-6, steps: int = 50
) -> DomainClassifier:
    r"""Train a logistic regression to tell the samples of two sets apart.

    With t = 0 for the source and 1 for the target, over all n samples and on features that were
    standardised together,

    .. math:: J = \frac{1}{n} \sum_i \left[\log(1 + e^{h_i}) - t_i h_i\right]
              + \frac{\lambda}{2} \lVert W \rVert^2 .

    Parameters
    ----------
    xs : (N, D)    samples of the source, at least 1
    xt : (M, D)    samples of the target, at least 1; M may differ from N
    lam : float    :math:`\lambda \ge 0`, on the weights of standardised features
    steps : int    at most so many Newton steps

    Returns
    -------
    DomainClassifier    callable, from (N, D) to scores (N,); with the features standardised inside

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if a set is empty, a number not finite, or `lam` negative
    TypeError     if an argument is of the wrong kind

    Conventions: positive scores for the target. Linear in the features given: between normal
    distributions of different variances give the squares as well.

    Examples
    --------
    >>> h = fit_domain_classifier([[0.0], [1.0], [2.0], [3.0]], [[1.0], [2.0], [3.0], [4.0]])
    >>> h([[0.0], [4.0]]).round(3)
    array([-1.513,  1.513])

    Source: Sugiyama, Suzuki, Kanamori, Density Ratio Estimation in Machine Learning, 2012,
    chapter 4.
    """
    source, target = _two_sets("fit_domain_classifier", xs, xt, least=1)
    lam = require_number(lam, "lam", "fit_domain_classifier", at_least=0)
    steps = require_whole_number(steps, "steps", "fit_domain_classifier", at_least=0)
    both = np.vstack([source, target])
    x, _, mean, std = standardize(both, both[:0])
    t = np.repeat([0.0, 1.0], [len(source), len(target)])
    *weights, b = newton_logistic(x, t, np.full(len(x), 1 / len(x)), lam, steps)
    W = np.array(weights) / std
    return DomainClassifier(W, float(b - mean @ W))


def density_ratio(h: npt.ArrayLike, n_s: int, n_t: int, *, clip: float = np.inf) -> Array:
    r"""How much more often the target has such a sample than the source.

    From the scores of a domain classifier, by the rule of Bayes,

    .. math:: \beta(x) = \frac{p_t(x)}{p_s(x)} = e^{h(x)} \, \frac{n_s}{n_t}, \qquad
              \text{at most } c .

    Parameters
    ----------
    h : (N,)    scores, positive for the target; any shape
    n_s, n_t : int    how many samples of source and target the classifier was trained on
    clip : float    the largest ratio :math:`c > 0`; inf clips nothing

    Returns
    -------
    the shape of `h`    weights from 0 on, whose mean over the source is about 1

    Raises
    ------
    ValueError    if a number of samples is below 1, or `clip` not above 0
    TypeError     if an argument is of the wrong kind

    Conventions: clipped as they are; nothing is normalised. Without `clip` a ratio beyond the
    largest float is inf.

    Examples
    --------
    >>> density_ratio([0.0, 0.0, 1000.0], 100, 50, clip=30.0)
    array([ 2.,  2., 30.])

    Source: Sugiyama, Suzuki, Kanamori, Density Ratio Estimation in Machine Learning, 2012,
    chapter 4.
    """
    scores = real_array(h, "h", "density_ratio")
    n_s = require_whole_number(n_s, "n_s", "density_ratio", at_least=1)
    n_t = require_whole_number(n_t, "n_t", "density_ratio", at_least=1)
    limit = require_number(clip, "clip", "density_ratio")
    if not limit > 0:
        raise ValueError(f"density_ratio: clip is {limit}; a number above 0 is needed")
    with np.errstate(over="ignore", under="ignore"):
        return np.minimum(np.exp(scores) * (n_s / n_t), limit)


def detect_shift(
    xs: npt.ArrayLike,
    xt: npt.ArrayLike,
    *,
    rng: np.random.Generator,
    n_perm: int = 999,
    lam: float = 1e-3,
) -> tuple[float, float]:
    r"""Whether a classifier can tell source and target apart.

    A domain classifier learns from one half of each set and is tried on the other. Its accuracy is
    compared with that under labels mixed at random:

    .. math:: p = \frac{1 + \#\{\text{permutations with an accuracy at least as high}\}}
                       {1 + n_{\text{perm}}}

    Parameters
    ----------
    xs : (N, D)    samples of the source, at least 2
    xt : (M, D)    samples of the target, at least 2
    rng : numpy.random.Generator
    n_perm : int    number of permutations, at least 1
    lam : float    as in `fit_domain_classifier`

    Returns
    -------
    accuracy, p : float, float    the accuracy in [0, 1], 0.5 by chance; p in (0, 1], small if
        there is a shift

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if a set has fewer than 2 samples, a number is not finite, or `n_perm` below 1
    TypeError     if an argument is of the wrong kind

    Conventions: balanced accuracy, the mean over source and target, so that sets of different
    sizes have the same 0.5. The samples of each set must not depend on one another.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> accuracy, p = detect_shift(rng.normal(size=(80, 2)), rng.normal(2, size=(60, 2)), rng=rng)
    >>> accuracy > 0.8, p
    (True, 0.001)

    Source: Lopez-Paz, Oquab, Revisiting Classifier Two-Sample Tests, ICLR, 2017.
    """
    source, target = _two_sets("detect_shift", xs, xt, least=2)
    n_perm = require_whole_number(n_perm, "n_perm", "detect_shift", at_least=1)
    require_generator(rng, "detect_shift")
    (train_s, test_s), (train_t, test_t) = (_halves(x, rng) for x in (source, target))
    h = fit_domain_classifier(train_s, train_t, lam=lam)
    scores = h(np.vstack([test_s, test_t]))
    looks_like_target = density_ratio(scores, len(train_s), len(train_t)) > 1
    is_target = np.repeat([False, True], [len(test_s), len(test_t)])

    def accuracy(labels: npt.NDArray[np.bool_]) -> float:
        right = looks_like_target == labels
        return float(right[labels].mean() + right[~labels].mean()) / 2

    observed = accuracy(is_target)
    by_chance = sum(accuracy(rng.permutation(is_target)) >= observed for _ in range(n_perm))
    return observed, (1 + by_chance) / (1 + n_perm)


def _two_sets(who: str, xs: npt.ArrayLike, xt: npt.ArrayLike, *, least: int) -> tuple[Array, Array]:
    sets = []
    for name, value in (("xs", xs), ("xt", xt)):
        x = real_array(value, name, who).astype(np.float64)
        require_axes(x, "ND", name, who)
        if len(x) < least:
            raise ValueError(f"{who}: {name} has {len(x)} samples; at least {least} are needed")
        require_finite(x, name, who)
        sets.append(x)
    source, target = sets
    if source.shape[1] != target.shape[1]:
        raise ShapeError(
            f"{who}: xs has shape {source.shape} but xt has shape {target.shape}; "
            "the number of features must be equal"
        )
    return source, target


def _halves(x: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    order = rng.permutation(len(x))
    return x[order[: len(x) // 2]], x[order[len(x) // 2 :]]
