"""Run nbgrader's own ``GenerateAssignment``, and publish only what was searched for leaks.

Its steps run in one pass into a folder of ours. What they would save in the gradebook waits until
the result has been searched for hidden lines; only then are the cells saved and the folder moved
to its place. A refused release leaves the old one and the gradebook as they were.
"""

from __future__ import annotations

import contextlib
import copy
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveCells

from autograder.coursework.course import Course
from autograder.errors import NotebookError
from autograder.gradebook import open_gradebook
from autograder.gradebook.source_cells import with_instantiated
from autograder.model import Assignment
from autograder.coursework.notebook import read
from autograder.release import regions
from autograder.release.checks import write_checks
from autograder.release.leaks import leaks, stub_lines
from autograder.release.problems import ERROR, Problem, ReleaseRefused

SAVED = ("grade", "solution", "locked", "task")


# Grades the model solution and the release in a folder; returns the assignment with what they
# say of its tests, and what an instructor should mend.
Control = Callable[[Course, Assignment, Path], tuple[Assignment, tuple[Problem, ...]]]


def generate(
    course: Course, assignment: Assignment, control: Control | None = None
) -> tuple[Assignment, tuple[Problem, ...]]:
    """Generate the release of an assignment, or raise and leave everything as it was."""
    course.private.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="release-", dir=course.private) as folder:
        converter = _Converter(course, assignment, Path(folder))
        converter.start()
        staged = Path(folder) / assignment.name
        write_checks(assignment, staged)
        if leaks := tuple(_leaks(course, assignment, staged)):
            raise ReleaseRefused(assignment.name, leaks)
        problems: tuple[Problem, ...] = ()
        if control:
            assignment = with_instantiated(course, assignment, converter.texts())
            assignment, problems = control(course, assignment, staged)
        if errors := [each for each in problems if each.severity == ERROR]:
            raise ReleaseRefused(assignment.name, errors)
        with open_gradebook(course, create=True) as gradebook:
            converter.save(gradebook)
        _put_in_place(staged, course.release / assignment.name)
        return assignment, problems


class _LaterSaveCells(SaveCells):
    """nbgrader's step that writes a notebook's cells to the gradebook, put off."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.waiting: list[tuple[Any, Any]] = []

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        self.waiting.append((copy.deepcopy(nb), copy.deepcopy(resources)))
        return nb, resources

    def save(self) -> None:
        for nb, resources in self.waiting:
            super().preprocess(nb, resources)


class _Converter(GenerateAssignment):
    """nbgrader's converter with its database put off, and faults that keep their reason."""

    def __init__(self, course: Course, assignment: Assignment, target: Path) -> None:
        folder = CourseDirectory(config=course.config)
        folder.assignment_id = assignment.name
        folder.release_directory = str(target)
        log = _quiet_log()
        super().__init__(coursedir=folder, config=course.config, log=log)
        self.no_database = True
        self._later = _LaterSaveCells(config=course.config, log=log)
        steps: list[Any] = self.preprocessors  # type: ignore[has-type]
        self.preprocessors = [self._later if _saves(step) else step for step in steps]
        self._name = assignment.name
        self._reason = ""

    def start(self) -> None:
        try:
            with contextlib.chdir(self.coursedir.root):  # nbgrader looks for autotests.yml there
                super().start()
        except (NbGraderException, OSError) as fault:
            raise NotebookError(f"{self._name}: {self._reason or fault}") from None

    def convert_single_notebook(self, notebook_filename: str) -> None:
        with self._reasons(Path(notebook_filename).name):
            super().convert_single_notebook(notebook_filename)

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        with self._reasons("its companion files"):
            super().init_assignment(assignment_id, student_id)

    def texts(self) -> dict[tuple[str, str], str]:
        """The cells with hidden tests and generated ones, by notebook and grade_id."""
        return {
            (resources["nbgrader"]["notebook"], cell.metadata["nbgrader"]["grade_id"]): cell.source
            for nb, resources in self._later.waiting
            for cell in nb.cells
            if cell.metadata.get("nbgrader", {}).get("grade_id")
        }

    def save(self, gradebook: Gradebook) -> None:
        """Do what was put off: the assignment, its notebooks, their cells."""
        for nb, resources in self._later.waiting:
            _refuse_other_cells(gradebook, nb, resources["nbgrader"])
        gradebook.update_or_create_assignment(self._name)
        try:
            self._clean_old_notebooks(self._name, ".")
            self._later.save()
        except (NbGraderException, RuntimeError) as fault:
            raise NotebookError(f"{self._name}: nbgrader refuses it: {fault}.") from None

    @contextlib.contextmanager
    def _reasons(self, what: str) -> Iterator[None]:
        """nbgrader tells the reason to its log only; keep it for the sentence at the end."""
        try:
            yield
        except Exception as fault:
            text = " ".join(str(fault).split()) or type(fault).__name__
            self._reason = f"nbgrader cannot release {what}: {text}"
            raise


def _refuse_other_cells(gradebook: Gradebook, nb: Any, place: Any) -> None:
    """Say which cells came or went where nbgrader, with submissions there, would only refuse."""
    name, assignment = place["notebook"], place["assignment"]
    try:
        stored = gradebook.find_notebook(name, assignment)
    except MissingEntry:
        return
    settings = [cell.metadata.get("nbgrader", {}) for cell in nb.cells]
    now = {each["grade_id"] for each in settings if any(each.get(flag) for flag in SAVED)}
    before = {cell.name for cell in stored.source_cells}
    if stored.submissions and now != before:
        changes = [f"gone: {', '.join(sorted(before - now))}"] if before - now else []
        changes += [f"new: {', '.join(sorted(now - before))}"] if now - before else []
        raise NotebookError(
            f"{name}.ipynb has other cells than when it was released ({'; '.join(changes)}), and "
            f"{len(stored.submissions)} submissions are in the gradebook. Put the cells back; their "
            "text and points may change."
        )


def _leaks(course: Course, assignment: Assignment, staged: Path) -> Iterator[Problem]:
    kinds, stubs = regions.kinds(course.config), stub_lines(course.config)
    for notebook in assignment.notebooks:
        yield from leaks(notebook, read(staged / f"{notebook.name}.ipynb"), kinds, stubs)


def _put_in_place(staged: Path, target: Path) -> None:
    """Exchange the folders; the old release comes back if the new one cannot be moved."""
    target.parent.mkdir(parents=True, exist_ok=True)
    before = staged.with_name("before")
    if target.exists():
        shutil.move(target, before)
    try:
        shutil.move(staged, target)
    except OSError:
        if before.exists():
            shutil.move(before, target)
        raise


def _saves(step: Any) -> bool:
    return step is SaveCells or (isinstance(step, str) and step.endswith("SaveCells"))


def _quiet_log() -> logging.Logger:
    """A logger without a parent: nbgrader's own messages are not shown to the instructor."""
    log = logging.Logger("nbgrader")
    log.addHandler(logging.NullHandler())
    return log
