"""nbgrader's settings of folders and database, and the files that it copies, without nbgrader.

``import nbgrader`` takes two thirds of a second, for servers and converters that most commands do
not need. Names and defaults are those of ``nbgrader.coursedir.CourseDirectory``, to which a test
holds them; what is configured for that class is read here in the same way.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from traitlets import Bool, Integer, List, Unicode, default, validate
from traitlets.config import LoggingConfigurable

# What nbgrader lays beside a notebook: when it was handed in, and where its feedback is found.
OF_NBGRADER = ("timestamp.txt", "submission_secret.txt")


class CourseDirectory(LoggingConfigurable):
    """Where a course has its folders; called as nbgrader's, since settings name the class."""

    root = Unicode("").tag(config=True)
    course_id = Unicode("").tag(config=True)
    student_id = Unicode("*").tag(config=True)
    student_id_exclude = Unicode("").tag(config=True)
    assignment_id = Unicode("").tag(config=True)
    notebook_id = Unicode("*").tag(config=True)
    directory_structure = Unicode(
        os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")
    ).tag(config=True)
    source_directory = Unicode("source").tag(config=True)
    source_with_tests_directory = Unicode("source_with_tests").tag(config=True)
    release_directory = Unicode("release").tag(config=True)
    submitted_directory = Unicode("submitted").tag(config=True)
    autograded_directory = Unicode("autograded").tag(config=True)
    feedback_directory = Unicode("feedback").tag(config=True)
    solution_directory = Unicode("solution").tag(config=True)
    db_url = Unicode("").tag(config=True)
    groupshared = Bool(False).tag(config=True)
    ignore = List([".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback"]).tag(config=True)
    include = List(["*"]).tag(config=True)
    max_file_size = Integer(100000).tag(config=True)
    max_dir_size = Integer(100000).tag(config=True)

    @validate("course_id", "student_id", "assignment_id", "notebook_id")
    def _without_blanks(self, proposal: Any) -> str:
        value: str = proposal["value"]
        return value.strip()

    @default("db_url")
    def _in_the_course_folder(self) -> str:
        return f"sqlite:///{os.path.join(self.root, 'gradebook.db')}"


def copied_files(folder: Path, ignored: Collection[str]) -> Iterator[Path]:
    """The files below ``folder`` whose own name and whose folders' names match no pattern.

    As ``nbgrader.utils.find_all_files``; a ``*`` at the start of a pattern matches no leading dot.
    """
    for place, folders, files in os.walk(folder):
        if is_ignored(os.path.basename(place), ignored):
            folders.clear()  # the walk goes no deeper
            continue
        yield from (Path(place, name) for name in files if not is_ignored(name, ignored))


def is_ignored(name: str, ignored: Collection[str]) -> bool:
    """Whether the name of a file or folder matches one of nbgrader's patterns."""
    return any(
        fnmatch(name, pattern) and (pattern.startswith(".") or not name.startswith("."))
        for pattern in ignored
    )
