"""The instant check under every exercise, the same battery the grader uses.

``check("losses.mse", mse, mse_grad)`` runs the visible checks of an exercise on your functions and
shows a panel; ``hint("losses.mse")`` gives the next hint. Neither raises and neither costs points.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from dlkit.check import checksfile, display, guard, slopes
from dlkit.check.battery import run_all
from dlkit.check.diagnosis import diagnose
from dlkit.check.marking import mark
from dlkit.check.panel import Panel, summarise
from dlkit.check.patience import Patient
from dlkit.check.progress import progress

__all__ = ["CheckFailed", "check", "hint"]

ATTEMPTED = ("passed", "wrong")

Functions = dict[str, Callable[..., Any]]


class CheckFailed(AssertionError):
    """Raised only while nbgrader validates a notebook, with the text of the panel."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows: the text alone, no lines from inside the check."""
        return [str(self)]


_earned: dict[str, float] = {}  # by the last check of each exercise that was attempted
_hints_shown: dict[str, int] = {}


def check(exercise: str, *functions: Callable[..., Any]) -> None:
    """Check your functions of one exercise and show what is right and what is not.

    The checks are read from ``checks.json`` beside the notebook. You may run this as often as you
    like; it changes nothing and costs nothing.
    """
    try:
        panel = _check(exercise, functions)
    except Exception as fault:  # a check that breaks must not stop a notebook
        reason = f"the check itself broke ({type(fault).__name__}: {fault}). Please report it."
        panel = _say(Panel(exercise, "error", reason))
    if os.environ.get("NBGRADER_VALIDATING") and panel.state != "passed":
        raise CheckFailed(str(panel))


def hint(exercise: str) -> None:
    """Show the next hint of an exercise, once you have tried it."""
    display.show(_next_hint(exercise), kind="hint")


def _check(exercise: str, functions: tuple[Callable[..., Any], ...]) -> Panel:
    try:
        checks = _read(Path.cwd())
    except checksfile.ChecksUnavailable as fault:
        return _say(Panel(exercise, "error", str(fault)))
    guard.install(checks.allowed_modules)
    asked = checks.exercise(exercise)
    if asked is None:
        return _say(_unknown(exercise, checks))
    if len(functions) != len(asked.functions):
        needed = ", ".join(asked.functions)
        reason = f"{len(functions)} functions came; needed are: {needed}."
        return _say(Panel(exercise, "error", reason))
    given = dict(zip(asked.functions, functions, strict=True))
    borrowed = guard.borrowed({**display.namespace(), **given})
    if borrowed:
        return _say(_not_your_own(exercise, borrowed))
    return _run(checks, asked, given)


def _run(
    checks: checksfile.ChecksFile, asked: checksfile.VisibleExercise, functions: Functions
) -> Panel:
    """Run the checks, show what they found, and how far this brings the whole notebook."""
    patient = {name: Patient(function) for name, function in functions.items()}
    findings = run_all(asked.checks, patient)
    panel = summarise(asked.id, findings, diagnose(findings, asked.misconceptions), asked.title)
    if panel.state not in ATTEMPTED:
        return _say(panel)
    _earned[asked.id] = mark(asked.points, findings)
    points = f"{_earned[asked.id]:g} of {asked.points:g} points so far"
    wrong = panel.state == "wrong" and display.notebook() is not None
    seen = slopes.compare(findings, patient) if wrong else None
    display.show(panel, seen=seen, points=points)
    display.show_progress(progress(checks.exercises, _earned))
    return panel


def _next_hint(exercise: str) -> Panel:
    try:
        checks = _read(Path.cwd())
    except checksfile.ChecksUnavailable as fault:
        return Panel(exercise, "error", str(fault))
    asked = checks.exercise(exercise)
    if asked is None:
        return _unknown(exercise, checks)
    if exercise not in _earned:
        return Panel(
            exercise,
            "not attempted",
            "try it first: hints open once you have written something and run its check.",
        )
    shown = min(_hints_shown.get(exercise, 0) + 1, len(asked.hints))
    _hints_shown[exercise] = shown
    return Panel(exercise, "hint", f"hint {shown} of {len(asked.hints)}", asked.hints[:shown])


def _unknown(exercise: str, checks: checksfile.ChecksFile) -> Panel:
    known = [each.id for each in checks.exercises]
    near = difflib.get_close_matches(str(exercise), known, n=1)
    meant = f"Did you mean {near[0]}? " if near else ""
    reason = f"is not an exercise of this notebook. {meant}It has: {', '.join(known)}."
    return Panel(exercise, "error", reason)


def _not_your_own(exercise: str, borrowed: dict[str, str]) -> Panel:
    name, module = next(iter(borrowed.items()))
    return Panel(
        exercise,
        "error",
        f"`{name}` comes from {module}, which does not exist while this assignment is graded: it "
        "holds what you are asked to write. Remove that import, restart the kernel, and use your "
        "own functions.",
    )


def _say(panel: Panel) -> Panel:
    display.show(panel)
    return panel


@lru_cache(maxsize=4)
def _read(folder: Path) -> checksfile.ChecksFile:
    return checksfile.load(folder)
