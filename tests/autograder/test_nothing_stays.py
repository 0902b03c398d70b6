"""A worker grades thousands of submissions: nothing of one may stay in it when it is done."""

import gc
import sys

import pytest

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
