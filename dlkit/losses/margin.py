"""A loss for classes that is satisfied by a margin: the hinge.

It takes scores, as the losses in `classification` do, but no probability stands behind it.
"""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, Labels, require_number, scores_and_labels


def hinge(logits: npt.ArrayLike, labels: npt.ArrayLike, *, margin: float = 1.0) -> float:
    r"""Multi-class hinge: a wrong class should score `margin` below the true one.

    .. math:: L = \frac{1}{N} \sum_n \sum_{j \ne y_n} \max(0, \Delta + z_{nj} - z_{n y_n})

    Parameters
    ----------
    logits : (N, C)    scores z
    labels : (N,)    integers y in 0..C-1
    margin : float    the gap :math:`\Delta \ge 0`, in the unit of the scores

    Returns
    -------
    float    in the unit of the scores; 0 when every gap is at least `margin`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `cross_entropy`
    ValueError    if `margin` is negative or not finite
    TypeError     if `margin` is not one number

    Conventions: sum over the wrong classes, mean over N. Some libraries divide by C as well, or
    keep only the worst class.

    Examples
    --------
    >>> hinge([[3.0, 2.5, 0.0], [0.0, 1.0, 1.0]], [0, 2])
    0.75

    Source: Weston, Watkins, Support Vector Machines for Multi-Class Pattern Recognition,
    ESANN, 1999, pages 219-224.
    """
    z, y = scores_and_labels(logits, labels, "hinge")
    slack = _slack(z, y, require_number(margin, "margin", "hinge", at_least=0))
    return float(np.sum(np.maximum(slack, 0)) / len(z))


def hinge_grad(logits: npt.ArrayLike, labels: npt.ArrayLike, *, margin: float = 1.0) -> Array:
    r"""Subgradient of `hinge` with respect to the logits.

    With :math:`a_{nj} = \mathbb{1}[\Delta + z_{nj} - z_{n y_n} > 0]`,

    .. math:: \frac{\partial L}{\partial z_{nj}} = \frac{a_{nj}}{N} \;\; (j \ne y_n), \qquad
              \frac{\partial L}{\partial z_{n y_n}} = -\frac{1}{N} \sum_{j \ne y_n} a_{nj} .

    Parameters
    ----------
    logits : (N, C)    scores z
    labels : (N,)    integers y in 0..C-1
    margin : float    the gap :math:`\Delta \ge 0`

    Returns
    -------
    (N, C)    each row adds up to 0; the dtype of `logits`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `hinge`

    Conventions: a class exactly at the margin gets 0.

    Examples
    --------
    >>> hinge_grad([[3.0, 2.5, 0.0], [0.0, 1.0, 1.0]], [0, 2])
    array([[-0.5,  0.5,  0. ],
           [ 0. ,  0.5, -0.5]])

    Source: Weston, Watkins, Support Vector Machines for Multi-Class Pattern Recognition,
    ESANN, 1999, pages 219-224.
    """
    z, y = scores_and_labels(logits, labels, "hinge_grad")
    slack = _slack(z, y, require_number(margin, "margin", "hinge_grad", at_least=0))
    active = np.heaviside(slack, 0)  # the step function, which keeps nan a nan
    active[np.arange(len(z)), y] -= active.sum(axis=1)
    return active / len(z)


def _slack(z: Array, y: Labels, margin: float) -> Array:
    """Return margin + z_j - z_y, and 0 for the true class, which competes with no one."""
    rows = np.arange(len(z))
    slack = margin + z - z[rows, y][:, None]  # (N, C)
    slack[rows, y] = 0
    return slack
