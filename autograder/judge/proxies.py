"""Stand-ins for what lives in the student's process: functions to call, things to name.

What comes back over the wire is the student's word. It is rebuilt as plain data of base classes,
and whatever does not parse ends the call with a reason.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.sandbox.session import SandboxEnded
from dlkit.check.observe import Failure, Observation
from dlkit.check.plain import NotPlain, decode, encode

Ask = Callable[..., dict[str, Any]]
EMPTY_REPLY = Observation(stopped="reply")


class Opaque:
    """A value that cannot leave the student's process; only the name of its type is known."""

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name

    def __repr__(self) -> str:
        return f"<a {self.type_name} of the student>"


@dataclass(frozen=True)
class Name:
    """What a global name of the student turned out to be: "nothing", "module" or "value"."""

    found: str
    value: Any = None


class Student:
    """The student's process, as the judge sees it: names to fetch, functions to call."""

    def __init__(self, ask: Ask, call_seconds: float) -> None:
        self._ask = ask
        self._call_seconds = call_seconds

    def fetch(self, name: str) -> Name:
        """Find out what a global name is, and bring its value if it is plain data."""
        reply = self._ask("fetch", self._call_seconds, name=name)
        try:
            match reply["found"]:
                case "value":
                    return Name("value", decode(reply["value"], self._resolve))
                case "module":
                    return Name("module", str(reply["module"]))
        except (NotPlain, KeyError, TypeError, ValueError):
            return Name("value", Opaque("value that cannot be read"))
        return Name("nothing")

    def assign(self, name: str, value: Any) -> None:
        """Give the student's later cells a value of the judge; what is not plain is left out."""
        try:
            described = encode(value)
        except NotPlain:
            return
        self._ask("assign", self._call_seconds, name=name, value=described)

    def call(self, handle: int, args: tuple, kwargs: Mapping[str, Any]) -> Observation:
        """Call a function of the student; nothing that it does raises here."""
        try:
            reply = self._ask(
                "call",
                self._call_seconds,
                handle=handle,
                args=encode(args, _describe),
                kwargs=encode(dict(kwargs), _describe),
            )
            _copy_back(reply["after"], args)
            return self._observation(reply)
        except SandboxEnded as ended:
            return Observation(stopped=ended.reason)
        except (NotPlain, KeyError, TypeError, ValueError, IndexError):
            return EMPTY_REPLY

    def _observation(self, reply: Mapping[str, Any]) -> Observation:
        error = reply["error"] and Failure(
            kind=str(reply["error"]["kind"])[:80],
            message=str(reply["error"]["message"])[:500],
            line_number=int(reply["error"]["line_number"]),
            line=str(reply["error"]["line"])[:200],
            also=tuple(str(name)[:80] for name in reply["error"]["also"][:20]),
        )
        return Observation(
            value=decode(reply["value"], self._resolve),
            error=error or None,
            warnings=tuple(str(text)[:500] for text in reply["warnings"][:20]),
            changed=tuple(str(name)[:80] for name in reply["changed"]),
            shared=tuple(str(name)[:80] for name in reply["shared"]),
            moved_global_rng=bool(reply["moved_global_rng"]),
            seconds=float(reply["seconds"]),
        )

    def _resolve(self, described: Any) -> Any:
        match described.get("is"):
            case "function":
                return Function(self, int(described["handle"]), str(described["name"])[:80])
            case "opaque":
                return Opaque(str(described["type"])[:80])
        raise NotPlain("a value of an unknown kind")


class Function:
    """A function of the student's; calling it runs it over there."""

    def __init__(self, student: Student, handle: int, name: str) -> None:
        self._student = student
        self.handle = handle
        self.__name__ = name

    def observe(self, args: tuple, kwargs: Mapping[str, Any]) -> Observation:
        """Call and note everything that can be seen (what `dlkit.check` asks for)."""
        return self._student.call(self.handle, args, kwargs)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        seen = self.observe(args, kwargs)
        if seen.stopped:
            raise SandboxEnded(seen.stopped)
        if seen.error:
            raise _exception(seen.error)
        return seen.value

    def __repr__(self) -> str:
        return f"<function {self.__name__} of the student>"


def _describe(value: Any) -> dict[str, Any]:
    if isinstance(value, Function):
        return {"is": "function", "handle": value.handle}
    raise NotPlain(f"a {type(value).__name__} cannot be passed to a student's function")


def _copy_back(after: list[list[Any]], args: tuple) -> None:
    """Make the changes that a call made to its array arguments in the judge's own arrays."""
    for position, described in after:
        array, changed = args[position], decode(described)
        if isinstance(array, np.ndarray) and array.flags.writeable:
            array[...] = changed


def _exception(error: Failure) -> BaseException:
    """Rebuild a builtin exception by its name; any other kind becomes a RuntimeError."""
    kind = getattr(builtins, error.kind, None)
    if isinstance(kind, type) and issubclass(kind, Exception):
        try:
            return kind(error.message)
        except TypeError:  # UnicodeDecodeError and its like need more than a message
            pass
    return RuntimeError(f"{error.kind}: {error.message}")
