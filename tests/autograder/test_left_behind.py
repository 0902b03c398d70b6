"""Which test cells leave names that other cells read."""

import pytest

from autograder.coursework import names, reads
from autograder.grading import left_behind
from autograder.model import Cell, Limits, Notebook, Plan, Role

LOCKED, TEST, FREE = Role.LOCKED, Role.TEST, Role.FREE
GRADE = 'from autograder import grade\ngrade("losses.mse", mse)'


def alone(*cells, handed_back=(), in_kernel=(), student_names=("mse",)):
    """The numbers of the test cells that stand alone, counted among test cells from 0."""
    code = [
        Cell(index, f"cell{index}", "code", role, source)
        for index, (role, source) in enumerate(cells)
    ]
    plan = Plan(
        assignment="a",
        student="ada",
        notebook=Notebook("n", tuple(code)),
        student_names=frozenset(student_names),
        operators=frozenset(),
        handed_back=frozenset(handed_back),
        in_kernel=frozenset(in_kernel),
        seed=1,
        limits=Limits(),
        repairs=(),
        unanswered=frozenset(),
        fingerprint="",
    )
    tests = [cell.index for cell in code if cell.role is TEST]
    return {tests.index(place) for place in left_behind.that_stand_alone(plan, code)}


@pytest.mark.parametrize(
    ("later", "stands_alone"),
    [
        ("assert mse(1, 2)", True),
        ("assert x == 1", False),
        ("x = 2\nassert x == 2", True),
        ("for x in [1, 2]:\n    assert x", True),
        ("for x in range(x):\n    assert x", False),
        ("for y in ():\n    x = 1\nassert x", False),
        ("if mse:\n    x = 1\nassert x", False),
        ("x += 1", False),
        ("del x", False),
        ("x = 1\ndel x\nassert x", False),
        ("def f():\n    return x\nf()", False),
        ("def f(x):\n    return x\nf(1)", True),
        ("assert [x for x in (1, 2)]", True),
        ("assert (lambda x: x)(1)", True),
        ("class A:\n    x = x", False),
        ("with open('f') as x:\n    x.read()", True),
        ("try:\n    x = mse()\nexcept ValueError as e:\n    print(e)\nassert x", False),
        ("try:\n    mse()\nexcept ValueError as x:\n    print(x)", True),
        ("assert globals()['x']", False),
        ("assert eval('x')", False),
        ("this is no Python", True),
    ],
)
def test_a_later_test_reads_a_name_unless_it_binds_it_first(later, stands_alone):
    assert (0 in alone((TEST, "x = 1"), (TEST, later))) == stands_alone


def test_each_cell_that_imports_the_judge_for_itself_stands_alone():
    cells = [(TEST, f"check('losses.mse', mse)\n{GRADE}")] * 10
    assert alone((LOCKED, "from dlkit.check import check"), *cells) == set(range(10))


def test_a_test_that_reads_what_another_imported_needs_it():
    """Whichever of the two before it runs last, its import is what the third one uses."""
    assert alone((TEST, GRADE), (TEST, GRADE), (TEST, "grade('losses.mse', mse)")) == {2}


def test_an_import_again_changes_nothing():
    again, use = (TEST, "import numpy as np\nassert np"), (TEST, "assert np.ones(2).all()")
    first = (LOCKED, "%matplotlib inline\nimport numpy as np")
    assert alone(first, again, use) == {0, 1}
    assert alone(first, again, use, handed_back=("np",)) == {0, 1}
    assert alone(again, use) == {1}  # nobody has imported it before
    assert alone((FREE, "import numpy as np"), again, use) == {1}  # not in the judge
    assert alone((LOCKED, "mse()\nimport numpy as np"), again, use) == {1}  # may not get there
    assert alone(first, (LOCKED, "np = mse"), again, use) == {1}
    assert alone(first, (TEST, "import math as np"), use) == {1}
    assert alone(first, again, use, student_names=("np",)) == {1}


def test_what_a_function_of_an_earlier_cell_reads_is_needed():
    helper = (LOCKED, "limit = 1\ndef near(a):\n    return a < limit")
    assert alone(helper, (TEST, "limit = 2\nassert near(1)"), (TEST, "assert near(0)")) == {1}
    helper = (TEST, "def near(a):\n    return a < limit")
    assert alone(helper, (TEST, "limit = 2"), (TEST, "assert near(0)")) == {2}
    assert alone(helper, (TEST, "limit = 2"), (TEST, "assert mse(0)")) == {0, 1, 2}


@pytest.mark.parametrize(
    "change", ["marks['a'] = 1", "marks.append(1)", "marks.best = 1", "del marks['a']"]
)
def test_what_a_test_changes_in_place_is_needed(change):
    assert alone((LOCKED, "marks = []"), (TEST, change), (TEST, "assert len(marks)")) == {1}


def test_a_method_of_a_module_changes_nothing():
    cells = (TEST, "np.testing.assert_equal(1, 1)"), (TEST, "assert np.ones(1)")
    assert alone((LOCKED, "import numpy as np"), *cells) == {0, 1}


def test_students_read_only_what_is_handed_back():
    cells = (TEST, "x = 1"), (FREE, "print(x)")
    assert alone(*cells) == {0}
    assert alone(*cells, handed_back=("x",)) == set()
    assert alone(*reversed(cells), handed_back=("x",)) == set()  # a function of it may


def test_a_test_inside_shares_its_names_with_the_students_cells():
    cells = (TEST, "x = 1"), (FREE, "print(x)")
    assert alone(*cells, in_kernel=("cell0",)) == set()


def test_a_test_that_cannot_be_parsed_is_never_skipped():
    assert alone((TEST, "x = = 1"), (TEST, "assert mse")) == {1}


def test_await_at_the_top_level_is_read():
    tree = names.parse("async for a in x:\n    print(a)")
    assert "x" in reads.read_first(tree)
