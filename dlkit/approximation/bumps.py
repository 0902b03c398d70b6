"""A bump: what two sigmoids can do that one cannot."""

import math

import numpy.typing as npt

from dlkit.activations import sigmoid
from dlkit.arguments import Array, real_array, require_number


def bump(x: npt.ArrayLike, a: float, b: float, *, height: float, steepness: float) -> Array:
    r"""Difference of two sigmoids: a height between two edges and 0 elsewhere.

    .. math:: h \, \big(\sigma(k (x - a)) - \sigma(k (x - b))\big)

    Sums of bumps side by side come close to any continuous function on an interval.

    Parameters
    ----------
    x : array of any shape    the points
    a, b : float    the left edge and the right edge, :math:`a \le b`; either may be infinite
    height : float    h; may be negative
    steepness : float    k > 0; an edge is about 10 / k wide

    Returns
    -------
    the shape and dtype of `x`

    Raises
    ------
    ValueError    if b is left of a, `height` is not finite, or `steepness` not positive
    TypeError     if `x` does not hold real numbers or another argument is not one number

    Conventions: h is reached only as k (b - a) grows; at an edge the bump is at h/2.

    Examples
    --------
    >>> bump([0.0, 0.5, 1.0, 2.0], 0.0, 1.0, height=3.0, steepness=200.0)
    array([1.5, 3. , 1.5, 0. ])

    Source: Cybenko, Approximation by Superpositions of a Sigmoidal Function, Mathematics of
    Control, Signals, and Systems 2, 1989, pages 303-314.
    """
    x = real_array(x, "x", "bump")
    a, b = require_number(a, "a", "bump"), require_number(b, "b", "bump")
    h = require_number(height, "height", "bump", above=-math.inf)
    k = require_number(steepness, "steepness", "bump", above=0)
    if not a <= b:
        raise ValueError(f"bump: a is {a} and b is {b}; the left edge a may not exceed b")
    return h * (sigmoid(k * (x - a)) - sigmoid(k * (x - b)))
