"""What goes along with a call: files, random numbers, containers. None of it earns a point."""

import random
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.grading.places import with_places
from autograder.judge.workdir import trusted_folder
from autograder.model import COMPLETE, CellRecord, Record
from autograder.results import wording
from autograder.sandbox.inside import randomness
from tests.attacks.tools import LOCKED, QUICK, SOLUTION, TEST, marks

PATH = "from pathlib import Path\n"


@pytest.fixture
def beside_a_file(tmp_path):
    """The working folder of the judge, with a file of the instructor's that no student changes."""
    (tmp_path / "expected.txt").write_text("42")
    with trusted_folder({"expected.txt": str(tmp_path / "expected.txt")}):
        yield


@pytest.mark.parametrize(
    ("attack", "test"),
    [
        ("open('expected.txt', 'w').write('0')", "assert Path('expected.txt').read_text() == '0'"),
        ("open('json_.py', 'w').write('x = 1')", "open\nimport json_"),
        ("import os; os.symlink('/etc/passwd', 'p')", "assert Path('p').read_text()"),
        ("import os; os.makedirs('a'); open('a/b.so', 'w')", "import os\nassert os.listdir('a')"),
    ],
)
def test_files_of_the_instructor_stay_and_no_module_comes(
    run_notebook, beside_a_file, attack, test
):
    cells = [(SOLUTION, f"def f():\n    {attack}"), (TEST, f"{PATH}f()\n{test}")]
    record = run_notebook(cells, {"f"})
    assert not any(marks(record)), record.cells[1].ending


def test_a_file_of_data_does_come(run_notebook, beside_a_file):
    """The control of the test above."""
    cells = [
        (SOLUTION, "def f(path):\n    open(path, 'w').write('7')"),
        (TEST, f"{PATH}f('own.txt')\nassert Path('own.txt').read_text() == '7'"),
    ]
    record = run_notebook(cells, {"f"})
    assert marks(record) == [10.0], record.cells[1].ending


def test_a_pickle_of_a_students_is_not_opened(run_notebook, beside_a_file):
    attack = "class Run:\n    __reduce__ = lambda self: (print, ('run',))\n"
    attack += "def f():\n    import pickle\n    pickle.dump(Run(), open('m.pkl', 'wb'))"
    test = f"{PATH}import pickle\nf()\ntry:\n    pickle.loads(Path('m.pkl').read_bytes())\n"
    test += "except: pass"
    record = run_notebook([(SOLUTION, attack), (TEST, test)], {"f"}, QUICK)
    assert marks(record) == [None] and "pickle" in record.cells[1].ending.message


def test_random_states_are_taken_only_where_drawing_numbers_leads_to_them():
    random.seed(1)
    np.random.seed(1)
    before = randomness.read()
    random.random()
    np.random.rand(2000)
    drawn = randomness.read()
    np.random.seed(5)
    random.seed(5)
    chosen = randomness.read()
    for name in ("python", "numpy"):
        assert randomness.lead_on(before[name], drawn[name])
        assert not randomness.lead_on(before[name], chosen[name])
        assert not randomness.lead_on(drawn[name], before[name])
        assert not randomness.lead_on(before[name], [[0] * 624, 3, None])
        assert not randomness.lead_on(before[name], ["x", None, 3])


def test_the_normal_number_in_hand_is_the_one_that_was_drawn():
    np.random.seed(1)
    random.seed(1)
    np.random.randn()
    random.gauss(0, 1)
    for name, (words, place, number) in randomness.read().items():
        assert number is not None and randomness.kept(name, [words, place, number]) == number
        assert randomness.kept(name, [words, place, 0.0]) is None


def test_an_argument_of_an_earlier_call_is_no_longer_the_students_to_change(run_notebook):
    attack = "held = []\ndef f(x): held.append(x); return 0\n"
    attack += "def g():\n    held[0][:] = [0]"
    test = "x = [1]\nf(x)\ng()\nassert x == [0]"
    assert marks(run_notebook([(SOLUTION, attack), (TEST, test)], {"f", "g"})) == [0.0]


def test_what_a_call_returned_does_not_change_afterwards(run_notebook):
    attack = "held = []\ndef f(): held.append([1]); return held[0]\n"
    attack += "def g(right): held[0][:] = right"
    test = "x = f()\ng([2])\nassert x == [2]"
    assert marks(run_notebook([(SOLUTION, attack), (TEST, test)], {"f", "g"})) == [0.0]


@pytest.mark.parametrize("answer", ["np.ma.masked_all(2)", "__import__('collections').Counter()"])
def test_values_that_agree_with_more_than_they_hold_come_as_what_they_hold(run_notebook, answer):
    """A masked array is equal to anything, a counter has every key."""
    tests = [
        (TEST, "np.testing.assert_allclose(f(), [1, 2])"),
        (TEST, "assert f()['errors'] == 0"),
    ]
    cells = [(LOCKED, "import numpy as np"), (SOLUTION, f"def f(): return {answer}"), *tests]
    assert marks(run_notebook(cells, {"f"})) == [0.0, 0.0]


def test_the_seed_of_hidden_cases_is_not_in_the_states_that_a_test_shows(run_notebook):
    """`random` would give the same numbers from the seed itself."""
    attack = "import random\ndef f():\n    return random.random()"
    test = "import random\nx = f()\nrandom.seed(1)\nassert x == random.random()"  # the plan's seed
    assert marks(run_notebook([(SOLUTION, attack), (TEST, test)], {"f"})) == [0.0]


@pytest.mark.parametrize(
    ("answer", "test", "is_noted"),
    [
        ("x[:] = 0; return x", "x = np.ones(3)\nassert np.allclose(f(x), 2 * x)", True),
        ("x.clear()", "x = [1]\nf(x)\nassert x == []", True),
        ("return 2 * x", "x = np.ones(3)\nassert np.allclose(f(x), 2 * x)", False),
    ],
)
def test_a_test_whose_argument_was_changed_is_noted_and_keeps_its_mark(
    run_notebook, answer, test, is_noted
):
    """Whether the model solution changes it as well decides `with_places`."""
    cells = [(LOCKED, "import numpy as np"), (SOLUTION, f"def f(x):\n    {answer}"), (TEST, test)]
    record = run_notebook(cells, {"f"})
    assert marks(record) == [10.0] and record.cells[2].changed_arguments is is_noted


@pytest.mark.parametrize("by_model", [True, False])
def test_it_is_a_look_only_where_the_model_solution_changes_nothing(by_model):
    control = SimpleNamespace(notebook="n", grade_id="t", changes_arguments=by_model)
    assignment = SimpleNamespace(inside=lambda _: {}, controls=(control,), is_strict=False)
    cells = (CellRecord("t", TEST, 1.0, 1.0, changed_arguments=True),)
    record = with_places(assignment, Record("a", "ada", "n", "", {"n": COMPLETE}, cells))
    assert bool(wording.changed_arguments(record)) is not by_model
