"""``autograder explain``: the case that manual_marks, for the instructor."""

import json

import pytest
from click.testing import CliRunner

from autograder.commands.explain import explain
from autograder.results import records
from tests.autograder import test_feedback_course as build

EVIDENCE = {"call": "mse(array([1., 2.]))", "answer": "12.0", "expected": "1.0"}


@pytest.fixture
def course(tmp_path):
    """A course in which Ada got one of two checks of losses.mse right, and nothing else."""
    course = build.make_course(tmp_path)
    failed = build.finding(
        title="a batch", status="failed", message="a batch: 12 times too large.", **EVIDENCE
    )
    told = {"findings": [build.finding(), failed], "misconceptions": [build.BROADCASTS]}
    cells = [
        build.graded_cell(mark=2.5, exercises=[build.exercise(mark=2.5, **told)]),
        build.graded_cell("plain", 2.0, 0.0, ending=build.asserted("f(3) must be 42")),
        build.graded_cell("faulty", 1.0, None, ending=build.BROKEN),
        build.manual_cell(),
    ]
    build.store(course, build.record("ada", cells), build.record("ben"))
    return course


def run(course, *arguments):
    return CliRunner().invoke(explain, ["losses", *arguments, "--course", str(course.root)])


def test_a_failed_check_is_shown_with_call_answer_expected_reason_and_seed(course):
    result = run(course, "ada", "losses.mse")
    assert result.exit_code == 0
    for line in (
        "losses.mse of ada in a02_losses: 2.5 of 5 points",
        "1 of 2 checks passed: values 1 of 2.",
        "Their cases come from seed 7.",
        "Recognised in mse: shapes broadcast silently",
        "failed: mse, a batch  (values)",
        "  call      mse(array([1., 2.]))",
        "  answer    12.0",
        "  expected  1.0",
        "  reason    a batch: 12 times too large.",
    ):
        assert line in result.output.splitlines()
    assert "a vector" not in result.output


def test_of_each_function_the_first_failed_check_is_shown_in_full_and_all_on_request(course):
    first, second = (
        build.finding(
            title=title, status="failed", message=f"{title}: wrong.", call=f"mse({title})"
        )
        for title in ("one", "two")
    )
    other = build.finding("mse_grad", "gradients", "failed", "three", call="mse_grad(three)")
    exercise = build.exercise(findings=[first, second, other])
    build.store(course, build.record("ada", [build.graded_cell(exercises=[exercise])]))
    short, full = run(course, "ada", "mse").output, run(course, "ada", "mse", "--all").output
    assert "mse(one)" in short and "mse_grad(three)" in short and "mse(two)" not in short
    assert "Also (in full with --all):\n  failed: mse, two  (values)\n" in short
    assert "mse(two)" in full and "Also" not in full


def test_of_a_function_never_begun_only_that_is_said(course):
    stub = build.finding(status="not attempted", message="not attempted yet.", call="mse(1)")
    cell = build.graded_cell(mark=0.0, exercises=[build.exercise(mark=0.0, findings=[stub])])
    build.store(course, build.record("ada", [cell]))
    output = run(course, "ada", "mse").output
    assert "not attempted yet." in output and "mse(1)" not in output


def test_a_notebook_that_could_not_be_read_says_why(course):
    build.store(course, build.record("eve", ending=build.unreadable()))
    result = run(course, "eve", "mse")
    assert result.exit_code == 2 and "nothing that eve handed in was checked" in result.output
    assert "its JSON is broken" in result.output


def test_lines_are_as_long_as_they_are_so_that_they_can_be_searched(course):
    long = build.finding(status="failed", call=f"mse({'1, ' * 300})")
    cell = build.graded_cell(exercises=[build.exercise(findings=[long])])
    build.store(course, build.record("ada", [cell]))
    assert f"  call      mse({'1, ' * 300})" in run(course, "ada", "mse").output.splitlines()


@pytest.mark.parametrize("name", ["losses.mse", "mse", "test_mse"])
def test_an_exercise_is_found_by_its_name_its_last_part_and_its_cell(course, name):
    assert "losses.mse of ada" in run(course, "ada", name).output


