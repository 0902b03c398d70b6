"""Depth: a fold, folded again, has twice the pieces for the price of three more units."""

import numpy as np
import numpy.typing as npt

from dlkit.activations import relu
from dlkit.arguments import Array, real_array, require_axes, require_whole_number

ROUNDING = 1e-6  # of the steepest step: a smaller change of the slope is no bend


def tent(x: npt.ArrayLike) -> Array:
    r"""Tent from three ReLUs: up from 0 to 1 and back on the unit interval.

    .. math:: \Lambda(x) = 2 \operatorname{relu}(x) - 4 \operatorname{relu}(x - \tfrac{1}{2})
              + 2 \operatorname{relu}(x - 1)

    Parameters
    ----------
    x : array of any shape

    Returns
    -------
    the shape and dtype of `x`    in [0, 1]; 0 outside the unit interval

    Raises
    ------
    TypeError    if `x` does not hold real numbers

    Examples
    --------
    >>> tent([-1.0, 0.25, 0.5, 1.0, 7.0])
    array([0. , 0.5, 1. , 0. , 0. ])

    Source: Telgarsky, Benefits of Depth in Neural Networks, COLT, 2016.
    """
    x = real_array(x, "x", "tent")
    return 2 * relu(x) - 4 * relu(x - 0.5) + 2 * relu(x - 1)


def sawtooth(x: npt.ArrayLike, depth: int) -> Array:
    r"""Composition of tents: every layer doubles the number of teeth.

    .. math:: \Lambda^{(d)} = \underbrace{\Lambda \circ \dots \circ \Lambda}_{d}

    On the unit interval it has :math:`2^d` straight pieces from 3d units. One hidden layer of n
    ReLUs has at most n + 1 pieces, so it needs at least :math:`2^d - 1` units for as many.

    Parameters
    ----------
    x : array of any shape
    depth : int    d, at least 1

    Returns
    -------
    the shape and dtype of `x`    in [0, 1]; 0 outside the unit interval

    Raises
    ------
    ValueError    if `depth` is below 1
    TypeError     if `x` does not hold real numbers or `depth` is no whole number

    Conventions: depth 1 is one tent.

    Examples
    --------
    >>> sawtooth([0.0, 0.25, 0.5, 0.75, 1.0], 2)
    array([0., 1., 0., 1., 0.])

    Source: Telgarsky, Benefits of Depth in Neural Networks, COLT, 2016.
    """
    y = real_array(x, "x", "sawtooth")
    for _ in range(require_whole_number(depth, "depth", "sawtooth", at_least=1)):
        y = tent(y)
    return y


def count_pieces(y: npt.ArrayLike) -> int:
    r"""Number of straight pieces of a function, from its values on an even grid.

    .. math:: 1 + \#\{i : y_{i+1} - 2 y_i + y_{i-1} \ne 0\}

    Parameters
    ----------
    y : (n,)    values at evenly spaced points, at least two; every bend at one of them

    Returns
    -------
    int    at least 1

    Raises
    ------
    ShapeError    if `y` has not one axis
    ValueError    if there are fewer than two values or one is not finite
    TypeError     if `y` does not hold real numbers

    Conventions: a change of slope below one part in a million of the steepest is rounding. A
    bend between two points counts twice, since both neighbours see it.

    Examples
    --------
    >>> count_pieces([0.0, 1.0, 2.0, 2.0, 2.0, 0.0])
    3

    Source: Montúfar, Pascanu, Cho, Bengio, On the Number of Linear Regions of Deep Neural
    Networks, NeurIPS, 2014.
    """
    y = real_array(y, "y", "count_pieces")
    require_axes(y, "n", "y", "count_pieces")
    if len(y) < 2 or not np.isfinite(y).all():
        raise ValueError(f"count_pieces: y is {y}; at least two finite values are needed")
    steps = np.diff(y)
    bends = np.abs(np.diff(steps)) > ROUNDING * np.abs(steps).max()
    return 1 + int(np.count_nonzero(bends))
