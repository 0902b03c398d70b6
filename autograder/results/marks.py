"""From a record to the marks and sentences a student reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from autograder.model import COMPLETE, CellRecord, ExerciseRecord, FindingRecord, Record, Role
from autograder.results import wording
from autograder.results.manual_marks import NO_MANUAL_MARKS, ManualMarks
from autograder.results.released_text import ReleasedText
from autograder.results.tally import BY_HAND, final_mark
from dlkit.check.battery import PARTS


@dataclass(frozen=True)
class PartShare:
    """How many checks of one part passed."""

    name: str
    passed: int
    total: int


@dataclass(frozen=True)
class Advice:
    """What is wrong first with one function, and the misconception where it is a known one."""

    function: str
    message: str
    misconception: str = ""


@dataclass(frozen=True)
class ShownExercise:
    """One test cell with its exercise, or a plain test cell with no parts.

    ``by_checks`` is the mark that the checks gave where a person gave another.
    """

    grade_id: str
    name: str
    title: str
    mark: float | None
    points: float
    by_checks: float | None = None
    parts: tuple[PartShare, ...] = ()
    advice: tuple[Advice, ...] = ()
    failed: tuple[FindingRecord, ...] = ()
    remark: str = ""
    hint: str = ""
    essentials: tuple[str, ...] = ()

    @property
    def passed(self) -> int:
        return sum(part.passed for part in self.parts)

    @property
    def total(self) -> int:
        return sum(part.total for part in self.parts)

    @property
    def complete(self) -> bool:
        return self.mark is not None and self.mark >= self.points

    @property
    def untouched(self) -> bool:
        """Whether nothing was written for it at all."""
        return bool(self.failed) and all(f.status == "not attempted" for f in self.failed)


@dataclass(frozen=True)
class HandMarked:
    """A cell that a person marks; ``mark`` is None until they have."""

    title: str
    mark: float | None
    points: float
    comment: str
    unanswered: bool


def exercises(
    record: Record,
    manual_marks: ManualMarks = NO_MANUAL_MARKS,
    released_text: ReleasedText | None = None,
) -> tuple[ShownExercise, ...]:
    """Return every automatically marked exercise in the order of the notebook."""
    text = released_text or ReleasedText()
    shown: list[ShownExercise] = []
    answer = COMPLETE
    for cell in record.cells:
        if cell.role is Role.TEST:
            remark = wording.remark(cell, answer)
            shown += _of_cell(cell, manual_marks, text, remark)
            answer = COMPLETE
        elif cell.role is Role.SOLUTION and answer.is_complete:
            answer = cell.ending
    return tuple(shown)


def hand_marked(
    record: Record, manual_marks: ManualMarks, released_text: ReleasedText
) -> tuple[HandMarked, ...]:
    """Return the cells that are for a person."""
    cells = (cell for cell in record.cells if cell.role in BY_HAND)
    return tuple(
        HandMarked(
            title=released_text.of_cell(cell.grade_id),
            mark=final_mark(cell, manual_marks.of(cell.grade_id)),
            points=cell.points,
            comment=manual_marks.of(cell.grade_id).comment,
            unanswered=cell.role is Role.MANUAL and cell.mark == 0.0,
        )
        for cell in cells
    )


def nearest(shown: tuple[ShownExercise, ...], most: int = 3) -> tuple[ShownExercise, ...]:
    """Return the exercises with the fewest checks missing: where to go on first."""
    begun = [each for each in shown if each.failed and not each.complete and not each.untouched]
    return tuple(sorted(begun, key=lambda each: each.total - each.passed)[:most])


def _of_cell(
    cell: CellRecord, manual_marks: ManualMarks, released_text: ReleasedText, remark: str
) -> Iterator[ShownExercise]:
    """One exercise for a cell as a rule; a cell with several calls of ``grade`` gives several."""
    name, by_person = cell.grade_id, manual_marks.of(cell.grade_id)
    mark, title = final_mark(cell, by_person), released_text.of_cell(name)
    changed = cell.mark if by_person.score is not None or by_person.extra_credit else None
    if not cell.exercises:
        yield ShownExercise(name, name, title, mark, cell.points, changed, remark=remark)
    alone = len(cell.exercises) == 1
    for exercise in cell.exercises:
        own = mark if alone or cell.mark is None else exercise.mark
        points = cell.points if alone else exercise.points
        advice = tuple(_advice(exercise))
        yield ShownExercise(
            grade_id=name,
            name=exercise.exercise,
            title=title if alone and title != name else exercise.exercise,
            mark=own,
            points=points,
            by_checks=changed if alone else None,
            parts=_parts(exercise),
            advice=advice,
            failed=tuple(f for f in exercise.findings if f.status != "passed"),
            remark="" if advice or (own is not None and own >= points) else remark,
            hint=released_text.hints.get(exercise.exercise, "") if advice else "",
            essentials=exercise.essentials,
        )


def _parts(exercise: ExerciseRecord) -> tuple[PartShare, ...]:
    of_part = {part: [f for f in exercise.findings if f.part == part] for part in PARTS}
    return tuple(
        PartShare(part, sum(f.status == "passed" for f in findings), len(findings))
        for part, findings in of_part.items()
        if findings
    )


def _advice(exercise: ExerciseRecord) -> Iterator[Advice]:
    """What is wrong with each function that has a failed check, and its misconception if known."""
    names = {
        misconception.function: misconception.name for misconception in exercise.misconceptions
    }
    messages = {each.function: each.message for each in exercise.advice}
    first = {f.function: f for f in reversed(exercise.findings) if f.status != "passed"}
    for name in dict.fromkeys(f.function for f in exercise.findings if f.function in first):
        yield Advice(name, messages.get(name, first[name].message), names.get(name, ""))
