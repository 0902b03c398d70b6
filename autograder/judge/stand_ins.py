"""Make the class that stands for a student's, with the special methods that theirs has."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakValueDictionary

from autograder.judge.failures import Unjudged
from autograder.judge.proxies import (
    Function,
    Reference,
    Remote,
    bind,
    call,
    computed,
)
from autograder.judge.student_classes import StudentClass
from autograder.sandbox.inside import protocols

MAX_NAME = 80
# No stand-in passes for an object of these: what is of them travels as data, or decides verdicts.
NEVER_CLAIMED = (
    *("builtins", "numpy", "pandas", "sympy", "collections", "unittest", "pytest", "_pytest"),
    *("autograder", "dlkit", "__main__"),
)
PLAIN = {each.__name__: each for each in (list, dict, set, tuple)}
CLAIMED = {
    "generator": types.GeneratorType,
    "module": types.ModuleType,
    **{each.__name__: each for each in (map, filter, zip, enumerate, reversed, property)},
}


class StandIns:
    """The stand-ins of one session of a student's process: one for each object.

    ``own`` gives the judge's own value of a name: of a class that a read-only cell defines.
    """

    def __init__(self, student: Any, own: Callable[[str], Any], operators: frozenset[str]) -> None:
        self._student = student
        self._own = own
        self._operators = operators
        self._classes: dict[Any, Any] = {}
        self._objects: WeakValueDictionary[int, Any] = WeakValueDictionary()

    def find(self, described: Mapping[str, Any]) -> Any:
        """The stand-in for what was described."""
        if described["kind"] == "class":
            return self._class(described)
        handle = int(described["handle"])
        if handle not in self._objects:
            self._objects[handle] = new = self._object(described, handle)
            return new
        return self._objects[handle]

    def _object(self, described: Mapping[str, Any], handle: int) -> Any:
        if described["kind"] == "function":
            name = str(described["name"])[:MAX_NAME]
            own = Reference(self._student, handle, name)
            own.form = str(described["form"])
            return bind(object.__new__(Function), own)
        kind = self._class(described["class"])
        own = kind._stands_for
        stands_for = Reference(self._student, handle, own.name)
        stands_for.has, stands_for.plain, stands_for.writable = own.has, own.plain, own.writable
        return bind(object.__new__(kind), stands_for)

    def _class(self, described: Mapping[str, Any]) -> Any:
        name = str(described["name"])[:MAX_NAME]
        handle, has = int(described.get("handle", -1)), tuple(map(str, described["has"]))
        module = str(described["module"])[:MAX_NAME]
        key = handle if handle >= 0 else (module, name, has)
        if key not in self._classes:
            parents = [self._class(each) for each in described.get("parents", ())[:20]]
            own = Reference(self._student, handle, name)
            own.has, own.plain = frozenset(has), str(described.get("plain", ""))
            own.writable = name in self._operators or any(p._stands_for.writable for p in parents)
            bases = tuple(parents) or (Remote,)
            doc = described["doc"]
            parts = {"__module__": module, "__doc__": None if doc is None else str(doc)}
            parts |= _protocols(has) | self._claimed(module, name, own.plain)
            self._classes[key] = StudentClass.made(name, bases, parts, own)
        return self._classes[key]

    def _claimed(self, module: str, name: str, plain: str) -> dict[str, Any]:
        """What ``isinstance`` sees: a class of a library or of a read-only cell, a container."""
        kind: Any = CLAIMED.get(name) if module == "builtins" else None
        if module == "__main__":
            kind = self._own(name)
        elif module != "builtins":
            kind = _of_library(module, name)
        if kind is None and plain in PLAIN:
            kind = type(name, (PLAIN[plain],), {})  # a list, say, and of the same name
        if not isinstance(kind, type) or isinstance(kind, StudentClass):
            return {}
        return {"__class__": property(lambda _: kind)}


def _of_library(module: str, name: str) -> Any:
    """A library's class; where it is from says the class itself, for others may have it as well."""
    kind = getattr(sys.modules.get(module), name, None)
    homes = {str(each).partition(".")[0] for each in (module, getattr(kind, "__module__", ""))}
    return None if homes.intersection(NEVER_CLAIMED) else kind


def _protocols(has: tuple[str, ...]) -> dict[str, Any]:
    methods = {name: METHODS[name] for name in has if name in METHODS}
    if "__iter__" in has and "__contains__" not in has:
        methods["__contains__"] = _is_among
    return methods


def _asked(do: str) -> Any:
    def ask(self: Any, *args: Any) -> Any:
        return self._stands_for.run(do, self, *args)

    return ask


def _operator(name: str, *, reflected: bool = False) -> Any:
    def operate(self: Any, *others: Any) -> Any:
        return computed(name, self, *others, reflected=reflected)

    return operate


def _contains(self: Any, item: Any) -> bool:
    if self._stands_for.operable or not hasattr(type(self), "__iter__"):
        return bool(computed("contains", self, item))
    return _is_among(self, item)


def _is_among(self: Any, item: Any) -> bool:
    return any(each is item or each == item for each in self)


def _enter(self: Any) -> Any:
    return self._stands_for.run("enter", self)


def _exit(self: Any, kind: Any, fault: Any, _: Any) -> bool:
    return bool(self._stands_for.run("exit", self, fault))


def _converted(self: Any, *_: Any, **__: Any) -> Any:
    raise Unjudged(f"the test makes an array of a {self._stands_for.name} of the student's")


SPECIAL: Mapping[str, Any] = {
    "__enter__": _enter,
    "__exit__": _exit,
    "__call__": call,
    "__contains__": _contains,
    "__iter__": lambda self: self._stands_for.run("iter", self),
}
METHODS: Mapping[str, Any] = {
    **{name: _asked(name.strip("_")) for name in protocols.ASKED},
    **{f"__{name}__": _operator(name) for name in protocols.TWO_SIDED},
    **{f"__r{name}__": _operator(name, reflected=True) for name in protocols.TWO_SIDED},
    **{f"__i{name}__": _operator(f"i{name}") for name in protocols.IN_PLACE},
    **{f"__{n}__": _operator(n) for n in (*protocols.ONE_SIDED, *protocols.ORDERED)},
    "__array__": _converted,
    **SPECIAL,
}
