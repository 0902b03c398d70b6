"""The classes of the judge's that stand for the student's."""

from __future__ import annotations

from typing import Any

from autograder.judge.failures import Unjudged
from autograder.judge.function_facts import FunctionFacts
from autograder.judge.proxies import ALWAYS_ASKED, Reference, StandIn, reference

# Where a class keeps its reference: under a name that nobody can write. (In a table, a reference,
# which leads to its class again, would keep both for ever.)
OWN = "stands for"
SUBCLASS = "the test derives a class from {name}, a class of the student's"


class StudentClass(StandIn, type):
    """The class of classes that stand for the student's: each is one of the judge's own.

    So ``isinstance``, ``issubclass`` and the name of a class are what they are in one process.
    """

    def __new__(cls, name: str, bases: tuple[type, ...], parts: dict[str, Any]) -> Any:
        raise Unjudged(SUBCLASS.format(name=bases[0].__name__))

    @staticmethod
    def made(name: str, bases: tuple[type, ...], parts: dict[str, Any], own: Reference) -> Any:
        """Make the class that stands for one of the student's."""
        return type.__new__(StudentClass, name, bases, {"__slots__": (), **parts, OWN: own})

    @property
    def _stands_for(cls) -> Reference:
        own: Reference = type.__getattribute__(cls, OWN)
        return own

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        made = cls._stands_for.student.run(cls, *args, **kwargs)
        theirs = reference(made)
        if theirs and theirs.writable:
            theirs.operable = True
        return made

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__") and name not in ALWAYS_ASKED:
            raise AttributeError(name)
        return cls._stands_for.run("getattr", cls, name)

    def __setattr__(cls, name: str, value: Any) -> None:
        cls._stands_for.run("setattr", cls, name, value)

    def __delattr__(cls, name: str) -> None:
        cls._stands_for.run("delattr", cls, name)

    def __instancecheck__(cls, instance: Any) -> bool:
        if reference(instance) or not isinstance(instance, tuple | list | dict | set):
            return type.__instancecheck__(cls, instance)
        return bool(cls._stands_for.run("isinstance", instance, cls))

    def __dir__(cls) -> list[str]:
        return list(cls._stands_for.run("dir", cls))

    def __len__(cls) -> int:
        return int(cls._stands_for.run("len", cls))

    def __bool__(cls) -> bool:
        return True

    def __iter__(cls) -> Any:
        return cls._stands_for.run("iter", cls)

    def __getitem__(cls, key: Any) -> Any:
        return cls._stands_for.run("getitem", cls, key)

    def __contains__(cls, item: Any) -> bool:
        return bool(cls._stands_for.run("contains", cls, item))

    @property
    def __signature__(cls) -> Any:
        return FunctionFacts.signature(cls)

    @property  # type: ignore[misc]
    def __dict__(cls) -> Any:  # type: ignore[override]
        return cls._stands_for.run("vars", cls)
