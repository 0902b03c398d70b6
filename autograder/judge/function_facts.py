"""What a test may ask of a student's function as an object: its text, names and signature."""

from __future__ import annotations

import inspect
import linecache
import types
from collections.abc import Iterator
from typing import Any

KINDS: dict[str, type] = {
    "function": types.FunctionType,
    "method": types.MethodType,
    "builtin": types.BuiltinFunctionType,
}
MAX_SOURCE = 100_000


def _fact(name: str) -> Any:
    return property(lambda self: self._stands_for.run("evidence", self)[name])


DOC = _fact("__doc__")


class FunctionFacts:
    """The attributes that Python's functions have; the student's process tells them."""

    __slots__ = ()
    __doc__ = DOC
    __name__ = _fact("__name__")
    __defaults__ = _fact("__defaults__")
    __kwdefaults__ = _fact("__kwdefaults__")
    __annotations__ = _fact("__annotations__")

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        return KINDS.get(self._stands_for.form, type(self))  # type: ignore[attr-defined]

    @property
    def __wrapped__(self) -> Any:
        return self._part("__wrapped__", "is wrapped")

    @property
    def __func__(self) -> Any:
        return self._part("__func__", "is bound")

    @property
    def __self__(self) -> Any:
        return self._part("__self__", "is bound")

    @property
    def __signature__(self) -> inspect.Signature:
        return FunctionFacts.signature(self)

    @property
    def __code__(self) -> types.CodeType:
        """What the text of the function compiles to here; it is never run."""
        said = self._stands_for.run("evidence", self)  # type: ignore[attr-defined]
        code = _code(str(said["source"])[:MAX_SOURCE], str(said["__name__"]))
        if code is None:
            raise AttributeError("__code__")
        return code

    def _part(self, name: str, question: str) -> Any:
        stands_for = self._stands_for  # type: ignore[attr-defined]
        if not stands_for.run("evidence", self)[question]:
            raise AttributeError(name)
        return stands_for.run("getattr", self, name)

    @staticmethod
    def signature(function: Any) -> inspect.Signature:
        """The signature of a function or class, as the student's process tells it."""
        parameters = function._stands_for.run("evidence", function)["parameters"]
        if parameters is None:
            raise AttributeError("__signature__")
        return inspect.Signature([_parameter(*each) for each in parameters])


def _parameter(
    name: str, kind: str, has_default: bool, default: Any, has_note: bool, note: Any
) -> inspect.Parameter:
    empty = inspect.Parameter.empty
    return inspect.Parameter(
        name,
        getattr(inspect.Parameter, kind),
        default=default if has_default else empty,
        annotation=note if has_note else empty,
    )


def _code(source: str, name: str) -> types.CodeType | None:
    """The code of the function in its text, which `inspect` finds again by the file's name."""
    file = f"<function of the student {hash(source)}>"
    try:
        whole = compile(source, file, "exec")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    return next((code for code in _codes(whole) if code.co_name == name), None)


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield constant
            yield from _codes(constant)
