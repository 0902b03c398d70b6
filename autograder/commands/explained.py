"""What was recorded of one exercise, test cell or written answer of one student."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from autograder.coursework.course import Course
from autograder.errors import AutograderError
from autograder.gradebook.manual_marks import read_manual_marks
from autograder.model import CellRecord, ExerciseRecord, FindingRecord, Record, Role
from autograder.results import records, roster, wording
from autograder.results.manual_marks import NO_MANUAL_MARKS, HumanMark, ManualMarks
from autograder.results.tally import BY_HAND, final_mark


@dataclass(frozen=True)
class Explained:
    """One exercise of one student; a plain test cell or a written answer has none behind it."""

    record: Record
    cell: CellRecord
    exercise: ExerciseRecord | None
    by_person: HumanMark

    @property
    def name(self) -> str:
        return self.exercise.exercise if self.exercise else self.cell.grade_id

    @property
    def is_written(self) -> bool:
        """Whether a person marks it, not a test."""
        return self.cell.role in BY_HAND

    @property
    def by_checks(self) -> float | None:
        """The mark that tests gave; of an answer, 0 where it was left as it was given out."""
        return self.exercise.mark if self.exercise else self.cell.mark

    @property
    def mark(self) -> float | None:
        """The mark that counts."""
        final = final_mark(self.cell, self.by_person)
        return self.by_checks if final == self.cell.mark else final

    @property
    def failed(self) -> tuple[FindingRecord, ...]:
        findings = self.exercise.findings if self.exercise else ()
        return tuple(finding for finding in findings if finding.status != "passed")


def find(course: Course, assignment: str, student: str, exercise: str) -> Explained:
    """Find what was recorded of an exercise; refuse unknown names with the known ones."""
    (known,) = roster.chosen(course, assignment, [student])
    record = records.read(course, assignment, known)
    if record is None:
        raise AutograderError(
            f"the record of {known} cannot be read; run: "
            f"autograder grade {assignment} --student {known} --force"
        )
    if not record.was_run:
        raise AutograderError(
            f"nothing that {known} handed in was checked: {'; '.join(wording.endings(record))}"
        )
    by_notebook = read_manual_marks(course, assignment).get(known, {})
    candidates = list(_explained(record, by_notebook))
    test = f"test_{exercise.rpartition('.')[2]}"  # of an exercise whose test did not reach it
    for named in (exercise, test):
        for explained in candidates:
            short = explained.name.rpartition(".")[2]
            if named in (explained.name, short, explained.cell.grade_id):
                return explained
    names = list(dict.fromkeys(explained.name for explained in candidates))
    raise AutograderError(roster.unknown(f"exercise of {known} called", exercise, names))


def _explained(record: Record, manual_marks: Mapping[str, ManualMarks]) -> Iterator[Explained]:
    for cell in record.cells:
        if cell.role is Role.TEST or cell.role in BY_HAND:
            beside = manual_marks.get(cell.notebook or record.notebook, NO_MANUAL_MARKS)
            for exercise in cell.exercises or (None,):
                yield Explained(record, cell, exercise, beside.of(cell.grade_id))


def as_document(found: Explained) -> dict[str, Any]:
    """Return what ``--json`` prints."""
    exercise = found.exercise
    return {
        "assignment": found.record.assignment,
        "student": found.record.student,
        "exercise": found.name,
        "cell": found.cell.grade_id,
        "mark": found.mark,
        "mark_by_checks": None if found.is_written else found.by_checks,
        "mark_by_person": found.by_person.score,
        "waits_for_person": found.mark is None,
        "points": exercise.points if exercise else found.cell.points,
        "ending": asdict(found.cell.ending),
        "reason": wording.ending(found.cell.ending),
        "seed": exercise.seed if exercise else None,
        "checks": len(exercise.findings) if exercise else 0,
        "failed": [asdict(finding) for finding in found.failed],
        "misconceptions": [asdict(each) for each in exercise.misconceptions] if exercise else [],
    }
