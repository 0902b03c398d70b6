"""The element-wise pairs that no earlier topic has, with broadcasting, and those that move axes.

Functions of plain arrays, like all pairs: ``f(*arrays, **options)`` and
``f_backward(dy, *arrays, **options)`` with one gradient per array. They know nothing of a graph.
"""

import numpy as np

from dlkit.arguments import Array, ShapeError
from dlkit.autodiff.broadcasting import unbroadcast


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
    lowest = np.min(x, initial=np.inf)
    if (lowest < 0 and exponent % 1) or (exponent < 0 and np.any(x == 0)):
        raise ValueError(
            f"power: the smallest element is {lowest} and the exponent {exponent}; below 0 the "
            "exponent must be whole, and at 0 not negative"
        )
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


def reshape(x: Array, *, shape: tuple[int, ...]) -> Array:
    return np.reshape(x, shape)


def reshape_backward(dy: Array, x: Array, *, shape: tuple[int, ...]) -> Array:
    return np.reshape(dy, x.shape)


def transpose(x: Array, *, axes: tuple[int, ...] | None = None) -> Array:
    return np.transpose(x, axes)


def transpose_backward(dy: Array, x: Array, *, axes: tuple[int, ...] | None = None) -> Array:
    return np.transpose(dy, None if axes is None else np.argsort(np.mod(axes, x.ndim)))


def _broadcast(name: str, ufunc: np.ufunc, a: Array, b: Array) -> Array:
    try:
        with np.errstate(under="ignore"):
            result: Array = ufunc(a, b)
            return result
    except ValueError:
        raise ShapeError(
            f"{name}: the shapes {a.shape} and {b.shape} do not broadcast; every length must be "
            "equal or 1, counted from the right"
        ) from None
