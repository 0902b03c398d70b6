"""``checks.json``: plain data that gives the same findings when it is read again."""

import json

import numpy as np
import pytest

from dlkit.check import checksfile
from dlkit.check.battery import run_all
from dlkit.check.misconceptions import PASSES, recognise
from tests.check.conftest import EXERCISE, mean, total


@pytest.fixture
def again(folder):
    return checksfile.load(folder)


def test_everything_but_numbers_comes_back_equal(again):
    assert (again.topic, again.allowed_modules) == ("toy", ("shapes",))
    read = again.exercise("toy.mean")
    for name in ("id", "title", "points", "functions", "hints"):
        assert getattr(read, name) == getattr(EXERCISE, name)
    assert [type(check) for check in read.checks] == [type(check) for check in EXERCISE.checks]


@pytest.mark.parametrize("function", [mean, total, lambda x: None, lambda x: np.log(x)])
def test_checks_find_the_same(again, function):
    before = run_all(EXERCISE.checks, {"mean": function})
    after = run_all(again.exercise("toy.mean").checks, {"mean": function})
    assert [(f.status, f.message) for f in after] == [(f.status, f.message) for f in before]


def test_misconceptions_are_recognised_again(again):
    read = again.exercise("toy.mean")
    known = recognise(run_all(read.checks, {"mean": total}), read.misconceptions).misconception
    assert (known.name, known.message) == ("sum", "the sum is not divided.")
    assert known.trace[1] == PASSES


def test_the_same_checks_give_the_same_text(again, folder):
    assert checksfile.dump(again) == (folder / checksfile.NAME).read_text()


def test_an_unknown_exercise_is_none(again):
    assert again.exercise("toy.median") is None


def test_no_code_is_in_it(folder):
    described = json.loads((folder / checksfile.NAME).read_text())
    kinds = {check["kind"] for check in described["exercises"][0]["checks"]}
    assert kinds == {"value", "error", "property", "purity"}
    assert "def " not in json.dumps(described)
