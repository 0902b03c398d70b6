"""Linear models whose samples do not all count the same."""

import warnings
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from dlkit.activations import sigmoid, softplus
from dlkit.arguments import (
    Array,
    fitting_arrays,
    require_finite,
    require_number,
    require_whole_number,
)
from dlkit.shapes.data import constant_columns
from dlkit.shift.distributions import sample_weights

SMALL_STEP = 1e-10  # Newton's method doubles the digits with every step: the next would be 1e-20
ROUNDING = 1e-12  # of the objective, a sum over all samples
STILL_DOWN = (
    "after {steps} Newton steps the logistic loss still falls, as it does for ever where a line "
    "parts the classes: a penalty, lam above 0, gives it a minimum"
)


def weighted_fit(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    w: npt.ArrayLike,
    *,
    lam: float = 0.0,
    model: str = "linear",
    steps: int = 50,
) -> tuple[Array, float]:
    r"""Fit a line, or a logistic regression, to weighted samples.

    .. math:: J = \sum_n w_n \ell(x_n W + b, y_n) + \frac{\lambda}{2} \lVert W \rVert^2, \qquad
              \ell(z, y) = \begin{cases} \frac{1}{2} (z - y)^2 & \text{linear} \\
              \log(1 + e^z) - y z & \text{logistic} \end{cases}

    Parameters
    ----------
    x : (N, D)    samples, N at least 1
    y : (N,)    targets; for the logistic model 0 and 1
    w : (N,)    weights from 0 on, not all 0; a weight of 2 is as good as the sample twice
    lam : float    :math:`\lambda \ge 0`; the intercept is left out
    model : str    "linear" or "logistic"
    steps : int    at most so many Newton steps of the logistic model, which rarely needs ten

    Returns
    -------
    W, b : (D,), float    float64

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if there are no samples, a number is not finite, a weight is negative or all are
        0, `lam` is negative, `model` is unknown, or a target of the logistic model is not 0 or 1
    TypeError     if an argument is of the wrong kind

    Conventions: the sum over the samples, not the mean, so that all weights times 2 are all samples
    twice. Of several minima, as where a column repeats another, the one whose weights have the
    smallest norm when all columns have the deviation 1; a constant column gets the weight 0. The
    answer moves with the unit and the zero of a column as it should. Where a logistic model without
    a penalty parts the classes entirely there is no minimum: it stops after `steps`, and a
    RuntimeWarning says so.

    Examples
    --------
    >>> W, b = weighted_fit([[0.0], [1.0], [2.0]], [0.0, 1.0, 9.0], [1.0, 1.0, 0.0])
    >>> W.round(6), abs(round(b, 6))
    (array([1.]), 0.0)

    Source: Shimodaira, Improving Predictive Inference under Covariate Shift by Weighting the
    Log-Likelihood Function, Journal of Statistical Planning and Inference 90, 2000, pages 227-244.
    """
    who = "weighted_fit"
    x, y = fitting_arrays(who, x=(x, "N D"), y=(y, "N"))
    x, y = x.astype(np.float64), y.astype(np.float64)
    require_finite(x, "x", who)
    require_finite(y, "y", who)
    weights = sample_weights(w, "w", who, len(x)).astype(np.float64)
    counts = weights > 0  # a sample of weight 0 may lie anywhere
    x, y, weights = x[counts], y[counts], weights[counts]
    lam = require_number(lam, "lam", who, at_least=0)
    steps = require_whole_number(steps, "steps", who, at_least=0)
    if model == "linear":
        theta = _least_squares(x, y, weights, lam)
    elif model == "logistic":
        if not np.isin(y, (0, 1)).all():
            raise ValueError(f"{who}: y holds {y[~np.isin(y, (0, 1))][0]}; 0 and 1 are needed")
        theta = newton_logistic(x, y, weights, lam, steps)
    else:
        raise ValueError(f"{who}: model is {model!r}; 'linear' or 'logistic' is needed")
    return theta[:-1], float(theta[-1])


def newton_logistic(x: Array, y: Array, w: Array, lam: float, steps: int) -> Array:
    """Return D weights and an intercept of a weighted logistic regression, by Newton's method."""
    X, w, ridge, back = _well_scaled(x, w, lam)

    def objective(theta: Array) -> float:
        z = X @ theta
        return float(w @ (softplus(z) - y * z) + ridge @ theta**2 / 2)

    theta = np.zeros(X.shape[1])
    with np.errstate(under="ignore"):
        for _ in range(steps):
            p = sigmoid(X @ theta)
            gradient = X.T @ (w * (p - y)) + ridge * theta
            hessian = (X.T * (w * p * (1 - p))) @ X + np.diag(ridge)
            step = np.linalg.lstsq(hessian, gradient)[0]
            # Far from the minimum a whole step may lead up instead of down; near it, rounding may.
            now = objective(theta)
            while objective(theta - step) > now + ROUNDING * (1 + now):
                step /= 2
            theta = theta - step
            if np.abs(step).max() <= SMALL_STEP:
                break
        else:
            warnings.warn(STILL_DOWN.format(steps=steps), RuntimeWarning, stacklevel=3)
    return back(theta)


def _least_squares(x: Array, y: Array, w: Array, lam: float) -> Array:
    """Return D weights and an intercept; the penalty is D more samples, of targets 0."""
    X, w, ridge, back = _well_scaled(x, w, lam)
    root, middle = np.sqrt(w), w @ y
    rows, targets = X * root[:, None], root * (y - middle)
    penalty = np.diag(np.sqrt(ridge))[:-1]
    theta = back(
        np.linalg.lstsq(np.vstack([rows, penalty]), np.append(targets, np.zeros(len(penalty))))[0]
    )
    theta[-1] += middle
    return theta


def _well_scaled(
    x: Array, w: Array, lam: float
) -> tuple[Array, Array, Array, Callable[[Array], Array]]:
    """Return the features and the intercept's column in a scale where no digit is lost.

    A year or a time in seconds is large beside its spread, and a column of 1e8 beside one of 1e-8
    would be all that a solver sees. So each column is moved by its mean and divided by the size
    that its second derivative has; the penalty is divided with it, so that the minimum stays the
    same. Also returned are the weights as shares of 1, the penalty of each coefficient, and the
    way back to the coefficients of the features as they were.
    """
    total = w.sum()
    shares, lam = w / total, lam / total
    mean = shares @ x
    centered = x - mean
    centered -= shares @ centered  # the mean was rounded at the size of x
    varies = ~constant_columns(x)
    largest = np.abs(centered).max(axis=0, initial=np.finfo(np.float64).tiny)
    spread = np.sqrt(shares @ (centered / largest) ** 2) * largest
    size = np.where(varies, np.hypot(spread, np.sqrt(lam)), 1)
    X = np.column_stack([np.where(varies, centered / size, 0), np.ones(len(x))])

    def back(theta: Array) -> Array:
        W = np.where(varies, theta[:-1] / size, 0)
        return np.append(W, theta[-1] - mean @ W)

    return X, shares, np.append(lam / size / size, 0), back