def test_a_plain_test_cell_tells_the_reason_it_has(course):
    result = run(course, "ada", "plain")
    assert "plain of ada in a02_losses: 0 of 2 points" in result.output
    assert "f(3) must be 42" in result.output


def test_a_fault_of_the_test_has_no_mark_yet(course):
    assert "no mark yet of 1 points" in run(course, "ada", "faulty").output


def test_an_unknown_student_is_refused_with_the_known_ones(course):
    result = run(course, "adda", "mse")
    assert result.exit_code == 2
    assert "Did you mean 'ada'? There are: ada, ben." in result.output


def test_an_unknown_exercise_is_refused_with_the_known_ones(course):
    result = run(course, "ada", "losses.mae")
    assert result.exit_code == 2
    assert (
        "Did you mean 'losses.mse'? There are: losses.mse, plain, faulty, essay." in result.output
    )


def test_an_unknown_assignment_is_refused(course):
    result = CliRunner().invoke(explain, ["lossy", "ada", "mse", "--course", str(course.root)])
    assert result.exit_code == 2 and "a02_losses" in result.output


def test_a_broken_record_says_how_to_get_a_new_one(course):
    records.path_of(course, build.ASSIGNMENT, "ada").write_text("{")
    result = run(course, "ada", "mse")
    assert result.exit_code == 2
    assert "autograder grade a02_losses --student ada --force" in result.output


def test_json_tells_the_same(course):
    told = json.loads(run(course, "ada", "mse", "--json").output)
    assert (told["mark"], told["points"], told["seed"], told["checks"]) == (2.5, 5.0, 7, 2)
    (failed,) = told["failed"]
    assert {name: failed[name] for name in EVIDENCE} == EVIDENCE
    assert told["misconceptions"][0]["name"] == "shapes broadcast silently"


def test_a_students_words_move_no_cursor_and_are_no_markup(course):
    hostile = build.finding(
        status="failed", message="\x1b[2J\x07[red]boo[/red] [/]", answer="'\x9b31m'"
    )
    cell = build.graded_cell(exercises=[build.exercise(findings=[hostile])])
    build.store(course, build.record("ada", [cell]))
    output = run(course, "ada", "mse").output
    assert "[red]boo[/red] [/]" in output
    assert not set(output) & {"\x1b", "\x07", "\x9b"}


def test_of_a_written_answer_it_says_that_a_person_marks_it(course):
    output = run(course, "ada", "essay").output
    assert "essay of ada in a02_losses: no mark yet of 3 points" in output
    assert "a person marks it, and has not done so yet" in output
    assert "test cell" not in output
    build.store_gradebook(course, manual_score=2.5)
    output = run(course, "ada", "essay").output
    assert "2.5 of 3 points" in output and "a person gave this mark" in output
    told = json.loads(run(course, "ada", "essay", "--json").output)
    assert (told["mark"], told["mark_by_person"], told["waits_for_person"]) == (2.5, 2.5, False)


def test_a_written_answer_left_as_it_was_is_called_so(course):
    build.store(course, build.record("ada", [build.manual_cell(mark=0.0)]))
    assert "handed in as it was given out" in run(course, "ada", "essay").output


def test_json_has_the_ending_as_data_and_in_words(course):
    told = json.loads(run(course, "ada", "plain", "--json").output)
    assert told["ending"]["kind"] == "raised" and told["ending"]["exception"] == "AssertionError"
    assert told["reason"] == "AssertionError: f(3) must be 42"


def test_an_exercise_that_its_test_did_not_reach_is_found_by_its_name(course):
    gone = build.raised("NameError", "name 'huber' is not defined", by_student=False)
    build.store(course, build.record("ada", [build.graded_cell("test_huber", ending=gone)]))
    for name in ("huber", "losses.huber", "test_huber"):
        assert "name 'huber' is not defined" in run(course, "ada", name).output


@pytest.mark.parametrize("student", ["-ada", ".ada", "--help"])
def test_ids_may_begin_with_a_dash_or_a_dot(course, student):
    build.store(course, build.record(student, [build.graded_cell()]))
    command = ["losses", "--course", str(course.root), "--", student, "test_mse"]
    result = CliRunner().invoke(explain, command)
    assert f"test_mse of {student} in a02_losses: 5 of 5 points" in result.output
