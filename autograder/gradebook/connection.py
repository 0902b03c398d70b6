"""Open the gradebook, and say in one sentence why it cannot be opened, read or written."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.coursework.course import Course
from autograder.errors import AutograderError, CourseError, GradebookError

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

OWN_TABLES = frozenset({"assignment", "notebook", "base_cell", "grade", "comment", "student"})
MESSAGES = {
    "locked": "another program is writing to {place}. Wait until it has ended and run the command "
    "again; the marks are as they were.",
    "readonly": "you have no right to write to {place}. Change the rights of the file and of its "
    "folder, or run the command as their owner.",
    "unable to open": "{place} cannot be opened. Look whether its folder exists and is yours.",
    "not a database": "{place} is not a gradebook: it is no SQLite file. Move it away, or set "
    "c.CourseDirectory.db_url to the right one.",
    "malformed": "{place} is damaged. Put back a copy; autograder grade fills in the marks.",
    "course_id_fkey": "{place} needs a name for the course. Set c.CourseDirectory.course_id in "
    "nbgrader_config.py.",
    "no such": "{place} was made by another version of nbgrader. Copy it, then run: "
    "nbgrader db upgrade",
}


@contextlib.contextmanager
def open_gradebook(course: Course, *, create: bool = False) -> Iterator[Gradebook]:
    """Open the gradebook of a course; a fault inside the block becomes a clear sentence too.

    Nothing is written into a database that is not nbgrader's. Where there is none yet, ``create``
    makes one; without it the assignment was never released, which is what the error says.
    """
    if _is_missing(course):
        _require_creation(course, create)
    from nbgrader.api import Gradebook, InvalidEntry  # long to import: now there is a use for it
    from sqlalchemy.exc import SQLAlchemyError

    try:
        if not _is_gradebook(course):
            _require_creation(course, create)
        with _own_programs_first():
            gradebook = Gradebook(course.db_url, course.course_id)
        with contextlib.closing(gradebook):
            yield gradebook
    except (SQLAlchemyError, InvalidEntry) as fault:
        raise explained(course, fault) from fault


def explained(course: Course, fault: Exception) -> AutograderError:
    """Put a fault of the database into a sentence that says what to do."""
    text = str(getattr(fault, "orig", None) or fault)
    for sign, message in MESSAGES.items():
        if sign in text.lower():
            return GradebookError(message.format(place=_place(course)))
    first_line = text.partition("\n")[0]
    return GradebookError(f"{_place(course)} cannot be used: {type(fault).__name__}: {first_line}")


def _is_gradebook(course: Course) -> bool:
    """Whether nbgrader's tables are there; raise where other tables are."""
    from sqlalchemy import create_engine, inspect

    if _is_missing(course):
        return False
    try:
        engine = create_engine(course.db_url)
    except ModuleNotFoundError as fault:
        raise GradebookError(
            f"{_place(course)} needs the module {fault.name}, which is not installed. For "
            "postgresql+psycopg://… run: pip install 'dlkit[postgresql]'"
        ) from None
    try:
        columns_of = inspect(engine).get_multi_columns()
    finally:
        engine.dispose()
    tables = {name: {each["name"] for each in columns} for (_, name), columns in columns_of.items()}
    if tables and not tables.keys() >= OWN_TABLES:
        raise GradebookError(
            f"{_place(course)} is not a gradebook: it holds {', '.join(sorted(tables)[:3])}, and "
            "none of nbgrader's tables. Set c.CourseDirectory.db_url to the right database."
        )
    _require_columns(course, tables)
    return bool(tables)


def _require_columns(course: Course, tables: dict[str, set[str]]) -> None:
    """Refuse the database of an older nbgrader before an hour of grading, not after it."""
    from nbgrader.api import Base

    for name, table in Base.metadata.tables.items():
        if not set(table.columns.keys()) <= tables.get(name, set(table.columns.keys())):
            raise GradebookError(MESSAGES["no such"].format(place=_place(course)))


def _require_creation(course: Course, create: bool) -> None:
    if not create:
        raise CourseError(
            f"{_place(course)} does not exist yet: no assignment is released. Run "
            "autograder release ASSIGNMENT first."
        )
    with _own_programs_first():
        if shutil.which("alembic") is None:
            raise GradebookError(
                "nbgrader needs the program alembic to make a gradebook, and it is not beside "
                f"{sys.executable}. Install it with: pip install 'dlkit[instructor]'"
            )


@contextlib.contextmanager
def _own_programs_first() -> Iterator[None]:
    """nbgrader calls ``alembic`` by name; find the one of this environment, whatever PATH says."""
    before = os.environ.get("PATH")
    own = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join((own, before)) if before else own
    try:
        yield
    finally:
        if before is None:
            del os.environ["PATH"]
        else:
            os.environ["PATH"] = before


def _is_missing(course: Course) -> bool:
    """Whether the gradebook is a file that is not there yet."""
    path = _sqlite_file(course)
    return path is not None and not path.exists()


def _sqlite_file(course: Course) -> Path | None:
    """Return the file of an SQLite database, taken from its address as SQLAlchemy does it."""
    program, _, place = course.db_url.partition("://")
    path = place.partition("?")[0].removeprefix("/")
    is_file = program.partition("+")[0] == "sqlite" and path not in ("", ":memory:")
    return Path(path) if is_file and not path.startswith("file:") else None


def _place(course: Course) -> str:
    path = _sqlite_file(course)
    if path is not None:
        return f"the gradebook {path}"
    from sqlalchemy.engine import make_url

    return f"the gradebook {make_url(course.db_url).render_as_string(hide_password=True)}"
