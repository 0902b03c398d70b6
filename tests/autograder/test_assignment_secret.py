"""The course secret: made once, for its owner alone."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.coursework.secret import NAME, course_secret
from autograder.errors import CourseError
from tests.autograder import test_release_course as build


@pytest.fixture
def course(tmp_path):
    return build.make_course(tmp_path)


def test_it_is_made_once_with_mode_600(course):
    secret = course_secret(course)
    path = course.root / NAME
    assert len(secret) == 32 and course_secret(course) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_whoever_is_second_gets_the_secret_of_the_first(course):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: course_secret(course), range(40)))
    assert len(found) == 1
    assert [path.name for path in course.root.glob(f"{NAME}*")] == [NAME]


def test_others_must_not_read_it(course):
    course_secret(course)
    (course.root / NAME).chmod(0o644)
    with pytest.raises(CourseError, match=r"others can read.*chmod 600"):
        course_secret(course)


def test_half_a_secret_is_refused(course):
    course_secret(course)
    os.truncate(course.root / NAME, 7)
    with pytest.raises(CourseError, match="it has 7 bytes"):
        course_secret(course)


def test_a_folder_that_cannot_be_written_to_is_named(course, monkeypatch):
    def refuse(*arguments, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(CourseError, match=r"course_secret cannot be made.*Permission denied"):
        course_secret(course)
