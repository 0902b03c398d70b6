"""Exceptions of the student's process, as the judge can have them."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from typing import Any

from dlkit.check.observe import Failure

BY_STUDENT = "_by_student"  # set on an exception that came out of the student's code


def read_failure(error: Mapping[str, Any]) -> Failure:
    """Read what a reply says of an exception, and no more of it than is needed."""
    return Failure(
        kind=str(error["kind"])[:80],
        message=str(error["message"])[:500],
        line_number=int(error["line_number"]),
        line=str(error["line"])[:200],
        also=tuple(str(name)[:80] for name in error["also"][:20]),
    )


def builtin_exception(names: Sequence[str]) -> type[Exception] | None:
    """The first of the names that is one of Python's own exceptions."""
    for name in names:
        kind = getattr(builtins, name, None)
        if isinstance(kind, type) and issubclass(kind, Exception):
            return kind
    return None


def rebuilt(error: Failure, kind: type[BaseException] | None) -> BaseException:
    """Make the student's exception in the judge, as one of ``kind`` where that can be made."""
    try:
        exception = kind(error.message) if kind else _unknown(error)
    except TypeError:  # UnicodeDecodeError and its like need more than a message
        exception = _unknown(error)
    setattr(exception, BY_STUDENT, True)
    return exception


def is_by_student(exception: BaseException) -> bool:
    """Whether an exception came out of the student's code."""
    return getattr(exception, BY_STUDENT, False) is True


def _unknown(error: Failure) -> RuntimeError:
    """What stands for an exception that the judge cannot make."""
    return RuntimeError(f"{error.kind}: {error.message}")
