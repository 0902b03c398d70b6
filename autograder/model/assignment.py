"""What is graded: cells, notebooks, an assignment, its limits, and the plan of one run."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from autograder.model.control import CellControl
from autograder.model.endings import Repair

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


GRADED = (Role.TEST, Role.MANUAL, Role.TASK)  # these have points
ANSWERS = (Role.SOLUTION, Role.MANUAL)  # in these a student answers


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
        return self.role in (Role.FREE, *ANSWERS)


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
class Import:
    """``from module import attribute as bound``; without attribute ``import module as bound``.

    ``whole`` is the module that has to be imported; where ``bound`` is "*", all of it is bound.
    """

    bound: str
    module: str
    attribute: str
    whole: str


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
    in_kernel: frozenset[str]  # test cells that run in the student's own process
    kernels: dict[str, str]  # which notebooks a kernel of its own process runs, and which kernel
    companions: tuple[str, ...]  # paths of the files beside the source notebook
    folder: str = ""  # of the source notebooks
    students_own: frozenset[str] = frozenset()  # of its files those where the student's counts
    imports: tuple[Import, ...] = ()  # what the source's cells import that students see or write
    unclaimed_in: dict[str, frozenset[str]] = field(default_factory=dict)  # by notebook
    controls: tuple[CellControl, ...] = ()  # what the model solution said of its test cells
    packages: tuple[str, ...] = ()  # of other libraries, by the names they are imported by
    judge_only: tuple[str, ...] = ()  # imported by tests alone, where these are judged outside
    is_strict: bool = False  # no test cell may run in the student's process

    def inside(self, notebook: str) -> dict[str, CellControl]:
        """Test cells of a notebook that the controls placed in the student's process."""
        return {
            each.grade_id: each
            for each in self.controls
            if each.notebook == notebook and each.why_inside
        }

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
    repairs: tuple[Repair, ...]
    unanswered: frozenset[str]  # answers left as released
    fingerprint: str
    imports: tuple[Import, ...] = ()
    unclaimed: frozenset[str] = frozenset()  # names that tests use and that no cell binds
    kernel: str = ""  # the kernelspec, where a process of its own runs the cells, tests included

    def runs_inside(self, test: Cell) -> bool:
        """Whether a test cell runs in the student's own process."""
        return bool(self.kernel) or test.grade_id in self.in_kernel
