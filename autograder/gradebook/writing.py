"""Write the marks of a batch of records into the gradebook: in one transaction, all or none."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from autograder.coursework.course import Course
from autograder.errors import CourseError
from autograder.gradebook import lateness, rows
from autograder.gradebook.lateness import Penalties, PenaltyFault
from autograder.gradebook.layout import Layout, NotebookLayout, read_layout
from autograder.gradebook.rows import Row
from autograder.model import ANSWERS, GRADED, CellRecord, Record

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

NO_RESPONSE = "No response."  # nbgrader's words, which its pages look for


def write_records(
    gradebook: Gradebook,
    course: Course,
    records: Sequence[Record],
    penalties: Penalties | None = None,
    *,
    only_lateness: bool = False,
) -> tuple[Record, ...]:
    """Write in one transaction; on any failure the gradebook stays as it was.

    Automatic marks are replaced. Manual marks, comments and extra credit of a human are kept; as
    with nbgrader, a cell that has a manual mark is shown to the human again. With
    ``only_lateness`` the marks stay, and nobody is shown anything again. Returns the records with
    their lateness, which the gradebook knows.
    """
    session = gradebook.db
    penalties = penalties or Penalties(course)
    written: list[Record] = []
    try:
        for assignment in sorted({record.assignment for record in records}):
            layout = read_layout(session, assignment)
            chosen = [record for record in records if record.assignment == assignment]
            for record in chosen:
                _require_release(layout, record)
            papers = list(_prepared(session, course, layout, chosen))
            if not only_lateness:
                _write_marks(session, course, papers)
            _write_penalties(session, penalties, papers)
            written += _with_lateness(papers)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return tuple(written)


@dataclass(frozen=True)
class _Submission:
    """One record and its row; ``late`` in seconds, None where no deadline is set."""

    id: str
    record: Record
    late: float | None


@dataclass(frozen=True)
class _Paper:
    """One notebook of a submission and its row."""

    id: str
    name: str
    layout: NotebookLayout
    submission: _Submission

    @property
    def is_judged(self) -> bool:
        """Whether the record speaks of this notebook."""
        return self.name in _notebooks(self.submission.record)

    @property
    def cells(self) -> dict[str, CellRecord]:
        """What the record says of this notebook's graded cells and answers, by their names."""
        record = self.submission.record
        return {
            cell.grade_id: cell
            for cell in record.cells
            if cell.role in (*GRADED, *ANSWERS) and (cell.notebook or record.notebook) == self.name
        }


def _prepared(
    session: Any, course: Course, layout: Layout, records: list[Record]
) -> Iterator[_Paper]:
    """Make the rows of submissions and notebooks that are missing, and date the submissions.

    Records of one assignment go by student, so that two graders do not deadlock.
    """
    by_student = {record.student: record for record in sorted(records, key=lambda r: r.student)}
    submissions = _submissions(session, course, layout, by_student)
    yield from _papers(session, layout, submissions)


def _write_marks(session: Any, course: Course, papers: Sequence[_Paper]) -> None:
    judged = [paper for paper in papers if paper.is_judged]
    rows.replace_grades(session, [row for paper in judged for row in _grades(paper)])
    rows.replace_comments(session, [row for paper in judged for row in _comments(paper)])
    _write_others(session, course, [paper for paper in papers if not paper.is_judged])


def _with_lateness(papers: Iterable[_Paper]) -> list[Record]:
    """The records of some papers with the lateness that the gradebook has; each once."""
    submissions = {paper.submission.id: paper.submission for paper in papers}
    return [replace(each.record, late_seconds=each.late) for each in submissions.values()]


def _submissions(
    session: Any, course: Course, layout: Layout, records: Mapping[str, Record]
) -> list[_Submission]:
    from nbgrader.api import Student, SubmittedAssignment

    assignment = {"assignment_id": layout.assignment}
    rows.ensure(session, Student, [{"id": student} for student in records])
    made = [assignment | {"student_id": student} for student in records]
    rows.ensure(session, SubmittedAssignment, made)
    names = ("student_id", "id", "timestamp", "extension")
    query = session.query(*(getattr(SubmittedAssignment, name) for name in names))
    handed_in = query.filter_by(**assignment).filter(SubmittedAssignment.student_id.in_(records))
    submissions: list[_Submission] = []
    times: dict[str, datetime] = {}
    for student, row, timestamp, extension in sorted(handed_in, key=lambda each: each.student_id):
        due = lateness.due_date(layout.duedate, extension)
        written = lateness.handed_in_at(course, records[student], timestamp, due)
        if written is not None and written != timestamp:
            times[row] = timestamp = written
        submissions.append(
            _Submission(row, records[student], lateness.seconds_late(timestamp, due))
        )
    rows.update(session, SubmittedAssignment, "timestamp", times)
    return submissions


