"""The audit, on small exercises whose checks are known to be good, weak or broken."""

import dataclasses
import json
import time

import numpy as np
import pytest

from autograder.audit import AuditReport, audit_exercise, syllabus, trials
from autograder.audit.equivalents import Identity
from autograder.specification.exercise import Exercise
from dlkit.check.battery import Check

COUNTS = {
    *("exercises", "functions", "wrong_solutions", "missing_from_syllabus", "right_variants"),
    *("mutants", "killed", "survivors", "idle_checks", "stale_reasons"),
}


def halved(x):
    if x.size == 0:
        raise ValueError("nothing to halve")
    return 0.5 * _positive(x)


def _positive(x):
    return np.maximum(x, 0)


def counted_down(x):
    left = 3
    while left > 0:
        left -= 1
    return x + left


def _ask_well(ask, rng):
    x = rng.normal(size=(4, 3))
    x.flat[:2] = 0.5, -0.5  # both branches at every seed
    ask.values("some numbers", x)
    ask.layouts(x)
    ask.float32(x)
    ask.integers(x)
    ask.edge("one negative number", -np.ones(1))
    ask.edge("one positive number", np.full(1, 0.1))
    ask.refuses("nothing", "ValueError", np.empty(0))
    ask.pure(x)


def _ask_weakly(ask, rng):
    ask.values("positive numbers", 1 + rng.random(size=(4, 3)))


def whole(x):
    return np.maximum(x, 0)


def unclipped(x):
    return x / 2


def halved_by_mask(x):
    if x.size == 0:
        raise ValueError
    return np.where(x > 0, x, 0) / 2


WRONG = {"not halved": whole, "negative numbers stay": unclipped}


def exercise(ask, reference=halved, wrong=WRONG, right=(halved_by_mask,)):
    made = Exercise("fake.halved", "Half of what is positive", 1, 1, ("", "", ""))
    made.asks(reference)(ask)
    for misconception, solution in wrong.items():
        made.wrong(reference.__name__, misconception, "Half of it, please.")(solution)
    for solution in right:
        made.right(reference.__name__)(solution)
    return made


def report(*audited, seeds=3, missing=(), reasons=None):
    return AuditReport(seeds, audited, tuple(missing), reasons or {})


def surviving(made):
    return {trial.name for trial in report(audit_exercise(made, seeds=3)).survivors}


BOUNDARY = Identity(f"{__name__}.halved_by_mask", "np.where(x > 0, x, 0) -> np.where(x >= 0, x, 0)")


@pytest.fixture(scope="module")
def well_asked():
    return audit_exercise(exercise(_ask_well), seeds=3)


def test_good_checks_leave_only_what_is_right(well_asked):
    assert {trial.name for trial in report(well_asked).survivors} == {BOUNDARY.mutant}
    assert report(well_asked).useless_marks == ()
    assert report(well_asked).idle == ()


def test_an_equivalent_mutant_with_a_reason_is_no_survivor(well_asked):
    excused = report(well_asked, reasons={BOUNDARY: "At 0 both branches give 0."})
    assert excused.survivors == () and excused.stale == ()
    assert excused.as_json()["equivalent"] == 1
    assert excused.passed


def test_a_reason_without_a_living_mutant_is_stale(well_asked):
    killed = Identity(f"{__name__}.halved", "x.size == 0 -> x.size != 0")
    gone = Identity(f"{__name__}.halved", "x.size == 7 -> x.size != 7")
    reasons = dict.fromkeys((BOUNDARY, killed, gone), "Because.")
    assert report(well_asked, reasons=reasons).stale == (killed, gone)
    assert not report(well_asked, reasons=reasons).passed


def test_weak_checks_leave_survivors():
    names = surviving(exercise(_ask_weakly))
    assert {"negative numbers stay", "if x.size == 0: -> (dropped)"} <= names
    assert "_positive: np.maximum(x, 0) -> np.maximum(x, 1)" in names  # 1 + x is above 1
    assert "side effect: writes into arguments" in names
    assert "not halved" not in names


def test_a_dropped_check_is_noticed():
    def without_empty(ask, rng):
        _ask_well(ask, rng)
        ask.checks[:] = [check for check in ask.checks if check.title != "nothing"]

    assert "raise ValueError('nothing to halve') -> (dropped)" in surviving(exercise(without_empty))


