"""``checks.json``: written into the release alone, and free of code."""

import json

import pytest

from autograder.coursework import assignment as assignments
from autograder.errors import NotebookError
from autograder.release import checks, release
from autograder.specification.registry import exercises_for
from dlkit.check import checksfile
from dlkit.check.battery import run_all
from tests.autograder import test_release_course as build

EXERCISES = exercises_for("losses")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = build.make_course(
        tmp_path_factory.mktemp("course"), build.exercise_cells(), "a02_losses"
    )
    release(made)
    return made


def test_it_lies_in_the_release_alone(course):
    released = course.release / "a02_losses" / checksfile.NAME
    assert json.loads(released.read_text())["topic"] == "losses"
    assert not (course.source / "a02_losses" / checksfile.NAME).exists()
    assert str(released) in assignments.load(course, "a02_losses").companions


def test_a_notebook_in_the_source_folder_finds_it(course):
    released = checksfile.load(course.release / "a02_losses")
    found = checksfile.load(course.source / "a02_losses")
    assert checksfile.dump(found) == checksfile.dump(released)


def test_students_can_read_it_and_it_names_what_they_may_import(course):
    found = checksfile.load(course.release / "a02_losses")
    assert found.exercise("losses.mse").functions == ("mse", "mse_grad")
    assert "shapes" in found.allowed_modules and "losses" not in found.allowed_modules
    assert (course.release / "a02_losses" / checksfile.NAME).stat().st_mode & 0o777 == 0o644


def test_it_holds_no_code(course):
    text = (course.release / "a02_losses" / checksfile.NAME).read_text()
    assert "def " not in text and "lambda" not in text and "import " not in text


def test_one_left_in_the_source_is_not_read_and_said_to_be_useless(tmp_path):
    course = build.make_course(tmp_path, build.exercise_cells(), "a02_losses")
    left = course.source / "a02_losses" / checksfile.NAME
    left.write_text("{}")
    (done,) = release(course)
    assert any("is not read any more" in str(problem) for problem in done.warnings)
    assert checksfile.load(course.release / "a02_losses").topic == "losses"
    assert str(left) not in assignments.load(course, "a02_losses").companions


def test_an_assignment_without_topic_keeps_a_file_of_that_name(tmp_path):
    course = build.make_course(tmp_path)
    release(course)
    assert not (course.release / "ps1" / checksfile.NAME).exists()
    (course.source / "ps1" / checksfile.NAME).write_text("{}")
    (done,) = release(course)
    assert done.warnings == ()
    assert (course.release / "ps1" / checksfile.NAME).read_text() == "{}"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_references_and_right_variants_pass_what_is_written(course, exercise):
    """Its numbers are rounded: that must not make a right answer wrong."""
    stored = checksfile.load(course.release / "a02_losses").exercise(exercise.id)
    answers = [exercise.references]
    answers += [{**exercise.references, r.replaces: r.solution} for r in exercise.right]
    for functions in answers:
        findings = run_all(stored.checks, functions)
        assert [f.message for f in findings if not f.passed] == []


def test_a_file_that_is_too_large_is_refused(course, monkeypatch):
    monkeypatch.setattr(checks, "MAX_BYTES", 1000)
    with pytest.raises(NotebookError, match="1,000 are allowed"):
        checks.write_checks(assignments.load(course, "a02_losses"), course.release)
