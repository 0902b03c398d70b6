"""What was recorded of one exercise, test cell or written answer of one student."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from autograder.coursework.course import Course
from autograder.errors import AutograderError
from autograder.gradebook.manual_marks import read_manual_marks
from autograder.model import CellRecord, ExerciseRecord, FindingRecord, Record, Role
from autograder.results import control_words, records, roster, wording
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
    (student_id,) = roster.chosen(course, assignment, [student])
    record = records.read(course, assignment, student_id)
    if record is None:
        raise AutograderError(
            f"the record of {student_id} cannot be read; run: "
            f"autograder grade {assignment} --student {student_id} --force"
        )
    if not record.was_run:
        raise AutograderError(
            f"nothing that {student_id} handed in was checked: {'; '.join(wording.endings(record))}"
        )
    by_notebook = read_manual_marks(course, assignment).get(student_id, {})
    candidates = list(_explained(record, by_notebook))
    test = f"test_{exercise.rpartition('.')[2]}"  # of an exercise whose test did not reach it
    for named in (exercise, test):
        for explained in candidates:
            short = explained.name.rpartition(".")[2]
            if named in (explained.name, short, explained.cell.grade_id):
                return explained
    names = list(dict.fromkeys(explained.name for explained in candidates))
    raise AutograderError(roster.unknown(f"exercise of {student_id} called", exercise, names))


def _explained(record: Record, manual_marks: Mapping[str, ManualMarks]) -> Iterator[Explained]:
    for cell in record.cells:
        if cell.role is Role.TEST or cell.role in BY_HAND:
            marks_of_notebook = manual_marks.get(cell.notebook or record.notebook, NO_MANUAL_MARKS)
            for exercise in cell.exercises or (None,):
                yield Explained(record, cell, exercise, marks_of_notebook.of(cell.grade_id))


def as_document(explained: Explained) -> dict[str, Any]:
    """Return what ``--json`` prints."""
    exercise = explained.exercise
    return {
        "assignment": explained.record.assignment,
        "student": explained.record.student,
        "exercise": explained.name,
        "cell": explained.cell.grade_id,
        "mark": explained.mark,
        "mark_by_checks": None if explained.is_written else explained.by_checks,
        "mark_by_person": explained.by_person.score,
        "waits_for_person": explained.mark is None,
        "points": exercise.points if exercise else explained.cell.points,
        "ending": asdict(explained.cell.ending),
        "reason": wording.ending(explained.cell.ending),
        "ran_inside": control_words.ran_inside(explained.cell),
        "seed": exercise.seed if exercise else None,
        "checks": len(exercise.findings) if exercise else 0,
        "failed": [asdict(finding) for finding in explained.failed],
        "misconceptions": [asdict(each) for each in exercise.misconceptions] if exercise else [],
    }
