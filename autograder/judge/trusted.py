"""Which read-only cells the judge has to run: those that tests lean on, directly or through others.

A cell that binds names nobody else uses (it draws a figure, say) would only cost time.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from autograder import names
from autograder.model import Cell, Role


def needed(cells: Sequence[Cell]) -> frozenset[str]:
    """Return the grade_ids of the read-only code cells that must run in the judge."""
    wanted: set[str] = set()
    chosen: set[str] = set()
    for cell in reversed(cells):
        if cell.kind != "code" or cell.role not in (Role.TEST, Role.LOCKED):
            continue
        with contextlib.suppress(SyntaxError):
            tree = names.parse(cell.source)
            bound = names.assigned(tree)
            # A cell that binds nothing acts by its side effects, such as a seed.
            if cell.role is Role.TEST or not bound or bound & wanted:
                wanted |= names.used(tree)
                chosen.add(cell.grade_id)
    return frozenset(chosen)
