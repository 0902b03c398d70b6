"""Ask for checks of one function: the words in which an exercise's questions are written.

Each method adds checks of the standard battery. Expected values come from the reference at once,
so a case is written once, as arguments only.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from autograder.specification.promises import Takes, has_mixed_dtypes
from dlkit.check import properties
from dlkit.check.battery import Check, Error, Property, Purity, Silent, Value
from dlkit.check.compare import DOUBLE, SINGLE, Tolerance
from dlkit.check.plain import fresh, laid_out

NO_PROMISES: Mapping[str, Takes] = {}
NO_NEEDS: Mapping[str, Any] = {}


class Ask:
    """Collects the checks of one function, in the order asked."""

    def __init__(
        self,
        function: str,
        reference: Callable[..., Any],
        part: str,
        promises: Mapping[str, Takes] = NO_PROMISES,
    ) -> None:
        self._function = function
        self._reference = reference
        self._part = part
        self._promises = promises
        self._essential = ""
        self.checks: list[Check] = []

    @contextlib.contextmanager
    def essential(self, about: str) -> Iterator[None]:
        """What is asked inside this block is what the exercise is ``about``.

        While one of these checks fails, the exercise earns at most half of its points.
        """
        self._essential = about
        try:
            yield
        finally:
            self._essential = ""

    def paper(self, *args: Any, **kwargs: Any) -> None:
        """As :meth:`values`, with numbers so small that a student can redo them by hand."""
        self._value(self._part, "a case for paper", args, kwargs, is_paper=True)

    def values(self, title: str, *args: Any, **kwargs: Any) -> None:
        """The result equals the reference's; counts for the function's own part."""
        self._value(self._part, title, args, kwargs)

    def edge(self, title: str, *args: Any, tolerance: Tolerance = DOUBLE, **kwargs: Any) -> None:
        """As :meth:`values`, on an input at the edge of what is allowed."""
        self._value("edges", title, args, kwargs, tolerance)

    def silent(self, title: str, *args: Any, tolerance: Tolerance = DOUBLE, **kwargs: Any) -> None:
        """As :meth:`edge`, and numpy must not warn: only where the specification says so."""
        self._value("edges", title, args, kwargs, tolerance, kind=Silent)

    def standard(self, *args: Any, **kwargs: Any) -> None:
        """The technical questions about one case, as far as the promises ask for them.

        Layouts, float32, whole numbers, two dtypes, and that nothing is changed.
        """
        dtypes = {dtype for each in self._promises.values() for dtype in each.dtypes}
        self.layouts(*args, **kwargs)
        if "float32" in dtypes:
            self.float32(*args, **kwargs)
        if "int64" in dtypes:
            self.integers(*args, **kwargs)
        if has_mixed_dtypes(self._promises):
            self.mixed_dtypes(*args, **kwargs)
        self.pure(*args, **kwargs)

    def layouts(self, *args: Any, **kwargs: Any) -> None:
        """The memory layout of arrays does not matter: transposed and strided views (T4)."""
        for layout, name in (("F", "a transposed view"), ("strided", "a view with gaps")):
            laid = tuple(_map(a, functools.partial(laid_out, layout=layout)) for a in args)
            self._technical(f"{name} as input", laid, kwargs)

    def float32(self, *args: Any, **kwargs: Any) -> None:
        """Arrays of float32 give float32 arrays or a number, right to four digits (T5)."""
        self._technical(
            "float32 as input", tuple(_map(a, _to_single) for a in args), kwargs, SINGLE
        )

    def mixed_dtypes(self, *args: Any, **kwargs: Any) -> None:
        """The result has the dtype that the specification names, also where two dtypes meet."""
        arrays = [i for i, each in enumerate(args) if isinstance(each, np.ndarray) and each.ndim]
        floats = [i for i in arrays if args[i].dtype.kind == "f"]
        names = list(inspect.signature(self._reference).parameters)
        for position in (floats[0], floats[-1]):
            mixed = tuple(_to_single(a) if i == position else a for i, a in enumerate(args))
            self._technical(f"float32 for {names[position]} alone", mixed, kwargs, SINGLE)

    def integers(self, *args: Any, **kwargs: Any) -> None:
        """Integer arrays are as good as float ones (T6)."""
        whole = tuple(_map(a, lambda array: np.rint(3 * array).astype(np.int64)) for a in args)
        self._technical("whole numbers as input", whole, kwargs)

    def refuses(self, title: str, error: str, *args: Any, **kwargs: Any) -> None:
        """The call is refused with this kind of exception (T8)."""
        self._add(Error, "edges", title, args, kwargs, expected=error)

    def pure(self, *args: Any, title: str = "inputs stay as they were", **kwargs: Any) -> None:
        """No argument changes, the result is new memory, a second call agrees (T3, T11)."""
        self._add(Purity, "purity and speed", title, args, kwargs)

    def property(self, name: str, *args: Any, **parameters: Any) -> None:
        """A property of :mod:`dlkit.check.properties` holds on these arguments (M)."""
        title = properties.TITLES[properties.NAMED[name]]
        self._add(Property, "edges", title, args, {}, name=name, parameters=parameters)

    def holds(self, name: str, title: str, *args: Any, **parameters: Any) -> None:
        """The answer, of which several are right, has this property.

        It counts for the function's own part, as :meth:`values` do.
        """
        self._add(Property, self._part, title, args, {}, name=name, parameters=parameters)

    def drawn(
        self,
        name: str,
        title: str,
        *args: Any,
        rng: np.random.Generator,
        needs: Mapping[str, Any] = NO_NEEDS,
        **kwargs: Any,
    ) -> None:
        """A random result has this property, whatever its generator draws.

        The function gets that generator as ``rng``, and ``kwargs``, which the property gets too;
        ``needs`` are for the property alone. The answer counts for the function's own part.
        """
        first, second = rng.choice(2**31, size=2, replace=False).tolist()
        parameters = {"seeds": (first, second), **kwargs, **needs}
        self._add(Property, self._part, title, args, kwargs, name=name, parameters=parameters)

    def _technical(
        self,
        title: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        tolerance: Tolerance = DOUBLE,
    ) -> None:
        self._value("edges", title, args, kwargs, tolerance, is_technical=True)

    def _value(
        self,
        part: str,
        title: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        tolerance: Tolerance = DOUBLE,
        kind: type[Value] = Value,
        **marks: bool,
    ) -> None:
        args, kwargs = fresh(args), fresh(kwargs)  # the caller may go on with its own array
        expected = answer(self._reference, args, fresh(kwargs))
        self._add(kind, part, title, args, kwargs, expected=expected, tolerance=tolerance, **marks)

    def _add(
        self,
        kind: type[Check],
        part: str,
        title: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        **rest: Any,
    ) -> None:
        self.checks.append(
            kind(
                function=self._function,
                part=part,
                title=title,
                args=fresh(args),
                kwargs=fresh(kwargs),
                essential=self._essential,
                **rest,
            )
        )


def answer(reference: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
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
