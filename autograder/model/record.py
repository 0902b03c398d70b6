"""What grading left of one submission: marks, endings and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autograder.model.assignment import Role
from autograder.model.control import WhyInside
from autograder.model.endings import COMPLETE, Ending, Repair, Status


@dataclass(frozen=True)
class FindingRecord:
    """One check of one function; the evidence is text, for the instructor only."""

    function: str
    part: str
    title: str
    status: str
    message: str = ""
    call: str = ""
    answer: str = ""
    expected: str = ""


@dataclass(frozen=True)
class MisconceptionRecord:
    """A catalogued misunderstanding that an answer showed."""

    function: str
    name: str
    message: str


@dataclass(frozen=True)
class AdviceRecord:
    """What the student reads about one function."""

    function: str
    message: str


@dataclass(frozen=True)
class ExerciseRecord:
    """One call of ``grade``: the mark, the seed of its cases, what was found.

    ``essentials`` say what the exercise is about and the answer misses.
    """

    exercise: str
    points: float
    mark: float
    seed: int
    findings: tuple[FindingRecord, ...]
    misconceptions: tuple[MisconceptionRecord, ...]
    advice: tuple[AdviceRecord, ...] = ()
    essentials: tuple[str, ...] = ()

    @property
    def passed(self) -> int:
        return sum(finding.status == "passed" for finding in self.findings)


@dataclass(frozen=True)
class CellRecord:
    """One cell after the run. ``mark`` is None where a human has to look.

    ``notebook`` says which of an assignment's notebooks it stands in; empty means the record's.
    """

    grade_id: str
    role: Role
    points: float = 0.0
    mark: float | None = None
    ending: Ending = COMPLETE
    seconds: float = 0.0
    exercises: tuple[ExerciseRecord, ...] = ()
    outputs: tuple[dict[str, Any], ...] = ()
    notebook: str = ""
    key: str = ""  # a fingerprint of all that the mark depends on, where it can be told
    lines: tuple[int, ...] = ()  # of a test that failed, on the way to where it did
    why_inside: WhyInside | None = None  # why its test ran in the student's process, if it did
    outside: Ending | None = None  # how it ends there for the model solution, if it was tried
    changed_arguments: bool = False  # of the test's own, as no call of the model solution does


@dataclass(frozen=True)
class Record:
    """The end of one submission: every one gets a record, with the ending of each notebook."""

    assignment: str
    student: str
    notebook: str
    fingerprint: str
    endings: dict[str, Ending]  # how the run of each notebook ended, by its name
    cells: tuple[CellRecord, ...]
    repairs: tuple[Repair, ...] = ()
    isolation: str = ""
    seconds: float = 0.0
    late_seconds: float | None = None  # None where no deadline is set

    @property
    def status(self) -> Status:
        """How far the grader came: that of the first notebook it did not finish."""
        states = (ending.status for ending in self.endings.values())
        return next((each for each in states if each is not Status.GRADED), Status.GRADED)

    @property
    def was_run(self) -> bool:
        """Whether the student's code was run, if not always to its end."""
        return self.status in (Status.GRADED, Status.ENDED_EARLY)

    @property
    def faults(self) -> tuple[CellRecord, ...]:
        """Test cells without a mark: an instructor has to look at each."""
        return tuple(c for c in self.cells if c.role is Role.TEST and c.mark is None)

    @property
    def mark(self) -> float:
        """Automatic points earned."""
        return sum(cell.mark or 0.0 for cell in self.cells if cell.role is Role.TEST)

    @property
    def points(self) -> float:
        """Automatic points there are."""
        return sum(cell.points for cell in self.cells if cell.role is Role.TEST)
