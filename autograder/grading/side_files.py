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
from autograder.coursework.submissions import MAX_FILE_BYTES, Submission

MAX_BYTES = 256 << 20  # of all that one student handed in; a file may be huge and take no space
SHARED = 0o2770  # of folders that a group of instructors writes in


def write(course: Course, student: str, assignment: str) -> None:
    """Lay out the files of one submission; older ones that nobody has any more go."""
    target = course.autograded / student / assignment
    target.mkdir(parents=True, exist_ok=True)
    files = _files(course, student, assignment)
    for old in target.rglob("*"):
        place = str(old.relative_to(target))
        if old.is_file() and old.suffix != ".ipynb" and place not in files:
            old.unlink()
    for place, path in files.items():
        copy = target / place
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.unlink(missing_ok=True)  # it may be read-only
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


def _files(course: Course, student: str, assignment: str) -> dict[str, Path]:
    """The files by their place: the source's over the student's, but for the student's own."""
    from nbgrader.utils import find_all_files

    ignored = [*course.nbgrader.ignore, "*.ipynb"]
    submission = Submission(student, course.submitted / student / assignment)
    copied = set(find_all_files(str(submission.folder), ignored))
    wanted = (path for path in submission.companions if str(path) in copied)
    handed_in = {str(path.relative_to(submission.folder)): path for path in _that_fit(wanted)}
    source = course.source / assignment
    ours = {
        str(path.relative_to(source)): path
        for path in map(Path, find_all_files(str(source), ignored))
    }
    own = course.nbgrader.students_own(assignment) & handed_in.keys()
    return handed_in | ours | {place: handed_in[place] for place in own}
