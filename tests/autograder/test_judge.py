"""Sandbox and judge together: marks, restarts, and what crosses between the two."""

import math

import numpy as np
import pytest

from autograder.judge import cells
from autograder.model import Ending, EndingKind, Limits, Role, Stop, raised

FREE, LOCKED, SOLUTION, TEST = Role.FREE, Role.LOCKED, Role.SOLUTION, Role.TEST
QUICK = Limits(cell_seconds=2.0, call_seconds=1.0)


def marks(record):
    return [cell.mark for cell in record.cells if cell.role is TEST]


def test_a_passing_assert_gives_full_points_and_a_failing_one_none(run_notebook):
    record = run_notebook(
        [
            (SOLUTION, "def f(x): return x + 1"),
            (TEST, "assert f(1) == 2"),
            (TEST, "assert f(1) == 3"),
        ],
        {"f"},
    )
    assert marks(record) == [10.0, 0.0]
    assert record.cells[2].ending == Ending(EndingKind.RAISED, exception="AssertionError")


def test_a_number_at_the_end_is_the_mark(run_notebook):
    record = run_notebook([(SOLUTION, "x = 4"), (TEST, "x * 2 - 0.5")], {"x"})
    assert marks(record) == [7.5]


@pytest.mark.parametrize(
    ("value", "mark"),
    [
        (3, 3.0),
        (np.float32(2.5), 2.5),
        (np.array(1.0), 1.0),
        ("done", 10.0),
        (None, 10.0),
        (True, None),
        (math.nan, None),
        (math.inf, None),
        (-1, None),
        (10.5, None),
    ],
)
def test_a_mark_is_a_number_between_zero_and_the_points(value, mark):
    assert cells.read_mark(value, 10.0)[0] == mark


def test_pytest_raises_that_saw_nothing_raised_fails_like_an_assert(run_notebook):
    never = "import pytest\nwith pytest.raises(ValueError):\n    f(1)"
    cells = [(SOLUTION, "def f(x): return x"), (LOCKED, never), (TEST, never), (TEST, "f(1)")]
    record = run_notebook(cells, {"f"})
    assert marks(record) == [0.0, 1.0]
    assert "DID NOT RAISE" in record.cells[2].ending.message


def test_a_missing_name_is_zero_with_its_reason(run_notebook):
    record = run_notebook([(SOLUTION, "pass"), (TEST, "f(1)")], {"f"})
    assert marks(record) == [0.0]
    assert "name 'f' is not defined" in record.cells[1].ending.message


def test_a_students_exception_costs_that_test_only(run_notebook):
    record = run_notebook(
        [
            (SOLUTION, "def f(x): raise KeyError('no')"),
            (TEST, "f(1)"),
            (TEST, "try:\n    f(1)\nexcept KeyError:\n    4"),
            (TEST, "1 + 1"),
        ],
        {"f"},
    )
    assert marks(record) == [0.0, 10.0, 2.0]


def test_a_hanging_call_costs_its_own_points_and_no_others(run_notebook):
    record = run_notebook(
        [
            (SOLUTION, "def good(): return 1"),
            (SOLUTION, "def hangs():\n    while True: pass"),
            (TEST, "hangs()"),
            (TEST, "assert good() == 1"),
        ],
        {"good", "hangs"},
        QUICK,
    )
    assert marks(record) == [0.0, 10.0]
    assert record.cells[2].ending == Ending(EndingKind.CALL_STOPPED, stop=Stop.TIME)


@pytest.mark.parametrize("harm", ["import os; os._exit(1)", "while True: pass"])
def test_a_cell_that_ends_the_process_does_not_cost_the_cells_before_and_after(run_notebook, harm):
    record = run_notebook(
        [
            (SOLUTION, "def before(): return 1"),
            (FREE, harm),
            (SOLUTION, "def after(): return before() + 1"),
            (TEST, "assert after() == 2"),
        ],
        {"before", "after"},
        QUICK,
    )
    assert marks(record) == [10.0]
    assert record.status == "graded"


def test_four_deaths_end_the_submission_with_what_was_earned(run_notebook):
    deadly = (FREE, "import os; os._exit(1)")
    record = run_notebook(
        [(SOLUTION, "x = 1"), (TEST, "assert x == 1"), *[deadly] * 5, (TEST, "assert x == 1")],
        {"x"},
    )
    assert marks(record) == [10.0, 0.0]
    assert record.status == "ended early"
    assert record.endings == {"n": Ending(EndingKind.OUT_OF_RESTARTS, limit=3)}


def test_a_submission_has_a_time_limit_of_its_own(run_notebook):
    sleepy = (FREE, "import time; time.sleep(1.5)")
    limits = Limits(cell_seconds=2.0, submission_seconds=4.0)
    record = run_notebook([*[sleepy] * 4, (TEST, "1")], set(), limits)
    assert record.status == "ended early"
    assert marks(record) == [0.0]


