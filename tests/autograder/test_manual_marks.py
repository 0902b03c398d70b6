"""People's marks and comments, and what lateness costs, as the gradebook has them."""

import pytest

from autograder.gradebook.manual_marks import read_manual_marks
from autograder.results.manual_marks import HumanMark, ManualMarks
from tests.autograder.test_feedback_course import ASSIGNMENT, make_course, store_gradebook


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path)


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
