"""Do for the judge what its test asks of the student's objects: plain data in, plain data out.

What is not plain data stays here; the judge holds a number for it (a handle) and names what shall
be done with it: call it, read an attribute, take an item, the next of an iterator.
"""

from __future__ import annotations

import builtins
import operator
import time
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from dlkit.check import addresses
from dlkit.check.observe import Observation, observe
from dlkit.check.plain import NotPlain, decode, encode

from .wire import Wire

FLUSH_SECONDS = 0.01
DOABLE: Mapping[str, Callable[..., Any]] = {
    **{n: getattr(builtins, n) for n in "getattr setattr delattr iter next len bool".split()},
    **{n: getattr(builtins, n) for n in "int float complex str repr abs isinstance".split()},
    **{n: getattr(operator, n) for n in "getitem setitem delitem contains".split()},
    **{n: getattr(operator, n) for n in "add sub mul matmul truediv floordiv mod pow".split()},
    **{n: getattr(operator, n) for n in "neg pos invert and_ or_ xor lshift rshift".split()},
    **{n: getattr(operator, n) for n in "eq ne lt le gt ge".split()},
}
Request = Mapping[str, Any]


class Calls:
    """The student's objects that the judge knows of, and what can be done with them."""

    def __init__(self, wire: Wire, serve: Callable[[Request], None]) -> None:
        self._wire = wire
        self._serve = serve
        self._objects: list[Any] = []
        self._handles: dict[int, int] = {}  # by identity; the list keeps every object alive

    def fetch(self, namespace: Mapping[str, Any], name: str) -> dict[str, Any]:
        """Describe a global name of the student: missing, a module, or a value."""
        if name not in namespace:
            return {"found": "nothing"}
        value = namespace[name]
        if isinstance(value, types.ModuleType):
            return {"found": "module", "module": value.__name__}
        return {"found": "value", "value": self._encoded(value)}

    def assign(self, namespace: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
        """Give the student's later cells a value that a test cell assigned."""
        namespace[name] = self._decoded(value)
        return {}

    def call(self, request: Request) -> dict[str, Any]:
        """Observe one call; the observation, and what the call changed in its arguments."""
        wanted = request["function"]
        function = DOABLE[wanted] if isinstance(wanted, str) else self._objects[wanted]
        args, kwargs = self._decoded(request["args"]), self._decoded(request["kwargs"])
        observation = observe(function, args, kwargs)
        encoded = {**dict(enumerate(request["args"]["items"])), **dict(request["kwargs"]["items"])}
        values = {**dict(enumerate(args)), **kwargs}
        return {
            **vars(observation),
            "error": observation.error and vars(observation.error),
            "value": self._encoded(observation.value),
            "after": list(self._changed(encoded, values, observation)),
        }

    def call_each(self, requests: Iterable[Request]) -> dict[str, Any]:
        """Make several calls; what is done is sent on when it has waited for a moment."""
        done: list[dict[str, Any]] = []
        sent = time.monotonic()
        for request in requests:
            done.append(self.call(request))
            if time.monotonic() - sent > FLUSH_SECONDS:
                self._wire.send({"part": done})
                done, sent = [], time.monotonic()
        return {"rest": done}

    def _changed(
        self, encoded: Mapping[Any, Any], values: Mapping[Any, Any], observation: Observation
    ) -> Iterator[list[Any]]:
        """Arguments that are other than they came, so that the judge's own become the same."""
        written = {name.partition("[")[0] for name in observation.changed}
        for key, value in values.items():
            name = f"argument {key + 1}" if isinstance(key, int) else key
            holds_state = isinstance(value, list | dict | set | np.random.Generator)
            if name in written or (holds_state and self._encoded(value) != encoded[key]):
                yield [key, self._encoded(value)]

    def _encoded(self, value: Any) -> Any:
        try:
            return encode(value, self._describe)
        except (NotPlain, ValueError, RecursionError):
            return self._describe(value)

    def _decoded(self, data: Any) -> Any:
        return decode(data, self._resolve)

    def _describe(self, value: Any) -> dict[str, Any]:
        """Describe what is not plain: what kind of thing it is, and its handle."""
        if isinstance(value, _Callback):
            return {"is": "callback", "number": value.number}
        handle = self._handles.get(id(value))
        if handle is None:
            self._objects.append(value)
            handle = self._handles[id(value)] = len(self._objects) - 1
        named = value if isinstance(value, type) or _kind(value) == "function" else type(value)
        described = {"is": "object", "kind": _kind(value), "handle": handle}
        described["name"] = str(getattr(named, "__name__", type(value).__name__))
        if isinstance(value, type) and issubclass(value, BaseException):
            described["bases"] = [base.__name__ for base in value.__mro__[1:-1]]
        return described

    def _resolve(self, described: Any) -> Any:
        match described["is"]:
            case "object":
                return self._objects[described["handle"]]
            case "callback":
                return _Callback(described["number"], self._call_back)
            case "function":
                return addresses.resolve(described)
        raise NotPlain("a value of an unknown kind")

    def _call_back(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Have the judge call a function that it passed in; serve its own calls meanwhile."""
        described = {"args": self._encoded(args), "kwargs": self._encoded(kwargs)}
        self._wire.send({"callback": number, **described})
        while True:
            answer = self._wire.receive()
            if "op" in answer:
                self._serve(answer)
            elif "raised" in answer:
                kind = getattr(builtins, str(answer["raised"]), RuntimeError)
                raise kind(answer["message"])
            else:
                return self._decoded(answer["returned"])


class _Callback:
    """A function of the judge's, as the student's code sees it."""

    def __init__(
        self, number: int, call: Callable[[int, tuple[Any, ...], dict[str, Any]], Any]
    ) -> None:
        self.number = number
        self._call = call

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._call(self.number, args, kwargs)


def _kind(value: Any) -> str:
    if isinstance(value, type):
        return "class"
    if isinstance(value, types.FunctionType | types.MethodType | types.BuiltinFunctionType):
        return "function"
    if hasattr(type(value), "__next__"):
        return "iterator"
    return "callable" if callable(value) else "object"
