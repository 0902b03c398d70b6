"""Exceptions of the student's process, as the judge can have them, and what it cannot judge."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from dlkit.check.observe import Failure

BY_STUDENT = "_by_student"  # set on an exception that came out of the student's code
TEXT = "_said_by_student"  # what it says, where only the student's class could tell
DECIDING = ("autograder", "dlkit", "unittest", "pytest", "_pytest")  # of whose verdicts they tell
NEVER = (KeyboardInterrupt, GeneratorExit)


class Unjudged(BaseException):
    """A test asks something of a student's object that the judge cannot do.

    `noted` holds them also where a test catches everything.
    """

    noted: ClassVar[list[Unjudged]] = []

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.noted.append(self)


def read_failure(error: Mapping[str, Any]) -> Failure:
    """Read what a reply says of an exception, and no more of it than is needed."""
    return Failure(
        kind=str(error["kind"])[:80],
        message=str(error["message"])[:500],
        line_number=int(error["line_number"]),
        line=str(error["line"])[:200],
        also=tuple(str(name)[:80] for name in error["also"][:20]),
    )


def is_by_student(exception: BaseException) -> bool:
    """Whether an exception came out of the student's code."""
    return getattr(exception, BY_STUDENT, False) is True


class Exceptions:
    """The classes of the judge's that stand for those of the student's exceptions.

    ``own`` gives the judge's own value of a name: of a class that a read-only cell defines.
    """

    def __init__(self, own: Callable[[str], Any]) -> None:
        self._own = own
        self._classes: dict[tuple[str, type[BaseException]], type[BaseException]] = {}
        self.handles: dict[type[BaseException], int] = {}

    def rebuilt(self, described: Mapping[str, Any], decoded: Callable[[Any], Any]) -> BaseException:
        """Make an exception again, with what it was made of, what it holds and what it says."""
        kind = self.kind(described["bases"])
        exception = _made(kind, [decoded(each) for each in described["args"][:20]])
        for name, value in described["holds"].items():
            if not str(name).startswith("__"):
                setattr(exception, str(name)[:80], decoded(value))
        setattr(exception, BY_STUDENT, True)
        if kind.__module__ == "__main__":
            setattr(exception, TEXT, str(described["message"])[:500])
        return exception

    def kind(self, bases: Sequence[Sequence[str]]) -> type[BaseException]:
        """The class that stands for one that is described with all it is derived from."""
        kind: type[BaseException] = Exception
        for module, name in reversed([[str(part)[:80] for part in each] for each in bases[:20]]):
            kind = _of_library(module, name) or self._of_student(name, kind)
        return kind

    def _of_student(self, name: str, parent: type[BaseException]) -> type[BaseException]:
        own = self._own(name)
        if isinstance(own, type) and issubclass(own, BaseException):
            return own
        key = name, parent  # another class of the same name is another class
        if key not in self._classes:
            parts = {"__module__": "__main__", "__str__": _text}
            self._classes[key] = type(name, (parent,), parts)
        return self._classes[key]


def _made(kind: type[BaseException], args: list[Any]) -> BaseException:
    """An instance without the constructor of the student's class, which ran over there."""
    builtin = next(each for each in kind.__mro__ if each.__module__ == "builtins")
    try:
        exception = kind.__new__(kind, *args)
        builtin.__init__(exception, *args)  # type: ignore[misc]
    except Exception:  # UnicodeDecodeError and its like need more than they seem to have
        exception = kind.__new__(kind)
    exception.args = tuple(args)
    return exception


def _text(exception: BaseException) -> str:
    return str(getattr(exception, TEXT, "")) or BaseException.__str__(exception)


def _of_library(module: str, name: str) -> type[BaseException] | None:
    """An exception's class of Python or of a library that the judge has; none that ends a test.

    Where it is from says the class itself: a library may show another one's as its own.
    """
    if module.partition(".")[0] in (*DECIDING, "__main__"):
        return None
    home = builtins if module == "builtins" else sys.modules.get(module)
    kind = getattr(home, name, None)
    if not isinstance(kind, type) or not issubclass(kind, BaseException) or issubclass(kind, NEVER):
        return None
    return None if kind.__module__.partition(".")[0] in (*DECIDING, "__main__") else kind
