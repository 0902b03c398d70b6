"""Stand-ins for what lives in the student's process: to call, to look into, to compute with.

What comes back over the wire is the student's word. It is rebuilt as plain data, and whatever does
not parse ends the call with a reason. What is not plain stays there and is named here by a handle.
Two rules keep a verdict out of the student's hands: an object is equal to no value of the judge's,
and no value of the judge's is given to an object's operators, unless the source itself says that
students write them. Where only an operator of the student's could tell, the cell has no mark.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from autograder.judge.failures import Unjudged
from autograder.judge.function_facts import DOC, FunctionFacts
from autograder.sandbox.inside import protocols
from dlkit.check.observe import Call, Observation

Do = Callable[..., Any]
ALWAYS_ASKED = (
    "__dict__",
    "__qualname__",
    "__dataclass_fields__",
    "__abstractmethods__",
    "__slots__",
)
OPERATOR = "the test gives a {name} of the student's to {operator}, which only their code defines"


class Reference:
    """What a stand-in stands for; ``origin`` is its global name, if any."""

    __slots__ = (
        "form",
        "handle",
        "has",
        "name",
        "operable",
        "origin",
        "plain",
        "student",
        "writable",
    )

    def __init__(self, student: Any, handle: int, name: str) -> None:
        self.student = student
        self.handle = handle
        self.name = name
        self.has: frozenset[str] = frozenset()  # special methods that not every object has
        self.form = ""  # of a function: that of Python, of a method, of a library
        self.plain = ""  # the container that its class is derived from
        self.origin = ""
        self.operable = False  # the test itself made it, of a class whose operators students write
        self.writable = False  # its class is one whose operators students write

    def run(self, do: str, *args: Any, **kwargs: Any) -> Any:
        return self.student.run(do, *args, **kwargs)


def reference(value: Any) -> Reference | None:
    """What a value stands for, where it is a stand-in."""
    return cast(Reference, value._stands_for) if StandIn in type(value).__mro__ else None


def _observe(self: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Observation:
    """Call and note everything that can be seen (what `dlkit.check` asks for)."""
    observation: Observation = self._stands_for.student.observe(self, args, kwargs)
    return observation


def _observe_all(calls: list[Call]) -> list[Observation]:
    """Make several calls in one round trip."""
    first: Any = calls[0][0]
    observations: list[Observation] = first._stands_for.student.observe_all(calls)
    return observations


class StandIn:
    """Anything that stands for something of the student's, an object or a class."""

    __slots__ = ()
    __observe__ = _observe
    __observe_all__ = staticmethod(_observe_all)


class Remote(StandIn):
    """Anything of the student's that is not plain data."""

    __slots__ = ("__weakref__", "_stands_for")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name not in ALWAYS_ASKED:
            raise AttributeError(name)  # protocols of the judge's libraries are not asked there
        return reach(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._stands_for.run("setattr", self, name, value)

    def __delattr__(self, name: str) -> None:
        self._stands_for.run("delattr", self, name)

    def __eq__(self, other: object) -> Any:
        own, theirs = self._stands_for, reference(other)
        if other is self or (theirs and theirs.handle == own.handle):
            return True
        if own.plain:
            return own.run("plain", self) == (
                theirs.run("plain", other) if theirs and theirs.plain else other
            )
        if "__eq__" in own.has:
            return computed("eq", self, other)
        return NotImplemented

    def __hash__(self) -> int:
        own = self._stands_for
        asked = own.operable and "__hash__" in own.has
        return hash(own.run("hash", self) if asked else ("Remote", own.handle))

    def __repr__(self) -> str:
        return f"<{self._stands_for.name} of the student>"

    def __dir__(self) -> list[str]:
        return list(self._stands_for.run("dir", self))

    def __copy__(self) -> Any:
        return made_by_test(self._stands_for.run("copy", self), self)

    def __deepcopy__(self, _: Any) -> Any:
        return made_by_test(self._stands_for.run("deepcopy", self), self)


def reach(value: Any, name: str) -> Any:
    """An attribute over there; what belongs to an object that the test made is as good."""
    return made_by_test(value._stands_for.run("getattr", value, name), value)


def made_by_test(result: Any, *sources: Any) -> Any:
    """Let a result be computed with where that it comes from may be."""
    theirs = reference(result)
    if theirs and any(own.operable for each in sources if (own := reference(each))):
        theirs.operable = True
    return result


def bind(stand_in: Any, stands_for: Reference) -> Any:
    """Say what a new stand-in stands for."""
    object.__setattr__(stand_in, "_stands_for", stands_for)
    return stand_in


def call(self: Any, *args: Any, **kwargs: Any) -> Any:
    return made_by_test(self._stands_for.student.run(self, *args, **kwargs), self)


class Function(FunctionFacts, Remote):  # of the student's; calling it runs it over there
    __slots__ = ()
    __doc__ = DOC
    __call__ = call


Function.__name__ = "function"  # what a test sees as the name of its type


def computed(name: str, value: Any, *others: Any, reflected: bool = False) -> Any:
    """Have an operator asked over there, where the rules allow that."""
    own = value._stands_for
    theirs = [reference(other) for other in others]
    among_students = own.writable and all(each and each.writable for each in theirs)
    plain = own.operable and all(each is None or each.operable for each in theirs)
    if not (plain or (others and among_students)):
        own_rule = any(type(o).__module__ == "__main__" and not reference(o) for o in others)
        if own_rule and name in (*protocols.TWO_SIDED, *protocols.ORDERED, "eq"):
            return NotImplemented  # a class of the test's or of a read-only cell knows what to do
        raise Unjudged(OPERATOR.format(name=own.name, operator=name))
    sides = (*others, value) if reflected else (value, *others)
    return made_by_test(own.run(name, *sides), *sides)
