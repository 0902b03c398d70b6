"""What a mark depends on, as digests: where none of it has changed, the mark still holds.

The mark of a test cell depends on

* its own text and points, the exercises that it asks for, and the modules that it imports;
* the cells before it that count: the student's, the read-only ones, and the tests that leave names
  to others, with the modules that these import;
* the foundation that all marks of an assignment share: how answers are asked and marked, the part
  of dlkit that students may import, the files beside the source's notebooks, and which names are
  the student's;
* the files that the student handed in beside the notebook, the limits, what exists in the sandbox,
  and the seed.

An exercise is the file in which it stands and every file of the course and of dlkit that this file
leads to by its imports (`dependencies`). So exercises of one file share their fate, and an edit of
another exercise's file, or of a function of dlkit that an exercise does not use, changes nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import autograder
import dlkit
from autograder.coursework import dlkit_modules, submissions
from autograder.coursework.assignment import CHECKS_FILE
from autograder.coursework.course import Course
from autograder.coursework.submissions import MAX_FILE_BYTES, Submission
from autograder.grading.dependencies import Modules, imports
from autograder.grading.exercise_files import cell_files, data_files, exercise_files
from autograder.model import Assignment, Limits
from autograder.sandbox.staging import View


@dataclass(frozen=True)
class Fingerprints:
    """Digests of what the marks of one assignment depend on, beside what students handed in."""

    assignment: str  # of all of it
    sources: str  # of the source's notebooks and the files beside them
    foundation: str  # of what all marks share
    cells: dict[tuple[str, str], str]  # of what a cell asks for, by notebook and grade_id


def digest(files: Mapping[str, Path]) -> str:
    """Identify files by their names and what is in them."""
    hashed = hashlib.sha256()
    for name, path in sorted(files.items()):
        hashed.update(f"{name}\0".encode(errors="surrogateescape") + _content(path))
    return hashed.hexdigest()


def of_assignment(course: Course, assignment: Assignment, modules: Modules) -> Fingerprints:
    """Identify what the marks of an assignment depend on."""
    exercises = exercise_files(modules, assignment.topic)
    foundation = _foundation(course, assignment, modules)
    cells = {
        (notebook.name, cell.grade_id): digest(cell_files(modules, cell, exercises))
        for notebook in assignment.notebooks
        for cell in notebook.code
        if cell.grade_id and not cell.is_editable
    }
    folder = course.source / assignment.name
    files = {each.name: folder / f"{each.name}.ipynb" for each in assignment.notebooks}
    sources = digest(files | _companions(assignment))
    tests = [cell.source for each in assignment.notebooks for cell in each.cells]
    whole = text(sources, foundation, sorted(cells.items()), tests)
    return Fingerprints(whole, sources, foundation, cells)


def of_submission(submission: Submission, fingerprints: Fingerprints, settings: str) -> str:
    """Identify what all marks of a submission depend on."""
    files = {str(path.relative_to(submission.folder)): path for path in submission.files}
    return text(fingerprints.assignment, settings, digest(files))


def of_companions(submission: Submission, assignment: Assignment) -> str:
    """Identify the student's own files that lie beside the notebook while it runs."""
    files = submissions.sandbox_files(submission, assignment)
    return digest({k: Path(p) for k, p in files.items() if p not in assignment.companions})


def of_settings(limits: Limits, view: View) -> str:
    """Identify what a submission may use, and what exists for it."""
    return f"{limits} {view.places}"


def of_engine() -> str:
    """Identify the text of autograder and dlkit as installed here."""
    roots = (Path(str(package.__file__)).parent for package in (autograder, dlkit))
    return digest({f"{r.name}/{p.relative_to(r)}": p for r in roots for p in r.rglob("*.py")})


def _foundation(course: Course, assignment: Assignment, modules: Modules) -> str:
    files = data_files(course.registry, assignment.topic)
    engine, reference = (Path(str(each.__file__)).parents[1] for each in (autograder, dlkit))
    shared = {*assignment.allowed_modules, "check"}
    ours = {path: reference for name in shared for path in dlkit_modules.files_of(name)}
    ours |= {path: engine for path in (engine / "autograder/specification").glob("*.py")}
    files |= {str(path.relative_to(root)): path for path, root in ours.items()}
    companions = _companions(assignment)
    companions.pop(CHECKS_FILE, None)  # read by `check`, which gives no marks
    for path in companions.values():
        if path.suffix == ".py":
            files |= modules.behind(imports(modules.tree(path)))
    for_students = sorted(submissions.instructor_files(assignment))
    return text(digest(files | companions), for_students, *_meanings(assignment))


def _companions(assignment: Assignment) -> dict[str, Path]:
    return {place: Path(path) for place, path in submissions.places(assignment).items()}


def _meanings(assignment: Assignment) -> Iterator[object]:
    """Which names are the student's, and where tests run."""
    yield sorted((name, sorted(names)) for name, names in assignment.names_in.items())
    yield from map(sorted, (assignment.operators, assignment.in_kernel, assignment.students_own))
    yield sorted(assignment.kernels.items())
    yield assignment.imports
    yield sorted((name, sorted(names)) for name, names in assignment.unclaimed_in.items())
    yield sorted(each.key for each in assignment.controls if each.why_inside), assignment.is_strict


def text(*parts: object) -> str:
    """Identify values by how they are written."""
    return hashlib.sha256(repr(parts).encode(errors="surrogatepass")).hexdigest()


def _content(path: Path) -> bytes:
    """Identify what is in a file; one that is too large to be used, or unreadable, by its size."""
    size = path.stat().st_size
    if size <= MAX_FILE_BYTES:
        with contextlib.suppress(OSError), path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    return str(size).encode()
