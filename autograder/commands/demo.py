"""``autograder demo``: the whole loop on the sample class, in a course folder of its own."""

from __future__ import annotations

import importlib
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from autograder.commands import console
from autograder.commands.console import course_option, reports_faults
from autograder.coursework.course import CONFIG, Course, open_course
from autograder.errors import CourseError
from autograder.results import records
from autograder.specification.registry import using

ASSIGNMENT = "a02_losses"
AFTER_COLLECTING = ("grade", "feedback", "report")


@click.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default="build/demo",
    show_default=True,
    help="The course folder to make; what was there is removed.",
)
@course_option
@reports_faults
def demo(output: Path, course_root: Path) -> None:
    """Release, grade, explain and report the sample class of 24 students in build/demo.

    \b
    Example:
        autograder demo
        autograder demo --output /tmp/my_demo
    """
    started = time.monotonic()
    template = open_course(course_root)
    _make_course(template, output)
    _run("release", output)
    sample_class = _sample_class(template)
    with using(template.registry):
        sample_class.make_class(output / "submitted")
    click.echo(
        f"{len(sample_class.STUDENTS)} students handed in {ASSIGNMENT} in {output / 'submitted'}."
    )
    for command in AFTER_COLLECTING:
        _run(command, output)
    course = open_course(output)
    wrong = _show_marks(course, sample_class.STUDENTS)
    _say_what_to_open(course, time.monotonic() - started)
    raise SystemExit(console.NEEDS_A_LOOK if wrong else console.DONE)


def _make_course(template: Course, output: Path) -> None:
    """Copy settings and sources; nothing of the user's own course is touched."""
    marker = output / ".dlkit_demo"
    if output.exists() and any(output.iterdir()) and not marker.exists():
        raise CourseError(f"{output} holds something that is not a demo; choose another --output.")
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    marker.touch()
    shutil.copy(template.root / CONFIG, output / CONFIG)
    if not (template.source / ASSIGNMENT).is_dir():
        raise CourseError(f"{template.source} has no {ASSIGNMENT}, which the demo is about.")
    shutil.copytree(template.source / ASSIGNMENT, output / "source" / ASSIGNMENT)


def _sample_class(course: Course) -> Any:
    """The package of the course that makes its sample class."""
    if not course.sample_class:
        raise CourseError(
            f"{course.root / CONFIG} names no sample class, which the demo is about: see "
            "c.AutograderCourse.sample_class."
        )
    return importlib.import_module(course.sample_class)


def _run(command: str, output: Path) -> None:
    """Run a command as a user would, and show it."""
    from autograder.commands.main import main

    arguments = [command, ASSIGNMENT, "--course", str(output)]
    click.secho(f"$ autograder {' '.join(arguments)}", bold=True)
    try:
        main.main(args=arguments, standalone_mode=False)
    except SystemExit as end:
        if end.code not in (None, console.DONE, console.NEEDS_A_LOOK):
            raise


def _show_marks(course: Course, students: Sequence[Any]) -> int:
    """Compare the marks with those worked out by hand; return how many differ."""
    expected = {student.name: student.mark for student in students}
    table = Table("student", "mark", "expected", "what was handed in", title="The class")
    wrong = 0
    for record in records.records_for(course, ASSIGNMENT):
        right = record.mark == expected[record.student]
        wrong += not right
        style = None if right else "bold red"
        story = next(s.story for s in students if s.name == record.student)
        table.add_row(
            record.student, f"{record.mark:g}", f"{expected[record.student]:g}", story, style=style
        )
    Console().print(table)
    return wrong


def _say_what_to_open(course: Course, seconds: float) -> None:
    first = next(records.records_for(course, ASSIGNMENT)).student
    click.echo(f"Done in {seconds:.0f} s. Open:")
    for what, path in (
        ("the class report", course.private / "reports" / f"{ASSIGNMENT}.html"),
        ("a student's feedback", course.feedback / first / ASSIGNMENT / "losses.html"),
        ("the released notebook", course.release / ASSIGNMENT / "losses.ipynb"),
        ("the gradebook", course.root / "gradebook.db"),
    ):
        click.echo(f"  {what:<22} {path}")
    click.echo(f"  {'formgrader':<22} cd {course.root} && jupyter lab  (menu Nbgrader)")
