"""Insert or update rows of nbgrader's tables, a batch in one statement, beside other writers.

Two graders at once may both find that a row is missing. So rows are not looked for before
they are made: the database itself decides, by the keys that nbgrader gave the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.errors import GradebookError

Row = dict[str, Any]
KEY = ("cell_id", "notebook_id")  # of grades and of comments


def ensure(session: Any, kind: Any, rows: Sequence[Row]) -> None:
    """Insert the rows that are not there yet; others stay as they are."""
    if rows:
        session.execute(_insert(session, kind).on_conflict_do_nothing(), rows)


def replace_grades(session: Any, rows: Sequence[Row]) -> None:
    """Set automatic marks; a cell that a human has marked is shown to the human again."""
    from nbgrader.api import Grade
    from sqlalchemy import or_

    statement = _insert(session, Grade)
    new, old = statement.excluded, Grade.__table__.c
    changes = {
        "auto_score": new.auto_score,
        "needs_manual_grade": or_(new.needs_manual_grade, old.manual_score.is_not(None)),
    }
    if rows:
        session.execute(statement.on_conflict_do_update(index_elements=KEY, set_=changes), rows)


def fill_grades(session: Any, rows: Sequence[Row]) -> None:
    """Set automatic marks where nobody, human or grader, has given one yet."""
    from nbgrader.api import Grade
    from sqlalchemy import and_

    statement = _insert(session, Grade)
    new, old = statement.excluded, Grade.__table__.c
    changes = {"auto_score": new.auto_score, "needs_manual_grade": new.needs_manual_grade}
    unmarked = and_(old.auto_score.is_(None), old.manual_score.is_(None))
    if rows:
        filled = statement.on_conflict_do_update(index_elements=KEY, set_=changes, where=unmarked)
        session.execute(filled, rows)


def replace_comments(session: Any, rows: Sequence[Row]) -> None:
    """Set automatic comments; what a human wrote stands in a column of its own."""
    from nbgrader.api import Comment

    statement = _insert(session, Comment)
    changes = {"auto_comment": statement.excluded.auto_comment}
    if rows:
        session.execute(statement.on_conflict_do_update(index_elements=KEY, set_=changes), rows)


def update(session: Any, kind: Any, column: str, values: dict[str, Any]) -> None:
    """Set one column of the rows with these ids."""
    from sqlalchemy import bindparam
    from sqlalchemy import update as update_table

    table = kind.__table__
    statement = update_table(table).where(table.c.id == bindparam("row"))
    rows = [{"row": row, "new": value} for row, value in values.items()]
    if rows:
        session.execute(statement.values({column: bindparam("new")}), rows)


def _insert(session: Any, kind: Any) -> Any:
    from sqlalchemy.dialects import postgresql, sqlite

    inserts: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    name = session.get_bind().dialect.name
    if name not in inserts:
        raise GradebookError(
            f"marks cannot be written to a database of the kind {name}. Set "
            "c.CourseDirectory.db_url to a SQLite file (sqlite:///gradebook.db) or, for several "
            "graders at once, to PostgreSQL (postgresql+psycopg://user@host/marks)."
        )
    return inserts[name](kind.__table__)
