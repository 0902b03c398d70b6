"""A course folder with records built by hand, and who is found in it.

The other tests of pages, explanations and exports build their courses from here.
"""

import json
import os
import sys
import warnings
from pathlib import Path
from unittest import mock

import pytest

from autograder.coursework.course import Course, open_course
from autograder.errors import AutograderError
from autograder.gradebook.manual_marks import read_manual_marks
from autograder.model import (
    COMPLETE,
    AdviceRecord,
    Cell,
    CellRecord,
    Ending,
    EndingKind,
    ExerciseRecord,
    FindingRecord,
    MisconceptionRecord,
    Record,
    Repair,
    RepairKind,
    Role,
    Stop,
    raised,
)
from autograder.results import records, roster
from autograder.results.manual_marks import HumanMark, ManualMarks

ASSIGNMENT = "a02_losses"
SETTINGS = (
    'c = get_config()\nc.CourseDirectory.course_id = "test"\n'
    'c.AutograderCourse.exercises = "course"\n'
)
OUT_OF_TIME = Ending(EndingKind.OUT_OF_TIME, limit=60)


BROKEN = Ending(EndingKind.TEST_BROKEN, message="no such name")


def asserted(message):
    """The end of a test by an assert of its own."""
    return raised("AssertionError", message, by_student=False)


def unreadable(message="its JSON is broken"):
    return Ending(EndingKind.UNREADABLE, message=message)


def put_back(subject, notebook="losses"):
    return Repair(RepairKind.MISSING, subject, notebook)


BROADCASTS = MisconceptionRecord("mse", "shapes broadcast silently", "shapes broadcast to a table.")


def make_course(root) -> Course:
    """Make a course folder with one assignment and no submission."""
    (root / "nbgrader_config.py").write_text(SETTINGS)
    source = root / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    (source / "losses.ipynb").write_text(json.dumps({"cells": []}))
    return open_course(root)


def finding(function="mse", part="values", status="passed", title="a vector", message="", **values):
    """One check; a failed one says what it says after its title."""
    return FindingRecord(function, part, title, status, message, **values)


def exercise(name="losses.mse", points=5.0, mark=5.0, findings=(), misconceptions=()):
    """One exercise; of a misconception the student reads its message."""
    advice = tuple(AdviceRecord(met.function, met.message) for met in misconceptions)
    return ExerciseRecord(name, points, mark, 7, tuple(findings), tuple(misconceptions), advice)


def graded_cell(
    grade_id="test_mse", points=5.0, mark=5.0, exercises=(), ending=COMPLETE, seconds=0.5
):
    return CellRecord(grade_id, Role.TEST, points, mark, ending, seconds, tuple(exercises))


def manual_cell(grade_id="essay", points=3.0, mark=None):
    return CellRecord(grade_id, Role.MANUAL, points, mark)


def record(student="ada", cells=(), ending=COMPLETE, **values):
    """One submission's record; ``ending`` is that of its one notebook."""
    told = {"endings": {"losses": ending}, "seconds": 1.5, **values}
    return Record(
        assignment=ASSIGNMENT,
        student=student,
        notebook="losses",
        fingerprint="f",
        cells=tuple(cells),
        **told,
    )


def store(course, *stored):
    """Write records where the grader writes them."""
    for each in stored:
        records.write(course, each)


def code(source, outputs=(), **settings):
    """A code cell of a notebook; keyword arguments are nbgrader's settings of it."""
    metadata = {"nbgrader": settings} if settings else {}
    return {
        "cell_type": "code",
        "source": source,
        "outputs": list(outputs),
        "metadata": metadata,
        "execution_count": None,
    }


def cell(role, source, grade_id="", kind="markdown"):
    """A cell of a notebook as the stages pass it on."""
    return Cell(0, grade_id, kind, role, source)


def text_cell(source, **settings):
    metadata = {"nbgrader": settings} if settings else {}
    return {"cell_type": "markdown", "source": source, "metadata": metadata}


def store_source(course, cells):
    """Write the notebook of the assignment as its instructor keeps it."""
    notebook = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (course.source / ASSIGNMENT / "losses.ipynb").write_text(json.dumps(notebook))


def store_notebook(course, student, cells):
    """Write an autograded notebook where the grader writes it."""
    folder = course.autograded / student / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    notebook = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "losses.ipynb").write_text(json.dumps(notebook))


