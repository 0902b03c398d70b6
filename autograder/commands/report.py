"""``autograder report``: one page about the whole class."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

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
from autograder.results import roster

if TYPE_CHECKING:
    from autograder.report.class_page import ClassReport


@click.command()
@click.argument("assignment")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the page.  [default: .autograder/reports/ASSIGNMENT.html]",
)
@course_option
@json_option
@click.pass_context
@reports_faults
def report(
    context: click.Context, assignment: str, output: Path | None, course_root: Path, as_json: bool
) -> None:
    """Write a page about the whole class for ASSIGNMENT.

    It holds names and marks: keep it to yourself. Exit code 1 when a record cannot be read.

    \b
    Examples:
      autograder report losses
      autograder report losses --output losses.html
    """
    course = open_course(course_root)
    name = assignment_name(course, assignment)
    roster.chosen(course, name, ())  # refuses a class without records before a page is thought of
    from autograder.commands import class_report as gathered  # long to import
    from autograder.report import class_page

    class_report = gathered.gather(course, name, silent=as_json)
    output = output or course.private / "reports" / f"{name}.html"
    pages = class_page.feedback_pages(course, class_report, output)
    now = datetime.now().astimezone().strftime("%-d %B %Y, %H:%M")
    files.write_atomically(output, class_page.render(class_report, pages, now))
    say(gathered.as_json(class_report, output) if as_json else _as_text(class_report, output))
    context.exit(NEEDS_A_LOOK if class_report.unreadable else DONE)


def _as_text(report: ClassReport, output: Path) -> str:
    count = report.summary.submissions
    lines = [f"{report.assignment}: {count} submissions in {output}"]
    if report.unreadable:
        lines.append(f"Records that cannot be read: {', '.join(report.unreadable)}")
    return "\n".join(lines)
