"""Wrong use of the commands: one clear sentence, the right exit code, no traceback, no loss."""

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.commands.main import COMMANDS, main
from autograder.coursework.course import open_course
from tests.autograder.conftest import copy_source

ROOT = Path(__file__).parents[2]


def autograder(*arguments):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def course(tmp_path):
    """A course folder with the losses notebook in it, not released."""
    copy_source(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def released_once(tmp_path_factory):
    """A released course, made once; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("released")
    copy_source(folder)
    assert autograder("release", "losses", "--course", folder).exit_code in (0, 1)
    return folder


@pytest.fixture
def released(released_once, tmp_path):
    return Path(shutil.copytree(released_once, tmp_path / "course"))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command):
    result = autograder(command, "--help")
    assert result.exit_code == 0
    assert "Example" in result.output
    assert f"autograder {command}" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        *([command, "--nonsense"] for command in sorted(set(COMMANDS) - {"demo"})),
        *([command, "losses"] for command in ("release", "grade", "feedback", "report", "export")),
        ["explain", "losses", "ada", "losses.mse"],
        ["audit", "nothing"],
        ["grade"],
        ["nonsense"],
    ],
)
def test_wrong_use_is_one_document_for_programs(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)  # which is no course folder
    result = autograder(*arguments, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == told["exit_code"] == 2
    assert told["error"] in result.stderr


@pytest.mark.parametrize("command", ["release", "grade", "feedback", "report"])
def test_an_unknown_assignment_is_named_with_the_known_ones(course, command):
    result = autograder(command, "a99_nothing", "--course", course)
    assert result.exit_code == 2
    assert "a99_nothing" in result.output
    assert "a02_losses" in result.output


def test_a_folder_that_is_no_course_is_refused(tmp_path):
    result = autograder("grade", "losses", "--course", tmp_path)
    assert result.exit_code == 2
    assert "nbgrader_config.py" in result.output


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("c = get_config(\n", "SyntaxError"),
        ("raise SystemExit(0)\n", "nbgrader_config.py cannot be read: SystemExit"),
    ],
)
def test_a_broken_configuration_is_named(course, written, told):
    (course / "nbgrader_config.py").write_text(written)
    result = autograder("grade", "losses", "--course", course)
    assert result.exit_code == 2
    assert told in result.output


def test_a_misspelt_limit_is_named_with_the_known_ones(course):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.AutograderLimits.cell_second = 3\n")
    result = autograder("grade", "losses", "--course", course)
    assert result.exit_code == 2
    assert "cell_seconds" in result.output


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ('Limits.cell_seconds = "20"', "'20'; a number above 0"),
        ("Limits.cell_seconds = -1", "-1; a number above 0"),
        ('Limits.cell_seconds = float("inf")', "inf; a number above 0"),
        ("Limits.processes = 1.5", "1.5; a whole number above 0"),
        ('Sandbox.allow = "scipy"', "'scipy'; a list of names"),
        ('Sandbox.allow.append("scipy")', "a list of names"),
        ('Sandbox.alow = ["scipy"]', "it has: allow, deny, fresh_kernel, in_kernel"),
    ],
)
def test_a_setting_that_would_cost_a_whole_class_its_marks_is_refused(course, setting, told):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Autograder{setting}\n")
    result = autograder("grade", "losses", "--course", course)
    assert result.exit_code == 2
    assert told in result.output


def test_a_course_may_want_no_restart_at_all(course):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.AutograderLimits.restarts = 0\n")
    assert open_course(course).limits.restarts == 0


def test_an_assignment_that_nbgrader_could_not_name_is_refused(course):
    (course / "source" / "a02_losses").rename(course / "source" / "a02+losses")
    result = autograder("release", "a02+losses", "--course", course)
    assert result.exit_code == 2
    assert "Rename the folder" in result.output


def test_grading_before_the_release_says_what_to_do(course):
    (course / "submitted" / "ada" / "a02_losses").mkdir(parents=True)
    result = autograder("grade", "losses", "--course", course)
    assert result.exit_code == 2
    assert "autograder release" in result.output


def test_grading_without_submissions_says_where_they_belong(released):
    result = autograder("grade", "losses", "--course", released)
    assert result.exit_code == 2
    assert "submitted" in result.output


def change_source(course, old, new):
    path = course / "source" / "a02_losses" / "losses.ipynb"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_source_that_would_spoil_marks_is_refused_before_grading(released):
    (released / "submitted" / "ada" / "a02_losses").mkdir(parents=True)
    change_source(released, '"grade_id": "test_mse"', '"grade_id": "test_mae"')
    grading = autograder("grade", "losses", "--course", released)
    assert grading.exit_code == 2
    told = "its grade_id stands on 2 cells. Every cell needs its own."
    assert "a02_losses is not graded" in grading.output and told in grading.output
    assert told in autograder("release", "losses", "--course", released).output


def test_a_source_that_would_leak_is_told_with_the_marks(released):
    (released / "submitted" / "ada" / "a02_losses").mkdir(parents=True)
    change_source(released, "### BEGIN HIDDEN TESTS", "### BEGIN HIDEN TESTS")
    grading = autograder("grade", "losses", "--course", released)
    assert grading.exit_code == 1
    assert "look: losses.ipynb, cell" in grading.output
    assert "Write '### BEGIN HIDDEN TESTS'" in grading.output
    outcome = json.loads(autograder("grade", "losses", "--course", released, "--json").stdout)
    assert any("BEGIN HIDEN TESTS" in problem for problem in outcome["problems"])


def test_an_unknown_student_is_named(released):
    (released / "submitted" / "ada" / "a02_losses").mkdir(parents=True)
    result = autograder("grade", "losses", "--student", "bob", "--course", released)
    assert result.exit_code == 2
    assert "bob" in result.output


def test_a_broken_source_notebook_is_named(course):
    (course / "source" / "a02_losses" / "losses.ipynb").write_text("{")
    result = autograder("release", "losses", "--course", course)
    assert result.exit_code == 2
    assert "losses.ipynb" in result.output


def test_a_foreign_database_is_refused_and_left_alone(released):
    (released / "gradebook.db").write_bytes(b"these are my holiday notes" * 100)
    (released / "submitted" / "ada" / "a02_losses").mkdir(parents=True)
    result = autograder("grade", "losses", "--course", released)
    assert result.exit_code == 3
    assert "gradebook.db" in result.output
    assert (released / "gradebook.db").read_bytes().startswith(b"these are my holiday notes")


def test_a_locked_database_is_told_and_nothing_is_lost(released):
    folder = released / "submitted" / "ada" / "a02_losses"
    folder.mkdir(parents=True)
    (folder / "losses.ipynb").write_text("{")
    with sqlite3.connect(released / "gradebook.db", timeout=1) as other:
        other.execute("BEGIN EXCLUSIVE")
        result = autograder("grade", "losses", "--course", released)
        other.rollback()
    assert result.exit_code == 3
    assert "another program" in result.output
    assert autograder("grade", "losses", "--course", released).exit_code == 1


def test_without_the_right_to_write_the_folder_is_named(released, monkeypatch):
    folder = released / "submitted" / "ada" / "a02_losses"
    folder.mkdir(parents=True)

    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied", str(released / "autograded"))

    monkeypatch.setattr("autograder.coursework.files.tempfile.mkstemp", refuse)
    result = autograder("grade", "losses", "--course", released)
    assert result.exit_code == 3
    assert "autograded" in result.output
    assert "rights" in result.output


def test_explaining_what_nobody_handed_in_names_what_there_is(released):
    result = autograder("explain", "losses", "ada", "losses.mse", "--course", released)
    assert result.exit_code == 2


def test_ctrl_c_ends_a_worker_process_without_a_traceback():
    code = (
        "import os, signal; from autograder.grading import warm_processes; warm_processes.begin()\n"
    )
    code += "os.kill(os.getpid(), signal.SIGINT); print('still here')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("", "")
