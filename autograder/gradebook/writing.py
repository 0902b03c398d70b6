"""Write the marks of records into the gradebook: all of a call, or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from autograder.course import Course
from autograder.errors import CourseError
from autograder.gradebook import lateness
from autograder.model import CellRecord, Record, Role

if TYPE_CHECKING:
    from nbgrader.api import (
        Assignment,
        Comment,
        Grade,
        Gradebook,
        Notebook,
        SubmittedAssignment,
        SubmittedNotebook,
    )

GRADED = (Role.TEST, Role.MANUAL, Role.TASK)
NO_RESPONSE = "No response."  # nbgrader's words, which its pages look for

Row = TypeVar("Row")


def write_records(gradebook: Gradebook, course: Course, records: Sequence[Record]) -> None:
    """Write in one transaction; on any failure the gradebook stays as it was.

    Automatic marks are replaced. Manual marks, comments and extra credit of a human are kept; as
    with nbgrader, a cell that has a manual mark is shown to the human again.
    """
    try:
        for record in records:
            _write(gradebook.db, course, record)
        gradebook.db.commit()
    except BaseException:
        gradebook.db.rollback()
        raise


@dataclass(frozen=True)
class _Rows:
    """The rows of one submitted notebook, by the names of their cells."""

    submitted: SubmittedNotebook
    points: dict[str, float]
    grades: dict[str, Grade]
    comments: dict[str, Comment]


def _write(session: Any, course: Course, record: Record) -> None:
    assignment = _assignment(session, record)
    submission = _submission(session, assignment, record.student)
    lateness.set_timestamp(course, submission, record)
    for notebook in assignment.notebooks:
        rows = _rows(session, submission, notebook)
        if notebook.name == record.notebook:
            _set_grades(rows, record)
            _set_comments(rows, record)
        elif not _handed_in(course, record, notebook):
            _set_zero(rows)
        session.flush()
        session.refresh(rows.submitted, ["score"])
        lateness.set_penalty(course, submission, rows.submitted)


def _assignment(session: Any, record: Record) -> Assignment:
    from nbgrader.api import Assignment

    found = session.query(Assignment).filter_by(name=record.assignment).one_or_none()
    if found is None or record.notebook not in [notebook.name for notebook in found.notebooks]:
        raise _release_again(record, f"the notebook {record.notebook}")
    return found


def _submission(session: Any, assignment: Assignment, student: str) -> SubmittedAssignment:
    from nbgrader.api import Student, SubmittedAssignment

    person = session.get(Student, student) or _added(session, Student(id=student))
    wanted = {"assignment_id": assignment.id, "student_id": student}
    found = session.query(SubmittedAssignment).filter_by(**wanted).one_or_none()
    return found or _added(session, SubmittedAssignment(assignment=assignment, student=person))


def _rows(session: Any, submission: SubmittedAssignment, notebook: Notebook) -> _Rows:
    """Find the rows that nbgrader keeps for every cell, and make those that are missing."""
    from nbgrader.api import (
        Comment,
        Grade,
        GradeCell,
        SolutionCell,
        SubmittedNotebook,
        TaskCell,
    )

    graded, answers, tasks = (
        session.query(kind).filter(kind.notebook_id == notebook.id).all()
        for kind in (GradeCell, SolutionCell, TaskCell)
    )
    submitted = next((each for each in submission.notebooks if each.notebook is notebook), None)
    if submitted is None:
        submitted = _added(session, SubmittedNotebook(notebook=notebook, assignment=submission))
    return _Rows(
        submitted=submitted,
        points={cell.name: cell.max_score for cell in (*graded, *tasks)},
        grades=_by_cell(session, Grade, (*graded, *tasks), submitted.grades, submitted),
        comments=_by_cell(session, Comment, (*answers, *tasks), submitted.comments, submitted),
    )


def _by_cell(
    session: Any, kind: Any, cells: Iterable[Any], existing: Iterable[Any], notebook: Any
) -> dict[str, Any]:
    known = {row.cell_id: row for row in existing}
    return {
        cell.name: known.get(cell.id) or _added(session, kind(cell_id=cell.id, notebook=notebook))
        for cell in cells
    }


def _set_grades(rows: _Rows, record: Record) -> None:
    cells = {cell.grade_id: cell for cell in record.cells if cell.role in GRADED}
    for name, cell in cells.items():
        if rows.points.get(name) != cell.points:
            raise _release_again(record, f"the cell {name} with {cell.points:g} points")
    for name, grade in rows.grades.items():
        # A cell that nothing is known about is no full mark, as it is with nbgrader: a human looks.
        mark = cells[name].mark if name in cells else 0.0
        grade.auto_score = mark
        unsettled = mark is None or name not in cells
        grade.needs_manual_grade = unsettled or grade.manual_score is not None


def _set_comments(rows: _Rows, record: Record) -> None:
    unanswered = {cell.grade_id for cell in record.cells if _unanswered(cell)}
    for name, comment in rows.comments.items():
        comment.auto_comment = NO_RESPONSE if name in unanswered else None


def _unanswered(cell: CellRecord) -> bool:
    return cell.role is Role.MANUAL and cell.mark == 0.0


def _handed_in(course: Course, record: Record, notebook: Notebook) -> bool:
    folder = course.submitted / record.student / record.assignment
    return (folder / f"{notebook.name}.ipynb").exists()


def _set_zero(rows: _Rows) -> None:
    """A notebook that was not handed in has 0 points, unless it is marked already."""
    for grade in rows.grades.values():
        if grade.auto_score is None and grade.manual_score is None:
            grade.auto_score = 0.0
            grade.needs_manual_grade = False


def _release_again(record: Record, what: str) -> CourseError:
    return CourseError(
        f"the gradebook does not know {what} of {record.assignment}: the source has changed since "
        f"it was released. Run autograder release {record.assignment} again."
    )


def _added(session: Any, row: Row) -> Row:
    session.add(row)
    return row
