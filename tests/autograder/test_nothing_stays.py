"""A worker grades thousands of submissions: nothing of one may stay in it when it is done."""

import gc
import io
import sys
import time

import pytest

from autograder.judge import patches
from autograder.judge.runner import NotebookRunner
from autograder.judge.workdir import trusted_folder
from autograder.model import Role

CLASS = """
class Stack:
    def __init__(self): self.items = []
    def push(self, item): self.items.append(item)
    def __iter__(self): return iter(self.items)
"""
OBJECT = "stack = Stack(); stack.push(3)\nassert list(stack) == [3] and isinstance(stack, Stack)"
FUNCTION = "def twice(f):\n    return lambda x: f(f(x))"
CALLBACK = "assert twice(lambda x: x + 1)(3) == 5"
ITERATOR = "def squares():\n    yield from (n * n for n in range(9))"
STARTED = "numbers = squares()\nassert next(numbers) == 0"
FAILING = "raise AssertionError(Stack())"


@pytest.mark.parametrize(
    ("written", "test", "passes"),
    [
        (CLASS, OBJECT, True),
        (CLASS, FAILING, False),
        (FUNCTION, CALLBACK, True),
        (ITERATOR, STARTED, True),
    ],
    ids=["an object", "a failure", "a callback", "an iterator"],
)
def test_what_ran_a_notebook_is_given_back(run_notebook, written, test, passes):
    record = run_notebook(
        [(Role.SOLUTION, written), (Role.TEST, test)], {"Stack", "twice", "squares"}
    )
    assert (record.cells[-1].mark == 10.0) is passes
    gc.collect()
    assert not [each for each in gc.get_objects() if type(each) is NotebookRunner]


def test_no_folder_of_a_submission_is_remembered_for_imports():
    before = set(sys.path_importer_cache)
    with trusted_folder({}), pytest.raises(ModuleNotFoundError):
        __import__("in_no_folder")
    assert set(sys.path_importer_cache) <= before | set(sys.path)


REPLACING = """
import builtins, io, sys, time
builtins.input, time.time, sys.stdin = (lambda: "7"), (lambda: 0.0), io.StringIO("8")
assert read() == "7"
"""


def test_what_a_test_has_replaced_is_there_again_for_the_next_submission(run_notebook):
    before = input, time.time, sys.stdin
    answer = (Role.SOLUTION, "def read():\n    return input()")
    record = run_notebook([answer, (Role.TEST, REPLACING)], {"read"})
    assert record.cells[-1].mark == 10.0
    assert (input, time.time, sys.stdin) == before


def test_a_standard_input_that_no_test_has_replaced_is_not_sent(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())  # as the process of a worker has its own
    with patches.undone():
        assert patches.replaced() == {}
        sys.stdin = io.StringIO("8\n")
        assert patches.replaced()["sys.stdin"]() == "8\n"
