"""What students handed in: find it, and read it as far as it can be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase as fnmatch
from pathlib import Path

from autograder.coursework.course import Course
from autograder.coursework.notebook import read
from autograder.errors import CourseError, NotebookError
from autograder.model import Assignment, Notebook, Repair, RepairKind

MAX_NOTEBOOK_BYTES = 64 << 20  # stored outputs make notebooks large
SKIPPED = frozenset({".ipynb_checkpoints", "__MACOSX"})  # folders that nobody means to hand in
NOBODY = frozenset({"__MACOSX", ".ipynb_checkpoints", ".git"})
MAX_FILE_BYTES = 64 << 20  # more than fits into a student's folder
MAX_NAME = 128  # letters of an id in nbgrader's database


@dataclass(frozen=True)
class Submission:
    """One student's folder for one assignment."""

    student: str
    folder: Path
    has_companions: bool = True  # a control has its notebooks alone: the source's files are there

    @property
    def files(self) -> tuple[Path, ...]:
        """Regular files, and links to them; a link to elsewhere could show anything there is."""
        home = self.folder.resolve()
        paths = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        inside = (path for path in paths if path.resolve().is_relative_to(home))
        kept = (path for path in inside if not SKIPPED.intersection(path.parts))
        return tuple(path for path in kept if self.has_companions or path.suffix == ".ipynb")

    @property
    def companions(self) -> tuple[Path, ...]:
        return tuple(path for path in self.files if path.suffix != ".ipynb")


def find(course: Course, assignment: str, students: tuple[str, ...]) -> tuple[Submission, ...]:
    """Return the submissions of an assignment: of all students, or of those that are named.

    A name may be a pattern (``a*``). Without names nbgrader's own settings choose; whom they
    exclude is left out in any case.
    """
    if not course.submitted.is_dir():
        raise CourseError(
            f"there is no folder {course.submitted}. Put each submission into "
            f"{course.submitted.name}/<student>/{assignment}/, or run nbgrader collect."
        )
    submissions = tuple(_handed_in(course, assignment))
    patterns = students or (course.nbgrader.student_id,)
    if missing := [name for name in students if not _matching(submissions, [name])]:
        raise CourseError(
            f"no submission of {assignment} by {', '.join(sorted(missing))} in {course.submitted}."
        )
    chosen = _matching(submissions, patterns)
    if not chosen:
        raise CourseError(f"nobody has handed in {assignment} yet: {course.submitted} has none.")
    return chosen


def name_problems(course: Course, assignment: str) -> Iterator[str]:
    """Say which folders are nobody's for want of a name that records and gradebook can hold."""
    for folder in _folders(course, assignment):
        if problem := _name_problem(folder.parent.name):
            named = folder.parent.name[:40]
            yield f"the folder {named!r} in {course.submitted} is left out: its name {problem}."


def _name_problem(name: str) -> str:
    if any(map(_is_half, name)):
        return "is not UTF-8. Rename it"
    if any(unicodedata.category(letter) == "Cc" for letter in name):
        return "holds control characters. Rename it"
    return f"has more than {MAX_NAME} letters. Rename it" if len(name) > MAX_NAME else ""


def _is_half(letter: str) -> bool:
    """Whether Python put it in place of a byte that is no text."""
    return unicodedata.category(letter) == "Cs"


def _handed_in(course: Course, assignment: str) -> Iterator[Submission]:
    """Every student's folder."""
    for folder in _folders(course, assignment):
        student = folder.parent.name
        if not _name_problem(student) and student not in course.nbgrader.student_id_exclude:
            yield Submission(student, folder)


def _folders(course: Course, assignment: str) -> Iterator[Path]:
    """Every folder of the assignment; an archive of a Mac leaves another one that is nobody's."""
    for folder in sorted(course.submitted.glob(f"*/{assignment}")):
        if folder.parent.name not in NOBODY and folder.is_dir():
            yield folder


def _matching(
    submissions: Iterable[Submission], patterns: Collection[str]
) -> tuple[Submission, ...]:
    return tuple(
        each
        for each in submissions
        if each.student in patterns or any(fnmatch(each.student, name) for name in patterns)
    )


class NotHandedIn(NotebookError):
    """There is no file that could be this notebook."""


def read_notebook(
    submission: Submission, expected: Notebook, others: Collection[str] = ()
) -> tuple[Notebook, tuple[Repair, ...]]:
    """Read the notebook that answers ``expected``; another name is accepted and noted.

    The names of the assignment's ``others`` are not accepted: each answers its own notebook.
    """
    files = sorted(submission.files, key=lambda path: len(path.parts))  # a copy in a folder is last
    candidates = [path for path in files if path.suffix == ".ipynb" and path.stem not in others]
    exact = [path for path in candidates if path.stem == expected.name]
    if not candidates:
        raise NotHandedIn(f"{submission.student} handed in no {expected.name}.ipynb")
    path = exact[0] if exact else max(candidates, key=lambda p: _known_cells(p, expected))
    renamed = Repair(RepairKind.FILE_NAME, path.name, expected.name)
    return _read(path), () if exact else (renamed,)


def _read(path: Path) -> Notebook:
    if path.stat().st_size > MAX_NOTEBOOK_BYTES:
        raise NotebookError(
            f"{path.name} is larger than {MAX_NOTEBOOK_BYTES >> 20} MiB: clear its outputs"
        )
    return read(path)


def _known_cells(path: Path, expected: Notebook) -> int:
    try:
        grade_ids = {cell.grade_id for cell in _read(path).cells}
    except (NotebookError, OSError):
        return -1
    return len(grade_ids & {cell.grade_id for cell in expected.cells if cell.grade_id})


def sandbox_files(submission: Submission, assignment: Assignment) -> dict[str, str]:
    """What lies beside the notebook: the source's files and the student's, the source's winning.

    A module that only the tests import is left out, also where a student handed it in.
    """
    files = {str(p.relative_to(submission.folder)): str(p) for p in submission.companions}
    files = {name: path for name, path in files.items() if _is_for_students(name, assignment)}
    own = {name: path for name, path in files.items() if name in assignment.students_own}
    return files | instructor_files(assignment) | own


def instructor_files(assignment: Assignment) -> dict[str, str]:
    """The source's companion files that students get, by the name they have beside the notebook."""
    named = places(assignment)
    return {name: path for name, path in named.items() if _is_for_students(name, assignment)}


def _is_for_students(name: str, assignment: Assignment) -> bool:
    return Path(name).parts[0].removesuffix(".py") not in assignment.judge_only


def places(assignment: Assignment) -> dict[str, str]:
    """The paths of the source's companion files, by their places beside the notebook."""
    folder = Path(assignment.folder)
    below = {path: Path(path).is_relative_to(folder) for path in assignment.companions}
    return {
        str(Path(path).relative_to(folder)) if is_below else Path(path).name: path
        for path, is_below in below.items()
    }
