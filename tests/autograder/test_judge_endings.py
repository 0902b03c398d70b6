"""How a cell ended is data: an enum with details, for every way to end."""

import pytest

from autograder.model import Ending, EndingKind, Limits, Role, Stop, raised

FREE, LOCKED, SOLUTION, TEST = Role.FREE, Role.LOCKED, Role.SOLUTION, Role.TEST
QUICK = Limits(cell_seconds=2.0, call_seconds=1.0)


@pytest.mark.parametrize(
    ("test", "ending"),
    [
        ("f(1)", raised("ValueError", "no", by_student=True)),
        ("assert f(2) == 3, 'no'", raised("AssertionError", "no", by_student=False)),
        ("[f(2)] == 3", Ending(EndingKind.TEST_NO_NUMBER, message="bare bool False")),
        ("10 * f(2)", Ending(EndingKind.TEST_OUT_OF_RANGE, message="20", limit=10)),
        ("f(2) ** 5000", Ending(EndingKind.TEST_OUT_OF_RANGE, message="inf", limit=10)),
        ("while f(3): pass", Ending(EndingKind.CALL_STOPPED, stop=Stop.DIED)),
    ],
)
def test_how_a_test_ended_is_data(run_notebook, test, ending):
    answer = """
def f(x):
    if x == 1: raise ValueError("no")
    if x == 3: import os; os._exit(1)
    return x
"""
    record = run_notebook([(SOLUTION, answer), (TEST, test)], {"f"})
    assert record.cells[1].ending == ending


def test_a_test_that_is_no_python_is_at_fault_itself(run_notebook):
    record = run_notebook([(TEST, "import")], set())
    assert record.cells[0].mark is None and record.cells[0].ending.kind is EndingKind.TEST_BROKEN


def test_how_a_students_cell_ended_is_data(run_notebook):
    record = run_notebook([(SOLUTION, "1 / 0"), (SOLUTION, "def f(:"), (TEST, "1")], set())
    first, second, _ = record.cells
    assert first.ending == raised("ZeroDivisionError", "division by zero", by_student=True)
    assert second.ending.exception == "SyntaxError"
