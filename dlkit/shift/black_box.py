"""Label shift seen from outside: a classifier's mistakes tell the proportions of the classes."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, class_labels, real_array, require_whole_number
from dlkit.regularization import confusion_matrix
from dlkit.shift.distributions import prior


def prediction_rates(predictions: npt.ArrayLike, labels: npt.ArrayLike, classes: int) -> Array:
    r"""How often each class is predicted (rows) where a class is true (columns).

    .. math:: C_{ij} = P(\hat y = i \mid y = j)
              \approx \frac{\#\{n : \hat y_n = i, y_n = j\}}{\#\{n : y_n = j\}}

    Parameters
    ----------
    predictions : (N,)    integers 0..C-1
    labels : (N,)    the true classes, integers 0..C-1
    classes : int    the number C of classes, which the labels alone do not tell

    Returns
    -------
    (C, C)    float64, each column adding up to 1; a class that does not occur has a column of 0

    Raises
    ------
    ShapeError    if the shapes are not both (N,)
    ValueError    if a label is outside 0..C-1 or `classes` is below 1
    TypeError     if the labels or `classes` are not integers

    Conventions: conditional on the true class, which stands in the column, so that C times the
    prior of the classes is the distribution of the predictions; so it stands in the literature on
    label shift. The `confusion_matrix` of metrics holds counts, with true classes in rows.

    Examples
    --------
    >>> prediction_rates([0, 0, 1, 1], [0, 0, 0, 1], 3).round(3)
    array([[0.667, 0.   , 0.   ],
           [0.333, 1.   , 0.   ],
           [0.   , 0.   , 0.   ]])

    Source: Lipton, Wang, Smola, Detecting and Correcting for Label Shift with Black Box
    Predictors, ICML, 2018, section 3.
    """
    who = "prediction_rates"
    C = require_whole_number(classes, "classes", who, at_least=1)
    predicted, true = class_labels(predictions, C, who), class_labels(labels, C, who)
    if len(predicted) != len(true):
        raise ShapeError(
            f"{who}: predictions have shape {predicted.shape} but labels have shape "
            f"{true.shape}; there must be one of each per sample"
        )
    counts = confusion_matrix(predicted, true, C).T.astype(np.float64)  # true classes in columns
    rates: Array = counts / np.maximum(counts.sum(axis=0), 1)
    return rates


def estimate_target_prior(rates: npt.ArrayLike, mu: npt.ArrayLike) -> Array:
    r"""Prior of the classes in the target, from predictions alone (BBSE).

    A classifier errs in the target as in the source, so its predictions are distributed as

    .. math:: \mu_i = \sum_j P(\hat y = i \mid y = j) \, p_j, \qquad C p = \mu,

    which is solved for p, by least squares where C is singular.

    Parameters
    ----------
    rates : (C, C)    `prediction_rates` on held-out samples of the source; column j is true class j
    mu : (C,)    the shares of the predicted classes in the target, adding up to 1

    Returns
    -------
    (C,)    p, from 0 on and adding up to 1, float64

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if a number is negative or not finite, a column of `rates` adds up neither to 1
        nor to 0, `mu` does not add up to 1, or nothing is left after negative shares are set to 0
    TypeError     if an argument does not hold real numbers

    Conventions: negative shares become 0 and the rest is divided by its sum. The matrix is
    conditional; with the joint matrix, as some texts have it, the result are the weights p/q.

    Examples
    --------
    >>> estimate_target_prior([[0.75, 0.25], [0.25, 0.75]], [0.375, 0.625])
    array([0.25, 0.75])

    Source: Lipton, Wang, Smola, Detecting and Correcting for Label Shift with Black Box
    Predictors, ICML, 2018, section 3.
    """
    who = "estimate_target_prior"
    share, matrix = prior(mu, "mu", who), real_array(rates, "rates", who)
    if matrix.shape != 2 * share.shape:
        raise ShapeError(
            f"{who}: rates has shape {matrix.shape} but mu has shape {share.shape}; "
            "(C, C) and (C,) are needed"
        )
    columns = matrix.sum(axis=0)
    if not (matrix >= 0).all() or not np.all(np.isclose(columns, 1) | (columns == 0)):
        raise ValueError(
            f"{who}: the columns of rates add up to {columns}; each must hold the shares of "
            "predictions for one true class, adding up to 1"
        )
    p = np.maximum(np.linalg.lstsq(matrix.astype(np.float64), share)[0], 0)
    if not p.any():
        raise ValueError(f"{who}: no class has a positive share; rates tell nothing about mu")
    normalized: Array = p / p.sum()
    return normalized
