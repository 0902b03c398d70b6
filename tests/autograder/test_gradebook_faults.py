"""Whatever is wrong with the database is told in one sentence, and nothing is written."""

import sqlite3
import sys
import time

import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.coursework.course import of_nbgrader
from autograder.errors import CourseError, GradebookError
from autograder.gradebook import open_gradebook, write_records
from autograder.release import release
from tests.autograder import test_release_course as build
from tests.autograder.test_gradebook_writing import record


@pytest.fixture
def course(tmp_path):
    return build.make_course(tmp_path)


def open_and_write(course):
    with open_gradebook(course) as gradebook:
        write_records(gradebook, course, [record()])


def with_url(course, url):
    settings = build.CONFIG + f"c.CourseDirectory.db_url = {url!r}\n"
    (course.root / "nbgrader_config.py").write_text(settings)
    return build.open_course(course.root)


def test_no_gradebook_means_nothing_was_released(course):
    with pytest.raises(CourseError, match="Run autograder release ASSIGNMENT first"):
        open_and_write(course)
    assert not (course.root / "gradebook.db").exists()


def test_an_empty_file_means_nothing_was_released(course):
    (course.root / "gradebook.db").touch()
    with pytest.raises(CourseError, match="no assignment is released"):
        open_and_write(course)


def test_a_file_that_is_no_database(course):
    (course.root / "gradebook.db").write_text("a shopping list, long enough to have a header" * 9)
    with pytest.raises(GradebookError, match="it is no SQLite file"):
        open_and_write(course)


def test_a_database_of_another_program_is_left_alone(course):
    with sqlite3.connect(course.root / "gradebook.db") as database:
        database.execute("CREATE TABLE recipes (name)")
    database.close()
    before = (course.root / "gradebook.db").read_bytes()
    with pytest.raises(GradebookError, match="it holds recipes, and none of nbgrader's tables"):
        open_and_write(course)
    with pytest.raises(GradebookError, match="not a gradebook"):
        release(course)
    assert (course.root / "gradebook.db").read_bytes() == before


def test_a_database_of_an_older_nbgrader(course):
    release(course)
    with sqlite3.connect(course.root / "gradebook.db") as database:
        database.execute("ALTER TABLE student DROP COLUMN lms_user_id")
    database.close()
    with pytest.raises(GradebookError, match="nbgrader db upgrade"):
        open_and_write(course)


def test_another_program_is_writing(course):
    release(course)
    impatient = with_url(course, "sqlite:///gradebook.db?timeout=0.2")
    other = sqlite3.connect(course.root / "gradebook.db")
    other.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    with pytest.raises(GradebookError, match="another program is writing to the gradebook"):
        open_and_write(impatient)
    other.close()
    assert time.monotonic() - started < 5
    open_and_write(impatient)


def test_no_right_to_write(course):
    release(course)
    url = f"sqlite:///file:{course.root}/gradebook.db?mode=ro&uri=true"
    with pytest.raises(GradebookError, match="you have no right to write to the gradebook"):
        open_and_write(with_url(course, url))


def test_a_folder_that_does_not_exist(course):
    with pytest.raises(GradebookError, match="Look whether its folder exists"):
        release(with_url(course, "sqlite:////nowhere/at/all/gradebook.db"))


def test_a_database_that_cannot_be_reached_does_not_show_its_password(course):
    with pytest.raises(GradebookError, match="cannot be used") as fault:
        open_and_write(with_url(course, "nodatabase://grader:hunter2@host/marks"))
    assert "hunter2" not in str(fault.value)


def test_a_driver_that_is_not_installed_is_named(course):
    with pytest.raises(GradebookError, match=r"needs the module pg8000.*'dlkit\[postgresql\]'"):
        open_and_write(with_url(course, "postgresql+pg8000://grader@host/marks"))


def test_another_kind_of_database_is_refused_before_anything_is_written(course):
    release(course)
    with open_gradebook(course) as gradebook:
        gradebook.db.get_bind().dialect.name = "oracle"
        with pytest.raises(GradebookError, match="database of the kind oracle"):
            write_records(gradebook, course, [record()])


def test_the_database_that_nbgraders_command_line_names_is_the_one(course):
    folder = CourseDirectory(root=str(course.root), db_url="sqlite:///other.db")
    assert of_nbgrader(folder, Config()).db_url == f"sqlite:///{course.root}/other.db"


def test_a_relative_path_is_meant_from_the_course(course, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    release(with_url(course, "sqlite:///marks.db"))
    assert (course.root / "marks.db").exists() and not list(elsewhere.iterdir())


def test_alembic_missing_is_told_before_anything_is_made(course, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(GradebookError, match=f"alembic .* not beside {sys.executable}"):
        release(course)
    assert not (course.root / "gradebook.db").exists()
