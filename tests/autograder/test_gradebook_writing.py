"""Marks in nbgrader's database: what a regrade replaces, keeps, or leaves alone."""

from dataclasses import replace
from datetime import datetime

import pytest

from autograder.errors import CourseError
from autograder.gradebook import open_gradebook, write_records
from autograder.model import COMPLETE, CellRecord, Ending, EndingKind, Record, Role
from autograder.release import release
from tests.autograder import test_release_course as build


def record(test=2.0, manual=None, picture=None, student="ada", **changes):
    """The record of a submission of the small course: a test, an essay, a task."""
    cells = (
        CellRecord("double", Role.SOLUTION),
        CellRecord("test_double", Role.TEST, 3.0, test),
        CellRecord("why", Role.MANUAL, 2.0, manual),
        CellRecord("draw", Role.TASK, 1.0, picture),
    )
    honest = Record("ps1", student, "ps1", "f", {"ps1": COMPLETE}, cells, late_seconds=None)
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
    write(course, record(cells=(), endings={"ps1": Ending(EndingKind.UNREADABLE)}))
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
        monkeypatch.setattr("autograder.gradebook.writing._write_penalties", interrupt)
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


def test_a_record_speaks_of_several_notebooks(course):
    build.write(course.source / "ps1", "second", [build.solution(), build.graded_tests()])
    release(course)
    second = CellRecord("test_double", Role.TEST, 3.0, 2.5, notebook="second")
    write(course, record(test=1.0, cells=(*record(test=1.0).cells, second)))
    with open_gradebook(course) as gradebook:
        names = ("ps1", "second")
        papers = [gradebook.find_submission_notebook(name, "ps1", "ada") for name in names]
        assert [paper.score for paper in papers] == [1.0, 2.5]
        assert gradebook.find_submission("ps1", "ada").score == 3.5


def test_a_notebook_handed_in_but_not_in_the_record_waits_untouched(course):
    build.write(course.source / "ps1", "second", [build.solution(), build.graded_tests()])
    release(course)
    build.write(course.submitted / "ada" / "ps1", "second", build.plain_cells())
    write(course, record())
    with open_gradebook(course) as gradebook:
        (grade,) = gradebook.find_submission_notebook("second", "ps1", "ada").grades
        assert (grade.auto_score, grade.needs_manual_grade) == (None, True)


def test_what_was_written_is_returned_with_its_lateness(course):
    with open_gradebook(course) as gradebook:
        gradebook.update_or_create_assignment("ps1", duedate=datetime(2026, 5, 4))
        bob, ada = record(student="bob"), record(late_seconds=60.0)
        assert write_records(gradebook, course, [bob, ada]) == (ada, bob)
