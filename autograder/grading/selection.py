"""Whose submissions are graded, and which of their notebooks are run."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from autograder.coursework import submissions
from autograder.coursework.course import Course
from autograder.coursework.submissions import Submission
from autograder.errors import CourseError
from autograder.gradebook import open_gradebook, time_problem
from autograder.grading.jobs import Job
from autograder.results import records

ALL = "*"


def submissions_of(
    course: Course, assignment: str, students: tuple[str, ...], warn: Callable[[str], None]
) -> Sequence[Submission]:
    """Find what the students handed in, at least one submission; ``warn`` is told what is odd."""
    chosen = _known(course, submissions.find(course, assignment, students), warn)
    for problem in submissions.name_problems(course, assignment):
        warn(problem)
    for each in chosen:
        if problem := time_problem(course, assignment, each.student):
            warn(problem)
    return chosen


def _known(
    course: Course, chosen: Sequence[Submission], warn: Callable[[str], None]
) -> Sequence[Submission]:
    """Leave out who is not in the gradebook, where nbgrader's settings create no students."""
    if course.nbgrader.create_student:
        return chosen
    with open_gradebook(course) as gradebook:
        students = {student.id for student in gradebook.students}
    if unknown := sorted({each.student for each in chosen} - students):
        reason = (
            f"not in the gradebook, and c.Autograde.create_student is False: {', '.join(unknown)}"
        )
        if len(unknown) == len(chosen):
            raise CourseError(f"nobody can be graded: {reason}.")
        warn(f"{reason}. They were not graded.")
    return [each for each in chosen if each.student in students]


def of_notebooks(course: Course, jobs: Iterable[Job], pattern: str) -> tuple[Job, ...]:
    """Run only the notebooks of a pattern; of the others stands what an earlier run left."""
    return tuple(job if pattern == ALL else _only(course, job, pattern) for job in jobs)


def _only(course: Course, job: Job, pattern: str) -> Job:
    name, notebooks = job.assignment.name, [each.name for each in job.assignment.notebooks]
    only = frozenset(fnmatch.filter(notebooks, pattern))
    if not only:
        raise CourseError(f"{name} has no notebook {pattern!r}: {', '.join(notebooks)}.")
    return replace(
        job,
        only=only,
        before=records.read(course, name, job.submission.student),
        fingerprint=f"{job.fingerprint} {sorted(only)}",
    )
