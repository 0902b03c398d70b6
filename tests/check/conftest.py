"""A small exercise in a folder of its own, as a student has it beside a notebook."""

import numpy as np
import pytest

from dlkit import check
from dlkit.check import checksfile, guard, reading
from dlkit.check.battery import Error, Property, Purity, Value, run_all
from dlkit.check.misconceptions import Misconception, outcome

X = np.array([1.0, 2.0, 4.0])


def mean(x):
    if x.size == 0:
        raise ValueError("empty")
    return float(x.mean())


def total(x):
    if x.size == 0:
        raise ValueError("empty")
    return float(x.sum())


CHECKS = (
    Value(function="mean", part="values", title="three numbers", args=(X,), expected=7 / 3),
    Error(function="mean", part="edges", title="none", args=(X[:0],), expected="ValueError"),
    Property(
        function="mean",
        part="edges",
        title="shift",
        args=(X,),
        name="shift_equivariant",
        parameters={"by": 2.0},
    ),
    Purity(function="mean", part="purity and speed", title="pure", args=(X,)),
)
SUM = Misconception(
    "mean", "sum", "the sum is not divided.", tuple(map(outcome, run_all(CHECKS, {"mean": total})))
)
EXERCISE = checksfile.VisibleExercise(
    "toy.mean",
    "Mean",
    10.0,
    ("mean",),
    CHECKS,
    (SUM,),
    ("think", "divide", "add, then divide"),
    {"mean": "def mean(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"},
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The current folder, with ``checks.json``; what `check` remembers is forgotten after."""
    text = checksfile.dump(checksfile.ChecksFile("toy", ("shapes",), (EXERCISE,)))
    (tmp_path / checksfile.NAME).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NBGRADER_VALIDATING", raising=False)
    monkeypatch.setattr(check, "_earned", {})
    monkeypatch.setattr(check, "_hints_shown", {})
    monkeypatch.setattr(guard._guard, "allowed", None)
    monkeypatch.setattr(reading, "_folders", [])
    return tmp_path