def test_a_check_that_fails_nothing_is_idle():
    def with_idle(ask, rng):
        _ask_well(ask, rng)
        ask.values("only nan", np.full((2, 2), np.nan))

    audited = audit_exercise(exercise(with_idle, right=()), seeds=1)
    assert report(audited).idle == (("fake.halved", "halved", "only nan"),)
    assert not report(audited).passed


def test_a_right_solution_that_loses_points_is_a_survivor():
    def too_wide(x):
        return halved(x).astype(np.float64)

    assert "too_wide" in surviving(exercise(_ask_well, right=(too_wide,)))


def test_a_check_that_depends_on_luck_is_told_with_its_seeds():
    def ask_one_number(ask, rng):
        ask.values("one number", rng.normal(size=1))

    audited = audit_exercise(exercise(ask_one_number, right=()), seeds=8)
    (unclipped_trial,) = (each for each in audited.trials if each.name == "negative numbers stay")
    assert 0 < len(unclipped_trial.surprises) < 8
    told = report(audited, seeds=8).as_table()
    assert f"seeds {', '.join(map(str, unclipped_trial.surprises))} only" in told


def test_a_stored_reason_does_not_excuse_what_some_seeds_kill(well_asked):
    (boundary,) = report(well_asked).survivors
    lucky = dataclasses.replace(boundary, surprises=(1,))
    audited = dataclasses.replace(well_asked, trials=(lucky,))
    assert report(audited, reasons={BOUNDARY: "Because."}).survivors == (lucky,)


def test_an_endless_mutant_is_killed_and_waited_for_once(monkeypatch):
    monkeypatch.setattr(trials, "CALL_SECONDS", 0.2)
    counting = exercise(_ask_weakly, counted_down, wrong={}, right=())
    started = time.process_time()
    audited = audit_exercise(counting, seeds=20)
    assert "left -= 1 -> left += 1" not in {each.name for each in report(audited).survivors}
    assert time.process_time() - started < 20


def test_a_check_that_raises_is_reported_and_does_not_end_the_audit():
    def ask_fragile(ask, rng):
        _ask_weakly(ask, rng)
        ask.checks.append(Fragile(function="halved", part="edges", title="fragile"))

    audited = audit_exercise(exercise(ask_fragile), seeds=1)
    assert all("ZeroDivisionError" in each.crash for each in audited.of_kind("degenerate"))
    assert report(audited).useless_marks == audited.of_kind("degenerate")
    assert "ZeroDivisionError" in report(audited).as_table()


class Fragile(Check):
    kind = "fragile"

    def judge(self, seen):
        raise ZeroDivisionError


def test_useless_submissions_get_nothing(well_asked):
    names = {trial.name for trial in well_asked.of_kind("degenerate")}
    assert {"bare_release", "returns_none", "returns_zeros", "returns_input", "prints"} <= names


def test_useless_submissions_that_earn_points_are_reported():
    def ask_zeros(ask, rng):
        ask.values("zeros", np.zeros(3))

    names = {trial.name for trial in report(audit_exercise(exercise(ask_zeros))).useless_marks}
    assert names == {"returns_zeros", "returns_input"}


def test_what_the_syllabus_asks_and_nobody_wrote_is_counted():
    rows = {
        "fake.halved": {"functions": ["halved", "thirded"], "wrong": ["not halved", "upside down"]},
        "fake.doubled": {"functions": ["doubled"], "wrong": []},
    }
    lacks = list(syllabus.missing(rows, [exercise(_ask_well)]))
    assert lacks == [
        "fake.halved: the function thirded",
        "fake.halved: the wrong solution 'upside down'",
        "fake.doubled: the exercise",
    ]
    assert report(missing=lacks).as_json()["missing_from_syllabus"] == 3
    assert not report(missing=lacks).passed


def test_json_has_the_counts_and_is_plain_data(well_asked):
    described = json.loads(json.dumps(report(well_asked).as_json()))
    assert all(type(described[count]) is int for count in COUNTS)
    assert described["mutants"] == described["killed"] + described["equivalent"] + 1
    assert described["surviving"][0]["name"] == BOUNDARY.mutant
    assert described["surviving"][0]["place"].partition(":")[0].endswith("test_audit.py")
    assert {"exercise": "fake.halved", "function": "halved", "check": "nothing"}.items() <= next(
        row for row in described["kills"] if row["check"] == "nothing"
    ).items()


def test_the_table_names_survivors_with_line_and_reason(well_asked):
    table = report(well_asked).as_table()
    assert "fake.halved" in table and "2/2" in table
    assert f"mutant {BOUNDARY.function}: {BOUNDARY.mutant} (" in table
    assert "test_audit.py:" in table
