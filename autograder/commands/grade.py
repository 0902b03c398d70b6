"""``autograder grade``: from what was handed in to marks, notebooks and records."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from autograder.commands import console, control_table, regraded
from autograder.commands.console import course_option, json_option, reports_faults
from autograder.coursework.course import Course, open_course
from autograder.coursework.nbgrader_settings import without_effect
from autograder.gradebook.manual_marks import read_manual_marks
from autograder.grading import pipeline
from autograder.grading.pool import processors
from autograder.model import PYTHON, Assignment, Record
from autograder.results import wording
from autograder.results.tally import tally_all
from autograder.results.test_faults import TestFault, test_faults
from autograder.sandbox.isolation import NAMES

INSIDE = (
    "Its tests run in the student's own kernel ({kernels}), whose word is taken for the marks: "
    "they can be forged, and hidden tests can be read there."
)


@click.command()
@click.argument("assignment")
@click.option(
    "--student", "students", multiple=True, help="Only this student, or pattern; may be repeated."
)
@click.option("--notebook", default="*", help="Only the notebooks of this name, or pattern.")
@click.option("--workers", type=click.IntRange(1, 256), default=None, help="Default: the cores.")
@click.option(
    "--cluster", default="", metavar="ADDRESS", help="Of a Dask scheduler, to grade there."
)
@click.option("--isolation", type=click.Choice(NAMES), help="Default: the best that works here.")
@click.option("--force", is_flag=True, help="Grade again also what has not changed.")
@course_option
@json_option
@reports_faults
def grade(
    assignment: str,
    students: tuple[str, ...],
    notebook: str,
    workers: int | None,
    cluster: str,
    isolation: str | None,
    force: bool,
    course_root: Path,
    as_json: bool,
) -> None:
    """Grade the submissions of ASSIGNMENT that have changed since the last run.

    Of the others, what the gradebook has lost is written again, and lateness where the date due
    or the penalty has changed. Marks that are others now are listed.

    Exit code 1 where a submission has something to look at.

    \b
    Example:
        autograder grade losses
        autograder grade a02_losses --student ada --force
        autograder grade a02_losses --cluster tcp://10.0.0.5:8786
    """
    course = open_course(course_root)
    if not as_json:
        for setting in without_effect(course.config):
            click.echo(f"note: {setting}", err=True)
    request = pipeline.Request(
        assignment, students, notebook, workers or len(processors()), isolation, force, cluster
    )
    with contextlib.ExitStack() as stack:
        outcome = pipeline.grade(course, request, Reporter(stack, as_json))
    waiting, faults = _waiting(course, outcome), test_faults(outcome.records)
    if as_json:
        click.echo(_as_json(outcome, waiting, faults))
    else:
        Console().print(marks_table(outcome.records, waiting))
        if outcome.changed:
            Console().print(regraded.changes_table(outcome.changed))
        for fault in faults:
            console.say(f"look: {fault.sentence}")
        graded = len(outcome.records) - outcome.kept
        click.echo(regraded.count(outcome.kept, graded, outcome.stored_again))
    look = any(_look(record, waiting[record.student]) for record in outcome.records)
    look = look or bool(outcome.problems or faults)
    raise SystemExit(console.NEEDS_A_LOOK if look else console.DONE)


class Reporter:
    """Says at the start what is going to happen, then moves a progress bar."""

    def __init__(self, stack: contextlib.ExitStack, silent: bool = False) -> None:
        self._stack = stack
        self._silent = silent
        self._advance: Callable[[], None] | None = None

    def warns(self, problem: str) -> None:
        """Say it at once; in JSON it stands with the outcome."""
        if not self._silent:
            console.say(f"look: {problem}", err=True)

    def starts(self, assignment: Assignment, isolation_level: str, count: int) -> None:
        """Name the assignment, the isolation and what a student's code may import."""
        if not self._silent:
            allowed = [f"dlkit.{m}" for m in assignment.allowed_modules if not m.startswith("_")]
            allowed += (name for name in assignment.packages if not name.startswith("/"))
            click.echo(
                f"{assignment.name}: {count} to grade, isolation by {isolation_level}.", err=True
            )
            if any(notebook.language == PYTHON for notebook in assignment.notebooks):
                click.echo(f"A student's code may import {', '.join(allowed)}.", err=True)
            if kernels := ", ".join(assignment.own_kernels):
                click.echo(INSIDE.format(kernels=kernels), err=True)
            self._tell_controls(assignment)
            if assignment.judge_only:
                hidden = ", ".join(assignment.judge_only)
                click.echo(f"Only the tests may import {hidden}.", err=True)
        bar = console.progress("grading", count, silent=self._silent)
        self._advance = self._stack.enter_context(bar)

    def _tell_controls(self, assignment: Assignment) -> None:
        click.echo(control_table.summary(assignment.controls), err=True)
        if table := control_table.table(assignment.controls):
            Console(stderr=True).print(table)

    def finished(self, record: Record) -> None:
        """Move the bar by one."""
        if self._advance:
            self._advance()


def marks_table(records: tuple[Record, ...], waiting: Mapping[str, int]) -> Table:
    """A table of the automatic marks: one line per student."""
    table = Table("student", "automatic", "of", "status", "to look at")
    for record in records:
        mark, points = f"{record.mark:g}", f"{record.points:g}"
        look = _look(record, waiting[record.student])
        console.add_row(table, record.student, mark, points, record.status, look)
    return table


def _look(record: Record, waiting: int) -> str:
    """What there is to look at, in a few words; the feedback page has all of it."""
    notes = [*wording.endings(record), *wording.faults(record)]
    notes += wording.changed_arguments(record)
    if record.repairs:
        more = f" and {len(record.repairs) - 1} repairs more" if len(record.repairs) > 1 else ""
        notes.append(wording.repairs(record)[0] + more)
    if waiting:
        notes.append(f"{waiting} {'answer waits' if waiting == 1 else 'answers wait'} for a person")
    return "; ".join(note.removesuffix(".") for note in notes)


def _waiting(course: Course, outcome: pipeline.Outcome) -> dict[str, int]:
    """How many tests and answers of each student have no mark yet, a person's marks included."""
    by_student = read_manual_marks(course, outcome.assignment)
    return {
        record.student: tally_all(record, by_student.get(record.student, {})).waiting
        for record in outcome.records
    }


def _as_json(
    outcome: pipeline.Outcome, waiting: Mapping[str, int], faults: Sequence[TestFault]
) -> str:
    described: dict[str, Any] = asdict(outcome)
    described["test_faults"] = [asdict(fault) for fault in faults]
    described["records"] = [
        {
            "student": record.student,
            "mark": record.mark,
            "points": record.points,
            "waiting": waiting[record.student],
            "status": record.status,
            "endings": {name: asdict(how) for name, how in record.endings.items()},
            "faults": {cell.grade_id: asdict(cell.ending) for cell in record.faults},
            "repairs": [asdict(repair) for repair in record.repairs],
            "inside": [cell.grade_id for cell in record.cells if cell.why_inside],
            "notes": wording.notes(record),
            "seconds": record.seconds,
        }
        for record in outcome.records
    ]
    return console.as_json(described)
