"""The import guard: what is absent while grading is absent in the student's kernel too."""

import importlib
import sys

import pytest

from dlkit.check import guard


@pytest.fixture
def installed(monkeypatch):
    monkeypatch.setattr(guard._guard, "allowed", None)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    for name in [name for name in sys.modules if name.startswith(("dlkit.losses", "dlkit.shapes"))]:
        monkeypatch.delitem(sys.modules, name)
    guard.install(["shapes"])


def test_a_later_topic_is_refused_with_a_reason(installed):
    with pytest.raises(ModuleNotFoundError, match="does not exist while this assignment is graded"):
        importlib.import_module("dlkit.losses")


def test_earlier_topics_and_the_common_modules_are_there(installed):
    for name in ("shapes", "arguments", "datasets", "check"):
        assert importlib.import_module(f"dlkit.{name}")


def test_other_packages_are_not_its_business(installed):
    assert importlib.import_module("json.tool")


def test_the_grader_may_import_the_reference(installed):
    with guard.lifted():
        assert importlib.import_module("dlkit.losses").mse
        guard.install(["shapes"])  # a check inside the grader must not put it back
    sys.modules.pop("dlkit.losses")
    with pytest.raises(guard.NotWhileGrading):
        importlib.import_module("dlkit.losses")


def test_what_was_borrowed_before_it_stood_is_found(installed):
    with guard.lifted():
        losses = importlib.import_module("dlkit.losses")
    names = {"losses": losses, "mine": losses.mse, "datasets": guard, "x": 1, "own": len}
    assert guard.borrowed(names) == {"losses": "dlkit.losses", "mine": "dlkit.losses"}


def test_it_stands_once_however_often_it_is_installed(installed):
    guard.install(["shapes", "activations"])
    assert sys.meta_path.count(guard._guard) == 1
    assert guard._guard.allowed >= {"activations", "check"}
