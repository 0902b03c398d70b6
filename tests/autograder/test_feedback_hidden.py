"""The page of one student shows no hidden line, no marking scheme, nothing that repeats them."""

from functools import partial

import pytest
from click.testing import CliRunner

from autograder.commands.feedback import feedback
from autograder.feedback import student
from autograder.model import Ending, EndingKind, Stop
from tests.autograder import test_feedback_course as build
from tests.autograder.test_feedback_markup import make_page


@pytest.fixture
def course(tmp_path):
    return build.make_course(tmp_path)


@pytest.fixture
def made(course):
    return partial(make_page, course)


def test_evidence_for_the_instructor_is_not_on_the_page(made):
    told = build.finding(
        status="failed", message="wrong.", call="mse(1, 2)", answer="7.5", expected="8.25"
    )
    cell = build.graded_cell(exercises=[build.exercise(mark=0.0, findings=[told])], mark=0.0)
    found = made(build.record(cells=[cell], flags=("copied from ben?",)))
    for evidence in ("mse(1, 2)", "7.5", "8.25", "copied"):
        assert evidence not in found.text


def test_what_a_failed_assert_says_may_quote_the_test_and_is_not_shown(made):
    secret = build.graded_cell(mark=0.0, ending=build.asserted("f(3) must be 42"))
    stopped = build.graded_cell(
        "slow", mark=0.0, ending=Ending(EndingKind.CALL_STOPPED, stop=Stop.TIME)
    )
    found = made(build.record(cells=[secret, stopped]))
    assert "42" not in found.text and "Its tests did not all pass." in found.text
    assert "Its tests did not pass: a call did not come back in time and was stopped." in found.text


def test_a_test_cell_shows_its_place_and_nothing_else(made):
    settings = {"grade_id": "test_mse", "grade": True, "locked": True, "solution": False}
    traceback = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["assert 42"]}
    test = build.code("check(mse)\nassert mse(3) == 42", [traceback], **settings)
    found = made(build.record(cells=[build.graded_cell()]), [build.code("mine = 1"), test])
    assert "mine = 1" in found.text and "what was found" in found.text
    assert "assert" not in found.text and "check(mse)" not in found.text


@pytest.mark.parametrize("end", ["\n### END HIDDEN TESTS\nshown = 1", ""])
def test_hidden_regions_are_cut_from_every_cell(made, end):
    cell = build.code(f"before = 1\n### BEGIN HIDDEN TESTS\nassert f(3) == 42{end}", locked=True)
    found = made(build.record(), [cell])
    assert "before = 1" in found.text and "42" not in found.text
    assert ("shown = 1" in found.text) == bool(end)


def test_hidden_regions_are_found_by_the_marks_the_course_uses(tmp_path):
    settings = build.SETTINGS + 'c.ClearHiddenTests.begin_test_delimeter = "TOP SECRET"\n'
    course = build.make_course(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text(settings)
    course = build.open_course(tmp_path)
    build.store_notebook(course, "ada", [build.code("# TOP SECRET\nassert f(3) == 42")])
    build.store(course, build.record())
    told = ["losses", "--course", str(course.root)]
    assert CliRunner().invoke(feedback, told).exit_code == 0
    assert "42" not in student.path_of(course, build.record()).read_text()


def test_mark_schemes_are_cut(made):
    task = "Explain.\n### BEGIN MARK SCHEME\none point for 42\n### END MARK SCHEME"
    found = made(build.record(), [build.text_cell(task, grade_id="task", task=True)])
    assert "Explain." in found.text and "42" not in found.text


def test_an_output_that_repeats_a_hidden_line_is_not_shown(made):
    hidden = "### BEGIN HIDDEN TESTS\nassert mse(3) == 42\n### END HIDDEN TESTS"
    test = build.code(hidden, grade_id="test_mse", grade=True)
    stolen = {"output_type": "stream", "text": repr(["x", "a\n  assert mse(3) == 42\nb"])}
    found = made(build.record(), [test, build.code("print(In)", [stolen]), build.code("other")])
    assert "42" not in found.text and "repeats lines of a test" in found.text
    assert "print(In)" in found.text and "other" in found.text
