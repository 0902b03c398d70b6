"""How far two functions are apart: at the worst point, or on the whole."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    ShapeError,
    real_array,
    require_axes,
    require_callables,
    require_number,
    require_same_shape,
    require_whole_number,
)

Function = Callable[[Array], Array]


def sup_error(f: Function, g: Function, low: float, high: float, n: int) -> float:
    r"""Largest distance of two functions on an interval, looked for on a grid.

    .. math:: \max_i |f(x_i) - g(x_i)|, \qquad
              x_i = \text{low} + i \, \frac{\text{high} - \text{low}}{n - 1}, \;
              i = 0..n-1

    Parameters
    ----------
    f, g : callables    from an array of shape (n,) to one of the same shape
    low, high : float    the interval, low < high; both ends belong to the grid
    n : int    how many points, at least 2

    Returns
    -------
    float    at most the true supremum, which may lie between the points

    Raises
    ------
    ShapeError    if a function does not return shape (n,)
    ValueError    if low is not below high or `n` is below 2
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> sup_error(np.square, np.zeros_like, -1.0, 2.0, 31)
    4.0

    Source: Rudin, Principles of Mathematical Analysis, 3rd edition, 1976, definition 7.14.
    """
    _, distance = _distance("sup_error", f, g, low, high, n)
    return float(distance.max())


def l1_error(f: Function, g: Function, low: float, high: float, n: int) -> float:
    r"""Area between two functions on an interval, by the trapezoidal rule.

    .. math:: \int_{\text{low}}^{\text{high}} |f(x) - g(x)| \, dx

    Parameters
    ----------
    f, g : callables    from an array of shape (n,) to one of the same shape
    low, high : float    the interval, low < high
    n : int    how many points of a grid with both ends, at least 2

    Returns
    -------
    float    in the unit of x times that of f; not divided by the length of the interval

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `sup_error`

    Examples
    --------
    >>> round(l1_error(np.abs, np.zeros_like, -1.0, 2.0, 31), 12)
    2.5

    Source: Rudin, Real and Complex Analysis, 3rd edition, 1987, chapter 3.
    """
    x, distance = _distance("l1_error", f, g, low, high, n)
    return float(np.trapezoid(distance, x))


def l2_error(f: Function, g: Function, low: float, high: float, n: int) -> float:
    r"""Root of the area under the squared difference, by the trapezoidal rule.

    .. math:: \left(\int_{\text{low}}^{\text{high}} (f(x) - g(x))^2 \, dx\right)^{1/2}

    Parameters
    ----------
    f, g : callables    from an array of shape (n,) to one of the same shape
    low, high : float    the interval, low < high
    n : int    how many points of a grid with both ends, at least 2

    Returns
    -------
    float

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `sup_error`

    Conventions: on an interval of length 1 about the root of the mean squared error.

    Examples
    --------
    >>> l2_error(np.ones_like, np.zeros_like, 0.0, 4.0, 9)
    2.0

    Source: Rudin, Real and Complex Analysis, 3rd edition, 1987, chapter 3.
    """
    x, distance = _distance("l2_error", f, g, low, high, n)
    return float(np.sqrt(np.trapezoid(distance * distance, x)))


def convergence_order(sizes: npt.ArrayLike, errors: npt.ArrayLike) -> float:
    r"""Power of the size with which an error falls.

    The p of :math:`\text{error} \approx C \, \text{size}^{-p}`, from the straight line through
    :math:`(\log \text{size}, \log \text{error})` with the least squares.

    Parameters
    ----------
    sizes : (m,)    for example numbers of hidden units; positive, at least two different
    errors : (m,)    positive

    Returns
    -------
    float    2 when a doubled size quarters the error, 0 when nothing falls

    Raises
    ------
    ShapeError    if the arguments have not the same shape (m,)
    ValueError    if a number is not positive and finite, or all sizes are equal
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> round(convergence_order([8, 16, 32], [0.5, 0.125, 0.03125]), 12)
    2.0

    Source: Nocedal, Wright, Numerical Optimization, 2nd edition, 2006, appendix A.2.
    """
    who = "convergence_order"
    n, e = real_array(sizes, "sizes", who), real_array(errors, "errors", who)
    require_axes(n, "m", "sizes", who)
    require_same_shape(who, sizes=n, errors=e)
    for name, values in (("sizes", n), ("errors", e)):
        if not np.all((values > 0) & (values < np.inf)):
            raise ValueError(f"{who}: {name} are {values}; positive finite numbers are needed")
    if np.unique(n).size < 2:
        raise ValueError(f"{who}: sizes are {n}; at least two different ones are needed")
    log_n, log_e = np.log(n) - np.mean(np.log(n)), np.log(e)
    return float(-(log_n @ log_e) / (log_n @ log_n))


def _distance(
    who: str, f: Function, g: Function, low: float, high: float, n: int
) -> tuple[Array, Array]:
    """Return the grid and the distance of the two functions on it."""
    require_callables(who, f=f, g=g)
    low, high = require_number(low, "low", who), require_number(high, "high", who)
    if not low < high:
        raise ValueError(f"{who}: low is {low} and high is {high}; low < high is needed")
    x = np.linspace(low, high, require_whole_number(n, "n", who, at_least=2))
    values = []
    for name, function in (("f", f), ("g", g)):
        value = real_array(function(x.copy()), name, who)
        if value.shape != x.shape:
            raise ShapeError(
                f"{who}: {name} returned shape {value.shape} for {x.shape} points; one number per "
                "point is needed"
            )
        values.append(value)
    return x, np.abs(np.subtract(*values))
