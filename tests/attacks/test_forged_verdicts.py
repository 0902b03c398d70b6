"""Forged verdicts: whatever a student does to the process their code runs in, no point is earned.

Each attack is a cell of the student's. The tests behind it are those of an ordinary course and of
this one; the neighbour's function, which is right, keeps its points through every attack.
"""

# ruff: noqa: E501  (an attack reads best on one line)

import pytest

from tests.attacks.tools import LOCKED, QUICK, SOLUTION, TEST, marks

TESTS = [
    "assert f(3) == 42",
    "import numpy as np\nnp.testing.assert_allclose(f(np.ones(2)), [42, 43])",
    "points = 0\nfor n in (1, 2):\n    points += 5 * (f(n) == n + 41)\npoints",
    "from autograder import grade\ngrade('losses.mse', f, f)",
]
HONEST = "assert honest(2) == 4"

ATTACKS = {
    "input transformer": "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass'])",
    "syntax tree transformer": "import ast\nclass Drop(ast.NodeTransformer):\n"
    "    def visit_Assert(self, node): return ast.Pass()\n"
    "get_ipython().ast_transformers.append(Drop())",
    "patched numpy": "import numpy as np\nnp.allclose = np.isclose = np.array_equal = lambda *a, **k: True\n"
    "np.testing.assert_allclose = np.testing.assert_array_equal = lambda *a, **k: None",
    "patched builtins": "import builtins\nbuiltins.all = builtins.any = lambda *a: True\n"
    "builtins.abs = lambda x: 0\nbuiltins.AssertionError = type('Fine', (Exception,), {})",
    "patched checks": "import dlkit.check.observe as o, dlkit.check.battery as b\n"
    "b.Check.judge = lambda self, *a: b.Finding(check=self, status='passed')\n"
    "b.run_all = lambda checks, functions: tuple(b.Finding(check=c, status='passed') for c in checks)",
    "a grade of one's own": "def grade(*a): return 10.0\ncheck = grade\n10.0",
    "shell that shows a number": "get_ipython().displayhook.__class__.__call__ = lambda *a: None\n"
    "get_ipython().run_cell = lambda *a, **k: 10.0",
    "formatter": "class Ten(float):\n    __repr__ = lambda self: '10.0'\nf = Ten(10.0)",
    "frame walking": "import sys\ndef f(x):\n    frame = sys._getframe()\n    while frame:\n"
    "        for name in ('expected', 'want', 'right', 'points'):\n"
    "            if name in frame.f_locals: return frame.f_locals[name]\n"
    "        frame = frame.f_back\n    return None",
    "garbage collector": "import gc, numpy as np\ndef f(x):\n"
    "    found = [o for o in gc.get_objects() if isinstance(o, list) and 42 in o[:4]]\n"
    "    return found[0][0] if found else None",
    "history": "def f(x):\n    import re\n    seen = ' '.join(map(str, get_ipython().history_manager.input_hist_raw))\n"
    "    return (re.findall(r'== (\\d+)', seen.split('assert')[-1]) or [None])[0]",
    "at exit": "import atexit, os, sys\natexit.register(print, '10.0')\nsys.exitfunc = lambda: 10.0",
    "a thread that acts later": "import threading, time\ndef later():\n    time.sleep(0.1)\n"
    "    globals()['f'] = lambda x: True\nthreading.Thread(target=later, daemon=True).start()",
    "stops the loop of the test": "def f(x): raise StopIteration",
    "passes for the exception": "class SkipTest(Exception): pass\nSkipTest.__module__ = 'unittest.case'\n"
    "def f(x): raise SkipTest('no need')",
    "exits": "import sys\ndef f(x): sys.exit(0)",
    "is not a number": "def f(x): return float('nan')",
    "text that is a number": "class Text(str):\n    __eq__ = lambda *a: True\n    __hash__ = str.__hash__\n"
    "def f(x): return Text('42')",
    "array that agrees": "import numpy as np\nclass A(np.ndarray):\n    __eq__ = lambda *a: np.bool_(True)\n"
    "    __array_function__ = lambda *a, **k: True\ndef f(x): return np.zeros(2).view(A)",
    "masked": "import numpy as np\ndef f(x): return np.ma.masked_all(2)",
    "its own recursion": "def f(x): return f(x)",
    "a judge's module beside it": "open('numpy.py', 'w').write('allclose = lambda *a: True')\n"
    "open('autograder.py', 'w').write('grade = lambda *a: 10.0')\nimport sys; sys.modules.pop('numpy', None)",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_unearned_point_and_the_honest_function_keeps_its_own(run_notebook, attack):
    cells = [
        (SOLUTION, "def honest(x): return 2 * x"),
        (SOLUTION, "def f(x): return None"),
        (SOLUTION, ATTACKS[attack]),
        *[(TEST, test) for test in TESTS],
        (TEST, HONEST),
    ]
    record = run_notebook(cells, {"f", "honest"}, QUICK)
    assert not any(marks(record)[:4]) and marks(record)[4] == 10.0, record.cells
    assert record.status == "graded"


@pytest.mark.parametrize(
    "test",
    [
        "assert all(map(lambda n: f(n) == n + 1, range(5)))",
        "for got, want in zip(map(f, range(5)), range(1, 6)): assert got == want",
        "assert 42 in f(1)",
        "assert not [n for n in range(5) if f(n) != n + 1]",
        "try:\n    f(1)\nexcept KeyError:\n    pass\nelse:\n    raise AssertionError",
        "assert {f(1): 5} == {42: 5}",
        "assert sorted([f(1), 3]) == [3, 42]",
        "assert sum(f(n) for n in range(3)) == 126",
        "assert max(f(1), 42) == 42 and min(f(1), 42) == 42",
        "assert f'{f(1)}' == '42' or str(f(1)) == '42'",
        "assert round(f(1), 3) == 42",
        "import pickle\nassert pickle.loads(pickle.dumps(f(1))) == 42",
        "import copy\nassert copy.deepcopy(f(1)) == 42",
    ],
)
@pytest.mark.parametrize(
    "answer",
    [
        "def f(n): raise StopIteration",
        "class Any:\n    def __getattr__(self, name): return lambda *a: True\n"
        "    __contains__ = __eq__ = __ne__ = __lt__ = __bool__ = lambda *a: True\n"
        "    __hash__ = lambda self: hash(42)\n    __round__ = lambda *a: 41\n"
        "    __iter__ = lambda self: iter(())\n    __reduce__ = lambda self: (int, (42,))\n"
        "def f(n): return Any()",
    ],
    ids=["stops loops", "agrees"],
)
def test_ordinary_tests_are_not_talked_round(run_notebook, test, answer):
    record = run_notebook([(SOLUTION, answer), (TEST, test)], {"f"}, QUICK)
    assert not any(marks(record))


@pytest.mark.parametrize("answer", ["np.zeros(2)", "0j", "Fraction(1)", "np.float64('nan')"])
def test_a_score_that_is_no_mark_for_want_of_a_plain_number_gives_no_points(run_notebook, answer):
    """ "No number at the end" means passed; what a student returns must not bring that about."""
    cells = [
        (
            SOLUTION,
            f"import numpy as np\nfrom fractions import Fraction\ndef f(x): return {answer}",
        ),
        (TEST, "10 - (f(3) - 42) ** 2"),
    ]
    assert not marks(run_notebook(cells, {"f"}, QUICK))[0]


def test_a_name_of_the_judges_cannot_be_taken(run_notebook):
    """Only names that the source gives to students are fetched; theirs never cover the judge's."""
    attack = "np = pytest = reference = helper = grade = assert_allclose = lambda *a, **k: True"
    tests = [
        (LOCKED, "import numpy as np\ndef reference(x): return x + 41"),
        (TEST, "assert np.allclose(f(1), reference(1))"),
    ]
    record = run_notebook([(SOLUTION, attack + "\ndef f(x): return 0"), *tests], {"f"}, QUICK)
    assert marks(record) == [0.0]
