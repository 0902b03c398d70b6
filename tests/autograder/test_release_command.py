"""``autograder release`` and what all commands share: exit codes and one sentence per fault."""

import json

import click
import pytest
from click.testing import CliRunner

from autograder.commands import console
from autograder.commands.console import reports_faults
from autograder.commands.release import release
from autograder.errors import GradebookError, NotebookError
from tests.autograder import test_release_course as build

OUT = (
    "ps1: released ps1.ipynb, 6 points.\n"
    "  1 test cell: 1 judged outside the student's process, 0 in it.\n"
)


@pytest.fixture
def course(tmp_path):
    return build.make_course(tmp_path)


def run(course, *arguments):
    return CliRunner().invoke(release, [*arguments, "--course", str(course.root)])


def test_done_is_0_and_says_what_went_out(course):
    result = run(course, "ps1")
    assert result.exit_code == 0, result.output
    assert result.stdout == OUT
    assert result.stderr == ""


def test_warnings_are_1_and_are_listed(tmp_path):
    cells = [build.solution("def f():\n    return 1", "f")]
    result = run(build.make_course(tmp_path, cells))
    assert result.exit_code == 1
    assert "  look: ps1.ipynb, cell 1 (f): it has no solution region" in result.stdout


def test_a_refusal_is_2_and_lists_every_problem(tmp_path):
    cells = [build.solution(grade_id=""), build.graded_tests(points=-1)]
    result = run(build.make_course(tmp_path, cells))
    assert result.exit_code == 2 and result.stdout == ""
    first, *problems = result.stderr.splitlines()
    assert first == "autograder: ps1 is not released, it has 2 problems:"
    assert len(problems) == 2


def test_one_refused_assignment_keeps_no_other_from_going_out(course):
    build.write(course.source / "ps0", "ps0", [build.solution(grade_id="a b")])
    result = run(course)
    assert result.exit_code == 2
    assert result.stdout == OUT
    assert result.stderr.startswith("autograder: ps0 is not released, it has 1 problem:")
    told = json.loads(run(course, "--json").stdout)
    assert [each["assignment"] for each in told["released"]] == ["ps1"]
    assert [len(each["problems"]) for each in told["refused"]] == [1]


def test_stored_outputs_are_a_note_and_no_warning(course):
    path = course.source / "ps1" / "ps1.ipynb"
    path.write_text(path.read_text().replace('"execution_count": null', '"execution_count": 3', 1))
    result = run(course)
    assert result.exit_code == 0
    assert "  note: ps1.ipynb: 1 cells hold outputs or execution counts" in result.stdout


def test_code_cells_that_are_no_python_go_out_where_they_are_no_tests(tmp_path):
    shown = build.cell("Expected output:\n    1 2 3", "shown", locked=True)
    stub = build.solution("### BEGIN SOLUTION\nx = 1\n### END SOLUTION\nx = ...?", "x")
    result = run(build.make_course(tmp_path, [shown, stub]))
    assert result.exit_code == 1 and result.stdout.count("it is not Python") == 2
    test = build.graded_tests("assert (", "test_x", 1)
    result = run(build.make_course(tmp_path / "other", [stub, test]))
    assert result.exit_code == 2


@pytest.mark.parametrize("arguments", [("nothing",), ("--spam",)])
def test_wrong_use_is_2(course, arguments):
    assert run(course, *arguments).exit_code == 2


def test_a_folder_that_is_no_course_is_2(tmp_path):
    result = CliRunner().invoke(release, ["--course", str(tmp_path)])
    assert result.exit_code == 2 and "is not a course folder" in result.stderr


def test_a_course_without_assignments_is_2(course):
    (course.source / "ps1" / "ps1.ipynb").unlink()
    result = run(course)
    assert result.exit_code == 2 and "holds no assignment" in result.stderr


def test_json_tells_what_was_done(course):
    told = json.loads(run(course, "--json").stdout)["released"]
    (told,) = told
    assert told.pop("refreshed") == []
    assert [each["place"] for each in told.pop("controls")] == ["outside"]
    assert told == {"assignment": "ps1", "notebooks": ["ps1"], "points": 6.0, "warnings": []}


def test_json_tells_what_is_wrong(tmp_path):
    course = build.make_course(tmp_path, [build.solution(grade_id="a b")])
    result = run(course, "--json")
    told = json.loads(result.stdout)
    problem = told["problems"][0]
    assert result.exit_code == told["exit_code"] == 2 and told["error"] in result.stderr
    assert (problem["severity"], problem["notebook"], problem["index"]) == ("error", "ps1", 0)


def test_help_has_an_example():
    assert "autograder release losses" in CliRunner().invoke(release, ["--help"]).stdout


@pytest.mark.parametrize(
    ("fault", "code", "sentence"),
    [
        (NotebookError("mend it."), 2, "autograder: mend it."),
        (GradebookError("it is locked."), 3, "autograder: it is locked."),
        (PermissionError(13, "Permission denied", "/x"), 3, "autograder: /x: Permission denied."),
        (KeyboardInterrupt(), 130, "autograder: interrupted."),
    ],
)
def test_faults_are_one_sentence_and_an_exit_code(fault, code, sentence):
    @click.command()
    @reports_faults
    def command():
        raise fault

    result = CliRunner().invoke(command)
    assert result.exit_code == code and result.stdout == ""
    assert result.stderr.startswith(sentence) and result.stderr.count("\n") == 1


def test_faults_are_one_document_for_programs():
    @click.command()
    @console.json_option
    @reports_faults
    def command(as_json):
        raise GradebookError("it is locked.")

    result = CliRunner().invoke(command, ["--json"])
    assert json.loads(result.stdout) == {"error": "it is locked.", "exit_code": 3}
    assert result.stderr == "autograder: it is locked.\n"


def test_progress_is_silent_where_nobody_watches(capfd):
    with console.progress("grading", 2) as step:
        step()
    with console.progress("grading", 2, silent=True) as step:
        step()
    assert capfd.readouterr() == ("", "")
