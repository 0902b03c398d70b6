"""In which precision a backward function answers."""

from collections.abc import Iterable
from typing import Any

from dlkit.arguments import Array


def in_precision_of(inputs: Iterable[Array], gradients: Iterable[Array | None]) -> Any:
    """Return a tuple of the gradients, each in the dtype of its input; None stays None."""
    return tuple(
        None if gradient is None else gradient.astype(array.dtype, copy=False)
        for array, gradient in zip(inputs, gradients, strict=True)
    )
