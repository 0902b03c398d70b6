"""What passes between the stages: frozen, plain, without behaviour beyond totals.

source notebook ─► Assignment ┐
submitted notebook ───────────┴► Plan ─► [sandbox] ⇄ judge ─► Record ─► gradebook
                                                                 ├────► feedback
                                                                 └────► report
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

PYTHON = "python"
ILLUSTRATION = "illustration"  # a tag of read-only cells in the source


class Role(StrEnum):
    """What a cell is for; manual_marks by the source notebook alone."""

    FREE = "free"  # neither locked nor graded: the student's
    LOCKED = "locked"  # read-only text or code
    SOLUTION = "solution"  # the student's answer, checked by a test cell
    TEST = "test"  # locked, gives automatic points
    MANUAL = "manual"  # the student's answer, marked by a human
    TASK = "task"  # a task description, marked by a human


@dataclass(frozen=True)
class Cell:
    """One cell, restored: role, points and identity come from the source notebook."""

    index: int
    grade_id: str
    kind: str  # "code", "markdown" or "raw"
    role: Role
    source: str
    points: float = 0.0
    metadata: dict[str, Any] = field(default_factory=dict)
    attachments: dict[str, Any] = field(default_factory=dict)  # pictures in a text cell

    @property
    def is_illustration(self) -> bool:
        """Whether the source says that this read-only cell draws for the reader and no more."""
        return self.role is Role.LOCKED and ILLUSTRATION in (self.metadata.get("tags") or ())

    @property
    def is_editable(self) -> bool:
        """Whether the student may write here."""
        return self.role in (Role.FREE, Role.SOLUTION, Role.MANUAL)


@dataclass(frozen=True)
class Notebook:
    """A notebook as its cells and the notebook's own metadata."""

    name: str
    cells: tuple[Cell, ...]
    metadata: dict[str, Any] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """What its code is written in, as its kernel says, or else the last one that ran it."""
        named = self._said("kernelspec", "language") or self._said("language_info", "name")
        return named.lower() or PYTHON

    @property
    def kernel(self) -> str:
        """The name of its kernelspec; where it names none, nbclient's choice."""
        return self._said("kernelspec", "name") or "python3"

    @property
    def code(self) -> tuple[Cell, ...]:
        """Its cells of Python, which can be parsed; none where it is in another language."""
        python = self.language == PYTHON
        return tuple(cell for cell in self.cells if python and cell.kind == "code")

    def _said(self, part: str, key: str) -> str:
        described = self.metadata.get(part)
        return str(described.get(key) or "") if isinstance(described, dict) else ""


@dataclass(frozen=True)
class Assignment:
    """What the source says: its notebooks, who owns which name, what a student may import."""

    name: str
    topic: str
    notebooks: tuple[Notebook, ...]
    names_in: dict[str, frozenset[str]]  # which names are the student's, by notebook
    operators: frozenset[str]  # classes whose operators the source's own answers define
    handed_back: frozenset[str]  # what students' cells may use of what a test cell assigned
    allowed_modules: tuple[str, ...]  # of dlkit
    packages: tuple[str, ...]  # of other libraries, by the names they are imported by
    judge_only: tuple[str, ...]  # imported by tests alone
    in_kernel: frozenset[str]  # test cells that run in the student's own process
    kernels: dict[str, str]  # which notebooks a kernel of its own process runs, and which kernel
    companions: tuple[str, ...]  # paths of the files beside the source notebook
    exercises: dict[str, str]  # a fingerprint of each that its topic has, by id
    foundation: str  # a fingerprint of what every mark depends on
    fingerprint: str  # of all of it

    @property
    def student_names(self) -> frozenset[str]:
        return frozenset().union(*self.names_in.values())

    @property
    def own_kernels(self) -> tuple[str, ...]:
        """The kernels that are started for each student, by name."""
        return tuple(sorted(set(self.kernels.values())))


@dataclass(frozen=True)
class Limits:
    """What one submission may use; changed in ``nbgrader_config.py``."""

    cell_seconds: float = 10.0
    call_seconds: float = 2.0
    submission_seconds: float = 60.0
    memory_bytes: int = 1 << 30
    processes: int = 64
    file_bytes: int = 32 << 20
    output_bytes: int = 1 << 20
    restarts: int = 3


@dataclass(frozen=True)
class Plan:
    """Everything that is needed to run one student's notebook, and nothing else."""

    assignment: str
    student: str
    notebook: Notebook
    student_names: frozenset[str]
    operators: frozenset[str]
    handed_back: frozenset[str]
    in_kernel: frozenset[str]
    seed: int
    limits: Limits
    repairs: tuple[str, ...]
    unanswered: frozenset[str]  # manual answers left as released
    fingerprint: str
    kernel: str = ""  # the kernelspec, where a process of its own runs the cells, tests included

    def runs_inside(self, test: Cell) -> bool:
        """Whether a test cell runs in the student's own process."""
        return bool(self.kernel) or test.grade_id in self.in_kernel


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

    ``essentials`` are the sentences about what the exercise is about and the answer misses.
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
    reason: str = ""
    seconds: float = 0.0
    exercises: tuple[ExerciseRecord, ...] = ()
    outputs: tuple[dict[str, Any], ...] = ()
    notebook: str = ""
    key: str = ""  # a fingerprint of all that the mark depends on, where it can be told
    lines: tuple[int, ...] = ()  # of a test that failed, on the way to where it did


@dataclass(frozen=True)
class Record:
    """The end of one submission: every one gets a record, with a reason where it went wrong.

    ``status`` is "graded", "ended early" (limits were used up; what was earned stands) or
    "unreadable". ``repairs`` say what was put back, ``flags`` what an instructor should look at.
    """

    assignment: str
    student: str
    notebook: str
    fingerprint: str
    status: str
    reason: str
    cells: tuple[CellRecord, ...]
    repairs: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    isolation: str = ""
    seconds: float = 0.0
    late_seconds: float = 0.0

    @property
    def mark(self) -> float:
        """Automatic points earned."""
        return sum(cell.mark or 0.0 for cell in self.cells if cell.role is Role.TEST)

    @property
    def points(self) -> float:
        """Automatic points there are."""
        return sum(cell.points for cell in self.cells if cell.role is Role.TEST)

    @property
    def waits_for_human(self) -> bool:
        """Whether some graded cell has no mark yet."""
        graded = (Role.TEST, Role.MANUAL, Role.TASK)
        return any(cell.mark is None for cell in self.cells if cell.role in graded)
