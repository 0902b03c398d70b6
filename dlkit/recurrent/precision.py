"""In which precision a backward function answers."""

from collections.abc import Iterable
from typing import TypeVar, cast

from dlkit.arguments import Array

Gradients = TypeVar("Gradients", bound=tuple[Array | None, ...])


def in_precision_of(inputs: Iterable[Array], gradients: Gradients) -> Gradients:
    """Return a tuple of the gradients, each in the dtype of its input; None stays None."""
    converted = tuple(
        None if gradient is None else gradient.astype(array.dtype, copy=False)
        for array, gradient in zip(inputs, gradients, strict=True)
    )
    return cast(Gradients, converted)
