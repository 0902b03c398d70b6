"""The table of where test cells are judged: one line for each that is not simply judged outside."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from autograder.commands.console import add_row
from autograder.model import CellControl, Place
from autograder.results import control_words


def summary(controls: Sequence[CellControl]) -> str:
    """Say how many test cells are judged where."""
    inside = sum(control.why_inside is not None for control in controls)
    cells = f"{len(controls)} test cell{'s' if len(controls) != 1 else ''}"
    return (
        f"{cells}: {len(controls) - inside} judged outside the student's process, {inside} in it."
    )


def table(controls: Sequence[CellControl]) -> Table | None:
    """Show the test cells that an instructor may want to look at; None where there are none."""
    shown = [control for control in controls if is_remarkable(control)]
    if not shown:
        return None
    rows = Table("notebook", "test cell", "points", "judged", "why")
    for each in shown:
        reason = control_words.reason(each)
        place = control_words.place(each)
        add_row(rows, each.notebook, each.grade_id, f"{each.points:g}", place, reason)
    return rows


def is_remarkable(control: CellControl) -> bool:
    """Whether there is more to say of a test cell than that it is judged outside."""
    return control.place is not Place.OUTSIDE or control.is_given_away
