"""The instant check under every exercise, the same battery the grader uses.

``check("losses.mse", mse, mse_grad)`` runs the visible checks of an exercise on your functions and
shows a panel; ``hint("losses.mse")`` gives the next hint, and ``stub("losses.mse")`` shows your
cells as they were handed out. None of them raises, and none costs points.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from dlkit.check import checksfile, display, guard, misfits, reading, slopes
from dlkit.check.battery import run_all
from dlkit.check.diagnosis import diagnose
from dlkit.check.marking import mark
from dlkit.check.panel import Panel, summarise
from dlkit.check.patience import Patient
from dlkit.check.progress import progress

__all__ = ["CheckFailed", "check", "hint", "stub"]

ATTEMPTED = ("passed", "wrong")

Functions = dict[str, Callable[..., Any]]


class CheckFailed(AssertionError):
    """Raised only while nbgrader validates a notebook, with the text of the panel."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows: the text alone, no lines from inside the check."""
        return [str(self)]


_earned: dict[str, float] = {}  # by the last check of each exercise that was attempted
_hints_shown: dict[str, int] = {}


def check(exercise: str = "", *functions: Callable[..., Any]) -> None:
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


def hint(exercise: str = "") -> None:
    """Show the next hint of an exercise, once you have tried it."""
    display.show(_next_hint(exercise), kind="hint")


def stub(exercise: str = "") -> None:
    """Show the cells of an exercise as they were handed out, for beginning again.

    Nothing that you have written changes.
    """
    display.show(_stub(exercise), kind="stub")


def _check(exercise: str, functions: tuple[Callable[..., Any], ...]) -> Panel:
    asked = _asked(exercise, "check")
    if isinstance(asked, Panel):
        return _say(asked)
    checks = reading.read()
    guard.install(checks.allowed_modules)
    if panel := misfits.other_functions(asked, functions):
        return _say(panel)
    by_name = dict(zip(asked.functions, functions, strict=True))
    borrowed = guard.borrowed({**display.namespace(), **by_name})
    if borrowed:
        return _say(misfits.not_your_own(exercise, borrowed))
    return _run(checks, asked, by_name)


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
    compared = slopes.compare(findings, patient) if wrong else None
    result = {"exercise": asked.id, "earned": _earned[asked.id], "points": asked.points}
    display.show(panel, compared=compared, points=points, result=result)
    display.show_progress(progress(checks.exercises, _earned))
    return panel


def _asked(exercise: str, called: str) -> checksfile.VisibleExercise | Panel:
    """Return what ``checks.json`` holds of an exercise, or the panel that says why it cannot."""
    try:
        checks = reading.read()
    except checksfile.ChecksUnavailable as fault:
        return Panel(exercise if isinstance(exercise, str) else called, "error", str(fault))
    if not isinstance(exercise, str) or not exercise:
        return misfits.without_name(exercise, checks, called)
    return checks.exercise(exercise) or misfits.unknown(exercise, checks)


def _next_hint(exercise: str) -> Panel:
    asked = _asked(exercise, "hint")
    if isinstance(asked, Panel):
        return asked
    if exercise not in _earned:
        return Panel(
            exercise,
            "not attempted",
            "try it first: hints open once you have written something and run its check.",
        )
    shown = min(_hints_shown.get(exercise, 0) + 1, len(asked.hints))
    _hints_shown[exercise] = shown
    return Panel(exercise, "hint", f"hint {shown} of {len(asked.hints)}", asked.hints[:shown])


def _stub(exercise: str) -> Panel:
    asked = _asked(exercise, "stub")
    if isinstance(asked, Panel):
        return asked
    cells = tuple(dict.fromkeys(asked.stubs.values()))  # several functions may share a cell
    if not cells:
        return Panel(exercise, "error", f"{checksfile.NAME} does not hold what was handed out.")
    handed_out = (
        "this is your cell as it was" if len(cells) == 1 else "these are your cells as they were"
    )
    headline = f"{handed_out} handed out. To begin again, copy it over what you have written."
    return Panel(exercise, "stub", headline, code=cells)


def _say(panel: Panel) -> Panel:
    display.show(panel)
    return panel
