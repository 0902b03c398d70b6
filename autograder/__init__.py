"""Release, grade in a sandbox, explain and report; :func:`grade` is what test cells import."""

from __future__ import annotations

from typing import Any

__all__ = ["grade"]


def __getattr__(name: str) -> Any:
    # Imported late: commands that never grade should not wait for numpy and the reference.
    if name == "grade":
        from autograder.specification.grade import grade

        return grade
    raise AttributeError(f"module 'autograder' has no attribute {name!r}")
