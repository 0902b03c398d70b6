"""Our engine inside nbgrader: ``nbgrader autograde`` and formgrader's button grade with it.

``nbgrader_config.py`` names the class below as the exporter of ``Autograde``::

    c.Autograde.exporter_class = "autograder.grading.inside_nbgrader.GradedNotebook"
    c.Autograde.sanitize_preprocessors = []
    c.Autograde.autograde_preprocessors = ["nbgrader.preprocessors.LimitOutput"]

An exporter, because a preprocessor never sees a file that is broken: nbgrader gives such a
submission up before. When nbgrader asks for a student's first notebook, the whole submission is
restored, run in the sandbox, judged outside and stored, as ``autograder grade`` does it; nbgrader
then gets notebook after notebook as it was run. Which submissions are due, ``--force``, copied
files, rights and what formgrader shows stay nbgrader's own.
"""

from __future__ import annotations

import glob
from concurrent.futures import Executor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter

from autograder.coursework.course import Course, of_nbgrader
from autograder.gradebook import open_gradebook
from autograder.grading import pipeline, storing, worker
from autograder.grading.jobs import GradedSubmission, Job
from autograder.grading.pool import processes
from autograder.results import wording


class GradedNotebook(NotebookExporter):
    """Gives nbgrader a submitted notebook as it was run; its marks are stored by then.

    nbgrader makes one exporter for each run of ``autograde``.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._graded: set[tuple[str, str]] = set()
        self._pool = processes(1)
        self._opened = ExitStack()
        self._executor: Executor | None = None

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **settings: Any
    ) -> Any:
        """Grade the submission that the file belongs to, unless this run has done so already."""
        names = (resources or {})["nbgrader"]
        converter: Any = self.parent
        course = of_nbgrader(converter.coursedir, self.config)
        submission = names["assignment"], names["student"]
        if submission not in self._graded:
            self._grade(course, *submission, converter.coursedir.notebook_id)
            self._graded.add(submission)
        path = _as_run(course, **{key: names[key] for key in ("assignment", "student", "notebook")})
        return super().from_filename(str(path), resources, **settings)

    def _grade(self, course: Course, assignment: str, student: str, notebook: str) -> None:
        request = pipeline.Request(assignment, (glob.escape(student),), notebook)
        (job,) = pipeline.prepare(course, request)
        done = self._run(job)
        with open_gradebook(course) as gradebook:
            (record,) = storing.store(course, gradebook, [done])
        for note in wording.notes(record):
            self.log.warning("%s, %s: %s", student, assignment, note)

    def _run(self, job: Job) -> GradedSubmission:
        """Run it in another process: this one may be a Jupyter server, and is no place to judge."""
        if self._executor is None:
            self._executor = self._opened.enter_context(self._pool.open(1))
        try:
            return self._pool.submit(self._executor, job).result()
        except self._pool.died:
            self._executor = None
            self._opened.close()
            return worker.lost(job)


def _as_run(course: Course, assignment: str, student: str, notebook: str) -> Path:
    """The notebook that was stored; of one that could not be read, what was released."""
    name = f"{notebook}.ipynb"
    stored = course.autograded / student / assignment / name
    return stored if stored.exists() else course.release / assignment / name
