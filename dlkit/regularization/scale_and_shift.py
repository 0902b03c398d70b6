"""What every normalization does with its input, its scale and its shift."""

from typing import TypeAlias

import numpy.typing as npt

from dlkit.arguments import Array, real_array

Three: TypeAlias = tuple[Array, Array, Array]  # x, gamma, beta, or their gradients


def real_inputs(who: str, x: npt.ArrayLike, gamma: npt.ArrayLike, beta: npt.ArrayLike) -> Three:
    """Return all three as arrays of floats."""
    return real_array(x, "x", who), real_array(gamma, "gamma", who), real_array(beta, "beta", who)


def in_dtypes_of(inputs: Three, gradients: Three) -> Three:
    """Return each gradient in the dtype of what it is the gradient of."""
    dx, dgamma, dbeta = (
        gradient.astype(array.dtype, copy=False)
        for array, gradient in zip(inputs, gradients, strict=True)
    )
    return dx, dgamma, dbeta
