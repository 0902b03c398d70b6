"""What these functions demand of their arguments, and give back, beyond `dlkit._requirements`."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit._requirements import Array, Labels, plain


def whole_numbers(who: str, name: str, value: npt.ArrayLike, below: int) -> Labels:
    """Return an array of any shape of integers from 0 to `below` - 1."""
    array = plain(who, name, value)
    if array.size == 0:  # an empty list has no integers to show
        return array.astype(np.intp)
    if array.dtype.kind not in "iu":
        raise TypeError(f"{who}: {name} has dtype {array.dtype}; integers are needed")
    outside = np.argwhere((array < 0) | (array >= below))
    if len(outside):
        index = tuple(outside[0].tolist())
        place = f"[{', '.join(map(str, index))}]" if index else ""
        raise ValueError(
            f"{who}: {name}{place} is {array[index]}; "
            f"whole numbers from 0 to {below - 1} are needed"
        )
    return array


def in_precision_of(inputs: Iterable[Array], gradients: Iterable[Array | None]) -> Any:
    """Return a tuple of the gradients, each in the dtype of its input; None stays None."""
    return tuple(
        None if gradient is None else gradient.astype(array.dtype, copy=False)
        for array, gradient in zip(inputs, gradients, strict=True)
    )
