"""Exceptions of the student's process, as the judge can have them."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from typing import Any

from dlkit.check.observe import Failure


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


def unknown(error: Failure) -> RuntimeError:
    """What stands for an exception that the judge cannot make."""
    return RuntimeError(f"{error.kind}: {error.message}")
