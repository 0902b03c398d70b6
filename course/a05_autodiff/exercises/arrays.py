"""What the exercises on arrays share: guards of solutions, and the axes of a reduction."""

import numpy as np


def real(values):
    """Make whole numbers float64, and leave float32 as it is."""
    return np.asarray(values, dtype=np.result_type(values, np.float32))


def axes_of(x, axis):
    """Return the axes of a reduction as numbers from 0; None is all of them."""
    if axis is None:
        return tuple(range(x.ndim))
    return tuple(np.arange(x.ndim)[[axis] if np.ndim(axis) == 0 else list(axis)].tolist())


def kept(dy, x, axis, keepdims):
    """Return dy with its reduced axes kept at length 1, and x, with the guard that all share."""
    x = real(x)
    axes = axes_of(x, axis)
    dy = np.asarray(dy, x.dtype)
    if dy.shape != np.sum(x, axis=axes, keepdims=keepdims).shape:
        raise ValueError("dy needs the shape of the result")
    return (dy if keepdims else np.expand_dims(dy, axes)), x, axes
