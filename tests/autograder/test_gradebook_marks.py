"""What is read out of the gradebook: by us, by nbgrader export, by formgrader; and lateness."""

import csv
from datetime import datetime, timedelta

import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins.export import CsvExportPlugin

from autograder.errors import CourseError
from autograder.gradebook import marks, open_gradebook
from autograder.release import release
from tests.autograder import test_release_course as build
from tests.autograder.test_gradebook_writing import grade_by_hand, record, write

DUE = datetime(2026, 5, 4, 12, 0)


@pytest.fixture
def course(tmp_path):
    made = build.make_course(tmp_path)
    release(made)
    return made


def set_due(course, extension=timedelta()):
    with open_gradebook(course) as gradebook:
        gradebook.update_or_create_assignment("ps1", duedate=DUE)
        if extension:
            gradebook.find_submission("ps1", "ada").extension = extension
            gradebook.db.commit()


def lateness(course):
    with open_gradebook(course) as gradebook:
        submission = gradebook.find_submission("ps1", "ada")
        return submission.timestamp, submission.total_seconds_late


def test_the_time_of_handing_in_is_read_as_nbgrader_reads_it(course):
    set_due(course)
    folder = course.submitted / "ada" / "ps1"
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text("2026-05-04 13:00:00.000000 UTC\n")
    write(course, record())
    assert lateness(course) == (DUE + timedelta(hours=1), 3600.0)


@pytest.mark.parametrize("text", ["", "yesterday", "\x00", "99999999999999999999"])
def test_a_time_that_is_none_is_left_out(course, text):
    folder = course.submitted / "ada" / "ps1"
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text(text)
    write(course, record())
    assert lateness(course) == (None, 0)


def test_lateness_of_a_record_becomes_a_time(course):
    set_due(course)
    write(course, record())
    set_due(course, extension=timedelta(hours=2))
    write(course, record(late_seconds=60.0))
    assert lateness(course) == (DUE + timedelta(hours=2, minutes=1), 60.0)


def test_the_late_penalty_of_the_course_is_taken_off(course):
    settings = build.CONFIG + "c.LateSubmissionPlugin.penalty_method = 'zero'\n"
    (course.root / "nbgrader_config.py").write_text(settings)
    strict = build.open_course(course.root)
    set_due(strict)
    write(strict, record(late_seconds=60.0), record(student="bob"))
    with open_gradebook(strict) as gradebook:
        ada, bob = marks(gradebook, "ps1")
    assert (ada.total, ada.penalty, ada.late_seconds) == (0.0, 2.0, 60.0)
    assert (bob.total, bob.penalty, bob.late_seconds) == (2.0, 0.0, None)


def test_marks_tell_total_automatic_part_and_flags(course):
    with open_gradebook(course) as gradebook:
        gradebook.add_student("zoe", first_name="Zoë", email="z@x.org", lms_user_id="7")
    write(course, record(test=2.0, picture=0.5))
    grade_by_hand(course, "why", 1.5)
    with open_gradebook(course) as gradebook:
        found = {each.student: each for each in marks(gradebook, "ps1")}
    ada, zoe = found["ada"], found["zoe"]
    assert (ada.total, ada.auto, ada.maximum) == (4.0, 2.5, 6.0)
    assert ada.handed_in and not ada.waits_for_human
    assert (zoe.total, zoe.handed_in, zoe.first_name, zoe.lms_user_id) == (0.0, False, "Zoë", "7")


def test_marks_of_an_unknown_assignment_say_what_to_do(course):
    with (
        open_gradebook(course) as gradebook,
        pytest.raises(CourseError, match="Run autograder release ps9 first"),
    ):
        marks(gradebook, "ps9")


def test_nbgrader_export_prints_the_marks(course, tmp_path):
    write(course, record(test=2.0, manual=0.0))
    plugin = CsvExportPlugin(to=str(tmp_path / "grades.csv"))
    with open_gradebook(course) as gradebook:
        plugin.export(gradebook)
    lines = (tmp_path / "grades.csv").read_text().splitlines()
    (row,) = csv.DictReader(lines)
    assert (row["student_id"], row["score"], row["max_score"]) == ("ada", "2.0", "6.0")


def test_formgrader_sees_submissions_marks_and_what_waits(course, tmp_path):
    write(course, record(test=2.0), record(test=3.0, manual=0.0, picture=1.0, student="bob"))
    for student in ("ada", "bob"):
        for folder in (course.submitted, course.autograded):
            build.write(folder / student / "ps1", "ps1", build.plain_cells())
    course.config.Exchange.root = str(tmp_path)
    api = NbGraderAPI(CourseDirectory(config=course.config), config=course.config)
    found = {each["student"]: each for each in api.get_submissions("ps1")}
    details = api.get_notebook_submissions("ps1", "ps1")
    assignment = api.get_assignment("ps1")
    assert (found["ada"]["score"], found["ada"]["needs_manual_grade"]) == (2.0, True)
    assert (found["bob"]["score"], found["bob"]["needs_manual_grade"]) == (4.0, False)
    assert found["ada"]["autograded"] and found["ada"]["max_score"] == 6.0
    assert sorted(each["failed_tests"] for each in details) == [False, True]
    assert (assignment["num_submissions"], assignment["average_score"]) == (2, 3.0)
