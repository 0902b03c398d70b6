"""Critical points: where the gradient is 0, found and told apart by their curvatures."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    ShapeError,
    plain_array,
    real_array,
    require_axes,
    require_callables,
    require_finite,
    require_number,
    require_same_shape,
    require_whole_number,
)
from dlkit.backprop import numerical_gradient
from dlkit.landscapes.hessians import hessian_fd, hessian_from_gradient


def classify_critical(H: npt.ArrayLike, tolerance: float = 1e-6) -> str:
    r"""Kind of a critical point, by the signs of its Hessian matrix' eigenvalues.

    With the eigenvalues :math:`\lambda_i`, of which those with :math:`|\lambda_i| \le
    \text{tolerance}` count as 0,

    .. math:: \begin{cases}
              \text{saddle} & \text{some } \lambda_i > 0 \text{ and some } \lambda_j < 0 \\
              \text{degenerate} & \text{otherwise, if some } \lambda_i = 0 \\
              \text{min} & \text{all } \lambda_i > 0 \\
              \text{max} & \text{all } \lambda_i < 0 \end{cases}

    Parameters
    ----------
    H : (D, D)    symmetric, D at least 1
    tolerance : float    at least 0, in the unit of `H`

    Returns
    -------
    str (not an array)    "min", "max", "saddle" or "degenerate"

    Raises
    ------
    ShapeError    if `H` is not square
    ValueError    if `H` is empty, not finite or not symmetric, or `tolerance` is negative
    TypeError     if `H` does not hold real numbers

    Conventions: degenerate means that second derivatives do not decide. x² + y³ has the
    eigenvalues 2 and 0 at the origin, which is no minimum; x² + y⁴ has the same, and it is one.

    Examples
    --------
    >>> classify_critical([[2.0, 0.0], [0.0, -2.0]]), classify_critical([[2.0, 0.0], [0.0, 0.0]])
    ('saddle', 'degenerate')

    Source: Nocedal, Wright, Numerical Optimization, 2nd edition, 2006, section 2.1.
    """
    eigenvalues, tolerance = _eigenvalues("classify_critical", H, tolerance)
    up, down = eigenvalues > tolerance, eigenvalues < -tolerance
    if up.any() and down.any():
        return "saddle"
    if not np.all(up | down):
        return "degenerate"
    return "min" if up.all() else "max"


def critical_index(H: npt.ArrayLike, tolerance: float = 1e-6) -> int:
    r"""Number of directions in which a critical point goes down.

    .. math:: \#\{i : \lambda_i < -\text{tolerance}\}

    Parameters
    ----------
    H : (D, D)    symmetric, D at least 1
    tolerance : float    at least 0, in the unit of `H`

    Returns
    -------
    int    0 at a minimum, D at a maximum, and between them at a saddle

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `classify_critical`

    Examples
    --------
    >>> critical_index(np.diag([2.0, -1.0, -5.0]))
    2

    Source: Dauphin, Pascanu, Gulcehre, Cho, Ganguli, Bengio, Identifying and attacking the saddle
    point problem in high-dimensional non-convex optimization, NeurIPS, 2014.
    """
    eigenvalues, tolerance = _eigenvalues("critical_index", H, tolerance)
    return int(np.count_nonzero(eigenvalues < -tolerance))


def find_critical_point(
    gradient: Callable[[Array], npt.ArrayLike],
    x: npt.ArrayLike,
    *,
    steps: int = 100,
    max_step: float = 1.0,
    tolerance: float = 1e-8,
) -> Array | None:
    r"""Critical point of any kind near a start, by Newton's method.

    .. math:: x \leftarrow x - H(x)^{-1} \nabla f(x), \qquad \text{each step at most max\_step long}

    Gradient descent hardly ever ends at a saddle; Newton's steps go to saddles and maxima as well.

    Parameters
    ----------
    gradient : callable    from an array of shape (D,) to the gradient there
    x : (D,)    the start; never changed
    steps : int    how many at most
    max_step : float    longest step, positive
    tolerance : float    a gradient as short as this ends the search, positive

    Returns
    -------
    (D,), or None where the steps did not suffice

    Raises
    ------
    ShapeError    if `x` has not one axis, or the gradient another shape
    ValueError    if a number is out of its range, or the gradient not finite
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> find_critical_point(lambda x: np.array([2 * x[0], -2 * x[1]]), [0.3, 0.4]).round(6) + 0
    array([0., 0.])

    Source: Nocedal, Wright, Numerical Optimization, 2nd edition, 2006, section 3.3.
    """
    who = "find_critical_point"
    require_callables(who, gradient=gradient)
    point = real_array(x, "x", who).astype(np.float64)
    require_axes(point, "D", "x", who)
    max_step = require_number(max_step, "max_step", who, above=0)
    tolerance = require_number(tolerance, "tolerance", who, above=0)
    for _ in range(require_whole_number(steps, "steps", who, at_least=0) + 1):
        g = real_array(gradient(point.copy()), "gradient", who)
        require_same_shape(who, x=point, gradient=g)
        require_finite(g, "gradient", who)
        if np.linalg.norm(g) <= tolerance:
            return point
        # Least squares instead of an inverse: a flat direction has none.
        step, *_ = np.linalg.lstsq(hessian_from_gradient(gradient, point), g, rcond=1e-10)
        length = float(np.linalg.norm(step))
        point = point - step * (max_step / max(length, max_step))
    return None


def index_vs_loss(
    points: npt.ArrayLike,
    f: Callable[[Array], float],
    *,
    gradient_tolerance: float = 1e-4,
    tolerance: float = 1e-4,
) -> Array:
    r"""Loss, and share of the directions that go down, at each critical point.

    .. math:: \left(f(x), \; \frac{\#\{i : \lambda_i(x) < -\text{tolerance}\}}{D}\right)
              \qquad \text{for all } x \text{ with } \lVert \nabla f(x) \rVert
              \le \text{gradient\_tolerance}

    Parameters
    ----------
    points : list of (D,), or (N, D)    where searches have ended; what is not critical is left out
    f : callable    from an array of shape (D,) to one number; called some 2 D² times per point,
        so for up to about 30 parameters
    gradient_tolerance : float    the longest gradient of a critical point, positive
    tolerance : float    eigenvalues as small as this count as 0, positive: differences are not
        exact

    Returns
    -------
    (n, 2)    a row (loss, share) for each of the n critical points, in the order of `points`

    Raises
    ------
    ShapeError    if a point has not one axis
    ValueError    if a tolerance is not positive
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> index_vs_loss([[0.0, 0.0], [1.0, 0.0]], lambda x: x[0] ** 2 - x[1] ** 2)
    array([[0. , 0.5]])

    Source: Dauphin, Pascanu, Gulcehre, Cho, Ganguli, Bengio, Identifying and attacking the saddle
    point problem in high-dimensional non-convex optimization, NeurIPS, 2014.
    """
    who = "index_vs_loss"
    require_callables(who, f=f)
    longest = require_number(gradient_tolerance, "gradient_tolerance", who, above=0)
    tolerance = require_number(tolerance, "tolerance", who, above=0)
    rows = []
    for k, point in enumerate(_listed(who, points)):
        x = real_array(point, f"points[{k}]", who).astype(np.float64)
        require_axes(x, "D", f"points[{k}]", who)
        if np.linalg.norm(numerical_gradient(f, x)) <= longest:
            rows.append((float(f(x.copy())), critical_index(hessian_fd(f, x), tolerance) / x.size))
    return np.array(rows).reshape(-1, 2)


def _listed(who: str, points: npt.ArrayLike) -> Sequence[Any]:
    """Return the points one by one; those of an array as plain arrays."""
    if isinstance(points, list | tuple):
        return points
    return [*np.atleast_1d(plain_array(points, "points", who))]


def _eigenvalues(who: str, H: npt.ArrayLike, tolerance: float) -> tuple[Array, float]:
    """Return the eigenvalues of a symmetric matrix, in rising order, and the tolerance."""
    H = real_array(H, "H", who)
    require_axes(H, "DD", "H", who)
    if H.shape[0] != H.shape[1]:
        raise ShapeError(f"{who}: H has shape {H.shape}; the shape must be (D, D)")
    if H.size == 0 or not np.isfinite(H).all():
        raise ValueError(f"{who}: H is {H}; at least one row of finite numbers is needed")
    if np.abs(H - H.T).max() > 1e-5 * np.abs(H).max():
        raise ValueError(
            f"{who}: H is not symmetric (H and its transpose differ by "
            f"{np.abs(H - H.T).max():.1e}); second derivatives are"
        )
    return np.linalg.eigvalsh((H + H.T) / 2), require_number(
        tolerance, "tolerance", who, at_least=0
    )
