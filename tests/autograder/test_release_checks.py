"""``checks.json``: written beside the source when it changes, and free of code."""

import json

import pytest

from autograder.coursework import assignment as assignments
from autograder.errors import NotebookError
from autograder.release import checks, release
from dlkit.check import checksfile
from tests.autograder import test_release_course as build


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = build.make_course(
        tmp_path_factory.mktemp("course"), build.exercise_cells(), "a02_losses"
    )
    release(made)
    return made


def test_it_lies_beside_source_and_release(course):
    source, released = (
        (place / "a02_losses" / checksfile.NAME).read_text()
        for place in (course.source, course.release)
    )
    assert source == released
    assert json.loads(source)["topic"] == "losses"


def test_students_can_read_it_and_it_names_what_they_may_import(course):
    found = checksfile.load(course.release / "a02_losses")
    assert found.exercise("losses.mse").functions == ("mse", "mse_grad")
    assert "shapes" in found.allowed_modules and "losses" not in found.allowed_modules
    assert (course.release / "a02_losses" / checksfile.NAME).stat().st_mode & 0o777 == 0o644


def test_it_holds_no_code_but_the_stubs_that_were_handed_out(course):
    described = json.loads((course.source / "a02_losses" / checksfile.NAME).read_text())
    released = build.sources(course.release / "a02_losses" / "losses.ipynb")
    for exercise in described["exercises"]:
        assert set(exercise.pop("stubs").values()) <= set(released)
    text = json.dumps(described)
    assert "def " not in text and "lambda" not in text and "import " not in text


def test_it_is_written_only_when_it_changes(course):
    path = course.source / "a02_losses" / checksfile.NAME
    before = path.stat().st_mtime_ns
    assignment = assignments.load(course, "a02_losses")
    checks.write_checks(course, assignment)
    assert path.stat().st_mtime_ns == before
    path.write_text("{}")
    checks.write_checks(course, assignment)
    assert json.loads(path.read_text())["exercises"]


def test_an_assignment_without_topic_has_none(tmp_path):
    course = build.make_course(tmp_path)
    checks.write_checks(course, assignments.load(course, "ps1"))
    assert not (course.source / "ps1" / checksfile.NAME).exists()


def test_a_file_that_is_too_large_is_refused(course, monkeypatch):
    monkeypatch.setattr(checks, "MAX_BYTES", 1000)
    with pytest.raises(NotebookError, match="1,000 are allowed"):
        checks.write_checks(course, assignments.load(course, "a02_losses"))
