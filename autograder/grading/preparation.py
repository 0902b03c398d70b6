"""From an assignment and its submissions to jobs: each with all that grading it needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.coursework.course import Course
from autograder.coursework.secret import course_secret
from autograder.coursework.submissions import Submission
from autograder.grading import fingerprints
from autograder.grading.dependencies import Modules
from autograder.grading.exercise_files import course_files
from autograder.grading.jobs import Job
from autograder.model import Assignment, Notebook
from autograder.sandbox import staging
from autograder.specification.grade import seed_for


@dataclass(frozen=True)
class Prepared:
    """An assignment as it is going to be graded, with its released notebooks."""

    course: Course
    assignment: Assignment
    released: tuple[Notebook, ...]
    isolation_level: str

    def jobs(self, submissions: Sequence[Submission]) -> Iterator[Job]:
        """Make the job of each submission."""
        course, assignment = self.course, self.assignment
        secret, view = course_secret(course), staging.view_for(assignment)
        modules = Modules(course.registry)
        assignment_prints = fingerprints.of_assignment(course, assignment, modules)
        files = {place: str(path) for place, path in course_files(modules, assignment).items()}
        settings = fingerprints.of_settings(course.limits, view)
        for submission in submissions:
            yield Job(
                assignment=assignment,
                released=self.released,
                submission=submission,
                seed=seed_for(secret, assignment.name, submission.student),
                limits=course.limits,
                isolation_level=self.isolation_level,
                view=view,
                registry=course.registry,
                fingerprints=assignment_prints,
                course_files=files,
                fingerprint=fingerprints.of_submission(submission, assignment_prints, settings),
            )
