"""What lies beside the notebooks in autograded/, as nbgrader lays it there, and everybody's rights.

Pictures and data that were handed in, and ``timestamp.txt``; then the source's files over them, but
for those that are left to the students. Formgrader and nbgrader's feedback show them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.coursework.course import Course
from autograder.coursework.nbgrader_folders import copied_files
from autograder.coursework.submissions import MAX_FILE_BYTES, Submission

MAX_BYTES = 256 << 20  # of all that one student handed in; a file may be huge and take no space
# What a student's file meets that bears the name of a folder of ours, or may not be read.
CLASHES = (FileExistsError, NotADirectoryError, IsADirectoryError, PermissionError)
SHARED = 0o2770  # of folders that a group of instructors writes in


def write(course: Course, student: str, assignment: str) -> None:
    """Lay out the files of one submission anew; where names clash, the source's file is there."""
    target = course.autograded / student / assignment
    target.mkdir(parents=True, exist_ok=True)
    for old in target.iterdir():
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        elif old.suffix != ".ipynb":
            old.unlink()
    handed_in, ours = _files(course, student, assignment)
    for place, path in ours.items():
        _copy(path, target / place)
    for place, path in handed_in.items():
        with contextlib.suppress(*CLASHES):
            _copy(path, target / place)


def _copy(path: Path, copy: Path) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, copy)


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
