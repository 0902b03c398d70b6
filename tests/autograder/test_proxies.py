"""What a test cell may do with things that live in the student's process, and what it may not."""

import pytest

from autograder.model import Limits, Role

LOCKED, SOLUTION, TEST = Role.LOCKED, Role.SOLUTION, Role.TEST
QUICK = Limits(cell_seconds=2.0, call_seconds=1.0)


def marks(record):
    return [cell.mark for cell in record.cells if cell.role is TEST]


STACK = """
class StackEmpty(LookupError): pass

class Stack:
    "A last-in first-out store."
    kind = "stack"
    def __init__(self, items=(), *, limit=None):
        self.items, self.limit = list(items), limit
    def push(self, item): self.items.append(item)
    def pop(self):
        if not self.items: raise StackEmpty("nothing there")
        return self.items.pop()
    def __len__(self): return len(self.items)
    def __getitem__(self, index): return self.items[index]
    def __contains__(self, item): return item in self.items
    def __iter__(self): return iter(self.items)
    @property
    def top(self): return self.items[-1]
    @classmethod
    def of(cls, *items): return cls(items)
"""


@pytest.mark.parametrize(
    "test",
    [
        "s = Stack([1, 2], limit=3)\ns.push(5)\nassert s.items == [1, 2, 5] and s.limit == 3",
        "s = Stack([1, 2])\nassert s.pop() == 2 and len(s) == 1 and s.top == 1 and s[0] == 1",
        "s = Stack([1, 2])\nassert 2 in s and 7 not in s and list(s) == [1, 2] and sum(s) == 3",
        "assert isinstance(Stack(), Stack) and not isinstance(3, Stack)",
        "try:\n    Stack().pop()\nexcept StackEmpty as fault:\n    assert 'nothing' in str(fault)",
        "import pytest\nwith pytest.raises(LookupError): Stack().pop()",
        "s = Stack.of(1, 2)\ns.items = [9]\nassert s.pop() == 9 and Stack.kind == 'stack'",
        "assert hasattr(Stack(), 'push') and not hasattr(Stack(), 'peek') and not Stack()",
        "a, b = Stack([1]), Stack([1])\na.push(2)\nassert len(a) == 2 and len(b) == 1 and a != b",
    ],
)
def test_classes_with_state_work_as_in_one_process(run_notebook, test):
    record = run_notebook([(SOLUTION, STACK), (TEST, test)], {"Stack", "StackEmpty"})
    assert marks(record) == [10.0], record.cells[1].ending


def test_generators_and_iterators_are_asked_for_one_value_at_a_time(run_notebook):
    code = "seen = []\ndef squares():\n    n = 0\n    while True:\n        seen.append(n)\n"
    code += "        yield n * n\n        n += 1"
    test = "it = squares()\nassert [next(it) for _ in range(4)] == [0, 1, 4, 9]"
    more = "import itertools\nassert list(itertools.islice(squares(), 3)) == [0, 1, 4]"
    record = run_notebook(
        [(SOLUTION, code), (TEST, test), (TEST, "assert seen == [0, 1, 2, 3]"), (TEST, more)],
        {"squares", "seen"},
    )
    assert marks(record) == [10.0] * 3


def test_functions_may_be_passed_in_and_handed_out(run_notebook):
    code = """
def apply(f, x, times=1):
    for _ in range(times): x = f(x)
    return x
def compose(f, g): return lambda x: f(g(x))
def gradient(f, x, h=1e-5): return (f(x + h) - f(x - h)) / (2 * h)
def square(x): return x * x
"""
    tests = [
        "calls = []\ndef double(x):\n    calls.append(x)\n    return 2 * x\n"
        "assert apply(double, 3, times=2) == 12 and calls == [3, 6]",
        "assert compose(lambda x: x + 1, square)(3) == 10",
        "assert abs(gradient(lambda x: x ** 3, 2.0) - 12) < 1e-6",
        "assert abs(gradient(square, 2.0) - 4) < 1e-6 and apply(square, 3) == 9",
        "def fails(x): raise KeyError('mine')\nwith pytest.raises(KeyError): apply(fails, 1)",
    ]
    names = {"apply", "compose", "gradient", "square"}
    record = run_notebook(
        [(LOCKED, "import pytest"), (SOLUTION, code), *[(TEST, test) for test in tests]], names
    )
    assert marks(record) == [10.0] * 5, [cell.ending for cell in record.cells]


def test_a_function_that_exists_on_both_sides_runs_beside_the_student(run_notebook):
    """Then it can write into an array of theirs, as it does in one process."""
    code = "def after(f):\n    x = np.ones(3)\n    f(x)\n    return x"
    test = "from dlkit.check.examples import overwriting_ripples\n"
    test += "assert not after(overwriting_ripples).any() and after(np.sin).all()"
    record = run_notebook(
        [(LOCKED, "import numpy as np"), (SOLUTION, code), (TEST, test)], {"after"}
    )
    assert marks(record) == [10.0], record.cells[2].ending


def test_a_function_passed_in_cannot_be_called_for_ever(run_notebook):
    code = "def apply(f):\n    while True: f(1)"
    limits = Limits(call_seconds=1.0, submission_seconds=4.0)
    record = run_notebook([(SOLUTION, code), (TEST, "apply(lambda x: x)")], {"apply"}, limits)
    assert marks(record) == [0.0]


