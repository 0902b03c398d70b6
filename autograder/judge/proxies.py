"""Stand-ins for what lives in the student's process: to call, to look into, to compute with.

What comes back over the wire is the student's word. It is rebuilt as plain data of base classes,
and whatever does not parse ends the call with a reason. What is not plain stays there and is
named here by a handle. Two rules keep a verdict out of the student's hands: an object is equal to
no value of the judge's, and no value of the judge's is given to an object's operators, unless the
source itself says that students write them (a class whose model solution defines operators).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dlkit.check.observe import Call, Observation

Do = Callable[..., Any]


class Remote:
    """Anything of the student's that is not plain data; ``origin`` is its global name, if any."""

    __slots__ = ("_do", "_handle", "_name", "_operable", "_origin")

    def __init__(
        self, do: Any, handle: int, name: str, origin: str = "", operable: bool = False
    ) -> None:
        for slot, value in zip(
            ("_do", "_handle", "_name", "_origin", "_operable"),
            (do, handle, name, origin, operable),
            strict=True,
        ):
            object.__setattr__(self, slot, value)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # protocols of the judge's libraries are not asked over there
            raise AttributeError(name)
        return self._do.run("getattr", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._do.run("setattr", self, name, value)

    def __delattr__(self, name: str) -> None:
        self._do.run("delattr", self, name)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Remote) and self._operable and other._operable:
            return bool(self._do.run("eq", self, other))
        return isinstance(other, Remote) and other._handle == self._handle

    def __hash__(self) -> int:
        return hash(("Remote", self._handle))

    def __repr__(self) -> str:
        return f"<{self._name} of the student>"


class Object(Remote):
    """An instance, with the protocols that a test may use of it."""

    __slots__ = ()

    def __str__(self) -> str:
        return str(self._do.run("str", self))

    def __len__(self) -> int:
        length: int = self._do.run("len", self)
        return length

    def __bool__(self) -> bool:
        return bool(self._do.run("bool", self))

    def __int__(self) -> int:
        number: int = self._do.run("int", self)
        return number

    def __float__(self) -> float:
        number: float = self._do.run("float", self)
        return number

    def __getitem__(self, key: Any) -> Any:
        return self._do.run("getitem", self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._do.run("setitem", self, key, value)

    def __delitem__(self, key: Any) -> None:
        self._do.run("delitem", self, key)

    def __contains__(self, item: Any) -> bool:
        if self._operable:
            return bool(self._do.run("contains", self, item))
        return any(each is item or each == item for each in self)

    def __iter__(self) -> Iterator[Any]:
        iterator: Iterator[Any] = self._do.run("iter", self)
        return iterator


class Iterating(Object):
    """An iterator or a generator: the next value is asked for when it is wanted."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return self._do.run("next", self)


class Function(Remote):
    """A function or another callable of the student's; calling it runs it over there."""

    __slots__ = ()

    @property
    def __name__(self) -> str:
        name: str = self._name
        return name

    def observe(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Observation:
        """Call and note everything that can be seen (what `dlkit.check` asks for)."""
        observation: Observation = self._do.observe(self, args, kwargs)
        return observation

    @staticmethod
    def observe_all(calls: list[Call]) -> list[Observation]:
        """Make several calls in one round trip."""
        first: Any = calls[0][0]
        observations: list[Observation] = first._do.observe_all(calls)
        return observations

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._do.run(self, *args, **kwargs)


class CallableObject(Object, Function):
    """An instance that can be called."""

    __slots__ = ()


class Class(Function):
    """A class of the student's: called it makes an instance, and ``isinstance`` knows it."""

    __slots__ = ()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        made = self._do.run(self, *args, **kwargs)
        if isinstance(made, Object) and self._do.has_operators(self._name):
            object.__setattr__(made, "_operable", True)
        return made

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, Remote) and bool(self._do.run("isinstance", instance, self))


KINDS: Mapping[str, type[Remote]] = {
    "class": Class,
    "function": Function,
    "callable": CallableObject,
    "iterator": Iterating,
    "object": Object,
}
TWO_SIDED = "add sub mul matmul truediv floordiv mod pow and or xor lshift rshift".split()
ONE_SIDED = "neg pos invert abs".split()
ORDERED = "lt le gt ge".split()
SPELT = {"and": "and_", "or": "or_"}  # as the module `operator` spells them


def _operator(name: str, *, reflected: bool = False) -> Do:
    def operate(self: Object, *other: Any) -> Any:
        if not self._operable or not all(_fit(each) for each in other):
            return NotImplemented
        sides = (*other, self) if reflected else (self, *other)
        result = self._do.run(SPELT.get(name, name), *sides)
        if isinstance(result, Object):
            object.__setattr__(result, "_operable", True)
        return result

    return operate


def _fit(other: Any) -> bool:
    return not isinstance(other, Remote) or other._operable


for _name in (*TWO_SIDED, *ONE_SIDED, *ORDERED):
    setattr(Object, f"__{_name}__", _operator(_name))
for _name in TWO_SIDED:
    setattr(Object, f"__r{_name}__", _operator(_name, reflected=True))
