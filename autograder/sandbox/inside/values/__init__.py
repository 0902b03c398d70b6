"""Values of libraries as plain data, for both ends of the wire: described, and made again.

What arrives is of a library's own class and was made from plain numbers and text, so that tests
compute with it as with a value of their own. No description runs code: each class is built by its
own constructor from parts whose kinds were looked at, and what does not fit is refused. A library
is imported only when a value of it arrives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from dlkit.check.plain import NotPlain

from . import arrays, formulas, matrices, standard, tables, tensors

Inner = Callable[[Any], Any]
CODECS: Mapping[str, ModuleType] = {  # by the top-level module of a value's class
    **dict.fromkeys(standard.MODULES, standard),
    "numpy": arrays,
    "pandas": tables,
    "scipy": matrices,
    "sympy": formulas,
    "torch": tensors,
}


def describe(value: Any, described: Inner) -> dict[str, Any] | None:
    """Describe a value of a library, its parts by ``described``; None where it is no such value."""
    top = library_of(type(value))
    if top not in CODECS:
        return None
    description: dict[str, Any] | None = CODECS[top].describe(value, described)
    return description and {"is": "value", "library": top, **description}


def library_of(kind: type) -> str:
    """The top-level module that a class is from; sympy makes classes that do not say it."""
    modules = (each.__module__ for each in kind.__mro__)
    return next(module for module in modules if isinstance(module, str)).partition(".")[0]


def rebuild(data: Mapping[str, Any], decoded: Inner) -> Any:
    """Make the value again that :func:`describe` described."""
    codec = CODECS.get(data["library"])
    if codec is None:
        raise NotPlain(f"values of {data['library']!r} are not sent")
    return codec.rebuild(data, decoded)
