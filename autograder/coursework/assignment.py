"""What the source folder says about an assignment, and what was released of it."""

from __future__ import annotations

import builtins
import contextlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from autograder.coursework import dlkit_modules, imports, names, students_files
from autograder.coursework.course import Course
from autograder.coursework.nbgrader_folders import copied_files
from autograder.coursework.notebook import read
from autograder.errors import CourseError, NotebookError, UnknownAssignment
from autograder.model import PYTHON, Assignment, CellControl, Key, Notebook, Role
from autograder.specification.registry import topic_of
from dlkit.topics import ORDER

CHECKS_FILE = "checks.json"
ASKS_THE_JUDGE = re.compile(r"^\s*(from|import)\s+autograder\b", re.MULTILINE)


def load(course: Course, name: str) -> Assignment:
    """Read ``source/<name>``: its notebooks, and what follows from them."""
    paths = _notebook_paths(course.source / name)
    if not paths:
        raise UnknownAssignment(f"there is no notebook in {course.source / name}.")
    notebooks = tuple(read(path) for path in paths)
    topic = topic_of(name) if topic_of(name) in course.registry.folders else ""
    kernels = _kernels(course, notebooks)
    students_own = course.nbgrader.students_own(name)
    assignment = Assignment(
        name=name,
        topic=topic,
        notebooks=notebooks,
        names_in={each.name: frozenset(_student_names(each)) for each in notebooks},
        operators=frozenset(_with_operators(notebooks)),
        handed_back=frozenset(_handed_back(notebooks)),
        allowed_modules=_allowed_modules(course, topic_of(name), notebooks),
        in_kernel=frozenset((*course.in_kernel, *students_files.tests_of(notebooks, students_own))),
        kernels=kernels,
        companions=tuple(str(path) for path in _companions(course, name, topic)),
        students_own=students_own,
        folder=str(course.source / name),
        imports=tuple(dict.fromkeys(imports.shown(notebooks))),
        unclaimed_in={each.name: frozenset(_unclaimed(each)) for each in notebooks},
        is_strict=course.strict,
    )
    return with_controls(course, assignment, ())


def with_controls(
    course: Course, assignment: Assignment, controls: tuple[CellControl, ...]
) -> Assignment:
    """Judge each test cell where the controls place it: there it needs what it imports."""
    notebooks, kernels = assignment.notebooks, assignment.kernels
    tests = {each.key for each in controls if each.why_inside and not assignment.is_strict}
    tests |= set(_keys(notebooks, assignment.in_kernel))
    outside = imports.judge_only(notebooks, kernels, tests) - set(course.allow)
    return replace(
        assignment,
        packages=_packages(course, imports.inside(notebooks, kernels, tests)),
        judge_only=tuple(sorted(outside)),
        controls=controls,
    )


def released(course: Course, assignment: Assignment) -> tuple[Notebook, ...]:
    """Read the released notebooks, in the order of the source's."""
    folder = course.release / assignment.name
    paths = [folder / f"{notebook.name}.ipynb" for notebook in assignment.notebooks]
    for path in paths:
        if not path.is_file():
            raise CourseError(
                f"{path} does not exist: the assignment is not released yet. Run "
                f"autograder release {assignment.name} first."
            )
    return tuple(read(path) for path in paths)


def _notebook_paths(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(folder.glob("*.ipynb")))


def _companions(course: Course, name: str, topic: str) -> tuple[Path, ...]:
    """The files that nbgrader copies beside the notebooks, and the checks of the release."""
    folder, released = course.source / name, course.release / name / CHECKS_FILE
    files = sorted(copied_files(folder, [*course.nbgrader.ignore, "*.ipynb"]))
    if topic:
        files = [path for path in files if path != folder / CHECKS_FILE]
        files += [released] if released.is_file() else []
    return tuple(files)


