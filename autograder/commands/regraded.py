"""What another run of ``grade`` changed, as a table: one line for each student concerned."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from rich.table import Table

from autograder.commands.console import add_row, mark_text
from autograder.grading.regraded import ChangedMark


def changes_table(changed: Iterable[ChangedMark]) -> Table:
    """Say who has other automatic marks now, and of which cells, from what to what."""
    table = Table("student", "changed marks")
    for student, marks in itertools.groupby(changed, key=lambda mark: mark.student):
        add_row(table, student, ", ".join(map(_described, marks)))
    return table


def count(kept: int, graded: int, stored_again: int) -> str:
    """Say how many submissions were run, and how many were not."""
    told = f"{graded} graded, {kept} unchanged"
    if stored_again:
        told += f", {stored_again} of them written into the gradebook again"
    return f"{told}."


def _described(mark: ChangedMark) -> str:
    return f"{mark.what} {mark_text(mark.before)} → {mark_text(mark.after)}"
