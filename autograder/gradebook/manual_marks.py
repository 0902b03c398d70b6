"""Read from the gradebook what people and the course's rules made of submissions; never written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograder.coursework.course import Course
from autograder.results.manual_marks import HumanMark, ManualMarks

Place = tuple[str, ...]  # a student and the name of a notebook


@contextmanager
def reading(course: Course) -> Iterator[Any]:
    """Yield a session on nbgrader's database, or None where there is none to read.

    nbgrader's ``Gradebook`` creates tables and the course when it is opened. Its model on a plain
    session creates nothing, so a page never changes the database it is made from.
    """
    from sqlalchemy import create_engine, inspect, make_url
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.orm import Session

    url = make_url(course.db_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        yield None
        return
    engine = create_engine(url)
    try:
        readable = inspect(engine).has_table("submitted_assignment")
    except SQLAlchemyError:
        readable = False
    try:
        with Session(engine) as session:
            yield session if readable else None
    finally:
        engine.dispose()


def read_manual_marks(course: Course, assignment: str) -> dict[str, dict[str, ManualMarks]]:
    """Return manual marks by student and notebook; empty where no gradebook is readable."""
    with reading(course) as session:
        if session is None:
            return {}
        marks = _marks(session, assignment)
        costs = {
            (who, name): float(cost) for who, name, cost in penalties(session, assignment) if cost
        }
    by_student: dict[str, dict[str, ManualMarks]] = {}
    for student, name in marks.keys() | costs.keys():
        place = student, name
        manual_marks = ManualMarks(marks.get(place, {}), costs.get(place, 0.0))
        by_student.setdefault(student, {})[name] = manual_marks
    return by_student


def _marks(session: Any, assignment: str) -> dict[Place, dict[str, HumanMark]]:
    from nbgrader.api import Comment, Grade

    marks: dict[Place, dict[str, HumanMark]] = {}
    manual_columns = (Grade.manual_score, Grade.extra_credit)
    for *place, cell, score, extra in of_cells(session, assignment, Grade, *manual_columns):
        if score is not None or extra:
            marks.setdefault((*place,), {})[cell] = HumanMark(score, "", extra or 0.0)
    for *place, cell, text in of_cells(session, assignment, Comment, Comment.manual_comment):
        if text:
            there = marks.setdefault((*place,), {})
            there[cell] = there.get(cell, HumanMark())._replace(comment=text)
    return marks


def penalties(session: Any, assignment: str) -> Any:
    """Query each student, notebook and the points that lateness costs; None for no penalty."""
    from nbgrader.api import Assignment, Notebook, SubmittedAssignment, SubmittedNotebook

    return (
        session.query(
            SubmittedAssignment.student_id,
            Notebook.name,
            SubmittedNotebook.late_submission_penalty,
        )
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == assignment)
    )


def of_cells(session: Any, assignment: str, kind: Any, *columns: Any) -> Any:
    """Query columns of every Grade or Comment, with the student, the notebook and the cell."""
    from nbgrader.api import (
        Assignment,
        BaseCell,
        Notebook,
        SubmittedAssignment,
        SubmittedNotebook,
    )

    return (
        session.query(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, *columns)
        .select_from(kind)
        .join(BaseCell, BaseCell.id == kind.cell_id)
        .join(Notebook, Notebook.id == BaseCell.notebook_id)
        .join(SubmittedNotebook, SubmittedNotebook.id == kind.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == assignment)
    )
