"""What the class page is made of, read from the records and reduced; also as one document."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from autograder.commands import console
from autograder.coursework.course import Course
from autograder.gradebook.manual_marks import read_manual_marks
from autograder.model import Record
from autograder.report import reference, statistics
from autograder.report.class_page import ClassReport
from autograder.report.submissions import reduce
from autograder.results import control_words, records, released_text, roster
from autograder.results.brief import brief
from autograder.results.parts import autograded, parts
from autograder.results.test_faults import test_faults


def gather(course: Course, assignment: str, *, silent: bool) -> ClassReport:
    """Read every record of an assignment, keeping of each what the report needs."""
    students = roster.chosen(course, assignment, ())
    manual_marks = read_manual_marks(course, assignment)
    submissions, unreadable = [], list[str]()
    readable: list[Record] = []
    with console.progress("report", len(students), silent=silent) as step:
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


def as_json(report: ClassReport, output: Path) -> str:
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
    return console.as_json(document)
