"""What lies beside the notebooks in autograded/, as nbgrader lays it there, and everybody's rights.

The source's files, but for those that are left to the students; what the student's code wrote as
it ran; what was handed in, and ``timestamp.txt``. Where places clash, the first of these is there.
Formgrader and nbgrader's feedback show them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePath

from autograder.coursework.course import Course
from autograder.coursework.nbgrader_folders import OF_NBGRADER, copied_files, is_ignored
from autograder.coursework.submissions import MAX_FILE_BYTES, Submission
from autograder.model import Record

MAX_BYTES = 256 << 20  # of all that one student handed in; a file may be huge and take no space
# What a student's file meets that bears the name of a folder of ours, or may not be read.
CLASHES = (FileExistsError, NotADirectoryError, IsADirectoryError, PermissionError)
SHARED = 0o2770  # of folders that a group of instructors writes in


def write(
    course: Course, record: Record, written: Mapping[str, bytes], is_partial: bool = False
) -> None:
    """Lay out the files of one submission anew; ``written`` are those that its code wrote.

    Where only some notebooks were run, what the others left stays.
    """
    target = course.autograded / record.student / record.assignment
    target.mkdir(parents=True, exist_ok=True)
    earlier = _contents(target) if is_partial else {}
    _clear(target)
    handed_in, ours = _files(course, record.student, record.assignment)
    for place, path in ours.items():
        _copy(path, target / place)
    _add(target, written, course.nbgrader.ignore)
    for place, path in handed_in.items():
        with contextlib.suppress(*CLASHES):
            if not os.path.lexists(target / place):
                _copy(path, target / place)
    _add(target, earlier, course.nbgrader.ignore)


def _contents(folder: Path) -> dict[str, bytes]:
    paths = _that_fit(Submission("", folder).companions)
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def _clear(folder: Path) -> None:
    """Remove all but the notebooks."""
    for old in folder.iterdir():
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        elif old.suffix != ".ipynb":
            old.unlink()


def _copy(path: Path, copy: Path) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, copy)


def _add(folder: Path, files: Mapping[str, bytes], ignored: Collection[str]) -> None:
    """Add files that students' code wrote, where nothing lies yet, under names that are theirs."""
    for place, content in files.items():
        path = folder / place
        if not _is_reserved(PurePath(place), ignored):
            with contextlib.suppress(OSError):  # a full disk is told by the notebook, written next
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as file:
                    file.write(content)


def _is_reserved(place: PurePath, ignored: Collection[str]) -> bool:
    """Whether it could pass for a notebook or a file of nbgrader's, or nbgrader ignores it."""
    of_nbgrader = place.name.lower() in OF_NBGRADER
    return of_nbgrader or any(
        part.lower().endswith(".ipynb") or is_ignored(part, ignored) for part in place.parts
    )


def set_rights(course: Course, folder: Path) -> None:
    """Give files and folders the rights that nbgrader's settings ask for."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(course.nbgrader.permissions)
    if course.nbgrader.groupshared:
        inner = (path for path in folder.rglob("*") if path.is_dir())
        for path in (course.autograded, folder.parent, folder, *inner):
            with contextlib.suppress(PermissionError):  # another instructor's folder
                os.chmod(path, (path.stat().st_mode | SHARED) & 0o2777)


def _that_fit(paths: Iterable[Path]) -> Iterator[Path]:
    """Files of a student's as long as they are small, each and all together."""
    total = 0
    for path in paths:
        size = path.stat().st_size
        if size <= MAX_FILE_BYTES and total + size <= MAX_BYTES:
            total += size
            yield path


def _files(
    course: Course, student: str, assignment: str
) -> tuple[dict[str, Path], dict[str, Path]]:
    """The student's files and the source's, by their place; each place is in one of them."""
    ignored = [*course.nbgrader.ignore, "*.ipynb"]
    submission = Submission(student, course.submitted / student / assignment)
    copied = set(copied_files(submission.folder, ignored))
    wanted = (path for path in submission.companions if path in copied)
    handed_in = {str(path.relative_to(submission.folder)): path for path in _that_fit(wanted)}
    source = course.source / assignment
    ours = {str(path.relative_to(source)): path for path in copied_files(source, ignored)}
    own = course.nbgrader.students_own(assignment) & handed_in.keys()
    return (
        {place: path for place, path in handed_in.items() if place in own or place not in ours},
        {place: path for place, path in ours.items() if place not in own},
    )
