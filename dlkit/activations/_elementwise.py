"""What the element-wise pairs share: their arguments, the chain rule, and two curves."""

import math

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_array, require_same_shape


def upstream_and_input(who: str, dy: npt.ArrayLike, z: npt.ArrayLike) -> tuple[Array, Array]:
    """Return the two arguments of a backward function, of equal shape."""
    upstream, inputs = real_array(dy, "dy", who), real_array(z, "z", who)
    require_same_shape(who, dy=upstream, z=inputs)
    return upstream, inputs


def chain(dy: Array, slope: Array) -> Array:
    """Return dy * slope in the precision of the slope: the Jacobian matrix is diagonal."""
    with np.errstate(under="ignore"):  # a tiny slope may round to 0
        return (dy * slope).astype(slope.dtype, copy=False)


def step(z: Array) -> Array:
    """Return 1 where z > 0 and 0 elsewhere, also at 0; unlike z > 0 it keeps nan a nan."""
    slope = np.asarray(z > 0, z.dtype)  # for one number z > 0 is no array
    if math.isnan(np.minimum.reduce(z, axis=None, initial=0)):  # one quick look: nan is rare
        slope[np.isnan(z)] = np.nan
    return slope


def bell(z: Array) -> Array:
    """Return the slope of the sigmoid, s (1 - s), without the cancellation in 1 - s."""
    with np.errstate(under="ignore"):
        e = np.exp(-np.abs(z))
        slope: Array = e / (1 + e) ** 2
        return slope