def test_what_a_test_assigns_is_there_in_later_cells(run_notebook):
    record = run_notebook(
        [
            (TEST, "given = [1, 2]\n3"),
            (SOLUTION, "total = sum(given)"),
            (TEST, "assert total == 3"),
        ],
        {"total"},
    )
    assert marks(record) == [3.0, 10.0]


def test_locked_helpers_work_in_both_processes(run_notebook):
    record = run_notebook(
        [
            (LOCKED, "import numpy as np\ndef twice(x): return 2 * np.asarray(x)"),
            (SOLUTION, "def f(x): return twice(x) + 1"),
            (TEST, "assert (f([1, 2]) == twice([1, 2]) + 1).all()"),
        ],
        {"f"},
    )
    assert marks(record) == [10.0]


def test_a_student_cannot_replace_what_the_judge_uses(run_notebook):
    """The judge's assert, numpy, builtins and helpers are not the student's."""
    record = run_notebook(
        [
            (LOCKED, "import numpy as np\ndef right(x): return x == 42"),
            (FREE, "import builtins, numpy\nright = lambda x: True\nnumpy.allclose = right"),
            (SOLUTION, "def f(): return 7"),
            (TEST, "assert right(f())"),
            (TEST, "assert np.allclose(f(), 42)"),
        ],
        {"f"},
    )
    assert marks(record) == [0.0, 0.0]


def test_objects_equal_to_everything_are_equal_to_nothing_here(run_notebook):
    wily = "class Wily:\n    __eq__ = lambda self, other: True\n    __float__ = lambda self: 42.0"
    record = run_notebook(
        [
            (SOLUTION, f"{wily}\ndef f(): return Wily()\nx = Wily()"),
            (TEST, "assert f() == 42"),
            (TEST, "assert x == 42"),
        ],
        {"f", "x"},
    )
    assert marks(record) == [0.0, 0.0]


def test_arrays_changed_in_place_are_changed_for_the_test(run_notebook):
    record = run_notebook(
        [
            (LOCKED, "import numpy as np"),
            (SOLUTION, "def fill(a): a[:] = 5"),
            (TEST, "a = np.zeros(3)\nfill(a)\nassert (a == 5).all()"),
        ],
        {"fill"},
    )
    assert marks(record) == [10.0]


def test_text_on_stderr_and_warnings_cost_nothing(run_notebook):
    noisy = "import sys, warnings\ndef f():\n    print('x', file=sys.stderr)\n"
    noisy += "    warnings.warn('y')\n    return 1"
    assert marks(run_notebook([(SOLUTION, noisy), (TEST, "assert f() == 1")], {"f"})) == [10.0]


def test_the_input_transformer_cheat_earns_nothing(run_notebook):
    cheat = "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])"
    assert marks(
        run_notebook(
            [(FREE, cheat), (SOLUTION, "def f(): return 0"), (TEST, "assert f() == 1")], {"f"}
        )
    ) == [0.0]


def test_output_is_cut_at_its_limit(run_notebook):
    limits = Limits(output_bytes=10_000)
    record = run_notebook([(FREE, "for _ in range(100_000): print('x' * 100)")], set(), limits)
    assert sum(len(o.get("text", "")) for o in record.cells[0].outputs) < 60_000
    assert "output cut" in record.cells[0].outputs[-1]["text"]


def test_an_illustration_of_the_source_is_not_run(run_notebook):
    cells = [(LOCKED, "print('drawn')"), (FREE, "print('drawn')")]
    tagged = run_notebook(cells, set(), tags=["illustration"])
    assert [len(cell.outputs) for cell in tagged.cells] == [0, 1]


def test_a_function_that_hangs_costs_only_its_own_part_of_the_exercise(run_notebook):
    right = "def mae(p, t):\n    if p.shape != t.shape or not p.size: raise ValueError\n"
    record = run_notebook(
        [
            (LOCKED, "import numpy as np\nfrom dlkit.check import check"),
            (SOLUTION, f"{right}    return float(np.mean(np.abs(p - t)))"),
            (SOLUTION, "def mae_grad(p, t):\n    while True: pass"),
            (TEST, "check('losses.mae', mae, mae_grad)\n" + GRADE),
        ],
        {"mae", "mae_grad"},
        QUICK,
    )
    statuses = {f.function: f.status for f in record.cells[3].exercises[0].findings}
    assert statuses == {"mae": "passed", "mae_grad": "stopped"}
    # values 4/4, gradients 0, edges 9 of 17, purity 1 of 2: 40 + 10.6 + 5 = 55.6 of 100
    assert marks(record) == [5.5]


GRADE = "from autograder import grade\ngrade('losses.mae', mae, mae_grad)"


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
    assert marks(record) == [None] and record.cells[0].ending.kind is EndingKind.TEST_BROKEN


def test_how_a_students_cell_ended_is_data(run_notebook):
    record = run_notebook([(SOLUTION, "1 / 0"), (SOLUTION, "def f(:"), (TEST, "1")], set())
    first, second, _ = record.cells
    assert first.ending == raised("ZeroDivisionError", "division by zero", by_student=True)
    assert second.ending.exception == "SyntaxError"
