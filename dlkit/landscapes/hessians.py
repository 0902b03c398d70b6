"""Second derivatives: from values, from gradients, and without the matrix."""

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
)
from dlkit.backprop import jacobian


def hessian_fd(f: Callable[[Array], float], x: npt.ArrayLike, *, h: float = 1e-4) -> Array:
    r"""Matrix of all second derivatives, from values alone.

    With :math:`s_i = h \max(1, |x_i|)` and the unit vectors :math:`e_i`,

    .. math:: H_{ij} \approx \frac{f(x + s_i e_i + s_j e_j) - f(x + s_i e_i - s_j e_j)
              - f(x - s_i e_i + s_j e_j) + f(x - s_i e_i - s_j e_j)}{4 s_i s_j} .

    Parameters
    ----------
    f : callable    from an array of shape (D,) to one number; called four times per pair
    x : (D,)    never changed: `f` gets copies
    h : float    relative step; 1e-4 balances truncation, which grows as h squared, and rounding,
        which grows as 1/h squared

    Returns
    -------
    (D, D)    float64, symmetric

    Raises
    ------
    ShapeError    if `x` has not one axis
    ValueError    if `h` is not positive
    TypeError     if `x` does not hold real numbers, or `f` is no function

    Examples
    --------
    >>> hessian_fd(lambda x: x[0] ** 2 * x[1], [1.0, 3.0]).round(6)
    array([[6., 2.],
           [2., 0.]])

    Source: Nocedal, Wright, Numerical Optimization, 2nd edition, 2006, section 8.1.
    """
    require_callables("hessian_fd", f=f)
    point = real_array(x, "x", "hessian_fd").astype(np.float64)
    require_axes(point, "D", "x", "hessian_fd")
    steps = np.diag(require_number(h, "h", "hessian_fd", above=0) * np.maximum(1, np.abs(point)))
    H = np.empty_like(steps)
    for i, a in enumerate(steps):
        for j, b in enumerate(steps[: i + 1]):
            corners = float(f(point + a + b)) + float(f(point - a - b))
            corners -= float(f(point + a - b)) + float(f(point - a + b))
            H[i, j] = H[j, i] = corners / (4 * a[i] * b[j])
    return H


def hessian_from_gradient(
    gradient: Callable[[Array], npt.ArrayLike], x: npt.ArrayLike, *, h: float = 1e-5
) -> Array:
    r"""Matrix of all second derivatives, as the Jacobian matrix of the gradient.

    .. math:: H = \tfrac{1}{2} (J + J^\top), \qquad
              J_{ij} = \frac{\partial (\nabla f)_i}{\partial x_j}

    Only one difference is taken, so it has more correct digits than `hessian_fd`.

    Parameters
    ----------
    gradient : callable    from an array of shape (D,) to the gradient there
    x : (D,)    never changed
    h : float    relative step, as in `dlkit.backprop.jacobian`

    Returns
    -------
    (D, D)    float64, symmetric

    Raises
    ------
    ShapeError    if `x` has not one axis, or the gradient another shape
    ValueError    if `h` is not positive
    TypeError     if `x` does not hold real numbers, or `gradient` is no function

    Examples
    --------
    >>> hessian_from_gradient(lambda x: [2 * x[0] * x[1], x[0] ** 2], [1.0, 3.0]).round(6)
    array([[6., 2.],
           [2., 0.]])

    Source: Nocedal, Wright, Numerical Optimization, 2nd edition, 2006, section 8.1.
    """
    require_callables("hessian_from_gradient", gradient=gradient)
    point = real_array(x, "x", "hessian_from_gradient")
    require_axes(point, "D", "x", "hessian_from_gradient")
    J = jacobian(gradient, point, h=h)
    if J.shape != (point.size, point.size):
        raise ShapeError(
            f"hessian_from_gradient: x has shape {point.shape} but the gradient has {len(J)} "
            "numbers; one per element of x is needed"
        )
    return (J + J.T) / 2


def hessian_vector_product(
    gradient: Callable[[Array], Array], x: npt.ArrayLike, v: npt.ArrayLike, *, h: float = 1e-5
) -> Array:
    r"""Product of the Hessian matrix with one vector, without the matrix.

    With a step :math:`\varepsilon` that moves x by about h,

    .. math:: H v \approx \frac{\nabla f(x + \varepsilon v) - \nabla f(x - \varepsilon v)}
              {2 \varepsilon} .

    Two gradients, however many dimensions: a network's Hessian would not fit into memory.

    Parameters
    ----------
    gradient : callable    from an array of the shape of `x` to the gradient there
    x : array of any shape    never changed: `gradient` gets copies
    v : the shape of `x`    the direction, of any length
    h : float    length of the step, beside the larger of 1 and the largest entry of x

    Returns
    -------
    the shape of `x`, float64

    Raises
    ------
    ShapeError    if the shapes of `x`, `v` and the gradient differ
    ValueError    if `h` is not positive
    TypeError     if an array does not hold real numbers, or `gradient` is no function

    Examples
    --------
    >>> def gradient(x):
    ...     return np.array([2 * x[0] * x[1], x[0] ** 2])
    >>> hessian_vector_product(gradient, [1.0, 3.0], [1.0, -1.0]).round(6)
    array([4., 2.])

    Source: Pearlmutter, Fast Exact Multiplication by the Hessian, Neural Computation 6, 1994.
    """
    who = "hessian_vector_product"
    require_callables(who, gradient=gradient)
    point = real_array(x, "x", who).astype(np.float64)
    direction = real_array(v, "v", who).astype(np.float64)
    require_same_shape(who, x=point, v=direction)
    h = require_number(h, "h", who, above=0)
    length = float(np.linalg.norm(direction))
    if length == 0:
        return np.zeros_like(point)
    epsilon = h * max(1.0, float(np.abs(point).max())) / length
    above = np.asarray(gradient(point + epsilon * direction))
    below = np.asarray(gradient(point - epsilon * direction))
    require_same_shape(who, x=point, gradient=above)
    return (above - below) / (2 * epsilon)
