"""Note in a record which tests ran in the student's process, and whose arguments were changed."""

from __future__ import annotations

from dataclasses import replace

from autograder.model import Assignment, CellRecord, Ending, EndingKind, Record

ONLY_INSIDE = Ending(EndingKind.ONLY_INSIDE)


def with_places(assignment: Assignment, record: Record) -> Record:
    """Add to each test cell why it ran inside; a strict course takes no mark from there."""
    placed = assignment.inside(record.notebook)
    controls = (each for each in assignment.controls if each.notebook == record.notebook)
    changing = {control.grade_id for control in controls if control.changes_arguments}
    cells = []
    for cell in record.cells:
        if cell.changed_arguments and (cell.grade_id in changing or not cell.mark):
            cell = replace(cell, changed_arguments=False)  # it is asked for, or has earned nothing
        if control := placed.get(cell.grade_id):
            if assignment.is_strict:
                cell = _without_mark(cell)
            else:
                cell = replace(cell, why_inside=control.why_inside, outside=control.outside)
        cells.append(cell)
    return replace(record, cells=tuple(cells))


def _without_mark(cell: CellRecord) -> CellRecord:
    return replace(cell, mark=None, ending=ONLY_INSIDE, outputs=(), lines=())
