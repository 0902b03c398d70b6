"""Derivatives by differences: slow, but right for every function that can be called."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_array, require_callables, require_number, require_same_shape


def numerical_gradient(f: Callable[[Array], float], x: npt.ArrayLike, *, h: float = 1e-5) -> Array:
    r"""Gradient of a scalar function by central differences, one by one.

    With :math:`s_i = h \max(1, |x_i|)` and the unit vector :math:`e_i`,

    .. math:: \frac{\partial f}{\partial x_i}
              \approx \frac{f(x + s_i e_i) - f(x - s_i e_i)}{2 s_i} .

    Parameters
    ----------
    f : callable    from an array of the shape of `x` to one number; called twice per element
    x : array of any shape    never changed: `f` gets copies
    h : float    relative step; 1e-5 balances truncation, which grows as h squared, and rounding,
        which grows as 1/h

    Returns
    -------
    the shape of `x`, float64

    Raises
    ------
    ValueError    if `h` is not positive
    TypeError     if `x` does not hold real numbers, or `f` is no function

    Examples
    --------
    >>> numerical_gradient(lambda x: np.sum(x**2), [1.0, -3.0]).round(6)
    array([ 2., -6.])

    Source: Nocedal, Wright, Numerical Optimization, 2nd edition, 2006, section 8.1.
    """
    require_callables("numerical_gradient", f=f)
    x = real_array(x, "x", "numerical_gradient").astype(np.float64)
    h = require_number(h, "h", "numerical_gradient", above=0)
    slopes = list(_central_differences(lambda moved: float(f(moved)), x, h))
    return np.array(slopes).reshape(x.shape)


def complex_step_gradient(
    f: Callable[[npt.NDArray[np.complexfloating[Any]]], complex],
    x: npt.ArrayLike,
    *,
    h: float = 1e-20,
) -> Array:
    r"""Gradient of a scalar function by steps along the imaginary axis.

    .. math:: \frac{\partial f}{\partial x_i} = \frac{\operatorname{Im} f(x + i h e_i)}{h}
              + O(h^2)

    Nothing is subtracted, so nothing cancels: h can be tiny and the result has all digits.

    Parameters
    ----------
    f : callable    from a complex array of the shape of `x` to one complex number, made of
        operations that are smooth in the complex plane: no abs, no maximum, no conjugate
    x : array of any shape    never changed: `f` gets copies
    h : float    step; its square must vanish beside 1

    Returns
    -------
    the shape of `x`, float64

    Raises
    ------
    ValueError    if `h` is not positive
    TypeError     if `x` does not hold real numbers, or `f` returns no complex number
    TypeError     if `f` is no function

    Examples
    --------
    >>> complex_step_gradient(lambda x: np.sum(x**3), [1.0, -2.0])
    array([ 3., 12.])

    Source: Squire, Trapp, Using Complex Variables to Estimate Derivatives of Real Functions,
    SIAM Review 40, 1998, pages 110-112.
    """
    require_callables("complex_step_gradient", f=f)
    x = real_array(x, "x", "complex_step_gradient").astype(np.float64)
    h = require_number(h, "h", "complex_step_gradient", above=0)
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        moved = x.astype(np.complex128)
        moved[index] += 1j * h
        value = f(moved)
        if not np.iscomplexobj(value):
            raise TypeError(
                f"complex_step_gradient: f returned {type(value).__name__}; a complex number is "
                "needed (f may not drop the imaginary part)"
            )
        gradient[index] = np.imag(value) / h
    return gradient


def relative_error(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    r"""Largest difference of two arrays, each as a share of the larger of its numbers.

    .. math:: \max_i \frac{|a_i - b_i|}{\max(|a_i|, |b_i|)}

    Parameters
    ----------
    a : array of any shape
    b : the shape of `a`

    Returns
    -------
    float    in [0, 2], or inf; 0 for arrays without elements

    Raises
    ------
    ShapeError    if the shapes differ
    TypeError     if an argument does not hold real numbers

    Conventions: equal numbers have the error 0, also 0 and 0; nan makes the error infinite, so
    that ``relative_error(a, b) < 1e-6`` is never true by accident.

    Examples
    --------
    >>> relative_error([1.0, 0.0, 4.0], [1.0, 0.0, 5.0])
    0.2

    Source: Nocedal, Wright, Numerical Optimization, 2nd edition, 2006, appendix A.1.
    """
    a, b = real_array(a, "a", "relative_error"), real_array(b, "b", "relative_error")
    require_same_shape("relative_error", a=a, b=b)
    equal = a == b
    size = np.where(equal, 1, np.maximum(np.abs(a), np.abs(b)))
    with np.errstate(invalid="ignore", under="ignore", over="ignore"):
        errors = np.where(equal, 0, np.abs(a - b) / size)
    return float(np.max(np.where(np.isnan(errors), np.inf, errors), initial=0))


def jacobian(f: Callable[[Array], npt.ArrayLike], x: npt.ArrayLike, *, h: float = 1e-5) -> Array:
    r"""Matrix of all partial derivatives, column by column, by central differences.

    .. math:: J_{ij} = \frac{\partial f_i}{\partial x_j}

    Parameters
    ----------
    f : callable    from an array of the shape of `x` to an array; called twice per column
    x : (n,)    any other shape counts in row-major order; never changed: `f` gets copies
    h : float    relative step, as in `numerical_gradient`

    Returns
    -------
    (m, n)    float64, for the m elements of ``f(x)``

    Raises
    ------
    ValueError    if `h` is not positive
    TypeError     if `x` does not hold real numbers, or `f` is no function

    Examples
    --------
    >>> jacobian(lambda x: [x[0] * x[1], x[0], 5.0], [2.0, 3.0]).round(6)
    array([[3., 2.],
           [1., 0.],
           [0., 0.]])

    Source: Nocedal, Wright, Numerical Optimization, 2nd edition, 2006, section 8.1.
    """
    require_callables("jacobian", f=f)
    x = real_array(x, "x", "jacobian").astype(np.float64)
    h = require_number(h, "h", "jacobian", above=0)
    rows = np.size(f(x.copy()))
    columns = [
        np.ravel(slope)
        for slope in _central_differences(lambda moved: np.asarray(f(moved), np.float64), x, h)
    ]
    return np.array(columns).reshape(x.size, rows).T


def diagonal_vjp(
    dy: npt.ArrayLike, f: Callable[[Array], Array], x: npt.ArrayLike, *, h: float = 1e-5
) -> Array:
    r"""Product of a vector with the Jacobian matrix of an element-wise function.

    That matrix is diagonal, so that all elements can move at once and no matrix is built:

    .. math:: (dy^\top J)_i = dy_i \, f'(x_i)
              \approx dy_i \, \frac{f(x_i + s_i) - f(x_i - s_i)}{2 s_i}

    Parameters
    ----------
    dy : the shape of `x`    the vector, the gradient with respect to ``f(x)``
    f : callable    element-wise; called twice in all, where `jacobian` calls it 2n times
    x : array of any shape    never changed: `f` gets copies
    h : float    relative step, as in `numerical_gradient`

    Returns
    -------
    the shape of `x`, float64

    Raises
    ------
    ShapeError    if the shapes of `dy`, `x` and ``f(x)`` differ
    ValueError    if `h` is not positive
    TypeError     if an array does not hold real numbers, or `f` is no function

    Examples
    --------
    >>> diagonal_vjp([1.0, 10.0], lambda x: x**2, [3.0, -1.0]).round(6)
    array([  6., -20.])

    Source: Griewank, Walther, Evaluating Derivatives, 2nd edition, SIAM, 2008, chapter 3.
    """
    require_callables("diagonal_vjp", f=f)
    x = real_array(x, "x", "diagonal_vjp").astype(np.float64)
    dy = real_array(dy, "dy", "diagonal_vjp")
    step = require_number(h, "h", "diagonal_vjp", above=0) * np.maximum(1, np.abs(x))
    above, below = np.asarray(x + step), np.asarray(x - step)
    width = above - below  # as it was rounded, not as it was meant
    difference = np.asarray(f(above)) - np.asarray(f(below))
    require_same_shape("diagonal_vjp", dy=dy, x=x, output=difference)
    dx: Array = dy * difference / width
    return dx


def _central_differences(f: Callable[[Array], Any], x: Array, h: float) -> Iterator[Any]:
    """Yield the derivative of f along each element of x in turn, the others standing still."""
    for index in np.ndindex(x.shape):
        step = h * max(1.0, abs(float(x[index])))
        above, below = x.copy(), x.copy()
        above[index] += step
        below[index] -= step
        width = above[index] - below[index]  # as it was rounded, not as it was meant
        yield (f(above) - f(below)) / width
