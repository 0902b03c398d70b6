"""Ask for checks of one function: the words in which an exercise's questions are written.

Each method adds checks of the standard battery. Expected values come from the reference at once,
so a case is written once, as arguments only.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from dlkit.check import properties
from dlkit.check.battery import Check, Error, Property, Purity, Value
from dlkit.check.compare import DOUBLE, SINGLE, Tolerance
from dlkit.check.plain import fresh, laid_out


class Ask:
    """Collects the checks of one function, in the order asked."""

    def __init__(self, function: str, reference: Callable[..., Any], part: str) -> None:
        self._function = function
        self._reference = reference
        self._part = part
        self.checks: list[Check] = []

    def values(self, title: str, *args: Any, **kwargs: Any) -> None:
        """The result equals the reference's; counts for the function's own part."""
        self._value(self._part, title, args, kwargs, DOUBLE)

    def edge(self, title: str, *args: Any, tolerance: Tolerance = DOUBLE, **kwargs: Any) -> None:
        """As :meth:`values`, on an input at the edge of what is allowed."""
        self._value("edges", title, args, kwargs, tolerance)

    def layouts(self, *args: Any, **kwargs: Any) -> None:
        """The memory layout of arrays does not matter: transposed and strided views (T4)."""
        for layout, name in (("F", "a transposed view"), ("strided", "a view with gaps")):
            laid = tuple(_map(a, functools.partial(laid_out, layout=layout)) for a in args)
            self._value("edges", f"{name} as input", laid, kwargs, DOUBLE)

    def float32(self, *args: Any, **kwargs: Any) -> None:
        """Arrays of float32 give float32 arrays or a number, right to four digits (T5)."""
        single = tuple(_map(a, _to_single) for a in args)
        self._value("edges", "float32 as input", single, kwargs, SINGLE)

    def integers(self, *args: Any, **kwargs: Any) -> None:
        """Integer arrays are as good as float ones (T6)."""
        whole = tuple(_map(a, lambda array: np.rint(3 * array).astype(np.int64)) for a in args)
        self._value("edges", "whole numbers as input", whole, kwargs, DOUBLE)

    def refuses(self, title: str, error: str, *args: Any, **kwargs: Any) -> None:
        """The call is refused with this kind of exception (T8)."""
        self.checks.append(
            Error(
                function=self._function,
                part="edges",
                title=title,
                args=fresh(args),
                kwargs=kwargs,
                expected=error,
            )
        )

    def pure(self, *args: Any, **kwargs: Any) -> None:
        """No argument changes, the result is new memory, a second call agrees (T3, T11)."""
        self.checks.append(
            Purity(
                function=self._function,
                part="purity and speed",
                title="inputs stay as they were",
                args=fresh(args),
                kwargs=kwargs,
            )
        )

    def law(self, name: str, *args: Any, **parameters: Any) -> None:
        """A law of :mod:`dlkit.check.properties` holds on these arguments (M)."""
        self.checks.append(
            Property(
                function=self._function,
                part="edges",
                title=properties.TITLES[properties.NAMED[name]],
                args=fresh(args),
                name=name,
                parameters=parameters,
            )
        )

    def _value(
        self, part: str, title: str, args: tuple, kwargs: dict, tolerance: Tolerance
    ) -> None:
        args = fresh(args)  # whoever asks may go on with his own array
        self.checks.append(
            Value(
                function=self._function,
                part=part,
                title=title,
                args=args,
                kwargs=kwargs,
                expected=answer(self._reference, args, kwargs),
                tolerance=tolerance,
            )
        )


def answer(reference: Callable[..., Any], args: tuple, kwargs: dict[str, Any]) -> Any:
    """Return what a reference gives; numbers that overflow or divide by zero are its fault."""
    with np.errstate(all="raise", under="ignore"):
        return reference(*args, **kwargs)


def _map(value: Any, change: Callable[[np.ndarray], np.ndarray]) -> Any:
    """Apply ``change`` to every float array in an argument; labels and numbers stay."""
    if isinstance(value, list | tuple):
        return type(value)(_map(item, change) for item in value)
    if isinstance(value, np.ndarray) and value.ndim and value.dtype.kind == "f":
        return change(value)
    return value


def _to_single(array: np.ndarray) -> np.ndarray:
    return array.astype(np.float32)
