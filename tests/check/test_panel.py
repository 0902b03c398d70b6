"""The panel: one state, one headline, and for each function what is wrong with it first."""

import pytest

from dlkit.check.battery import Purity, Value
from dlkit.check.diagnosis import Diagnosis
from dlkit.check.marking import mark
from dlkit.check.observe import Failure, Observation
from dlkit.check.panel import ONLY_EDGES, Finding, summarise


def found(function, status, message=""):
    check = Purity(function=function, part="edges", title="a case")
    return Finding(check=check, status=status, message=message)


def test_each_function_gets_its_first_failure_only():
    findings = [found("f", "failed", "one"), found("f", "failed", "two"), found("g", "passed")]
    shown = summarise("toy", findings, [])
    assert (shown.state, shown.headline) == ("wrong", "1 of 3 checks passed.")
    assert [(row.function, row.state, row.message) for row in shown.rows] == [
        ("f", "wrong", "one"),
        ("g", "passed", ""),
    ]
    assert str(shown) == "toy: 1 of 3 checks passed.\n  f: one"


def test_a_misconception_takes_the_place_of_the_finding():
    first, second = found("f", "failed", "one"), found("g", "failed", "two")
    known = Diagnosis("f", "you sum. (Seen with a case.)", first, "sum")
    shown = summarise("toy", [first, second], [known])
    assert str(shown).splitlines()[1:] == ["  f: you sum. (Seen with a case.)", "  g: two"]


@pytest.mark.parametrize(
    ("other_checks", "is_told"),
    [
        ([("f", "values", "passed")], True),  # right in ordinary cases: that is what it lacks
        ([("f", "values", "failed")], False),  # wrong everywhere: it earns nothing in any case
        (
            [("f", "values", "failed"), ("g", "values", "passed"), ("g", "gradients", "passed")],
            True,
        ),
        ([("f", "values", "not attempted")], False),
    ],
)
def test_what_the_exercise_is_about_is_said_where_it_is_what_costs_points(other_checks, is_told):
    about = Purity(function="f", part="edges", title="a case", essential="nothing overflows")
    status = "not attempted" if other_checks[0][2] == "not attempted" else "failed"
    findings = [Finding(check=about, status=status, message="inf")]
    for function, part, status in other_checks:
        check = Purity(function=function, part=part, title="another case")
        findings.append(Finding(check=check, status=status, message="no"))
    sentences = summarise("toy", findings, []).sentences
    assert [True for each in sentences if "Half" in each and "nothing overflows" in each] == (
        [True] if is_told else []
    )


def test_why_the_essential_part_fails_is_a_line_with_its_function_like_all_others():
    about = Purity(function="f", part="edges", title="a case", essential="nothing overflows")
    essential = Finding(check=about, status="failed", message="your code stopped")
    right = Purity(function="f", part="values", title="another case")
    passed = Finding(check=right, status="passed", message="")
    shown = summarise("toy", [passed, found("f", "failed", "one"), essential], [])
    assert str(shown).splitlines()[2:] == ["  f: your code stopped", "  f: one"]


@pytest.mark.parametrize(
    ("edge", "part", "others", "is_told"),
    [
        (Value, "values", "failed", True),
        (Value, "values", "passed", False),
        (Value, "gradients", "passed", False),
        (Purity, "values", "failed", False),  # nothing that it returns is right
    ],
)
def test_an_answer_that_is_right_at_the_edges_only_reads_why_it_earns_nothing(
    edge, part, others, is_told
):
    def of(kind, part, status):
        words = {"expected": 1.0} if kind is Value else {}
        check = kind(function="f", part=part, title="a case", **words)
        return Finding(check=check, status=status, message="no")

    findings = [of(edge, "edges", "passed"), of(Value, part, others), of(Value, "edges", "failed")]
    assert (ONLY_EDGES in summarise("toy", findings, []).sentences) == is_told
    assert not is_told or mark(10, findings) == 0


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        (["passed", "passed"], "passed"),
        (["not attempted", "not attempted"], "not attempted"),
        (["passed", "not attempted"], "wrong"),
        (["failed", "not attempted"], "wrong"),
        (["stopped"], "wrong"),
    ],
)
def test_the_state_follows_from_the_findings(statuses, state):
    assert summarise("toy", [found("f", status) for status in statuses], []).state == state


def test_code_that_stopped_is_told_apart_from_a_wrong_answer():
    check = Value(function="f", part="values", title="a case", expected=1.0)
    raised = Observation(error=Failure("NameError", "who?", 3, "return who"))
    shown = summarise("toy", [check.judge([raised])], [])
    assert shown.rows[0].state == "stopped"
    assert "stopped at line 3 of its cell, `return who`, with NameError: who?" in str(shown)
