"""Say at once that a module will not exist while the notebook is graded.

In the sandbox only the topics before the present one are on the file system. On a student's own
machine all of ``dlkit`` is installed; without this guard ``from dlkit.losses import softmax``
would work at home and fail when it counts.
"""

from __future__ import annotations

import contextlib
import importlib.abc
import sys
from collections.abc import Iterator, Mapping, Sequence
from types import FunctionType, ModuleType
from typing import Any

from dlkit.topics import WITHOUT_TOPIC


class NotWhileGrading(ModuleNotFoundError):
    """The module is what the assignment asks for, so it is absent while it is graded."""


class _Guard(importlib.abc.MetaPathFinder):
    def __init__(self) -> None:
        self.allowed: frozenset[str] | None = None

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> Any:
        package, _, rest = name.partition(".")
        module = rest.partition(".")[0]
        if package != "dlkit" or not module or self.allowed is None or module in self.allowed:
            return None
        raise NotWhileGrading(
            f"dlkit.{module} does not exist while this assignment is graded: it holds what you are "
            "asked to write. Use your own functions."
        )


_guard = _Guard()
_lifted = 0


def install(allowed_modules: Sequence[str]) -> None:
    """From now on refuse to import any topic of ``dlkit`` outside ``allowed_modules``."""
    if _lifted:
        return
    _guard.allowed = frozenset(allowed_modules) | frozenset(WITHOUT_TOPIC)
    if _guard not in sys.meta_path:
        sys.meta_path.insert(0, _guard)


def borrowed(names: Mapping[str, Any]) -> dict[str, str]:
    """Find what came from a module that is absent while grading: name -> module.

    It may have been imported before the guard stood.
    """
    borrowed_names = {}
    for name, value in list(names.items()):
        origin = value.__name__ if isinstance(value, ModuleType) else _origin(value)
        package, _, rest = origin.partition(".")
        topic = rest.partition(".")[0]
        if package == "dlkit" and topic and topic not in (_guard.allowed or (topic,)):
            borrowed_names[name] = f"dlkit.{topic}"
    return borrowed_names


def _origin(value: Any) -> str:
    callable_or_class = isinstance(value, FunctionType | type)
    return str(getattr(value, "__module__", "")) if callable_or_class else ""


@contextlib.contextmanager
def lifted() -> Iterator[None]:
    """Let the grader import the reference, also in a kernel where the guard stands."""
    global _lifted
    before, _guard.allowed = _guard.allowed, None
    _lifted += 1
    try:
        yield
    finally:
        _lifted -= 1
        _guard.allowed = before
