"""``autograder feedback``: where the pages go, and that one fault costs one page."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from autograder.commands.feedback import feedback
from autograder.feedback import student
from autograder.results import records
from tests.autograder import test_feedback_course as build


@pytest.fixture
def course(tmp_path):
    return build.make_course(tmp_path)


def run(course, *arguments):
    return CliRunner().invoke(feedback, [*arguments, "--course", str(course.root)])


def page_of(course, name):
    return course.feedback / name / build.ASSIGNMENT / "losses.html"


def test_every_student_gets_a_page_at_nbgraders_path(course):
    build.store(course, build.record("ada"), build.record("ben"))
    result = run(course, "losses")
    assert result.exit_code == 0
    assert "a02_losses: 2 pages of feedback" in result.output
    assert "Feedback for ada" in page_of(course, "ada").read_text()
    assert page_of(course, "ben").is_file()


def test_one_broken_record_and_one_broken_notebook_do_not_stop_the_others(course):
    build.store(course, build.record("ada"), build.record("ben"), build.record("zoe"))
    records.path_of(course, build.ASSIGNMENT, "ada").write_text("{")
    page_of(course, "ben").mkdir(parents=True)
    result = run(course, "losses")
    assert result.exit_code == 1
    assert "No page for 2:\n  ada: the record cannot be read" in result.output
    assert f"{page_of(course, 'ben')}: Is a directory. Look at the rights" in result.output
    assert page_of(course, "zoe").is_file()


def test_a_damaged_notebook_costs_the_notebook_but_not_the_marks(course):
    build.store(course, build.record("ada", [build.graded_cell()]))
    build.store_notebook(course, "ada", [])
    (course.autograded / "ada" / build.ASSIGNMENT / "losses.ipynb").write_text("[1, 2")
    assert run(course, "losses").exit_code == 0
    assert "of 5 points" in page_of(course, "ada").read_text()


def test_only_the_named_students_get_a_page(course):
    build.store(course, build.record("ada"), build.record("ben"))
    assert run(course, "losses", "--student", "ben").exit_code == 0
    assert not page_of(course, "ada").exists() and page_of(course, "ben").exists()


def test_an_unknown_student_is_wrong_use(course):
    build.store(course, build.record("ada"))
    result = run(course, "losses", "--student", "ado")
    assert result.exit_code == 2 and "Did you mean 'ada'?" in result.output


def test_json_names_pages_and_faults(course):
    build.store(course, build.record("ada"), build.record("ben"))
    records.path_of(course, build.ASSIGNMENT, "ben").write_text("{")
    told = json.loads(run(course, "losses", "--json").output)
    assert told["assignment"] == build.ASSIGNMENT
    assert told["pages"] == {"ada": [str(page_of(course, "ada"))]}
    assert list(told["faults"]) == ["ben"]


def test_what_nbgrader_needs_to_release_a_page_stands_beside_it(course):
    build.store(course, build.record("ada"))
    submitted = course.submitted / "ada" / build.ASSIGNMENT
    submitted.mkdir(parents=True)
    (submitted / "timestamp.txt").write_text("2026-01-01 00:00:00 UTC")
    (submitted / "submission_secret.txt").write_text("s3cret")
    assert run(course, "losses").exit_code == 0
    page = page_of(course, "ada")
    assert (page.parent / "submission_secret.txt").read_text() == "s3cret"
    assert "s3cret" not in page.read_text()
    assert page.stat().st_mode & 0o777 == 0o644


def test_a_page_is_replaced_whole_or_not_at_all(course, monkeypatch):
    build.store(course, build.record("ada"))
    run(course, "losses")
    before = page_of(course, "ada").read_text()
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    result = run(course, "losses")
    assert result.exit_code == 1 and "disk full" in result.output
    assert page_of(course, "ada").read_text() == before
    assert [path.name for path in page_of(course, "ada").parent.iterdir()] == ["losses.html"]


def test_each_notebook_of_an_assignment_gets_its_page(course):
    cells = [
        replace(build.graded_cell(f"test_{name}", mark=mark), notebook=name)
        for name, mark in (("losses", 4.0), ("more", 2.0))
    ]
    repairs = tuple(build.put_back(f"test_{name}", name) for name in ("losses", "more"))
    endings = {"losses": build.COMPLETE, "more": build.OUT_OF_TIME}
    ended = {"endings": endings, "repairs": repairs}
    build.store(course, build.record("ada", cells, **ended))
    result = run(course, "losses")
    assert "2 pages of feedback" in result.output
    first = page_of(course, "ada").read_text()
    second = page_of(course, "ada").with_name("more.html").read_text()
    assert ">4 <small>of 5" in first and "test_losses was missing and was put back" in first
    assert "Your whole notebook was run" in first and "test_more" not in first
    assert ">2 <small>of 5" in second and "had used up its 60 seconds" in second


def test_comments_of_people_are_on_the_page(course):
    build.store(course, build.record("ada", [build.manual_cell()]))
    build.store_gradebook(course, comment="Well <argued>.")
    assert run(course, "losses").exit_code == 0
    assert "Well &lt;argued&gt;." in page_of(course, "ada").read_text()


def test_the_path_is_the_one_of_the_record(course):
    record = build.record("ada")
    assert student.path_of(course, record) == page_of(course, "ada")


@pytest.mark.parametrize("student", ["-ada", ".ada"])
def test_ids_may_begin_with_a_dash_or_a_dot(course, student):
    build.store(course, build.record(student))
    assert run(course, "losses", "--student", student).exit_code == 0
    assert page_of(course, student).exists()