def store_gradebook(course, manual_score=2.5, comment="Well argued.", penalty=None):
    """Put one submission of Ada's, marked by a person, into nbgrader's own database."""
    from nbgrader.api import Gradebook

    # nbgrader asks the program alembic, installed beside this Python, for the database's version.
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with (
        mock.patch.dict(os.environ, PATH=beside),
        warnings.catch_warnings(action="ignore"),  # nbgrader's own, about its session
        Gradebook(course.db_url, course.course_id) as gradebook,
    ):
        gradebook.add_assignment(ASSIGNMENT)
        gradebook.add_notebook("losses", ASSIGNMENT)
        names = {"first_name": "Ada, Countess", "last_name": "Lovelace", "email": "ada@x.org"}
        gradebook.add_student("ada", **names)
        for grade_id, points in (("test_mse", 5), ("essay", 3)):
            gradebook.add_grade_cell(
                grade_id, "losses", ASSIGNMENT, max_score=points, cell_type="code"
            )
        gradebook.add_solution_cell("essay", "losses", ASSIGNMENT)
        gradebook.add_submission(ASSIGNMENT, "ada")
        test = gradebook.find_grade("test_mse", "losses", ASSIGNMENT, "ada")
        test.auto_score, test.needs_manual_grade = 4.0, False
        essay = gradebook.find_grade("essay", "losses", ASSIGNMENT, "ada")
        essay.manual_score, essay.needs_manual_grade = manual_score, manual_score is None
        gradebook.find_comment("essay", "losses", ASSIGNMENT, "ada").manual_comment = comment
        essay.notebook.late_submission_penalty = penalty
        gradebook.db.commit()


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path)


def test_every_record_counts_as_a_student_also_one_that_cannot_be_read(course):
    store(course, record("ben"), record("ada"))
    records.path_of(course, ASSIGNMENT, "eve").write_text("{half a rec")
    assert roster.students(course, ASSIGNMENT) == ["ada", "ben", "eve"]


def test_wanted_students_are_taken_once_and_in_the_order_given(course):
    store(course, record("ada"), record("ben"))
    assert roster.chosen(course, ASSIGNMENT, ["ben", "ada", "ben"]) == ["ben", "ada"]
    assert roster.chosen(course, ASSIGNMENT, []) == ["ada", "ben"]


def test_an_unknown_student_is_refused_with_the_one_that_may_be_meant(course):
    store(course, record("ada"), record("ben"))
    with pytest.raises(AutograderError, match=r"'adaa'. Did you mean 'ada'\? There are: ada, ben"):
        roster.chosen(course, ASSIGNMENT, ["adaa"])


def test_an_error_does_not_list_a_class_of_thousands():
    told = roster.unknown("student", "x", [f"s{number}" for number in range(2000)])
    assert told.endswith("s28, s29 and 1970 more.")


def test_where_nothing_is_graded_the_command_to_run_is_named(course):
    with pytest.raises(AutograderError, match="autograder grade a02_losses"):
        roster.chosen(course, ASSIGNMENT, [])


def test_peoples_marks_and_comments_come_from_nbgraders_gradebook(course):
    store_gradebook(course)
    assert read_manual_marks(course, ASSIGNMENT) == {
        "ada": {"losses": ManualMarks({"essay": HumanMark(2.5, "Well argued.")})}
    }


def test_points_taken_off_for_lateness_come_from_nbgraders_gradebook(course):
    store_gradebook(course, penalty=1.5)
    assert read_manual_marks(course, ASSIGNMENT)["ada"]["losses"].penalty == 1.5


def test_without_a_gradebook_there_are_no_peoples_marks_and_none_is_made(course):
    assert read_manual_marks(course, ASSIGNMENT) == {}
    assert not (course.root / "gradebook.db").exists()


def test_a_file_that_is_no_database_is_taken_for_none(course):
    (course.root / "gradebook.db").write_text("not a database" * 100)
    assert read_manual_marks(course, ASSIGNMENT) == {}


def test_reading_the_gradebook_changes_nothing_in_it(course):
    store_gradebook(course)
    before = (course.root / "gradebook.db").read_bytes()
    read_manual_marks(course, ASSIGNMENT)
    assert (course.root / "gradebook.db").read_bytes() == before


def test_a_record_comes_back_as_it_was_written(course):
    ending = Ending(EndingKind.CALL_STOPPED, stop=Stop.TOO_MUCH)
    cells = [graded_cell(mark=0.0, ending=ending), manual_cell()]
    written = record("ada", cells, OUT_OF_TIME, repairs=(put_back("essay"),), late_seconds=0.0)
    store(course, written)
    assert records.read(course, ASSIGNMENT, "ada") == written


@pytest.mark.parametrize("old", [{"status": "graded", "reason": ""}, {"endings": ["graded"]}])
def test_a_record_of_an_older_version_is_none(course, old):
    store(course, record("ada", [graded_cell()]))
    path = records.path_of(course, ASSIGNMENT, "ada")
    document = json.loads(path.read_text())
    document.pop("endings")
    path.write_text(json.dumps(document | old))
    assert records.read(course, ASSIGNMENT, "ada") is None
