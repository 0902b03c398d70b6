"""The instant check under every exercise, the same battery the grader uses.

``check("losses.mse", mse, mse_grad)`` runs the visible checks of an exercise on your functions and
shows a panel; ``hint("losses.mse")`` gives the next hint. Neither raises and neither costs points.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from dlkit.check import checksfile, guard
from dlkit.check.battery import run_all
from dlkit.check.misconceptions import recognise
from dlkit.check.panel import Panel, show, summarise

__all__ = ["CheckFailed", "check", "hint"]


class CheckFailed(AssertionError):
    """Raised only while nbgrader validates a notebook, with the text of the panel."""


_attempts: dict[str, int] = {}
_hints_shown: dict[str, int] = {}


def check(exercise: str, *functions: Callable[..., Any]) -> None:
    """Check your functions of one exercise and show what is right and what is not.

    The checks are read from ``checks.json`` beside the notebook. You may run this as often as you
    like; it changes nothing and costs nothing.
    """
    try:
        panel = _panel(exercise, functions)
    except Exception as fault:  # a check that breaks must not stop a notebook
        reason = f"the check itself broke ({type(fault).__name__}: {fault}). Please report it."
        panel = Panel(exercise, "error", reason)
    show(panel)
    if os.environ.get("NBGRADER_VALIDATING") and panel.state != "passed":
        raise CheckFailed(str(panel))


def hint(exercise: str) -> None:
    """Show the next hint of an exercise, once you have tried it."""
    show(_next_hint(exercise))


def _panel(exercise: str, functions: tuple[Callable[..., Any], ...]) -> Panel:
    try:
        checks = _read(Path.cwd())
    except checksfile.ChecksUnavailable as fault:
        return Panel(exercise, "error", str(fault))
    guard.install(checks.allowed_modules)
    asked = checks.exercise(exercise)
    if asked is None:
        known = ", ".join(each.id for each in checks.exercises)
        return Panel(exercise, "error", f"is not an exercise of this notebook. It has: {known}.")
    if len(functions) != len(asked.functions):
        needed = ", ".join(asked.functions)
        return Panel(exercise, "error", f"{len(functions)} functions came; needed are: {needed}.")
    findings = run_all(asked.checks, dict(zip(asked.functions, functions, strict=True)))
    panel = summarise(exercise, findings, recognise(findings, asked.misconceptions))
    if panel.state == "wrong":
        _attempts[exercise] = _attempts.get(exercise, 0) + 1
    return panel


def _next_hint(exercise: str) -> Panel:
    try:
        asked = _read(Path.cwd()).exercise(exercise)
    except checksfile.ChecksUnavailable as fault:
        return Panel(exercise, "error", str(fault))
    if asked is None:
        return Panel(exercise, "error", "is not an exercise of this notebook.")
    if not _attempts.get(exercise):
        return Panel(exercise, "not attempted", "try it first: hints open after a checked attempt.")
    shown = min(_hints_shown.get(exercise, 0), len(asked.hints) - 1)
    _hints_shown[exercise] = shown + 1
    return Panel(
        exercise, "not attempted", f"hint {shown + 1} of {len(asked.hints)}: {asked.hints[shown]}"
    )


@lru_cache(maxsize=4)
def _read(folder: Path) -> checksfile.ChecksFile:
    return checksfile.load(folder)
