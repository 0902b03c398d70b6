"""``autograder export``: the marks of an assignment as a table for a learning platform.

The marks are those of the gradebook: people's marks and late penalties included. A text that a
spreadsheet would run as a formula is put behind an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from autograder.commands import console
from autograder.commands.console import (
    DONE,
    NEEDS_A_LOOK,
    course_option,
    json_option,
    reports_faults,
    say,
)
from autograder.coursework import files
from autograder.coursework.course import assignment_name, open_course
from autograder.gradebook import StudentMarks, marks, open_gradebook

Row = Sequence[str | float | None]

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # the wide ones run in some places
BLANKS = ("\t", "\r", "\n")  # some programs drop them and run what follows


@click.command()
@click.argument("assignment")
@click.option(
    "--format",
    "layout",
    type=click.Choice(["csv", "canvas", "moodle"]),
    default="csv",
    show_default=True,
    help="Who is going to read the table.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write it; without, it is printed.",
)
@course_option
@json_option
@click.pass_context
@reports_faults
def export(
    context: click.Context,
    assignment: str,
    layout: str,
    output: Path | None,
    course_root: Path,
    as_json: bool,
) -> None:
    """Write the marks of ASSIGNMENT as a table for a learning platform.

    Canvas finds a student by the login, Moodle by the user name: both are nbgrader's student id.
    The table is UTF-8. Who handed nothing in has no mark there. Exit code 1 while answers wait for
    a person: their marks are not final.

    \b
    Examples:
      autograder export losses --format canvas --output losses.csv
      autograder export losses --format moodle > losses.csv
    """
    course = open_course(course_root)
    name = assignment_name(course, assignment)
    with open_gradebook(course) as gradebook:
        rows = sorted(marks(gradebook, name), key=_by_name)
    text = _as_json(name, rows) if as_json else table(LAYOUTS[layout](name, rows))
    if output is None:
        click.echo(text, nl=False)
    else:
        files.write_atomically(output, text)
        click.echo(f"{name}: {sum(each.handed_in for each in rows)} marks in {output}")
    waiting = [each.student for each in rows if each.waits_for_human]
    if waiting:
        say(f"Not final, answers wait for a person: {', '.join(waiting)}", err=True)
    context.exit(NEEDS_A_LOOK if waiting else DONE)


def table(rows: Sequence[Row]) -> str:
    """Write rows as CSV, quoted where needed."""
    written = io.StringIO()
    csv.writer(written).writerows(map(_cell, row) for row in rows)
    return written.getvalue()


def everything(assignment: str, students: Sequence[StudentMarks]) -> list[Row]:
    """Return all there is, one row a student."""
    head = (
        *("assignment", "student", "last_name", "first_name", "email", "automatic", "mark"),
        *("points", "late_penalty", "late_seconds", "handed_in", "waits_for_person"),
    )
    return [head, *(_everything(assignment, each) for each in students)]


def for_canvas(assignment: str, students: Sequence[StudentMarks]) -> list[Row]:
    """Return the columns of Canvas' own gradebook file; its second row holds the points."""
    head = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment)
    points = max((each.maximum for each in students), default=0.0)
    rows = [(_name(each), each.lms_user_id, "", each.student, "", _mark(each)) for each in students]
    return [head, ("    Points Possible", "", "", "", "", points), *rows]


def for_moodle(assignment: str, students: Sequence[StudentMarks]) -> list[Row]:
    """Return what Moodle maps: who by user name or address, and the mark.

    There is no column for feedback: importing one overwrites the marks it stands beside.
    """
    rows = [(each.student, each.email, _mark(each)) for each in students if each.handed_in]
    return [("Username", "Email address", assignment), *rows]


LAYOUTS: dict[str, Callable[[str, Sequence[StudentMarks]], list[Row]]] = {
    "csv": everything,
    "canvas": for_canvas,
    "moodle": for_moodle,
}


def _as_json(assignment: str, students: Sequence[StudentMarks]) -> str:
    """Return all there is as one document, of numbers, true and false where the table has text."""
    head, *rows = everything(assignment, students)
    listed = [dict(zip(head, row, strict=True)) for row in rows]
    truths = ("handed_in", "waits_for_person")
    documents = [each | {name: each[name] == "yes" for name in truths} for each in listed]
    return console.as_json(documents, ensure_ascii=False) + "\n"


def _everything(assignment: str, each: StudentMarks) -> Row:
    who = (assignment, each.student, each.last_name, each.first_name, each.email)
    if not each.handed_in:
        return (*who, None, None, each.maximum, None, None, "no", "no")
    waits = "yes" if each.waits_for_human else "no"
    numbers = (each.auto, each.total, each.maximum, each.penalty, each.late_seconds)
    return (*who, *numbers, "yes", waits)


def _name(each: StudentMarks) -> str:
    return ", ".join(part for part in (each.last_name, each.first_name) if part) or each.student


def _by_name(each: StudentMarks) -> tuple[str, str, str]:
    return each.last_name, each.first_name, each.student


def _mark(each: StudentMarks) -> float | None:
    return each.total if each.handed_in else None


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        formula = value.lstrip().startswith(FORMULA_STARTS) or value.startswith(BLANKS)
        return f"'{value}" if formula else value
    return f"{value:.10g}"
