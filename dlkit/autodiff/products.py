"""Matrix products, one or many at once, and the way back through them."""

import contextlib

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, real_array
from dlkit.autodiff.broadcasting import unbroadcast


def matmul(a: Array, b: Array) -> Array:
    _product_shape("matmul", a, b)
    with np.errstate(under="ignore"):
        return a @ b


def matmul_backward(dy: npt.ArrayLike, a: npt.ArrayLike, b: npt.ArrayLike) -> tuple[Array, Array]:
    r"""Gradients of a matrix product, also of stacks of matrices.

    .. math:: y = a b, \qquad \frac{\partial L}{\partial a} = dy \, b^\top, \qquad
              \frac{\partial L}{\partial b} = a^\top dy

    Only the last two axes are transposed; a matrix that met several others gets their sum.

    Parameters
    ----------
    dy : (..., n, m)    gradient of the loss with respect to ``a @ b``
    a, b : (..., n, k), (..., k, m)    the factors; the axes in front broadcast

    Returns
    -------
    da, db : the shapes and dtypes of a and b

    Raises
    ------
    ShapeError    if the shapes do not fit together, or a factor is a vector
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> da, db = matmul_backward([[1.0]], [[2.0, 3.0]], [[5.0], [7.0]])
    >>> da, db.ravel()
    (array([[5., 7.]]), array([2., 3.]))

    Source: Giles, Collected Matrix Derivative Results for Forward and Reverse Mode Algorithmic
    Differentiation, in Advances in Automatic Differentiation, Springer, 2008.
    """
    who = "matmul_backward"
    dy, a, b = real_array(dy, "dy", who), real_array(a, "a", who), real_array(b, "b", who)
    needed = _product_shape(who, a, b)
    if dy.shape != needed:
        raise ShapeError(f"{who}: dy has shape {dy.shape}; the output has shape {needed}")
    da = dy @ np.swapaxes(b, -1, -2)  # (..., n, m) @ (..., m, k)
    db = np.swapaxes(a, -1, -2) @ dy  # (..., k, n) @ (..., n, m)
    return _like(da, a), _like(db, b)


def _like(gradient: Array, x: Array) -> Array:
    """Return a gradient in the shape and dtype of its factor."""
    return unbroadcast(gradient, x.shape).astype(x.dtype, copy=False)


def _product_shape(who: str, a: Array, b: Array) -> tuple[int, ...]:
    if a.ndim > 1 and b.ndim > 1 and a.shape[-1] == b.shape[-2]:
        with contextlib.suppress(ValueError):  # the axes in front do not broadcast
            front = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
            return (*front, a.shape[-2], b.shape[-1])
    raise ShapeError(
        f"{who}: the shapes are {a.shape} and {b.shape}; (..., n, k) and (..., k, m) are needed, "
        "with axes in front that broadcast. Make a row (1, n) or a column (n, 1) of a vector."
    )
