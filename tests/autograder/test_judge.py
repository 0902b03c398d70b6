"""Sandbox and judge together: marks, and what crosses between the two."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from autograder.judge import last_value
from autograder.model import Ending, EndingKind, Role

FREE, LOCKED, SOLUTION, TEST = Role.FREE, Role.LOCKED, Role.SOLUTION, Role.TEST


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
        (None, 10.0),
        (True, 10.0),
        (np.True_, 10.0),
        (False, None),
        (np.array(2.5, dtype=np.longdouble), 2.5),
        (Fraction(5, 2), 2.5),
        (Decimal("sNaN"), None),
        (math.nan, None),
        (math.inf, None),
        (-1, None),
        (10.5, None),
    ],
)
def test_a_mark_is_a_number_between_zero_and_the_points(value, mark):
    assert last_value.read_mark(value, 10.0)[0] == mark


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
    assert marks(record) == [None, None]  # only their own code could tell: a human looks


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


def test_an_illustration_of_the_source_is_not_run(run_notebook):
    cells = [(LOCKED, "print('drawn')"), (FREE, "print('drawn')")]
    tagged = run_notebook(cells, set(), tags=["illustration"])
    assert [len(cell.outputs) for cell in tagged.cells] == [0, 1]


def test_a_test_finds_the_figure_of_the_cell_before_and_no_other_cell_shows_it(run_notebook):
    """As with a backend that leaves figures open: that of notebooks closes them with the cell."""
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('T')"
    record = run_notebook(
        [
            (SOLUTION, plot),
            (TEST, "assert plt.gca().get_title() == 'T' and len(plt.gca().lines) == 1"),
            (SOLUTION, "x = 1"),
            (TEST, "assert plt.get_fignums() == []"),
        ],
        {"plt", "x"},
    )
    assert marks(record) == [10.0, 10.0] and record.cells[2].outputs == ()
