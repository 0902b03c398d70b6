"""What to say where a call of ``check``, ``hint`` or ``stub`` does not fit the notebook."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Any

from dlkit.check.checksfile import ChecksFile, VisibleExercise
from dlkit.check.panel import Panel


def without_name(first: Any, checks: ChecksFile, called: str = "check") -> Panel:
    """Panel for ``check(mse, mse_grad)``: the exercise's name is missing."""
    name = getattr(first, "__name__", "")
    asked = next((each for each in checks.exercises if name in each.functions), None)
    example = asked or checks.exercises[0]
    arguments = ", ".join([f'"{example.id}"', *(example.functions if called == "check" else ())])
    reason = f"the name of the exercise comes first, in quotation marks: `{called}({arguments})`."
    return Panel(called, "error", reason)


def unknown(exercise: str, checks: ChecksFile) -> Panel:
    """Panel for a name that no exercise has."""
    names = [each.id for each in checks.exercises]
    near = difflib.get_close_matches(exercise, names, n=1)
    meant = f"Did you mean {near[0]}? " if near else ""
    reason = f"is not an exercise of this notebook. {meant}It has: {', '.join(names)}."
    return Panel(exercise, "error", reason)


def other_functions(
    asked: VisibleExercise, functions: tuple[Callable[..., Any], ...]
) -> Panel | None:
    """Panel for too few functions, too many, or the right ones in another order."""
    needed = ", ".join(asked.functions)
    if len(functions) != len(asked.functions):
        came = "1 function came" if len(functions) == 1 else f"{len(functions)} functions came"
        return Panel(asked.id, "error", f"{came}; needed are: {needed}.")
    names = [getattr(function, "__name__", "") for function in functions]
    if names != list(asked.functions) and sorted(names) == sorted(asked.functions):
        return Panel(asked.id, "error", f"the functions come in another order: {needed}.")
    return None


def not_your_own(exercise: str, borrowed: Mapping[str, str]) -> Panel:
    """Panel for a name that comes from a module which is absent while grading."""
    name, module = next(iter(borrowed.items()))
    return Panel(
        exercise,
        "error",
        f"`{name}` comes from {module}, which does not exist while this assignment is graded: it "
        "holds what you are asked to write. Remove that import, restart the kernel, and use your "
        "own functions.",
    )
