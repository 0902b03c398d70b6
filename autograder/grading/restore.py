"""Put a submitted notebook back into the order and the locked cells of its source.

Whatever a submission did to cells that are not the student's to change (edited, deleted,
duplicated, moved, retagged), the source's text, points and role hold. What the student wrote is
never thrown away: every other cell runs behind the cell that it stood behind, and no stub goes
behind an answer that was given elsewhere. Every repair is noted, but for what the instructor has
changed since the release that the student worked on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.coursework.checksums import checksum, settings_of, stored
from autograder.grading.identify import Identified, bound_in, identify
from autograder.model import ANSWERS, Cell, Notebook, Repair, RepairKind, Role


@dataclass(frozen=True)
class Restored:
    """The cells to run, what was repaired, and the answers left as released."""

    cells: tuple[Cell, ...]
    repairs: tuple[Repair, ...]
    unanswered: frozenset[str]


def restore(source: Notebook, released: Notebook, submitted: Notebook) -> Restored:
    """Combine the source's cells with the student's answers; ``released`` has the stubs."""
    identified = identify(source, released, submitted.cells)
    submitted_cells, extra = _sort_out(submitted.cells, identified)
    stubs = _stubs(source, released, identified, submitted.cells)
    cells: list[Cell] = list(extra.get("", ()))
    for cell in source.cells:
        if cell.grade_id:
            stub = stubs.get(cell.grade_id)
            cells += [_restored(cell, submitted_cells.get(cell.grade_id), stub)]
            cells += extra.get(cell.grade_id, ())
    repairs = [*_repairs(source, identified), *_changes(source, submitted_cells, stubs, identified)]
    return Restored(
        cells=tuple(replace(cell, index=index) for index, cell in enumerate(cells)),
        repairs=tuple(replace(repair, notebook=source.name) for repair in repairs),
        unanswered=frozenset(
            _unanswered(source, submitted_cells, stubs, _written(extra, released))
        ),
    )


def _sort_out(
    submitted: Sequence[Cell], identified: Identified
) -> tuple[dict[str, Cell], dict[str, list[Cell]]]:
    """Separate the cells the source knows from the student's own, which follow an anchor."""
    cells: dict[str, Cell] = {}
    extra: dict[str, list[Cell]] = {}
    anchor = ""
    for cell, grade_id in zip(submitted, identified.grade_ids, strict=True):
        if grade_id:
            cells[grade_id] = cell
            anchor = grade_id
        else:
            own = replace(cell, grade_id="", role=Role.FREE, points=0.0, metadata={})
            extra.setdefault(anchor, []).append(own)
    return cells, extra


def _stubs(
    source: Notebook, released: Notebook, identified: Identified, submitted: Sequence[Cell]
) -> dict[str, Cell]:
    """What was handed out, by grade_id.

    Empty where a cell is gone and another one binds the names of its answer: the stub, put back
    behind it, would undo it.
    """
    stubs = {cell.grade_id: cell for cell in released.cells if cell.grade_id}
    gone = stubs.keys() - set(identified.grade_ids)
    if not gone:
        return stubs
    answers = {cell.grade_id: bound_in(cell) for cell in source.cells}
    editable = (cell for cell in submitted if cell.is_editable)
    bound = frozenset[str]().union(*map(bound_in, editable))
    elsewhere = {name for name in gone if not bound.isdisjoint(answers.get(name, ()))}
    return stubs | {name: replace(stubs[name], source="") for name in elsewhere}


def _restored(cell: Cell, submitted: Cell | None, stub: Cell | None) -> Cell:
    """Return the cell to run in place of one source cell, with the settings of a release."""
    if cell.role not in ANSWERS:
        return _with_checksum(cell, stub, checksum(cell))
    if submitted is not None:
        answer = replace(cell, source=submitted.source, attachments=submitted.attachments)
    else:
        answer = replace(cell, source=stub.source if stub else "")
    return _with_checksum(answer, stub, stored(stub) if stub else "")