def _papers(session: Any, layout: Layout, submissions: list[_Submission]) -> Iterator[_Paper]:
    from nbgrader.api import SubmittedNotebook

    pairs = [(each, name) for each in submissions for name in layout.notebooks]
    made = [
        {"assignment_id": each.id, "notebook_id": layout.notebooks[name].id} for each, name in pairs
    ]
    rows.ensure(session, SubmittedNotebook, made)
    table = SubmittedNotebook
    query = session.query(table.assignment_id, table.notebook_id, table.id)
    notebooks = query.filter(table.assignment_id.in_([each.id for each in submissions]))
    ids = {(assignment, notebook): row for assignment, notebook, row in notebooks}
    for each, name in pairs:
        notebook = layout.notebooks[name]
        yield _Paper(ids[each.id, notebook.id], name, notebook, each)


def _grades(paper: _Paper) -> Iterator[Row]:
    cells = paper.cells
    for name, cell_id in paper.layout.graded.items():
        # A cell without a result waits for a human; nbgrader would give it full marks.
        mark = cells[name].mark if name in cells else 0.0
        yield {
            "notebook_id": paper.id,
            "cell_id": cell_id,
            "auto_score": mark,
            "needs_manual_grade": mark is None or name not in cells,
        }


def _comments(paper: _Paper) -> Iterator[Row]:
    cells = paper.cells
    for name, cell_id in paper.layout.commented.items():
        unanswered = name in cells and cells[name].role in ANSWERS and cells[name].mark == 0.0
        comment = NO_RESPONSE if unanswered else None
        yield {"notebook_id": paper.id, "cell_id": cell_id, "auto_comment": comment}


def _write_others(session: Any, course: Course, papers: Iterable[_Paper]) -> None:
    """Notebooks that are not in the record: 0 points where they were not handed in."""
    from nbgrader.api import Comment, Grade

    for paper in papers:
        keys = {"notebook_id": paper.id}
        comments = [keys | {"cell_id": cell} for cell in paper.layout.commented.values()]
        grades: list[Row] = [keys | {"cell_id": cell} for cell in paper.layout.graded.values()]
        rows.ensure(session, Comment, comments)
        rows.ensure(session, Grade, grades)
        if not _handed_in(course, paper):
            nothing = {"auto_score": 0.0, "needs_manual_grade": False}
            rows.fill_grades(session, [row | nothing for row in grades])


def _handed_in(course: Course, paper: _Paper) -> bool:
    record = paper.submission.record
    return (course.submitted / record.student / record.assignment / f"{paper.name}.ipynb").exists()


def _write_penalties(session: Any, penalties: Penalties, papers: list[_Paper]) -> None:
    from nbgrader.api import Grade, SubmittedNotebook
    from sqlalchemy import func

    late = [paper.id for paper in papers if paper.submission.late]
    query = session.query(Grade.notebook_id, func.sum(Grade.score))
    scores = dict(
        query.filter(Grade.notebook_id.in_(late)).group_by(Grade.notebook_id).all() if late else ()
    )
    asked: dict[str, float | None] = {}
    for paper in papers:
        student, seconds = paper.submission.record.student, paper.submission.late or 0.0
        with contextlib.suppress(PenaltyFault):
            asked[paper.id] = penalties.penalty(student, scores.get(paper.id, 0.0), seconds)
    rows.update(session, SubmittedNotebook, "late_submission_penalty", asked)


def _notebooks(record: Record) -> set[str]:
    """The notebooks that a record speaks of."""
    return {record.notebook, *(cell.notebook for cell in record.cells if cell.notebook)}


def _require_release(layout: Layout, record: Record) -> None:
    for name in sorted(_notebooks(record) - set(layout.notebooks)):
        raise _release_again(record, f"the notebook {name}")
    for cell in record.cells:
        points = layout.notebooks[cell.notebook or record.notebook].points
        if cell.role in GRADED and points.get(cell.grade_id) != cell.points:
            raise _release_again(record, f"the cell {cell.grade_id} with {cell.points:g} points")


def _release_again(record: Record, what: str) -> CourseError:
    return CourseError(
        f"the gradebook does not know {what} of {record.assignment}: the source has changed since "
        f"it was released. Run autograder release {record.assignment} again."
    )
