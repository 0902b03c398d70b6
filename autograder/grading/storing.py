"""Store what was graded: notebooks, then marks, last the records; and store again what was lost.

A record says that its submission is finished, so it comes last. It stays true while the gradebook
has its marks, under the present date due.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from autograder.coursework import files, notebook
from autograder.coursework.course import Course
from autograder.gradebook import Penalties, write_records
from autograder.gradebook.standing import Standings
from autograder.grading import side_files
from autograder.grading.jobs import GradedSubmission
from autograder.model import Record, Status
from autograder.results import records

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

RUN = (Status.GRADED, Status.ENDED_EARLY)


def has_notebooks(course: Course, record: Record) -> bool:
    """Whether the notebooks that were run still lie where pages and formgrader look for them."""
    folder = course.autograded / record.student / record.assignment
    run = (name for name, ending in record.endings.items() if ending.status in RUN)
    return all((folder / f"{name}.ipynb").exists() for name in run)


def store_again(
    course: Course,
    gradebook: Gradebook,
    kept: Iterable[Record],
    standings: Standings,
    penalties: Penalties,
) -> dict[str, Record]:
    """Write what the gradebook has lost, and lateness under another date due; nothing is run."""
    lost, late = [], []
    for record in kept:
        standing = standings.get(record.student)
        if standing is None or not standing.has_marks_of(record):
            lost.append(record)
        elif not standing.has_lateness_of(course, record, penalties):
            late.append(record)
    written = write_records(gradebook, course, lost, penalties) if lost else ()
    if late:
        written += write_records(gradebook, course, late, penalties, only_lateness=True)
    for record in written:
        records.write(course, record)
    return {record.student: record for record in written}


def store(
    course: Course,
    gradebook: Gradebook,
    batch: Sequence[GradedSubmission],
    penalties: Penalties | None = None,
) -> tuple[Record, ...]:
    """Store what is done: notebooks, then all marks in one transaction, last the records.

    A record says that its submission is finished. So a kill between any two of these steps costs
    no more than grading this batch again.
    """
    for done in batch:
        _write_notebooks(course, done)
    written = write_records(gradebook, course, [done.record for done in batch], penalties)
    for record in written:
        records.write(course, record)
    return written


def _write_notebooks(course: Course, done: GradedSubmission) -> None:
    """Write what was run, with what lies beside it; nothing where no notebook could be read."""
    if not done.runs:
        return
    folder = course.autograded / done.record.student / done.record.assignment
    written = {place: content for run in done.runs for place, content in run.written.items()}
    side_files.write(course, done.record, written, is_partial=done.is_partial)
    for run in done.runs:
        outputs = {i: cell.outputs for i, cell in enumerate(run.record.cells)}
        text = notebook.to_json(run.notebook, outputs)
        files.write_atomically(folder / f"{run.notebook.name}.ipynb", text)
    side_files.set_rights(course, folder)