def _with_checksum(cell: Cell, stub: Cell | None, digest: str) -> Cell:
    """Give a cell what nbgrader's own tools read in it: the checksum, and what a release adds."""
    settings = {**settings_of(cell), "cell_type": cell.kind}
    if digest:
        settings["checksum"] = digest
    released = stub.metadata if stub else {}
    return replace(cell, metadata={**released, **cell.metadata, "nbgrader": settings})


def _repairs(source: Notebook, identified: Identified) -> Iterator[Repair]:
    """What was wrong with the cells as a whole."""
    yield from (Repair(RepairKind.DUPLICATE, grade_id) for grade_id in identified.copies)
    if identified.recognised:
        yield Repair(RepairKind.RECOGNISED, ", ".join(identified.recognised))
    order = [grade_id for grade_id in identified.grade_ids if grade_id]
    expected = [cell.grade_id for cell in source.cells if cell.grade_id in order]
    if order != expected:
        yield Repair(RepairKind.ORDER)


def _changes(
    source: Notebook,
    submitted: Mapping[str, Cell],
    stubs: Mapping[str, Cell],
    identified: Identified,
) -> Iterator[Repair]:
    """What was changed in single cells, beside what students are to change."""
    for cell in source.cells:
        if not cell.grade_id or cell.grade_id in identified.recognised:
            continue
        stub = stubs.get(cell.grade_id, cell)
        if cell.grade_id not in submitted:
            is_put_back = cell.role not in ANSWERS or stub.source
            yield Repair(RepairKind.MISSING if is_put_back else RepairKind.ANSWER, cell.grade_id)
            continue
        handed_in = submitted[cell.grade_id]
        if _is_changed_by_student(handed_in, stub):
            if _settings(handed_in) != _settings(stub):
                yield Repair(RepairKind.SETTINGS, cell.grade_id)
            is_read_only = cell.role not in ANSWERS
            if is_read_only and handed_in.source.strip() != stub.source.strip():
                yield Repair(RepairKind.TEXT, cell.grade_id)


def _settings(cell: Cell) -> tuple[Role, float, str]:
    return cell.role, cell.points, cell.kind


def _is_changed_by_student(handed_in: Cell, stub: Cell) -> bool:
    """Whether differences are the student's, as far as the checksum of its release tells.

    An answer of another release tells nothing: its text, which the student was to change, counts.
    """
    if stored(handed_in) == stored(stub):
        return True
    return handed_in.role not in ANSWERS and checksum(handed_in) != stored(handed_in)


def _written(extra: Mapping[str, Sequence[Cell]], released: Notebook) -> frozenset[str]:
    """The kinds of cells in which the student has written something of their own."""
    given = {cell.source.strip() for cell in released.cells if not cell.grade_id}
    own = (cell for cells in extra.values() for cell in cells)
    return frozenset(cell.kind for cell in own if cell.source.strip() not in {*given, ""})


def _unanswered(
    source: Notebook,
    submitted: Mapping[str, Cell],
    stubs: Mapping[str, Cell],
    written: frozenset[str],
) -> Iterator[str]:
    """Answers left as released; one that is gone may be in a cell of the student's own."""
    for cell in source.cells:
        stub = stubs.get(cell.grade_id)
        if cell.role in ANSWERS and stub is not None:
            handed_in = submitted.get(cell.grade_id)
            if handed_in is None:
                if cell.kind not in written and not _is_merged(cell, submitted, stubs):
                    yield cell.grade_id
            elif handed_in.source.strip() == stub.source.strip():
                yield cell.grade_id


def _is_merged(gone: Cell, submitted: Mapping[str, Cell], stubs: Mapping[str, Cell]) -> bool:
    """Whether an answer that is gone may stand in another answer of its kind."""
    return any(
        cell.kind == gone.kind
        and cell.role in ANSWERS
        and grade_id in stubs
        and cell.source.strip() != stubs[grade_id].source.strip()
        for grade_id, cell in submitted.items()
    )
