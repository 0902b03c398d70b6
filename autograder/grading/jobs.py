"""What goes to a worker process, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.coursework.submissions import Submission
from autograder.grading.fingerprints import Fingerprints
from autograder.model import Assignment, CellRecord, Limits, Notebook, Record
from autograder.sandbox.staging import View
from autograder.specification.registry import Registry


@dataclass(frozen=True)
class Job:
    """One submission with everything that grading it needs."""

    assignment: Assignment
    released: tuple[Notebook, ...]
    submission: Submission
    seed: int
    limits: Limits
    isolation_level: str
    view: View
    registry: Registry  # of the exercises that its test cells ask for
    fingerprints: Fingerprints  # of the assignment
    course_files: dict[str, str]  # paths of the course's own modules, by their place in it
    fingerprint: str  # of the submission, with all that its marks depend on
    may_reuse: bool = False  # marks of the last run, whose notebooks are still there
    earlier: tuple[CellRecord, ...] = ()  # of the last run
    only: frozenset[str] = frozenset()  # the notebooks to run; empty for all
    before: Record | None = None  # of the last run, for the notebooks that are not run


@dataclass(frozen=True)
class Run:
    """One notebook of a submission: as it was run, and what its cells gave."""

    notebook: Notebook
    record: Record
    written: dict[str, bytes] = field(default_factory=dict)  # files of the student's code, by place


@dataclass(frozen=True)
class GradedSubmission:
    """The record of a submission, and each of its notebooks that could be read."""

    record: Record
    runs: tuple[Run, ...] = ()
    is_partial: bool = False  # what an earlier run left of other notebooks stays