def _allowed_modules(course: Course, topic: str, notebooks: Iterable[Notebook]) -> tuple[str, ...]:
    """The modules of dlkit for this topic, with the course's own ``dlkit.…`` settings.

    An assignment of another course has no place in the order: what its source shows to students
    as imported exists for them, with the topics before it.
    """
    modules = list(dlkit_modules.allowed_modules(topic))
    if topic not in ORDER:
        for shown in sorted(set(_shown_imports(notebooks))):
            modules += [*dlkit_modules.allowed_modules(shown), shown]
    modules += _of_dlkit(course.allow)
    return tuple(m for m in dict.fromkeys(modules) if m not in _of_dlkit(course.deny))


def _shown_imports(notebooks: Iterable[Notebook]) -> Iterator[str]:
    """Modules of dlkit that cells import which a student sees or has to write."""
    for notebook in notebooks:
        for cell in notebook.code:
            if cell.role is not Role.TEST:
                with contextlib.suppress(SyntaxError):
                    modules = _of_dlkit(dlkit_modules.imported(names.parse(cell.source)))
                    yield from (module for module in modules if dlkit_modules.files_of(module))


def _packages(course: Course, imported: frozenset[str]) -> tuple[str, ...]:
    """What cells in the sandbox import, and what the course's own settings say."""
    allowed = {name for name in course.allow if not name.startswith("dlkit.")}
    return tuple(sorted((imported | allowed) - set(course.deny)))


def _kernels(course: Course, notebooks: Iterable[Notebook]) -> dict[str, str]:
    """The kernels that are started for each student: a fork of ours runs Python only."""
    apart = [each for each in notebooks if course.fresh_kernel or each.language != PYTHON]
    for notebook in apart:
        for cell in notebook.code:
            if cell.role is Role.TEST and ASKS_THE_JUDGE.search(cell.source):
                raise NotebookError(
                    f"{notebook.name}, cell {cell.grade_id}: it imports autograder, which does not "
                    "exist in the student's kernel, where c.AutograderSandbox.fresh_kernel lets "
                    "tests run. Take that setting out, or write the test with assert."
                )
    return {notebook.name: notebook.kernel for notebook in apart}


def _of_dlkit(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.removeprefix("dlkit.") for name in names if name.startswith("dlkit."))


def _student_names(notebook: Notebook) -> Iterator[str]:
    for cell in notebook.code:
        if cell.is_editable:
            with contextlib.suppress(SyntaxError):  # a cell that students are to mend
                yield from names.assigned(names.parse(cell.source))


def _keys(notebooks: Iterable[Notebook], grade_ids: frozenset[str]) -> Iterator[Key]:
    for notebook in notebooks:
        yield from ((notebook.name, c.grade_id) for c in notebook.cells if c.grade_id in grade_ids)


def _unclaimed(notebook: Notebook) -> Iterator[str]:
    """Names that tests use and that no cell binds: only a student's answer can bring them."""
    used: set[str] = set()
    bound: set[str] = {"get_ipython", "display", *dir(builtins)}
    for cell in notebook.code:
        with contextlib.suppress(SyntaxError):  # a cell that students are to mend
            tree = names.parse(cell.source)
            bound |= names.assigned(tree)
            used |= names.used_globally(tree) if cell.role is Role.TEST else frozenset()
    yield from used - bound


def _with_operators(notebooks: Iterable[Notebook]) -> Iterator[str]:
    for notebook in notebooks:
        for cell in notebook.code:
            if cell.is_editable:
                with contextlib.suppress(SyntaxError):
                    yield from names.with_operators(names.parse(cell.source))


def _handed_back(notebooks: Iterable[Notebook]) -> Iterator[str]:
    """Global names that the source's own cells for students read; nothing else of a test leaves."""
    for notebook in notebooks:
        for cell in notebook.code:
            if cell.role is not Role.TEST:
                with contextlib.suppress(SyntaxError):
                    yield from names.used_globally(names.parse(cell.source))
