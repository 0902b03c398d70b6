"""Forged verdicts: whatever a student does to the process their code runs in, no point is earned.

Each attack is a cell of the student's. The tests behind it are those of an ordinary course and of
this one; the neighbour's function, which is right, keeps its points through every attack.
"""

# ruff: noqa: E501  (an attack reads best on one line)

import pytest

from tests.attacks.tools import LOCKED, QUICK, SOLUTION, TAKE_OVER, TEST, marks

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


NO_MARKS = [
    *("np.zeros(2)", "0j", "Fraction(1)", "np.float64('nan')", "np.array(0.5)", "np.ma.masked"),
    *("np.longdouble(1)", "np.clongdouble(1)", "np.longdouble('nan')", "np.array(1, 'g')"),
    *("np.array(1, 'G')", "np.float16(1)", "np.timedelta64(1)", "Decimal('nan')"),
]
MULTIPLIED = [
    *("''", "'x'", "[]", "()", "b''", "datetime.timedelta(1)", "np.longdouble('nan')"),
    *("np.array([], object)", "np.array(None, object)", "np.array(['x'], object)", "{}", "set()"),
    *("collections.deque()", "np.timedelta64(1)", "np.ma.masked", "np.clongdouble(1)", "f"),
]
IMPORTS = "import collections, datetime\nimport numpy as np\nfrom fractions import Fraction\n"
IMPORTS += "from decimal import Decimal\n"


@pytest.mark.parametrize("answer", NO_MARKS)
def test_a_score_that_is_no_mark_for_want_of_a_plain_number_gives_no_points(run_notebook, answer):
    """ "No number at the end" means passed; what a student returns must not bring that about."""
    cells = [(SOLUTION, f"{IMPORTS}def f(x): return {answer}"), (TEST, "10 - (f(3) - 42) ** 2")]
    assert not marks(run_notebook(cells, {"f"}, QUICK))[0]


@pytest.mark.parametrize("answer", MULTIPLIED)
def test_nor_where_the_answer_itself_is_multiplied(run_notebook, answer):
    """What a text, a list or a span of time times a number is, is no mark either."""
    cells = [
        (LOCKED, IMPORTS),
        (SOLUTION, f"{IMPORTS}def f(x): return {answer}"),
        (TEST, "10 * f(3)"),
        (TEST, "f(3) * np.float64(10)"),
        (TEST, "f(3)"),
    ]
    assert not any(marks(run_notebook(cells, {"f"}, QUICK)))


@pytest.mark.parametrize("end", ["'passed'", "f'passed {f(1)}'", "[f(1)];", "None", "print(f(1))"])
def test_an_end_that_no_answer_changes_is_a_pass(run_notebook, end):
    cells = [(SOLUTION, "def f(x): return []"), (TEST, f"assert f(1) == []\n{end}")]
    assert marks(run_notebook(cells, {"f"}, QUICK)) == [10.0]


@pytest.mark.parametrize("described", ["plain", "registered before", "registered after"])
def test_an_exception_that_is_described_in_two_ways_ends_no_loop(run_notebook, described):
    """The process says once that a class is a StopIteration, and once that it is not."""
    stop, fine = "[['__main__', 'E'], ['builtins', 'StopIteration']]", "[['__main__', 'E']]"
    first, then = (fine, stop) if described == "registered after" else (stop, fine)
    error = "dict(bases=bases, message='', args=[], holds={})"
    attack = f"{TAKE_OVER}\ncount = []\ndef make(request):\n    count.append(1)\n"
    attack += "    if request['do'] == 'plain': return reply(request, 'next')\n"
    attack += f"    bases = {first} if len(count) < 2 else {then}\n"
    attack += f"    return reply(request, None, error={error})\nanswer_calls_with(make)"
    answer = "class F(list):\n    def __call__(self, n): pass\nf = F()"
    answer = "def f(n): pass" if described != "plain" else answer
    tests = [
        (TEST, "try: f(1)\nexcept Exception: pass\nassert 0"),
        (TEST, "for got, want in zip(map(f, range(5)), range(1, 6)): assert got == want"),
        (TEST, "for got, want in zip(map(f, range(5)), range(1, 6)): assert got == want"),
    ]
    record = run_notebook([(SOLUTION, answer), (SOLUTION, attack), *tests], {"f"}, QUICK)
    assert not any(marks(record))


def test_a_name_of_the_judges_cannot_be_taken(run_notebook):
    """Only names that the source gives to students are fetched; theirs never cover the judge's."""
    attack = "np = pytest = reference = helper = grade = assert_allclose = lambda *a, **k: True"
    tests = [
        (LOCKED, "import numpy as np\ndef reference(x): return x + 41"),
        (TEST, "assert np.allclose(f(1), reference(1))"),
    ]
    record = run_notebook([(SOLUTION, attack + "\ndef f(x): return 0"), *tests], {"f"}, QUICK)
    assert marks(record) == [0.0]
