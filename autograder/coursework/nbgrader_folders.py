"""nbgrader's settings of folders and database, read without nbgrader.

``import nbgrader`` takes two thirds of a second, for servers and converters that most commands do
not need. Names and defaults are those of ``nbgrader.coursedir.CourseDirectory``, to which a test
holds them; what is configured for that class is read here in the same way.
"""

from __future__ import annotations

import os
from typing import Any

from traitlets import Bool, Integer, List, Unicode, default, validate
from traitlets.config import LoggingConfigurable


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
