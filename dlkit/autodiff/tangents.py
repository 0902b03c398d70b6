"""Three rules that push a tangent forward through a pair, made from the pair itself.

A backward function multiplies with the transposed Jacobian matrix. Where that matrix is symmetric
or the function linear, the same pair also multiplies with the matrix: no formula is written twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dlkit.arguments import Array
from dlkit.autodiff import reductions

if TYPE_CHECKING:
    from dlkit.autodiff.operations import Primitive

Tangents = list[Array | None]  # None: the input is a constant


def symmetric(
    primitive: Primitive, inputs: list[Array], tangents: Tangents, options: dict[str, Any]
) -> Array:
    """Push through a function whose Jacobian is symmetric: element-wise ones, and softmax."""
    shape = np.broadcast_shapes(*(x.shape for x in inputs))
    stretched = [np.broadcast_to(x, shape) for x in inputs]
    return _added(
        primitive.gradients(np.broadcast_to(v, shape), stretched, options)[k]
        for k, v in enumerate(tangents)
        if v is not None
    )


def multilinear(
    primitive: Primitive, inputs: list[Array], tangents: Tangents, options: dict[str, Any]
) -> Array:
    """Push through a function that is linear in each input: replace one input at a time."""
    return _added(
        primitive.value([*inputs[:k], v, *inputs[k + 1 :]], options)
        for k, v in enumerate(tangents)
        if v is not None
    )


def selecting(
    primitive: Primitive, inputs: list[Array], tangents: Tangents, options: dict[str, Any]
) -> Array:
    """Push through a choice along an axis: the chosen elements are those that get a gradient."""
    (x,), (v,) = inputs, tangents
    assert v is not None  # an operation on constants alone is no operation on duals
    ones = np.ones_like(primitive.value([x], options))
    (chosen,) = primitive.gradients(ones, [x], options)
    return reductions.total(chosen * v, **options)


def _added(parts: Any) -> Array:
    return np.asarray(sum(parts))
