"""Whose a name is: the student's, the judge's own, or a library's that both have."""

import pytest

from autograder.coursework import names
from autograder.model import EndingKind, Role

FREE, LOCKED, SOLUTION, TEST = Role.FREE, Role.LOCKED, Role.SOLUTION, Role.TEST


def marks(record):
    return [cell.mark for cell in record.cells if cell.role is TEST]


def test_a_name_that_no_cell_of_the_source_binds_is_the_students(run_notebook):
    """A source without a model solution: the stub says nothing of what is to be written."""
    cells = [
        (LOCKED, "from math import *"),
        (SOLUTION, "import numpy as np\ndef area(r): return pi * r ** 2"),
        (TEST, "assert np.isclose(area(2), pi * 4) and sqrt(4) == 2"),
    ]
    assert marks(run_notebook(cells, set(), unclaimed=["area", "np", "pi", "sqrt"])) == [10.0]


@pytest.mark.parametrize(
    ("bound", "mark"),
    [
        ("from math import sqrt", 10.0),
        ("from math import exp as sqrt", 0.0),
        ("sqrt = lambda x: 3", 0.0),
        ("sqrt = __import__('math')", 0.0),
    ],
)
def test_a_name_that_the_source_imports_is_the_judges_own_where_it_is_the_same(
    run_notebook, bound, mark
):
    cells = [(SOLUTION, bound), (TEST, "assert sqrt(9) == 3 and sqrt(16) == 4")]
    assert marks(run_notebook(cells, {"sqrt"})) == [mark]


def test_a_module_of_the_judges_alone_cannot_be_named(run_notebook):
    """A student's process may say that its name is any module."""
    attack = "import sys, types\nf = types.ModuleType('dlkit.losses')\nsys.modules[f.__name__] = f"
    record = run_notebook([(SOLUTION, attack), (TEST, "assert f.mse")], {"f"})
    assert marks(record) == [0.0]


def test_a_value_that_cannot_be_sent_is_no_zero(run_notebook):
    test = "class Own: pass\ntry:\n    f(Own())\nexcept BaseException:\n    assert False"
    record = run_notebook([(SOLUTION, "def f(x): return x"), (TEST, test)], {"f"})
    assert marks(record) == [None]
    assert record.cells[1].ending.kind is EndingKind.NOT_JUDGED
    assert "Own" in record.cells[1].ending.message


def test_a_restarted_process_is_given_what_tests_have_bound(run_notebook):
    cells = [
        (SOLUTION, "def g(): return shift(base) if base else 0"),
        (TEST, "base = [2]\ndef shift(x): return x[0] + 1\nassert g() == 3"),
        (SOLUTION, "import os; os._exit(1)"),
        (SOLUTION, "h = shift(base)"),
        (TEST, "assert g() == 3 and h == 3"),
    ]
    assert marks(run_notebook(cells, {"g", "h"})) == [10.0, 10.0]


@pytest.mark.parametrize(
    ("test", "draws"),
    [
        ("rng = np.random.default_rng(3)", False),
        ("shuffle(random.Random(3))", False),
        ("np.random.rand(3)", True),
        ("draw(np.random)", True),
        ("random.random() + np.random.default_rng().random()", True),
    ],
)
def test_states_of_generators_go_along_where_a_test_has_to_do_with_global_ones(test, draws):
    assert ("random" in names.words(names.parse(test))) is draws
