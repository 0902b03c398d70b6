"""Marks in nbgrader's database: what a regrade replaces, keeps, or leaves alone."""

import csv
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins.export import CsvExportPlugin

from autograder.errors import CourseError
from autograder.gradebook import marks, open_gradebook, write_records
from autograder.model import CellRecord, Record, Role
from autograder.release import release
from tests.autograder import test_release_course as build

DUE = datetime(2026, 5, 4, 12, 0)


def record(test=2.0, manual=None, picture=None, student="ada", **changes):
    """The record of a submission of the small course: a test, an essay, a task."""
    cells = (
        CellRecord("double", Role.SOLUTION),
        CellRecord("test_double", Role.TEST, 3.0, test),
        CellRecord("why", Role.MANUAL, 2.0, manual),
        CellRecord("draw", Role.TASK, 1.0, picture),
    )
    honest = Record("ps1", student, "ps1", "f", "graded", "", cells)
    return replace(honest, **changes)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    course = build.make_course(tmp_path_factory.mktemp("released"))
    release(course)
    return course


@pytest.fixture
def course(released, tmp_path):
    """The course as it was released, with a gradebook of its own."""
    (tmp_path / "gradebook.db").write_bytes((released.root / "gradebook.db").read_bytes())
    return build.make_course(tmp_path)


def write(course, *records):
    with open_gradebook(course) as gradebook:
        write_records(gradebook, course, records)


def grades(course, student="ada"):
    """(auto mark, manual mark, extra credit, for a human) of each graded cell."""
    with open_gradebook(course) as gradebook:
        submission = gradebook.find_submission_notebook("ps1", "ps1", student)
        return {
            g.name: (g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade)
            for g in submission.grades
        }


def grade_by_hand(course, name, score, comment="", extra=None):
    with open_gradebook(course) as gradebook:
        grade = gradebook.find_grade(name, "ps1", "ps1", "ada")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = score, extra, False
        if comment:
            gradebook.find_comment(name, "ps1", "ps1", "ada").manual_comment = comment
        gradebook.db.commit()


def test_marks_of_all_kinds_are_written(course):
    write(course, record(test=2.0, manual=0.0))
    assert grades(course) == {
        "test_double": (2.0, None, None, False),
        "why": (0.0, None, None, False),
        "draw": (None, None, None, True),
    }


def test_a_test_without_a_mark_waits_for_a_human(course):
    write(course, record(test=None))
    assert grades(course)["test_double"] == (None, None, None, True)


def test_a_cell_without_a_record_is_no_full_mark(course):
    write(course, record(cells=(), status="unreadable", reason="no JSON"))
    assert set(grades(course).values()) == {(0.0, None, None, True)}


def test_an_empty_answer_is_told_as_nbgrader_tells_it(course):
    write(course, record(manual=0.0), record(manual=None, student="bob"))
    with open_gradebook(course) as gradebook:
        comments = [gradebook.find_comment("why", "ps1", "ps1", who) for who in ("ada", "bob")]
        assert [comment.auto_comment for comment in comments] == ["No response.", None]


def test_a_regrade_replaces_automatic_marks(course):
    write(course, record(test=1.0, manual=0.0))
    write(course, record(test=3.0, manual=None))
    assert grades(course)["test_double"] == (3.0, None, None, False)
    assert grades(course)["why"] == (None, None, None, True)


def test_a_regrade_keeps_what_a_human_gave(course):
    write(course, record(test=1.0))
    grade_by_hand(course, "why", 1.5, "Nearly.")
    grade_by_hand(course, "test_double", 2.5, extra=0.5)
    write(course, record(test=3.0))
    # The human sees it again, as with nbgrader: the answer may be another one now.
    assert grades(course)["test_double"] == (3.0, 2.5, 0.5, True)
    assert grades(course)["why"] == (None, 1.5, None, True)
    with open_gradebook(course) as gradebook:
        assert gradebook.find_comment("why", "ps1", "ps1", "ada").comment == "Nearly."
        assert gradebook.find_submission("ps1", "ada").score == 4.5


def test_a_student_who_is_known_stays_as_entered(course):
    with open_gradebook(course) as gradebook:
        gradebook.add_student("ada", first_name="Ada", last_name="Lovelace")
    write(course, record())
    with open_gradebook(course) as gradebook:
        assert [(s.id, s.last_name) for s in gradebook.students] == [("ada", "Lovelace")]


def test_one_failure_leaves_every_mark_as_it_was(course):
    write(course, record(test=1.0), record(test=1.0, student="bob"))
    unknown = record(cells=(CellRecord("test_triple", Role.TEST, 1.0, 1.0),), student="bob")
    with pytest.raises(CourseError, match=r"cell test_triple .* Run autograder release ps1 again"):
        write(course, record(test=3.0), record(student="eve"), unknown)
    assert grades(course)["test_double"][0] == grades(course, "bob")["test_double"][0] == 1.0
    with open_gradebook(course) as gradebook:
        assert {student.id for student in gradebook.students} == {"ada", "bob"}


def test_an_interrupted_call_leaves_every_mark_as_it_was(course, monkeypatch):
    write(course, record(test=1.0))

    def interrupt(*arguments):
        raise KeyboardInterrupt

    with open_gradebook(course) as gradebook:
        monkeypatch.setattr("autograder.gradebook.lateness.set_penalty", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_records(gradebook, course, [record(test=3.0)])
    assert grades(course)["test_double"][0] == 1.0


@pytest.mark.parametrize(
    "changed",
    [
        {"assignment": "ps9"},
        {"notebook": "ps9"},
        {"cells": (CellRecord("test_double", Role.TEST, 7.0, 2.0),)},
    ],
)
def test_a_source_that_has_changed_since_is_to_be_released_again(course, changed):
    with pytest.raises(CourseError, match=r"Run autograder release ps\d again"):
        write(course, record(**changed))


def test_a_notebook_that_was_not_handed_in_has_no_points(course):
    build.write(course.source / "ps1", "second", [build.solution(), build.graded_tests()])
    release(course)
    write(course, record())
    with open_gradebook(course) as gradebook:
        (grade,) = gradebook.find_submission_notebook("second", "ps1", "ada").grades
        assert (grade.auto_score, grade.needs_manual_grade) == (0.0, False)


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
    assert (bob.total, bob.penalty, bob.late_seconds) == (2.0, 0.0, 0.0)


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
