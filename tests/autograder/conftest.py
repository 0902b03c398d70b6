"""What the engine's tests share: sessions, plans, and the sample class handed in and graded."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from autograder.coursework import imports, names
from autograder.coursework.course import Course, open_course
from autograder.grading import pipeline, warm_processes, worker
from autograder.judge.runner import NotebookRunner
from autograder.model import Assignment, Cell, Limits, Notebook, Plan, Record, Role
from autograder.release import release
from autograder.results import records
from autograder.sandbox import isolation, staging
from autograder.sandbox.session import Session
from autograder.sandbox.warm import WarmParent
from course import sample_class
from dlkit.topics import WITHOUT_TOPIC
from tests.ordinary_course import make_course

ROOT = Path(__file__).parents[2]
NAME = "a02_losses"
ALLOWED = ("shapes", *WITHOUT_TOPIC)
ISOLATION_LEVELS = [
    isolation_level.name for isolation_level in isolation.available() if isolation_level.works
]
BEST = ISOLATION_LEVELS[0]

# The class of the ordinary course, and the marks that its assignment `light` deserves.
MARKS = {"right": 20, "overflows": 16, "raises": 17, "typo": 18, "floats": 19, "queue": 17}

Cells = list[tuple[Role, str]]


@pytest.fixture(scope="session")
def warm_parents() -> Iterator[dict[str, WarmParent]]:
    """One warm parent for each isolation level that a test asks for."""
    parents: dict[str, WarmParent] = {}
    yield parents
    for parent in parents.values():
        parent.close()


@pytest.fixture
def open_session(warm_parents: dict[str, WarmParent]) -> Iterator[Callable[..., Session]]:
    """Fork students' processes on an isolation level; all are ended after the test."""
    sessions: list[Session] = []

    def start(
        isolation_level: str = BEST,
        limits: Limits | None = None,
        files: Mapping[str, str] | None = None,
    ) -> Session:
        if isolation_level not in warm_parents:
            warm_parents[isolation_level] = WarmParent(isolation_level, staging.view(ALLOWED))
        sessions.append(warm_parents[isolation_level].fork(limits or Limits(), files))
        return sessions[-1]

    yield start
    for session in sessions:
        if session.alive:
            session.end()


@pytest.fixture
def run_notebook(open_session: Callable[..., Session]) -> Callable[..., Record]:
    """Run cells, given as (role, source), through sandbox and judge."""

    def run(
        cells: Cells,
        student_names: set[str],
        limits: Limits | None = None,
        tags: Sequence[str] = (),
        operators: Sequence[str] = (),
        in_kernel: Sequence[str] = (),
        unclaimed: Sequence[str] = (),
    ) -> Record:
        limits = limits or Limits()
        notebook = Notebook("n", tuple(_cells(cells, tags)))
        plan = Plan(
            assignment="a",
            student="ada",
            notebook=notebook,
            student_names=frozenset(student_names),
            operators=frozenset(operators),
            handed_back=frozenset(_read_by_students(cells)),
            in_kernel=frozenset(in_kernel),
            seed=1,
            limits=limits,
            repairs=(),
            unanswered=frozenset(),
            fingerprint="",
            imports=tuple(imports.shown([notebook])),
            unclaimed=frozenset(unclaimed),
        )
        return NotebookRunner(plan, lambda: open_session(limits=limits)).run()

    return run


def _read_by_students(cells: Cells) -> Iterator[str]:
    for role, source in cells:
        if role is not Role.TEST:
            with contextlib.suppress(SyntaxError):
                yield from names.used_globally(names.parse(source))


def _cells(cells: Cells, tags: Sequence[str]) -> Iterator[Cell]:
    for index, (role, source) in enumerate(cells):
        points = 10.0 if role is Role.TEST else 0.0
        metadata = {"tags": list(tags)}
        yield Cell(index, f"cell{index}", "code", role, source, points, metadata)


@pytest.fixture(scope="session")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A released course with the class's submissions, not graded; tests work on copies."""
    folder = tmp_path_factory.mktemp("handed_in")
    copy_source(folder)
    release(open_course(folder), [NAME])
    sample_class.make_class(folder / "submitted")
    run_controls(folder, NAME)
    return folder


def run_controls(folder: Path, assignment: str) -> None:
    """Grade the model solution once: copies of the course keep what it showed."""
    pipeline.prepare(open_course(folder), pipeline.Request(assignment))


@pytest.fixture(scope="session")
def graded(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same course after a run of the grader; tests must not change it."""
    folder = Path(shutil.copytree(handed_in, tmp_path_factory.mktemp("graded") / "course"))
    pipeline.grade(open_course(folder), pipeline.Request(NAME), Silent())
    return folder


def copy_source(folder: Path) -> None:
    """Make a course of the losses notebook, not released."""
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copytree(ROOT / "source" / NAME, folder / "source" / NAME)


@contextlib.contextmanager
def other_course() -> Iterator[None]:
    """Inside, exercises of another course of this name may be imported; then they are forgotten."""
    path, loaded = sys.path[:], _modules_of_course()
    yield
    sys.path[:] = path
    for name in _modules_of_course():
        del sys.modules[name]
    sys.modules.update(loaded)


@pytest.fixture
def course_modules() -> Iterator[None]:
    """As `other_course`, for a whole test."""
    with other_course():
        yield


def _modules_of_course() -> dict[str, ModuleType]:
    return {n: m for n, m in sys.modules.items() if n.partition(".")[0] == "course"}


def copy_exercises(folder: Path) -> Path:
    """Give a course of the losses notebook exercises of its own; return their folder."""
    places = ("__init__.py", f"{NAME}/__init__.py", f"{NAME}/exercises")
    for place in places:
        source, target = ROOT / "course" / place, folder / "course" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    return folder / "course" / NAME / "exercises"


@pytest.fixture(scope="session")
def light(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An ordinary course with a class that has handed in, not graded; tests work on copies."""
    folder = tmp_path_factory.mktemp("light") / "course"
    make_course(folder, {"light": tuple(MARKS), "heavy": (), "several": ()})
    run_controls(folder, "light")
    return folder


@pytest.fixture
def grade_here() -> Iterator[Callable[[worker.Job], worker.GradedSubmission]]:
    """Grade a job in this process; its warm parent ends with the test."""
    yield worker.grade_one
    while warm_processes._parents:
        warm_processes._parents.popitem()[1].close()


def marks_of_light(course: Course) -> dict[str, float]:
    """The marks in the records there are."""
    return {record.student: record.mark for record in records.records_for(course, "light")}


def keep_only(folder: Path, students: Collection[str]) -> None:
    """Take the others out of a course that is handed in."""
    for path in (folder / "submitted").iterdir():
        if path.name not in students:
            shutil.rmtree(path)


def nbgrader(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of nbgrader's own commands in a course folder."""
    program = "import sys; from nbgrader.apps.nbgraderapp import main; sys.exit(main())"
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


class Silent:
    """A watcher of the grader that only remembers who was graded."""

    def __init__(self) -> None:
        self.graded: list[str] = []

    def warns(self, problem: str) -> None:
        """Nobody to tell."""

    def starts(self, assignment: Assignment, isolation_level: str, count: int) -> None:
        """Nothing to prepare."""

    def finished(self, record: Record) -> None:
        """One more."""
        self.graded.append(record.student)
