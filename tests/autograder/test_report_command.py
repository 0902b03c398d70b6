"""``autograder report``: the page about the class."""

import json

import pytest
from click.testing import CliRunner

from autograder import records
from autograder.feedback.command import feedback
from autograder.report.command import report
from tests.autograder import test_feedback_course as build
from tests.autograder.test_feedback_markup import HOSTILE, demand_harmless


@pytest.fixture
def course(tmp_path):
    return build.make_course(tmp_path)


def run(course, *arguments, command=report):
    return CliRunner().invoke(command, ["losses", *arguments, "--course", str(course.root)])


def default_page(course):
    return course.private / "reports" / f"{build.ASSIGNMENT}.html"


def read(path):
    return demand_harmless(path.read_text(encoding="utf-8"))


def test_the_page_tells_marks_misconceptions_and_what_to_look_at(course):
    shown = build.exercise(mark=2.0, misconceptions=[build.BROADCASTS])
    cells = [build.graded_cell(mark=2.0, exercises=[shown]), build.manual_cell()]
    told = {"flags": ("answers equal those of ben",), "repairs": ("essay was put back",)}
    build.store(course, build.record("ada", cells, late_seconds=3600.0, **told))
    build.store(course, build.record("ben", [build.graded_cell()]))
    result = run(course)
    assert result.exit_code == 0 and "2 submissions" in result.output
    text = " ".join(read(default_page(course)).text.split())
    for expected in ("2 / 8", "1 h late", "1 to mark", "answers equal those of ben"):
        assert expected in text
    assert "essay was put back" in text and "shapes broadcast silently in mse" in text
    assert "losses.mse 3.5 / 5 0.3" in text


def test_names_at_a_misconception_open_only_on_demand(course):
    shown = build.exercise(misconceptions=[build.BROADCASTS])
    build.store(course, build.record("ada", [build.graded_cell(exercises=[shown])]))
    run(course)
    page = default_page(course).read_text()
    assert "<details><summary>1 of 1</summary>ada</details>" in page


def test_a_student_with_a_feedback_page_has_a_relative_link_to_it(course):
    build.store(course, build.record("ada"), build.record("b: en"), build.record("zoe"))
    run(course, "--student", "ada", "--student", "b: en", command=feedback)
    run(course)
    assert read(default_page(course)).addresses == [
        "../../feedback/ada/a02_losses/losses.html",
        "../../feedback/b%3A%20en/a02_losses/losses.html",
    ]


def test_the_page_goes_where_output_says_with_links_that_fit(course):
    build.store(course, build.record("ada"))
    run(course, command=feedback)
    elsewhere = course.root / "a" / "b" / "c" / "page.html"
    assert run(course, "--output", str(elsewhere)).exit_code == 0
    assert read(elsewhere).addresses == ["../../../feedback/ada/a02_losses/losses.html"]
    assert not default_page(course).exists()


def test_a_report_is_for_its_owner_only(course):
    build.store(course, build.record("ada"))
    run(course)
    assert default_page(course).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("markup", HOSTILE)
def test_markup_is_text_everywhere(course, markup):
    shown = build.MisconceptionRecord(markup, markup, markup)
    exercise = build.exercise(markup, misconceptions=[shown])
    told = {"flags": (markup,), "repairs": (markup,), "reason": markup}
    student = markup.replace("/", "|")
    cells = [build.graded_cell(markup, exercises=[exercise])]
    build.store(course, build.record(student, cells, **told))
    build.store(course, build.record("ben", status="unreadable", reason=markup))
    assert run(course).exit_code == 0
    read(default_page(course))


def test_a_broken_record_is_named_and_does_not_stop_the_report(course):
    build.store(course, build.record("ada"), build.record("ben"))
    records.path_of(course, build.ASSIGNMENT, "ada").write_text("{")
    result = run(course)
    assert result.exit_code == 1 and "cannot be read: ada" in result.output
    assert "ada: the record cannot be read" in read(default_page(course)).text


def test_a_submission_that_could_not_be_read_is_named_with_its_reason(course):
    lost = build.record("ada", status="unreadable", reason="no notebook")
    build.store(course, lost, build.record("ben", [build.graded_cell()]))
    run(course)
    assert "ada: no notebook" in read(default_page(course)).text


def test_json_tells_the_same_numbers(course):
    build.store(course, build.record("ada", [build.graded_cell(mark=2.0)]))
    told = json.loads(run(course, "--json").output)
    assert told["page"] == str(default_page(course))
    assert told["summary"]["mean"] == 2.0 and told["distribution"][4] == 1
    assert told["exercises"][0]["difficulty"] == 0.6 and told["misconceptions"] == []


def test_a_class_that_is_not_graded_yet_is_wrong_use(course):
    result = run(course)
    assert result.exit_code == 2 and "autograder grade a02_losses" in result.output
