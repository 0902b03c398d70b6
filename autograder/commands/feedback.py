"""``autograder feedback``: a page for every student, at the place nbgrader releases from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import click

from autograder.commands import console
from autograder.commands.console import (
    DONE,
    NEEDS_A_LOOK,
    about_file,
    course_option,
    json_option,
    progress,
    reports_faults,
    say,
)
from autograder.coursework.course import Course, assignment_name, open_course
from autograder.gradebook.manual_marks import read_manual_marks
from autograder.results import records, released_text, roster
from autograder.results.manual_marks import NO_MANUAL_MARKS, ManualMarks
from autograder.results.parts import autograded, parts
from autograder.results.released_text import ReleasedText


@dataclass(frozen=True)
class Written:
    """How one student's pages went, one for each notebook: their paths, or why there are none."""

    student: str
    pages: tuple[str, ...] = ()
    fault: str = ""


@click.command()
@click.argument("assignment")
@click.option(
    "--student", "students", multiple=True, metavar="ID", help="Only this student; may be repeated."
)
@course_option
@json_option
@click.pass_context
@reports_faults
def feedback(
    context: click.Context,
    assignment: str,
    students: tuple[str, ...],
    course_root: Path,
    as_json: bool,
) -> None:
    """Write a page of feedback for every student of ASSIGNMENT.

    The pages stand where nbgrader expects them; release them with `nbgrader release_feedback`.
    Exit code 1 when a page could not be made.

    \b
    Examples:
      autograder feedback losses
      autograder feedback losses --student ada
    """
    course = open_course(course_root)
    name = assignment_name(course, assignment)
    chosen = roster.chosen(course, name, students)
    manual_marks = read_manual_marks(course, name)
    released_text_of = lru_cache(partial(released_text.read, course, name))
    written = []
    with progress("feedback", len(chosen), silent=as_json) as step:
        for each in chosen:
            written.append(_write(course, name, each, manual_marks.get(each, {}), released_text_of))
            step()
    say(_as_json(name, written) if as_json else _as_text(course, name, written))
    context.exit(NEEDS_A_LOOK if any(each.fault for each in written) else DONE)


def _write(
    course: Course,
    assignment: str,
    name: str,
    manual_marks: Mapping[str, ManualMarks],
    released_text_of: Callable[[str], ReleasedText],
) -> Written:
    from autograder.feedback import hidden, student  # long to import

    record = records.read(course, assignment, name)
    if record is None:
        return Written(name, fault=f"the record cannot be read; run: autograder grade {assignment}")
    try:
        pages = []
        for part in parts(record):
            released, run = released_text_of(part.notebook), autograded(course, part)
            marks_of_notebook, pairs = (
                manual_marks.get(part.notebook, NO_MANUAL_MARKS),
                hidden.pairs(course.config),
            )
            text = student.render(part, released, run, marks_of_notebook, pairs)
            pages.append(str(student.write(course, part, text)))
        return Written(name, tuple(pages))
    except OSError as fault:
        return Written(name, fault=about_file(fault))
    except Exception as fault:  # one student's page must not cost the others theirs
        return Written(name, fault=f"{type(fault).__name__}: {fault}")


def _as_json(assignment: str, written: list[Written]) -> str:
    pages = {each.student: each.pages for each in written if each.pages}
    faults = {each.student: each.fault for each in written if each.fault}
    return console.as_json({"assignment": assignment, "pages": pages, "faults": faults})


def _as_text(course: Course, assignment: str, written: list[Written]) -> str:
    faults = [each for each in written if each.fault]
    made = sum(len(each.pages) for each in written)
    pages = "1 page" if made == 1 else f"{made} pages"
    lines = [f"{assignment}: {pages} of feedback in {course.feedback}"]
    if faults:
        lines.append(f"No page for {len(faults)}:")
        lines += [f"  {each.student}: {each.fault}" for each in faults]
    return "\n".join(lines)
