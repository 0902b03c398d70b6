"""From a record to the marks and sentences a student reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from autograder.feedback.human import HumanMark, HumanMarks
from autograder.model import CellRecord, ExerciseRecord, Record, Role
from dlkit.check.battery import PARTS

# Reasons of a test cell that are our own words; others may quote the test or the expected value.
OWN_WORDS = ("a call ", "not run", "the student's process ")


@dataclass(frozen=True)
class PartShare:
    """How many checks of one part passed; ``total`` is 0 where an exercise has no such part."""

    name: str
    passed: int
    total: int


@dataclass(frozen=True)
class Advice:
    """What is wrong first with one function."""

    function: str
    message: str


@dataclass(frozen=True)
class ShownExercise:
    """One test cell with its exercise, or a plain test cell with no parts."""

    grade_id: str
    name: str
    mark: float | None
    points: float
    parts: tuple[PartShare, ...] = ()
    advice: tuple[Advice, ...] = ()
    remark: str = ""
    retry: bool = False

    @property
    def passed(self) -> int:
        return sum(part.passed for part in self.parts)

    @property
    def total(self) -> int:
        return sum(part.total for part in self.parts)


@dataclass(frozen=True)
class HandMarked:
    """A cell that a person marks; ``mark`` is None until they have."""

    grade_id: str
    mark: float | None
    points: float
    comment: str


@dataclass(frozen=True)
class Tally:
    """Marks of a page, people's corrections included."""

    automatic: float
    automatic_points: float
    by_hand: float
    by_hand_points: float
    waiting: int

    @property
    def mark(self) -> float:
        return self.automatic + self.by_hand

    @property
    def points(self) -> float:
        return self.automatic_points + self.by_hand_points


def final_mark(cell: CellRecord, human: HumanMarks) -> float | None:
    """Return a cell's mark; a person's mark stands above the automatic one, as in nbgrader."""
    given = human.get(cell.grade_id, HumanMark())
    mark = cell.mark if given.score is None else given.score
    return None if mark is None else mark + given.extra_credit


def tally(record: Record, human: HumanMarks) -> Tally:
    """Sum the marks up."""
    automatic = [cell for cell in record.cells if cell.role is Role.TEST]
    by_hand = [cell for cell in record.cells if cell.role in (Role.MANUAL, Role.TASK)]
    return Tally(
        automatic=sum(final_mark(cell, human) or 0.0 for cell in automatic),
        automatic_points=sum(cell.points for cell in automatic),
        by_hand=sum(final_mark(cell, human) or 0.0 for cell in by_hand),
        by_hand_points=sum(cell.points for cell in by_hand),
        waiting=sum(final_mark(cell, human) is None for cell in automatic + by_hand),
    )


def exercises(record: Record, human: HumanMarks) -> tuple[ShownExercise, ...]:
    """Return every automatically marked exercise in the order of the notebook."""
    tests = (cell for cell in record.cells if cell.role is Role.TEST)
    return tuple(shown for cell in tests for shown in _of_cell(cell, human))


def hand_marked(record: Record, human: HumanMarks) -> tuple[HandMarked, ...]:
    """Return the cells that are for a person."""
    return tuple(
        HandMarked(
            cell.grade_id,
            final_mark(cell, human),
            cell.points,
            human.get(cell.grade_id, HumanMark()).comment,
        )
        for cell in record.cells
        if cell.role in (Role.MANUAL, Role.TASK)
    )


def _of_cell(cell: CellRecord, human: HumanMarks) -> Iterator[ShownExercise]:
    """One exercise for a cell as a rule; a cell with several calls of ``grade`` gives several."""
    if not cell.exercises:
        mark = final_mark(cell, human)
        yield ShownExercise(cell.grade_id, cell.grade_id, mark, cell.points, remark=_remark(cell))
        return
    alone = len(cell.exercises) == 1
    for exercise in cell.exercises:
        mark = final_mark(cell, human) if alone or cell.mark is None else exercise.mark
        points = cell.points if alone else exercise.points
        advice = tuple(_advice(exercise))
        complete = mark is not None and mark >= points
        yield ShownExercise(
            grade_id=cell.grade_id,
            name=exercise.exercise,
            mark=mark,
            points=points,
            parts=_parts(exercise),
            advice=advice,
            remark="" if advice or complete else _remark(cell),
            retry=bool(advice),
        )


def _remark(cell: CellRecord) -> str:
    """Say how a test cell without findings ended."""
    if cell.mark is None:
        return "The test itself needs a look by your instructor before there is a mark."
    if cell.mark >= cell.points:
        return "Its tests passed."
    if cell.reason.startswith(OWN_WORDS):
        return f"Its tests did not pass: {cell.reason}."
    return "Its tests did not all pass."


def _parts(exercise: ExerciseRecord) -> tuple[PartShare, ...]:
    of_part = {part: [f for f in exercise.findings if f.part == part] for part in PARTS}
    return tuple(
        PartShare(part, sum(f.status == "passed" for f in findings), len(findings))
        for part, findings in of_part.items()
    )


def _advice(exercise: ExerciseRecord) -> Iterator[Advice]:
    """Per function: the misconception where one was recognised, else its first failed check."""
    known = {found.function: found.message for found in exercise.misconceptions}
    told = set()
    for finding in exercise.findings:
        name = finding.function
        if finding.status == "passed" or name in told:
            continue
        told.add(name)
        seen = f" (Seen with: {finding.title}.)" if name in known else ""
        yield Advice(name, known.get(name, finding.message) + seen)
