"""The student's objects that the judge knows by number, and how they are described to it."""

from __future__ import annotations

import builtins
import enum
import importlib
import types
from collections.abc import Callable, Mapping
from typing import Any

from dlkit.check import addresses
from dlkit.check.plain import NotPlain, decode, encode, is_exact

from . import values
from .protocols import PROTOCOLS
from .shared import Shared

Inner = Callable[[Any], Any]
OWN = "__main__"  # the module of what a notebook defines
FORMS: Mapping[str, type] = {
    "method": types.MethodType,
    "function": types.FunctionType,
    "builtin": types.BuiltinFunctionType,
}
FUNCTIONS = tuple(FORMS.values())


class Objects:
    """Describes values to the judge, and finds what it describes.

    ``call_back`` has the judge call a function of its own, by number; ``find_class`` gives the
    classes that read-only cells define.
    """

    def __init__(
        self,
        call_back: Callable[[int, tuple[Any, ...], dict[str, Any]], Any],
        find_class: Callable[[str], Any],
    ) -> None:
        self.shared = Shared("s", find_class)
        self._find_class = find_class
        self._call_back = call_back
        self._objects: list[Any] = []
        self._handles: dict[int, int] = {}  # by identity; the list keeps every object alive
        self._callbacks: dict[int, int] = {}  # numbers of the judge's functions, by identity
        self._tuples: dict[tuple[str, tuple[str, ...]], type] = {}  # the student's named tuples

    def __getitem__(self, handle: int) -> Any:
        return self._objects[handle]

    def encoded(self, value: Any) -> Any:
        """Describe a value; what is in it that is not plain, by its handle."""
        mark = self.shared.mark()
        try:
            return encode(value, self)
        except Exception:  # not plain, or it stumbles when it is looked at
            self.shared.forget_since(mark)
            return self(value)

    def decoded(self, data: Any) -> Any:
        return decode(data, self.resolve)

    def first(self, value: Any, inner: Inner) -> Any:
        """Describe what shall not travel as its base class; None for what may."""
        if is_exact(value):
            return self.shared.first(value, inner)
        if isinstance(value, enum.Enum) and self._find_class(type(value).__name__) is type(value):
            return {"is": "member", "class": type(value).__name__, "name": value.name}
        if isinstance(value, enum.Enum) or _has_methods(value):
            return self(value)
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            name, fields = type(value).__name__, list(value._fields)
            self._tuples[name, tuple(fields)] = type(value)
            parts = [inner(item) for item in value]
            return {"is": "tuple of", "name": name, "fields": fields, "parts": parts}
        described = self.shared.first(value, inner) or values.describe(value, inner)
        return self(value) if described is None and isinstance(value, PLAIN) else described

    def __call__(self, value: Any) -> dict[str, Any]:
        """Describe what is not plain: what kind of thing it is, and its handle."""
        if id(value) in self._callbacks:
            return {"is": "callback", "number": self._callbacks[id(value)]}
        if isinstance(value, BaseException):
            return {"is": "exception", **described_exception(value, self.encoded)}
        described = {"is": "object", "handle": self._handle(value)}
        if isinstance(value, type):
            return described | self._described_class(value)
        if isinstance(value, FUNCTIONS):
            return described | {"kind": "function", "name": _name(value), "form": _form(value)}
        return described | {"kind": "object", "class": self._described_class(type(value))}

    def resolve(self, described: Any) -> Any:
        """Find what the judge describes, or make it."""
        match described["is"]:
            case "object":
                return self._objects[described["handle"]]
            case "shared":
                return self.shared.resolve(described, self.resolve)
            case "value":
                return values.rebuild(described, self.decoded)
            case "callback":
                return self._function(described)
            case "function":
                return addresses.resolve(described)
            case "iterator":
                return iter(self._iterated(described["number"]), self)
            case "module" | "name":
                module = importlib.import_module(described["module"])
                return getattr(module, described["name"]) if described["is"] == "name" else module
            case "exception":
                return self.exception(described)
            case "tuple of":
                return self._tuple(described)
            case "member":
                return self._find_class(str(described["class"]))[described["name"]]
        raise NotPlain("a value of an unknown kind")

    def exception(self, described: Mapping[str, Any]) -> BaseException:
        """Make an exception that the judge's function raised, of the class that it has here."""
        kind: Any = RuntimeError
        if described.get("handle") is not None:
            kind = self._objects[described["handle"]]
        else:
            kind = getattr(builtins, str(described["raised"]), RuntimeError)
        made: BaseException = kind.__new__(kind, *self.decoded(described["args"]))
        made.args = tuple(self.decoded(described["args"]))
        return made

    def _handle(self, value: Any) -> int:
        handle = self._handles.get(id(value))
        if handle is None:
            self._objects.append(value)
            handle = self._handles[id(value)] = len(self._objects) - 1
        return handle

    def _described_class(self, kind: type) -> dict[str, Any]:
        """Describe a class: its own one with those it is derived from, a library's by its place."""
        has = [name for name in PROTOCOLS if _defines(kind, name)]
        described: dict[str, Any] = {"kind": "class", "name": kind.__name__, "has": has}
        described |= {"module": str(kind.__module__), "doc": kind.__doc__ and str(kind.__doc__)}
        described["plain"] = next((b.__name__ for b in PLAIN if issubclass(kind, b)), "")
        if issubclass(kind, BaseException):
            described["bases"] = ancestors(kind)
        elif kind.__module__ == OWN:
            bases = [base for base in kind.__bases__ if base.__module__ == OWN]
            described["parents"] = [self(base) for base in bases]
            described["handle"] = self._handle(kind)
        return described

    def _function(self, described: Mapping[str, Any]) -> Callable[..., Any]:
        """A function of the judge's, or the one of a library that it passed in."""
        number, call_back = described["number"], self._call_back
        if place := described.get("place"):
            try:
                found: Callable[..., Any] = getattr(importlib.import_module(place[0]), place[1])
            except (ImportError, AttributeError):
                pass  # it does not exist in here
            else:
                return found

        def function(*args: Any, **kwargs: Any) -> Any:
            return call_back(number, args, kwargs)

        function.__name__ = function.__qualname__ = described.get("name") or "function"
        function.__doc__ = described.get("doc")
        self._callbacks[id(function)] = number
        self._objects.append(function)  # alive, so that nothing else gets its identity
        return function

    def _iterated(self, number: int) -> Callable[[], Any]:
        """Ask the judge for the next of what it iterates over; at the end comes this table."""

        def following() -> Any:
            items = self._call_back(number, (), {})
            return items[0] if items else self

        return following

    def _tuple(self, described: Mapping[str, Any]) -> Any:
        fields = tuple(map(str, described["fields"]))
        kind: Any = self._tuples.get((str(described["name"]), fields), tuple)
        items = [self.decoded(item) for item in described["parts"]]
        return kind(items) if kind is tuple else kind(*items)


