"""Values on their way to the student's process and back: described, found again, made again."""

from __future__ import annotations

import enum
import sys
import types
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.judge.failures import Exceptions
from autograder.judge.proxies import reference
from autograder.judge.stand_ins import StandIns
from autograder.sandbox.inside import values
from autograder.sandbox.inside.shared import Shared
from dlkit.check import addresses
from dlkit.check.plain import NotPlain, decode, decode_container, encode, is_exact

Inner = Callable[[Any], Any]
OWN = "j"  # begins the numbers of the containers that were the judge's first
YIELDING = ("Counter", "defaultdict")
NOT_SENT = "the test gives the student's code a {name}, which cannot be sent to it"


class Descriptions:
    """Describes the judge's values for one session of a student's process, and finds theirs.

    ``own`` gives the judge's own value of a global name; ``operators`` are the classes whose
    operators students write or use, ``libraries`` what the source imports for them.
    """

    def __init__(
        self,
        student: Any,
        own: Callable[[str], Any],
        operators: frozenset[str],
        libraries: frozenset[str],
    ) -> None:
        self._student, self._own, self._operators = student, own, operators
        self._libraries = libraries | {"numpy", *values.standard.MODULES}
        self._passed_in: list[Any] = []  # functions and iterators, by number
        self._numbers: dict[int, int] = {}  # of those, by identity
        self.exceptions = Exceptions(own)
        self.new_session()

    def new_session(self) -> None:
        """Forget what was in a process that has ended."""
        self.new_table()
        self._stand_ins = StandIns(self._student, self._own, self._operators)

    def new_table(self) -> None:
        """Share no container any more."""
        self.shared = Shared(OWN, self._own)
        self.sent: set[str] = set()  # numbers of the containers that went along since it was empty
        self.received: set[str] = set()

    def encoded(self, value: Any) -> Any:
        return encode(value, self)

    def whole(self, value: Any) -> Any:
        """Describe a value with all that is in it, so that another process can be told as well."""
        return encode(value, _Whole(self))

    def decoded(self, data: Any) -> Any:
        return decode(data, self.resolve)

    def passed_in(self, number: Any) -> Any:
        """A function or an iterator that went to the student's process."""
        if int(number) < 0:
            raise NotPlain("no function has such a number")
        return self._passed_in[int(number)]

    def first(self, value: Any, inner: Inner) -> Any:
        """Describe a container by its number, a library's value by its parts; None for others."""
        if reference(value):
            return self(value)
        described = self.shared.first(value, inner)
        if described is not None:
            self.sent.add(described["number"])
            return described
        if is_exact(value):
            return None
        if isinstance(value, enum.Enum):
            return {"is": "member", "class": type(value).__name__, "name": value.name}
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            parts = [inner(item) for item in value]
            name, fields = type(value).__name__, list(value._fields)
            return {"is": "tuple of", "name": name, "fields": fields, "parts": parts}
        return values.describe(value, inner)

    def __call__(self, value: Any) -> dict[str, Any]:
        """Describe what is passed in and is not plain: by its handle, or as something of ours."""
        if own := reference(value):
            return {"is": "object", "handle": own.handle}
        if isinstance(value, types.ModuleType):
            return {"is": "module", "module": value.__name__}
        if isinstance(value, BaseException):
            return {"is": "exception", **self.raised(value)}
        if isinstance(value, type) and value in self.exceptions.handles:
            return {"is": "object", "handle": self.exceptions.handles[value]}
        if addresses.is_everywhere(value):
            return addresses.describe(value)
        if callable(value):
            return self._function(value)
        if hasattr(type(value), "__next__"):
            return {"is": "iterator", "number": self._number(value)}
        raise NotPlain(NOT_SENT.format(name=type(value).__name__))

    def raised(self, fault: BaseException) -> dict[str, Any]:
        """Describe an exception of the judge's for the student's code that may catch it."""
        kind = next((k for k in type(fault).__mro__ if k in self.exceptions.handles), None)
        handle = None if kind is None else self.exceptions.handles[kind]
        try:
            args = self.encoded(list(fault.args))
        except NotPlain:
            args = [str(fault)[:500]]
        builtin = next(k for k in type(fault).__mro__ if k.__module__ == "builtins")
        return {"raised": builtin.__name__, "handle": handle, "args": args}

    def resolve(self, described: Any) -> Any:
        """Find or make what the student's process describes."""
        match described.get("is"):
            case "callback":
                return self.passed_in(described["number"])
            case "shared":
                self.received.add(str(described["number"]))
                return self.shared.resolve(described, self.resolve)
            case "value":
                return self._value(described)
            case "exception":
                return self.exceptions.rebuilt(described, self.decoded)
            case "tuple of":
                return self._tuple(described)
            case "member":
                return self._member(described)
            case "object" if "bases" in described:
                kind = self.exceptions.kind(described["bases"])
                self.exceptions.handles[kind] = int(described["handle"])
                return kind
            case "object":
                return self._stand_ins.find(described)
        raise NotPlain("a value of an unknown kind")

    def unreadable(self) -> Any:
        """What stands for a value whose description is no description."""
        kind = {"kind": "class", "name": "value that cannot be read", "module": "__main__"}
        described = {"is": "object", "kind": "object", "handle": -1}
        return self.resolve({**described, "class": {**kind, "has": [], "doc": None}})

    def _number(self, value: Any) -> int:
        if id(value) not in self._numbers:
            self._passed_in.append(value)
            self._numbers[id(value)] = len(self._passed_in) - 1
        return self._numbers[id(value)]

    def _function(self, value: Any) -> dict[str, Any]:
        """A function of ours by its number; one of a library by its place, if it has one there."""
        module, name = getattr(value, "__module__", None), getattr(value, "__name__", None)
        described = {"is": "callback", "number": self._number(value), "name": str(name or "")}
        described["doc"] = value.__doc__ if isinstance(value.__doc__, str) else None
        named = isinstance(module, str) and isinstance(name, str) and module != "__main__"
        if named and getattr(sys.modules.get(str(module)), str(name), None) is value:
            described["place"] = [module, name]
        return described

    def _value(self, described: Mapping[str, Any]) -> Any:
        """A value of a library; of a class that the source does not use, what is in it.

        A masked array is equal to anything, and a counter has every key: so a test that does not
        reckon with them must not meet them.
        """
        library, kind = str(described["library"]), str(described["class"])
        if library not in self._libraries:
            raise NotPlain(f"the source does not import {library}")
        value = values.rebuild(described, self.decoded)
        if kind == "masked" and "ma" not in self._operators:
            return np.array(value.data)
        if kind in YIELDING and kind not in self._operators:
            return dict(value)
        return value

    def _tuple(self, described: Mapping[str, Any]) -> Any:
        """A named tuple, of the judge's own class where a read-only cell defines it."""
        items = [self.decoded(item) for item in described["parts"]]
        name, fields = str(described["name"]), list(map(str, described["fields"]))
        own = self._own(name)
        if isinstance(own, type) and list(getattr(own, "_fields", ())) == fields:
            return own(*items)
        rest = {"is": "named tuple", "name": name, "fields": fields, "items": items}
        return decode_container(rest, lambda item: item)

    def _member(self, described: Mapping[str, Any]) -> Any:
        kind = self._own(str(described["class"]))
        if not isinstance(kind, type) or not issubclass(kind, enum.Enum):
            raise NotPlain("no such enumeration")
        return kind[str(described["name"])]


class _Whole:
    """Describes as `Descriptions` does, but refers to nothing that was sent before."""

    def __init__(self, descriptions: Descriptions) -> None:
        self._descriptions = descriptions

    def first(self, value: Any, inner: Inner) -> Any:
        return None if is_exact(value) else values.describe(value, inner)

    def __call__(self, value: Any) -> Any:
        return self._descriptions(value)
