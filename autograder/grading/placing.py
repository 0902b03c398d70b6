"""Where a test cell is judged, as the marks of the two controls say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from autograder.judge.signs import signs
from autograder.model import (
    ANSWERS,
    Assignment,
    Cell,
    CellControl,
    CellRecord,
    EndingKind,
    Key,
    Notebook,
    Place,
    Role,
    WhyInside,
)

Marks = Mapping[Key, CellRecord]

# A test that ends so is at fault wherever it runs; inside it would be full points for everybody.
WITHOUT_MARK = (EndingKind.TEST_NO_NUMBER, EndingKind.TEST_OUT_OF_RANGE)


@dataclass(frozen=True)
class Trial:
    """What the controls got outside, and inside for the cells ``tried_inside``."""

    model: Marks
    bare: Marks
    model_inside: Marks = field(default_factory=dict)
    bare_inside: Marks = field(default_factory=dict)
    tried_inside: frozenset[Key] = frozenset()

    def doubtful(self) -> frozenset[Key]:
        """Cells that the model solution does not pass, or that the bare release does."""
        failed = {key for key, cell in self.model.items() if not has_passed(cell)}
        return frozenset(failed | {key for key, cell in self.bare.items() if has_passed(cell)})


def has_passed(cell: CellRecord | None) -> bool:
    """Whether a control got the full points of a cell."""
    return cell is not None and cell.mark is not None and cell.mark >= cell.points


def provisional(key: Key) -> CellControl:
    """Have a cell run inside for a trial."""
    return CellControl(*key, 0.0, Place.UNTRIED, WhyInside.MODEL)


def answers(assignment: Assignment, released: tuple[Notebook, ...]) -> frozenset[Key]:
    """The test cells before which the source has an answer that the release has not."""
    pairs = zip(assignment.notebooks, released, strict=True)
    return frozenset(key for source, release in pairs for key in _answered(source, release))


def _answered(source: Notebook, release: Notebook) -> Iterator[Key]:
    """Those whose own cells to be answered hold an answer; without any, all before count."""
    stubs = {cell.grade_id: cell.source.strip() for cell in release.cells if cell.grade_id}
    all_before, own = [False], list[bool]()
    for cell in source.cells:
        if cell.role is Role.TEST:
            if any(own or all_before):
                yield source.name, cell.grade_id
            own = []
        elif cell.role in ANSWERS and cell.kind == "code":
            own.append(stubs.get(cell.grade_id) != cell.source.strip())
            all_before.append(own[-1])


def control(
    notebook: Notebook, cell: Cell, trial: Trial, answered: frozenset[Key], why: WhyInside | None
) -> CellControl:
    """Say of one test cell what the controls found; ``why`` it is inside whatever they say."""
    key = notebook.name, cell.grade_id
    outside, inside = trial.model[key], trial.model_inside.get(key)
    inside = inside if key in trial.tried_inside else None
    has_answer = key in answered
    found = () if has_answer or has_passed(outside) or has_passed(inside) else signs(cell.source)
    why = why or _why(key, trial, outside, inside, found)
    return CellControl(
        notebook=notebook.name,
        grade_id=cell.grade_id,
        points=cell.points,
        place=_place(outside, inside, has_answer, why),
        why_inside=why,
        outside=outside.ending,
        within=inside.ending if inside else None,
        signs=found,
        changes_arguments=outside.changed_arguments,
        earned=(inside if why and inside else outside).mark,
        is_given_away=cell.points > 0
        and has_passed((trial.bare_inside if why else trial.bare)[key]),
    )


def _place(
    outside: CellRecord, inside: CellRecord | None, has_answer: bool, why: WhyInside | None
) -> Place:
    if why and has_passed(inside or outside):
        return Place.INSIDE
    if not why and has_passed(outside):
        return Place.OUTSIDE
    return Place.NOWHERE if has_answer else Place.UNTRIED


def _why(
    key: Key, trial: Trial, outside: CellRecord, inside: CellRecord | None, signs: tuple[str, ...]
) -> WhyInside | None:
    """Why a cell has to run inside: there alone it gives the mark that it deserves."""
    if inside is None or outside.ending.kind in WITHOUT_MARK:
        return None
    if has_passed(outside):  # then it was the bare release that passed outside, too
        only_outside = has_passed(inside) and not has_passed(trial.bare_inside[key])
        return WhyInside.BARE if only_outside else None
    if (inside.mark or 0.0) > (outside.mark or 0.0) or _ends_otherwise(outside, inside):
        return WhyInside.MODEL
    return WhyInside.SIGN if signs else None


def _ends_otherwise(outside: CellRecord, inside: CellRecord) -> bool:
    """Whether a test fails outside for another reason than inside: that may be a limit of ours."""
    ends = [(cell.ending.kind, cell.ending.exception) for cell in (outside, inside)]
    return ends[0] != ends[1]