@pytest.mark.parametrize(
    ("code", "test"),
    [
        ("def f(a): a.sort()", "a = [3, 1, 2]\nb = a\nf(a)\nassert b == [1, 2, 3]"),
        ("def f(d): d['new'] = 1", "d = {}\nf(d)\nassert d == {'new': 1}"),
        ("def f(s): s.add(3)", "s = {1}\nf(s)\nassert s == {1, 3}"),
        (
            "def f(ps):\n    for p in ps: p -= 1",
            "p = np.ones(3)\nf([p])\nassert (p == 0).all()",
        ),
        (
            "def f(state):\n    state['m'][:] = 2",
            "m = np.zeros((2, 3))\nf(state={'m': m})\nassert (m == 2).all()",
        ),
        (
            "def f(rng): return rng.normal()",
            "rng = np.random.default_rng(3)\nf(rng)\nnext_one = rng.normal()\n"
            "rng = np.random.default_rng(3)\nrng.normal()\nassert rng.normal() == next_one",
        ),
    ],
)
def test_what_a_call_changes_is_changed_for_the_test(run_notebook, code, test):
    cells = [(LOCKED, "import numpy as np"), (SOLUTION, code), (TEST, test)]
    record = run_notebook(cells, {"f"})
    assert marks(record) == [10.0], record.cells[2].ending


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("{1, 2}", "{1, 2}"),
        ("b'ab'", "b'ab'"),
        ("__import__('collections').Counter('aab')", "{'a': 2, 'b': 1}"),
        ("__import__('collections').namedtuple('P', 'x y')(1, 2)", "(1, 2)"),
        ("__import__('fractions').Fraction(1, 3)", "__import__('fractions').Fraction(1, 3)"),
        ("__import__('datetime').date(2026, 1, 2)", "__import__('datetime').date(2026, 1, 2)"),
        ("range(3)", "range(3)"),
        ("1 + 2j", "1 + 2j"),
    ],
)
def test_values_of_the_standard_library_are_compared_by_what_they_hold(
    run_notebook, code, expected
):
    cells = [(SOLUTION, f"def f(): return {code}"), (TEST, f"assert f() == {expected}")]
    assert marks(run_notebook(cells, {"f"})) == [10.0]


VALUE = """
class Value:
    def __init__(self, data): self.data = data
    def __add__(self, other): return Value(self.data + getattr(other, "data", other))
    __radd__ = __add__
    def __mul__(self, other): return Value(self.data * getattr(other, "data", other))
    def __eq__(self, other): return self.data == other.data
    __hash__ = None
"""


def test_operators_are_asked_where_the_source_has_students_write_them(run_notebook):
    test = "a = Value(2.0)\nb = 3 + a * 3 + 1\nassert b.data == 10 and b == Value(10.0)"
    cells = [(SOLUTION, VALUE), (TEST, test)]
    assert marks(run_notebook(cells, {"Value"}, operators=["Value"])) == [10.0]
    assert marks(run_notebook(cells, {"Value"})) == [0.0]


WILY = """
class Wily:
    items = [1]
    def __init__(self, *_): pass
    def zero(self, *_): return 0.0
    def yes(self, *_): return True
    __sub__ = __rsub__ = __abs__ = __add__ = __mul__ = __pow__ = zero
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = yes
    __hash__ = None
    def __array__(self, *_, **__): return __import__("numpy").zeros(())
    def __array_ufunc__(self, *_, **__): return 0.0
    def __array_function__(self, *_, **__): return True
def f(x=None): return Wily()
"""


@pytest.mark.parametrize(
    "test",
    [
        "assert f() == 42",
        "assert abs(f() - 42) < 1e-9",
        "assert 42 - f() < 1e-9",
        "assert np.allclose(f(), 42)",
        "assert np.isclose(42, f())",
        "np.testing.assert_allclose(f(), 42)",
        "np.testing.assert_array_equal([1, 2], f())",
        "assert f() < 3",
        "assert f() in [42]",
        "assert [f()] == [42]",
        "import math\nassert math.isclose(f(), 42)",
        "import unittest\nunittest.TestCase().assertAlmostEqual(f(), 42)",
        "import pytest\nassert f() == pytest.approx(42)",
        "assert pytest.approx(42) == f()",
        "assert (np.array([1, 2]) == f()).all()",
    ],
)
def test_an_object_that_agrees_with_everything_earns_nothing(run_notebook, test):
    """Not even in a course whose students write operators: this one came out of a function."""
    cells = [(LOCKED, "import numpy as np\nimport pytest"), (SOLUTION, WILY), (TEST, test)]
    assert marks(run_notebook(cells, {"f", "Wily"}, operators=["Wily"])) == [0.0]


def test_the_guilty_call_of_many_is_found_and_the_others_are_judged(run_notebook):
    from autograder.specification.registry import find

    code = "def mse(p, t):\n    if p.shape != t.shape:\n        while True: pass\n"
    code += "    return float(((p - t) ** 2).mean())\n"
    code += "def mse_grad(p, t): return 2 * (p - t) / p.size"
    cells = [
        (LOCKED, "import numpy as np"),
        (SOLUTION, code),
        (TEST, "from autograder import grade\ngrade('losses.mse', mse, mse_grad)"),
    ]
    findings = run_notebook(cells, {"mse", "mse_grad"}, QUICK).cells[2].exercises[0].findings
    status = [each.status for each in findings]
    first = status.index("stopped")
    assert first > 0 and set(status[:first]) == {"passed"} and set(status[first:]) == {"stopped"}
    assert len(status) == len(find("losses.mse").checks(__import__("numpy").random.default_rng(0)))
