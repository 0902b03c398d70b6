"""Residual blocks: a layer that only says how its input should change."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    ShapeError,
    fitting_arrays,
    real_array,
    require_axes,
    require_callables,
)


def residual_forward(
    x: npt.ArrayLike, f: Callable[[Array], Array], *, P: npt.ArrayLike | None = None
) -> Array:
    r"""Residual block: the input, and what a layer adds to it.

    .. math:: y = x + f(x) \qquad\text{or}\qquad y = xP + f(x)

    Parameters
    ----------
    x : (N, D)    or any shape that `f` keeps
    f : callable    from an array to an array of the same shape, or (N, M) with a projection
    P : (D, M) or None    a projection of the input, where `f` changes the number of features

    Returns
    -------
    the shape of ``f(x)``

    Raises
    ------
    ShapeError    if ``f(x)`` has not the shape of x or of its projection
    TypeError     if an argument does not hold real numbers, or `f` is no function

    Conventions: no activation after the sum, so that the way from y back to x is free.

    Examples
    --------
    >>> residual_forward([[1.0, -2.0]], lambda x: np.maximum(x, 0))
    array([[ 2., -2.]])

    Source: He, Zhang, Ren, Sun, Identity Mappings in Deep Residual Networks, ECCV, 2016,
    section 2.
    """
    require_callables("residual_forward", f=f)
    x = real_array(x, "x", "residual_forward")
    # A copy: what f does to its input must not reach the skip.
    change = real_array(f(x.copy()), "f(x)", "residual_forward")
    skip = x if P is None else x @ _projection("residual_forward", x, P)
    if change.shape != skip.shape:
        need = "a projection P is" if P is None else "equal shapes are"
        raise ShapeError(
            f"residual_forward: f(x) has shape {change.shape} but the input beside it has shape "
            f"{skip.shape}; {need} needed"
        )
    return skip + change


def residual_backward(
    dy: npt.ArrayLike,
    x: npt.ArrayLike,
    f_backward: Callable[[Array, Array], Any],
    *,
    P: npt.ArrayLike | None = None,
) -> Any:
    r"""Gradient of `residual_forward`: what comes through the layer, and `dy` itself.

    .. math:: \frac{\partial L}{\partial x} = dy + dy \, \frac{\partial f}{\partial x}
              \qquad\text{or}\qquad
              \frac{\partial L}{\partial x} = dy \, P^\top + dy \, \frac{\partial f}{\partial x},
              \quad \frac{\partial L}{\partial P} = x^\top dy

    Parameters
    ----------
    dy : the shape of the block's result    gradient of the loss with respect to it
    x : (N, D)    the input of the forward pass
    f_backward : callable    from ``dy, x`` to the gradient of x, or to a tuple that starts with
        it and goes on with the gradients of parameters, which are passed on
    P : (D, M) or None    the projection, if there is one

    Returns
    -------
    dx, or a tuple (dx, ..., dP)    dx of shape (N, D); after it what `f_backward` adds, and dP
        where there is a projection

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers, or `f_backward` is no function

    Examples
    --------
    >>> residual_backward([[1.0, 10.0]], [[3.0, -3.0]], lambda dy, x: dy * (x > 0))
    array([[ 2., 10.]])

    Source: He, Zhang, Ren, Sun, Identity Mappings in Deep Residual Networks, ECCV, 2016,
    section 2.
    """
    who = "residual_backward"
    require_callables(who, f_backward=f_backward)
    dy, x = real_array(dy, "dy", who), real_array(x, "x", who)
    through = f_backward(dy.copy(), x.copy())
    change, *others = through if isinstance(through, tuple) else (through,)
    if P is None:
        skip, projection = dy, []
    else:
        matrix = _projection(who, x, P)
        fitting_arrays(who, x=(x, "N D"), P=(matrix, "D M"), dy=(dy, "N M"))
        skip, projection = dy @ matrix.T, [(x.T @ dy).astype(matrix.dtype, copy=False)]
    if not np.shape(change) == skip.shape == x.shape:
        raise ShapeError(
            f"{who}: x has shape {x.shape}, the gradient beside the layer {skip.shape} and that "
            f"of f_backward {np.shape(change)}; the shapes must be equal"
        )
    dx = (skip + change).astype(x.dtype, copy=False)
    return (dx, *others, *projection) if others or projection else dx


def _projection(who: str, x: Array, P: npt.ArrayLike) -> Array:
    require_axes(x, "ND", "x", who)
    return fitting_arrays(who, x=(x, "N D"), P=(P, "D M"))[1]
