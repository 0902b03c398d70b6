"""Note in a record which tests ran in the student's process, and why."""

from __future__ import annotations

from dataclasses import replace

from autograder.model import Assignment, CellRecord, Ending, EndingKind, Record

ONLY_INSIDE = Ending(EndingKind.ONLY_INSIDE)


def with_places(assignment: Assignment, record: Record) -> Record:
    """Add to each test cell why it ran inside; a strict course takes no mark from there."""
    placed = assignment.inside(record.notebook)
    cells = []
    for cell in record.cells:
        if control := placed.get(cell.grade_id):
            if assignment.is_strict:
                cell = _without_mark(cell)
            else:
                cell = replace(cell, why_inside=control.why_inside, outside=control.outside)
        cells.append(cell)
    return replace(record, cells=tuple(cells))


def _without_mark(cell: CellRecord) -> CellRecord:
    return replace(cell, mark=None, ending=ONLY_INSIDE, outputs=(), lines=())
