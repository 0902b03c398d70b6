"""One hidden layer through given points: by bends (ReLU) and by jumps (steep sigmoids)."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    real_array,
    require_axes,
    require_callables,
    require_number,
    require_same_shape,
)

OneHiddenLayer: TypeAlias = tuple[Array, Array, Array, float]


def eval_hidden(
    x: npt.ArrayLike,
    w: npt.ArrayLike,
    b: npt.ArrayLike,
    v: npt.ArrayLike,
    c: float,
    activation: Callable[[Array], Array],
) -> Array:
    r"""Network with one input, one hidden layer and one output, at many points.

    .. math:: y(x) = \sum_h v_h \, \varphi(w_h x + b_h) + c

    Parameters
    ----------
    x : (N,)    the points; N may be 0
    w, b : (H,), (H,)    weight and bias of each hidden unit
    v : (H,)    weight of each hidden unit in the output
    c : float    the bias of the output
    activation : callable    element-wise, from an array to an array of the same shape

    Returns
    -------
    (N,)

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers, or `c` is not one number
    TypeError     if `activation` is no function

    Examples
    --------
    >>> eval_hidden([0.0, 2.0], [1.0, 1.0], [0.0, -1.0], [1.0, 10.0], 5.0, np.abs)
    array([15., 17.])

    Source: Cybenko, Approximation by Superpositions of a Sigmoidal Function, Mathematics of
    Control, Signals, and Systems 2, 1989, pages 303-314.
    """
    who = "eval_hidden"
    require_callables(who, activation=activation)
    x, w, b, v = (real_array(a, n, who) for n, a in (("x", x), ("w", w), ("b", b), ("v", v)))
    require_axes(x, "N", "x", who)
    require_axes(w, "H", "w", who)
    require_same_shape(who, w=w, b=b, v=v)
    z = x[:, None] * w + b  # (N, H)
    return activation(z) @ v + require_number(c, "c", who)


def relu_interpolant(knots: npt.ArrayLike, values: npt.ArrayLike) -> OneHiddenLayer:
    r"""ReLU network through given points, straight in between.

    With the slopes :math:`s_j = (y_{j+1} - y_j) / (t_{j+1} - t_j)`, one unit bends at each knot
    but the last:

    .. math:: w_j = 1, \quad b_j = -t_j, \quad v_0 = s_0, \quad v_j = s_j - s_{j-1}, \quad
              c = y_0 .

    Parameters
    ----------
    knots : (m,)    the t, increasing, at least two
    values : (m,)    the y

    Returns
    -------
    w, b, v, c : (m - 1,), (m - 1,), (m - 1,), float    for `eval_hidden` with ReLU

    Raises
    ------
    ShapeError    if `knots` and `values` have not the same shape (m,)
    ValueError    if there are fewer than two knots or they do not increase
    TypeError     if an argument does not hold real numbers

    Conventions: constant left of the first knot, the last slope to the right of the last. For a
    function with a bounded second derivative the error is at most max|f''| h²/8 at knots h apart.

    Examples
    --------
    >>> w, b, v, c = relu_interpolant([0.0, 1.0, 3.0], [5.0, 7.0, 7.0])
    >>> b, v, c
    (array([-0., -1.]), array([ 2., -2.]), 5.0)

    Source: de Boor, A Practical Guide to Splines, revised edition, Springer, 2001, chapter III.
    """
    t, y = _points("relu_interpolant", knots, values)
    slopes = np.diff(y) / np.diff(t)
    return np.ones_like(slopes), -t[:-1], np.diff(slopes, prepend=0).astype(y.dtype), float(y[0])


def staircase_interpolant(
    knots: npt.ArrayLike, values: npt.ArrayLike, *, steepness: float
) -> OneHiddenLayer:
    r"""Sigmoid network that jumps from value to value, half-way between the knots.

    With the steepness k and :math:`m_j = (t_j + t_{j+1}) / 2`,

    .. math:: w_j = k, \quad b_j = -k m_j, \quad v_j = y_{j+1} - y_j, \quad c = y_0 .

    Parameters
    ----------
    knots : (m,)    the t, increasing, at least two
    values : (m,)    the y
    steepness : float    k > 0, in jumps per unit of t; a jump takes about 10 / k

    Returns
    -------
    w, b, v, c : (m - 1,), (m - 1,), (m - 1,), float    for `eval_hidden` with the sigmoid

    Raises
    ------
    ShapeError, TypeError    as in `relu_interpolant`
    ValueError    also if `steepness` is not positive

    Conventions: meets the values only as k grows. The error then falls as 1/m, where that of
    `relu_interpolant` falls as 1/m².

    Examples
    --------
    >>> w, b, v, c = staircase_interpolant([0.0, 1.0, 3.0], [5.0, 7.0, 6.0], steepness=100.0)
    >>> b, v, c
    (array([ -50., -200.]), array([ 2., -1.]), 5.0)

    Source: Cybenko, Approximation by Superpositions of a Sigmoidal Function, Mathematics of
    Control, Signals, and Systems 2, 1989, pages 303-314.
    """
    t, y = _points("staircase_interpolant", knots, values)
    k = require_number(steepness, "steepness", "staircase_interpolant", above=0)
    middles = (t[:-1] + t[1:]) / 2
    return np.full_like(middles, k), -k * middles, np.diff(y), float(y[0])


def _points(who: str, knots: npt.ArrayLike, values: npt.ArrayLike) -> tuple[Array, Array]:
    """Return at least two points, from left to right."""
    t, y = real_array(knots, "knots", who), real_array(values, "values", who)
    require_axes(t, "m", "knots", who)
    require_same_shape(who, knots=t, values=y)
    if len(t) < 2:
        raise ValueError(f"{who}: there are {len(t)} knots; at least 2 are needed")
    back = np.flatnonzero(~(np.diff(t) > 0))  # so written, nan is refused too
    if back.size:
        j = back[0]
        raise ValueError(
            f"{who}: knots[{j}] is {t[j]} and knots[{j + 1}] is {t[j + 1]}; knots must increase"
        )
    return t, y
