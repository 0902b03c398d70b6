"""Comparisons of tensors and duals: of their values, element by element, as with arrays.

They record nothing, since a comparison has no derivative. Without them ``tensor == 0`` would ask
whether the two are the same object, and ``if tensor`` whether there is a first axis.
"""

from __future__ import annotations

import numbers
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array


class Compared:
    """What has values in an array, and compares by them."""

    __hash__ = object.__hash__  # in a set or a dictionary each is itself

    def values_of(self) -> Array:
        """Return the plain array."""
        raise NotImplementedError

    def __bool__(self) -> bool:
        values = self.values_of()
        if values.size != 1:
            raise ValueError(
                f"{type(self).__name__} of shape {values.shape}: only one number is true or false; "
                "say any() or all() of a comparison"
            )
        return bool(values.item())

    def __eq__(self, other: object) -> Any:
        return self._compared(operator.eq, other)

    def __ne__(self, other: object) -> Any:
        return self._compared(operator.ne, other)

    def __lt__(self, other: object) -> Any:
        return self._compared(operator.lt, other)

    def __le__(self, other: object) -> Any:
        return self._compared(operator.le, other)

    def __gt__(self, other: object) -> Any:
        return self._compared(operator.gt, other)

    def __ge__(self, other: object) -> Any:
        return self._compared(operator.ge, other)

    def _compared(self, compare: Callable[[Any, Any], Any], other: object) -> Any:
        """Return an array of truth values; with what is no number, Python's own answer."""
        if isinstance(other, Compared):
            return np.asarray(compare(self.values_of(), other.values_of()))
        if not isinstance(other, numbers.Real | np.ndarray | list | tuple):
            return NotImplemented
        values: npt.NDArray[np.bool_] = np.asarray(compare(self.values_of(), np.asarray(other)))
        return values