PLAIN = (list, dict, set, tuple)


def _has_methods(value: Any) -> bool:
    """Whether it is a named tuple of a class to which a student has given methods."""
    if type(value).__module__ != OWN or not hasattr(value, "_fields"):
        return False
    defined = {name for name, each in vars(type(value)).items() if isinstance(each, FUNCTIONS)}
    return any(not name.startswith("_") for name in defined)


def _defines(kind: type, name: str) -> bool:
    """Whether a class has a protocol that not every object has."""
    own = getattr(kind, name, None)
    return own is not None and own is not getattr(object, name, None)


def _form(value: Any) -> str:
    return next(name for name, kind in FORMS.items() if isinstance(value, kind))


def _name(value: Any) -> str:
    return str(getattr(value, "__name__", type(value).__name__))


def ancestors(kind: type) -> list[list[str]]:
    """The classes that an exception's class is derived from, itself first, by module and name."""
    return [[str(base.__module__), base.__name__] for base in kind.__mro__[:-2]]


def described_exception(exception: BaseException, encoded: Inner) -> dict[str, Any]:
    """Describe an exception: its classes, what it was made of, what it says and holds."""
    try:
        text = str(exception)[:500]
    except Exception:  # a student's class may fail in __str__
        text = ""
    holds = {name: encoded(each) for name, each in list(vars(exception).items())[:20]}
    args = [encoded(each) for each in exception.args[:20]]
    return {"bases": ancestors(type(exception)), "message": text, "args": args, "holds": holds}
