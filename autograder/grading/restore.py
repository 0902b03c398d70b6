"""Put a submitted notebook back into the order and the locked cells of its source.

Whatever a submission did to cells that are not the student's to change (edited, deleted,
duplicated, moved, retagged), the source's text, points and role hold. The student's own answers
are found by their grade_id, other cells of the student by the cell they stand behind. Every
repair is noted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from autograder.model import Cell, Notebook, Repair, RepairKind, Role

STUDENTS = (Role.SOLUTION, Role.MANUAL)


@dataclass(frozen=True)
class Restored:
    """The cells to run, what was repaired, and the manual answers left as released."""

    cells: tuple[Cell, ...]
    repairs: tuple[Repair, ...]
    unanswered: frozenset[str]


def restore(source: Notebook, released: Notebook, submitted: Notebook) -> Restored:
    """Combine the source's cells with the student's answers; ``released`` has the stubs."""
    source_cells = {cell.grade_id: cell for cell in source.cells if cell.grade_id}
    stubs = {cell.grade_id: cell for cell in released.cells if cell.grade_id}
    submitted_cells, extra, repairs = _sort_out(submitted.cells, source_cells)
    cells: list[Cell] = list(extra.get("", ()))
    for cell in source.cells:
        if not cell.grade_id:
            continue
        answer, repair = _restored(
            cell, submitted_cells.get(cell.grade_id), stubs.get(cell.grade_id)
        )
        repairs += repair
        cells += [answer, *extra.get(cell.grade_id, ())]
    return Restored(
        cells=tuple(replace(cell, index=index) for index, cell in enumerate(cells)),
        repairs=tuple(replace(repair, notebook=source.name) for repair in repairs),
        unanswered=frozenset(_unanswered(cells, stubs)),
    )


def _sort_out(
    submitted: Iterable[Cell], source_cells: Mapping[str, Cell]
) -> tuple[dict[str, Cell], dict[str, list[Cell]], list[Repair]]:
    """Separate the cells the source knows from the student's own, which follow an anchor."""
    cells: dict[str, Cell] = {}
    extra: dict[str, list[Cell]] = {}
    repairs: list[Repair] = []
    anchor = ""
    for cell in submitted:
        if cell.grade_id in source_cells:
            if cell.grade_id in cells:
                repairs.append(Repair(RepairKind.DUPLICATE, cell.grade_id))
            cells[cell.grade_id] = cell
            anchor = cell.grade_id
        else:
            own = replace(cell, grade_id="", role=Role.FREE, points=0.0, metadata={})
            extra.setdefault(anchor, []).append(own)
    order = [name for name in source_cells if name in cells]
    if list(cells) != order and len(set(cells)) == len(order):
        repairs.append(Repair(RepairKind.ORDER))
    return cells, extra, repairs


def _restored(cell: Cell, submitted: Cell | None, stub: Cell | None) -> tuple[Cell, list[Repair]]:
    """Return the cell to run in place of one source cell, and the repairs this took."""
    if submitted is None:
        empty = replace(cell, source=stub.source if stub else "") if cell.is_editable else cell
        return empty, [Repair(RepairKind.MISSING, cell.grade_id)]
    repairs = []
    if (submitted.role, submitted.points, submitted.kind) != (cell.role, cell.points, cell.kind):
        repairs.append(Repair(RepairKind.SETTINGS, cell.grade_id))
    if cell.role in STUDENTS:
        return replace(cell, source=submitted.source, attachments=submitted.attachments), repairs
    if stub is not None and submitted.source.strip() != stub.source.strip():
        repairs.append(Repair(RepairKind.TEXT, cell.grade_id))
    return cell, repairs


def _unanswered(cells: Iterable[Cell], stubs: Mapping[str, Cell]) -> Iterable[str]:
    for cell in cells:
        stub = stubs.get(cell.grade_id)
        if cell.role is Role.MANUAL and stub and cell.source.strip() == stub.source.strip():
            yield cell.grade_id
