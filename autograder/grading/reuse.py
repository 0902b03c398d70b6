"""Which marks of an earlier run still hold, test cell by test cell.

Where all that a mark depends on is as it was (`fingerprints` says what), the mark is taken over;
where one test has changed, that one alone runs again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from autograder.grading import left_behind
from autograder.grading.fingerprints import Fingerprints
from autograder.model import CellRecord, Plan


def keys(plan: Plan, fingerprints: Fingerprints, settings: str) -> dict[str, str]:
    """A fingerprint of what decides the mark of each test cell, by grade_id.

    A test that leaves names to other cells has none: they need it to run.
    """
    start = f"{fingerprints.foundation}\0{plan.seed}\0{settings}\0"
    before = hashlib.sha256(start.encode())
    key_of_cell: dict[str, str] = {}
    code = [cell for cell in plan.notebook.cells if cell.kind == "code"]
    alone = left_behind.that_stand_alone(plan, code)
    for position, cell in enumerate(code):
        asks = fingerprints.cells.get((plan.notebook.name, cell.grade_id), "")
        text = f"{cell.source}\0{asks}\0".encode(errors="surrogatepass")
        if position in alone:
            mark = before.copy()
            mark.update(text + str(cell.points).encode())
            key_of_cell[cell.grade_id] = mark.hexdigest()
        else:
            sent = left_behind.sent_back(plan, cell)
            before.update(text + f"{sent}\0".encode())
    return key_of_cell


def still_valid(
    key_of_cell: Mapping[str, str], notebook: str, earlier: Iterable[CellRecord]
) -> dict[str, CellRecord]:
    """The earlier records of a notebook's test cells whose fingerprint is the same."""
    return {
        cell.grade_id: cell
        for cell in earlier
        if cell.notebook == notebook and cell.key and key_of_cell.get(cell.grade_id) == cell.key
    }
