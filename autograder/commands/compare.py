"""``autograder compare``: plain nbgrader and this grader on the same submissions, mark by mark."""

from __future__ import annotations

import contextlib
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from autograder.commands import console, control_table
from autograder.commands.console import course_option, json_option, reports_faults
from autograder.commands.grade import Reporter
from autograder.comparison import Comparison, Difference
from autograder.comparison import compare as compare_marks
from autograder.coursework.course import open_course
from autograder.grading.pipeline import Request
from autograder.grading.pool import processors


@click.command()
@click.argument("assignment")
@click.option("--student", "students", multiple=True, help="Only this student; may be repeated.")
@click.option(
    "--scratch",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep the two copies of the course in this folder.",
)
@course_option
@json_option
@reports_faults
def compare(
    assignment: str,
    students: tuple[str, ...],
    scratch: Path | None,
    course_root: Path,
    as_json: bool,
) -> None:
    """Grade ASSIGNMENT with plain nbgrader and here, in copies, and explain what differs.

    Nothing of the course changes. nbgrader runs the submissions without a fence. Exit code 1
    where a mark differs and no decision explains it.

    \b
    Example:
        autograder compare ps1
        autograder compare ps1 --student ada --scratch /tmp/copies
    """
    course = open_course(course_root)
    request = Request(assignment, students, workers=len(processors()))
    step = (lambda _: None) if as_json else (lambda text: click.echo(text, err=True))
    with contextlib.ExitStack() as stack:
        folder = scratch.resolve() if scratch else None
        comparison = compare_marks(course, request, Reporter(stack, as_json), folder, step)
    click.echo(_as_json(comparison)) if as_json else _tell(comparison)
    raise SystemExit(console.NEEDS_A_LOOK if comparison.undeclared else console.DONE)


def _tell(comparison: Comparison) -> None:
    differing, undeclared = len(comparison.differences), len(comparison.undeclared)
    if differing:
        Console().print(_table(comparison.differences))
    click.echo(
        f"{comparison.submissions} submissions, {comparison.marks} marks of test cells: "
        f"{comparison.marks - differing} equal, {differing - undeclared} differ by decision, "
        f"{undeclared} without one."
    )
    click.echo(control_table.summary(comparison.controls))
    click.echo(f"nbgrader took {comparison.nbgrader_seconds:g} s, this {comparison.seconds:g} s.")


def _table(differences: tuple[Difference, ...]) -> Table:
    table = Table("student", "notebook", "test cell", "nbgrader", "here", "why")
    for each in differences:
        marks = (console.mark_text(mark, "none") for mark in (each.theirs, each.ours))
        why = f"{each.reason} ({each.details})"
        console.add_row(table, each.student, each.notebook, each.grade_id, *marks, why)
    return table


def _as_json(comparison: Comparison) -> str:
    return console.as_json(asdict(comparison))
