"""``autograder report``: one page about the whole class."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from autograder.commands.console import (
    DONE,
    NEEDS_A_LOOK,
    course_option,
    json_option,
    progress,
    reports_faults,
    say,
)
from autograder.coursework import files
from autograder.coursework.course import Course, assignment_name, open_course
from autograder.gradebook.manual_marks import read_manual_marks
from autograder.model import Record
from autograder.report import class_page, reference, statistics
from autograder.report.class_page import ClassReport
from autograder.report.submissions import reduce
from autograder.results import control_words, records, released_text, roster
from autograder.results.brief import brief
from autograder.results.parts import autograded, parts
from autograder.results.test_faults import test_faults


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
    class_report = gather(course, name, silent=as_json)
    output = output or course.private / "reports" / f"{name}.html"
    pages = class_page.feedback_pages(course, class_report, output)
    now = datetime.now().astimezone().strftime("%-d %B %Y, %H:%M")
    files.write_atomically(output, class_page.render(class_report, pages, now))
    say(_as_json(class_report, output) if as_json else _as_text(class_report, output))
    context.exit(NEEDS_A_LOOK if class_report.unreadable else DONE)


def gather(course: Course, assignment: str, *, silent: bool) -> ClassReport:
    """Read every record of an assignment, keeping of each what the report needs."""
    students = roster.chosen(course, assignment, ())
    manual_marks = read_manual_marks(course, assignment)
    submissions, unreadable = [], list[str]()
    readable: list[Record] = []
    with progress("report", len(students), silent=silent) as step:
        for student in students:
            record = records.read(course, assignment, student)
            if record is None:
                unreadable.append(student)
            else:
                notebooks = (autograded(course, part) for part in parts(record))
                readable.append(brief(record))
                submissions.append(reduce(record, manual_marks.get(student, {}), notebooks))
            step()
    names = dict.fromkeys(name for each in submissions for name in each.notebooks)
    return ClassReport(
        assignment=assignment,
        submissions=tuple(submissions),
        unreadable=tuple(unreadable),
        released_texts={name: released_text.read(course, assignment, name) for name in names},
        reference=reference.functions(course, assignment),
        test_faults=test_faults(readable),
        ran_inside=control_words.cells_inside(readable),
    )


def _as_json(report: ClassReport, output: Path) -> str:
    document = {
        "assignment": report.assignment,
        "page": str(output),
        "summary": asdict(report.summary),
        "distribution": statistics.distribution(report.submissions),
        "exercises": [asdict(item) for item in report.items],
        "misconceptions": [asdict(met) for met in report.misconceptions],
        "same_code": [asdict(each) for each in report.alike],
        "copied_from_the_solution": [asdict(each) for each in report.copied],
        "test_faults": [asdict(each) for each in report.test_faults],
        "ran_inside": report.ran_inside,
        "unreadable": report.unreadable,
    }
    return json.dumps(document, indent=1)


def _as_text(report: ClassReport, output: Path) -> str:
    count = report.summary.submissions
    lines = [f"{report.assignment}: {count} submissions in {output}"]
    if report.unreadable:
        lines.append(f"Records that cannot be read: {', '.join(report.unreadable)}")
    return "\n".join(lines)
