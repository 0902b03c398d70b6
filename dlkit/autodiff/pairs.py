"""The pairs that no earlier topic has: arithmetic with broadcasting, products, sums, selections.

Functions of plain arrays, like all pairs: ``f(*arrays, **options)`` and
``f_backward(dy, *arrays, **options)`` with one gradient per array. They know nothing of a graph.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit._requirements import Array
from dlkit.autodiff.broadcasting import unbroadcast
from dlkit.errors import ShapeError

Axis = int | tuple[int, ...] | None


def add(a: Array, b: Array) -> Array:
    return _broadcast("add", np.add, a, b)


def add_backward(dy: Array, a: Array, b: Array) -> tuple[Array, Array]:
    return unbroadcast(dy, a.shape), unbroadcast(dy, b.shape)


def subtract(a: Array, b: Array) -> Array:
    return _broadcast("subtract", np.subtract, a, b)


def subtract_backward(dy: Array, a: Array, b: Array) -> tuple[Array, Array]:
    return unbroadcast(dy, a.shape), unbroadcast(-dy, b.shape)


def multiply(a: Array, b: Array) -> Array:
    return _broadcast("multiply", np.multiply, a, b)


def multiply_backward(dy: Array, a: Array, b: Array) -> tuple[Array, Array]:
    with np.errstate(under="ignore"):
        return unbroadcast(dy * b, a.shape), unbroadcast(dy * a, b.shape)


def divide(a: Array, b: Array) -> Array:
    return _broadcast("divide", np.divide, a, b)


def divide_backward(dy: Array, a: Array, b: Array) -> tuple[Array, Array]:
    with np.errstate(under="ignore"):
        da = dy / b
        return unbroadcast(da, a.shape), unbroadcast(-da * (a / b), b.shape)


def power(x: Array, *, exponent: float) -> Array:
    """Raise to one number; a tensor in the exponent is exp(b log(a))."""
    with np.errstate(under="ignore"):
        return x**exponent


def power_backward(dy: Array, x: Array, *, exponent: float) -> Array:
    if exponent == 0:  # a constant, also at 0, where 0 * x**-1 would be nan
        return np.zeros_like(x)
    with np.errstate(under="ignore"):
        return dy * exponent * x ** (exponent - 1)


def exp(x: Array) -> Array:
    with np.errstate(under="ignore"):
        return np.exp(x)


def exp_backward(dy: Array, x: Array) -> Array:
    with np.errstate(under="ignore"):
        return dy * np.exp(x)


def log(x: Array) -> Array:
    if np.any(x <= 0):  # nan passes, and propagates
        raise ValueError(f"log: the smallest element is {np.min(x)}; numbers above 0 are needed")
    return np.log(x)


def log_backward(dy: Array, x: Array) -> Array:
    return dy / x


def matmul(a: Array, b: Array) -> Array:
    if a.ndim < 2 or b.ndim < 2 or a.shape[-1] != b.shape[-2]:
        raise ShapeError(
            f"matmul: the shapes are {a.shape} and {b.shape}; (..., n, k) and (..., k, m) are "
            "needed. Make a row (1, n) or a column (n, 1) of a vector."
        )
    return _broadcast("matmul", np.matmul, a, b)


def matmul_backward(dy: Array, a: Array, b: Array) -> tuple[Array, Array]:
    da = dy @ np.swapaxes(b, -1, -2)  # (..., n, m) @ (..., m, k)
    db = np.swapaxes(a, -1, -2) @ dy  # (..., k, n) @ (..., n, m)
    return unbroadcast(da, a.shape), unbroadcast(db, b.shape)


def total(x: Array, *, axis: Axis = None, keepdims: bool = False) -> Array:
    return np.sum(x, axis=axis, keepdims=keepdims)


def total_backward(dy: Array, x: Array, *, axis: Axis = None, keepdims: bool = False) -> Array:
    return np.array(np.broadcast_to(_kept(dy, x, axis, keepdims), x.shape))


def mean(x: Array, *, axis: Axis = None, keepdims: bool = False) -> Array:
    return total(x, axis=axis, keepdims=keepdims) / _count("mean", x, axis)


def mean_backward(dy: Array, x: Array, *, axis: Axis = None, keepdims: bool = False) -> Array:
    return total_backward(dy, x, axis=axis, keepdims=keepdims) / _count("mean", x, axis)


def largest(x: Array, *, axis: int | None = None, keepdims: bool = False) -> Array:
    _count("max", x, axis)
    return np.max(x, axis=axis, keepdims=keepdims)


def largest_backward(
    dy: Array, x: Array, *, axis: int | None = None, keepdims: bool = False
) -> Array:
    """Give everything to the first of equal maxima, as PyTorch's max over an axis does."""
    dx = np.zeros_like(x)
    if axis is None:
        dx.flat[np.argmax(x)] = dy.item()
    else:
        winner = np.argmax(x, axis=axis, keepdims=True)
        np.put_along_axis(dx, winner, _kept(dy, x, axis, keepdims), axis)
    return dx


def reshape(x: Array, *, shape: tuple[int, ...]) -> Array:
    return np.reshape(x, shape)


def reshape_backward(dy: Array, x: Array, *, shape: tuple[int, ...]) -> Array:
    return np.reshape(dy, x.shape)


def transpose(x: Array, *, axes: tuple[int, ...] | None = None) -> Array:
    return np.transpose(x, axes)


def transpose_backward(dy: Array, x: Array, *, axes: tuple[int, ...] | None = None) -> Array:
    return np.transpose(dy, None if axes is None else np.argsort(np.mod(axes, x.ndim)))


def select(x: Array, *, index: Any) -> Array:
    return np.array(x[index])  # a copy, also where NumPy gives a view


def select_backward(dy: Array, x: Array, *, index: Any) -> Array:
    dx = np.zeros_like(x)
    np.add.at(dx, index, dy)  # dx[index] += dy would count an index that occurs twice only once
    return dx


def _broadcast(name: str, ufunc: np.ufunc, a: Array, b: Array) -> Array:
    try:
        with np.errstate(under="ignore"):
            return ufunc(a, b)
    except ValueError:
        raise ShapeError(
            f"{name}: the shapes {a.shape} and {b.shape} do not broadcast; every length must be "
            "equal or 1, counted from the right"
        ) from None


def _kept(dy: Array, x: Array, axis: Axis, keepdims: bool) -> Array:
    """Return dy with the axes of length 1 that a reduction without keepdims has dropped."""
    if keepdims:
        return dy
    return np.expand_dims(dy, tuple(range(x.ndim)) if axis is None else axis)


def _count(name: str, x: npt.NDArray[Any], axis: Axis) -> int:
    """Return how many elements of x make one element of the reduction."""
    axes = range(x.ndim) if axis is None else (axis,) if isinstance(axis, int) else axis
    count = int(np.prod([x.shape[a] for a in axes], dtype=int))
    if count == 0:
        raise ValueError(f"{name}: x has shape {x.shape}; there is no {name} of nothing")
    return count
