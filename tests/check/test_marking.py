"""Marks: four parts, shared weights, half points, and nothing while every value is wrong."""

import pytest

from dlkit.check.battery import Finding, Purity
from dlkit.check.marking import leading, mark


def findings(**passed):
    """Findings by part: ``values=[1, 0]`` is a part of two checks of which one passed."""
    parts = {"purity": "purity and speed"}
    for part, results in passed.items():
        for result in results:
            check = Purity(function="f", part=parts.get(part, part), title="t")
            yield Finding(check=check, status="passed" if result else "failed")


@pytest.mark.parametrize(
    ("expected", "parts"),
    [
        (10.0, {"values": [1], "gradients": [1], "edges": [1], "purity": [1]}),
        (0.0, {"values": [0, 0], "gradients": [1], "edges": [1], "purity": [1]}),
        (8.0, {"values": [1, 0], "gradients": [1], "edges": [1], "purity": [1]}),
        (7.0, {"values": [1], "gradients": [0], "edges": [1], "purity": [1]}),
        (9.0, {"values": [1], "gradients": [1], "edges": [1], "purity": [0]}),
        (9.5, {"values": [1], "gradients": [1], "edges": [1] * 99 + [0], "purity": [1]}),
        # without gradients the weights are 40 : 20 : 10 of 70; 10 * 50 / 70 = 7.14
        (7.0, {"values": [1], "edges": [0], "purity": [1]}),
        # a backward function alone: its gradients take the place of the values
        (0.0, {"gradients": [0], "edges": [1], "purity": [1]}),
        (0.0, {}),
    ],
)
def test_marks_worked_out_by_hand(expected, parts):
    assert mark(10, list(findings(**parts))) == expected


@pytest.mark.parametrize("checks", range(1, 60))
def test_one_failed_check_always_costs_half_a_point(checks):
    failed = list(findings(values=[1] * 5, edges=[1] * checks + [0]))
    assert mark(10, failed) <= 9.5


@pytest.mark.parametrize(
    "parts",
    [{"edges": [1, 0], "values": [0, 0]}, {"edges": [1], "gradients": [0, 1]}, {"purity": [0]}, {}],
)
def test_the_leading_part_alone_says_whether_anything_is_earned(parts):
    answers = list(findings(**parts))
    first = leading([finding.check for finding in answers])
    assert (mark(10, answers) > 0) == any(f.passed for f in answers if f.check in first)
