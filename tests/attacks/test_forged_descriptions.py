"""Forged descriptions of values, and values that cannot be described.

A description runs no code and costs no more work than its letters; what stumbles when it is looked
at costs one call.
"""

# ruff: noqa: E501  (an attack reads best on one line)

import json

import pytest

from autograder.sandbox.inside import values
from dlkit.check.plain import NotPlain, decode
from tests.attacks.tools import QUICK, SOLUTION, TAKE_OVER, TEST, marks

NO_NUMBERS = {"is": "array", "dtype": "<i8", "shape": [0], "data": ""}
GRADE = "from autograder import grade\ngrade('losses.mse', f, f)"


@pytest.mark.parametrize(
    "described",
    [
        {"is": "standard", "type": "Fraction", "made of": ["1e999999999"]},
        {"is": "standard", "type": "Fraction", "made of": [1, 0]},
        {"is": "standard", "type": "Decimal", "made of": ["1e999999999999"]},
        {"is": "standard", "type": "range", "made of": [0, 1 << 40, 1]},
        {"is": "standard", "type": "date", "made of": [10**9, 1, 1]},
        {"is": "standard", "type": "eval", "made of": ["1"]},
        {"is": "named tuple", "name": "T", "fields": ["__class__"], "items": [1]},
        {"is": "named tuple", "name": "T", "fields": ["a"] * 300, "items": []},
        {"is": "complex", "parts": ["1", "2"]},
        {"is": "generator", "state": {"is": "dict", "items": [["bit_generator", "os"]]}},
        {"is": "array", "dtype": "|O", "shape": [1], "data": "AAAAAAAAAAA="},
        {"is": "array", "dtype": "<U1", "shape": [1], "data": "/////w=="},
    ],
)
def test_a_description_that_would_cost_hours_or_run_code_is_refused(described):
    with pytest.raises(NotPlain):
        decode(described)


def test_a_truth_value_is_true_or_false():
    """A byte that is neither 0 nor 1 would be equal to both where bytes are compared."""
    found = decode({"is": "array", "dtype": "|b1", "shape": [3], "data": "AAL/"})
    assert found.view("u1").tolist() == [0, 1, 1]


SAME_HASH = [n * ((1 << 61) - 1) for n in range(20_000)]


@pytest.mark.parametrize(
    "described",
    [
        {"is": "set", "items": SAME_HASH},
        {"is": "frozenset", "items": SAME_HASH},
        {"is": "dict", "items": [[n, 0] for n in SAME_HASH]},
        {"is": "set", "items": [{"is": "tuple", "items": [n]} for n in SAME_HASH]},
        {
            "is": "value",
            "library": "collections",
            "class": "Counter",
            "parts": [[n, 1] for n in SAME_HASH],
        },
        {"is": "value", "library": "builtins", "class": "keys", "parts": SAME_HASH},
        {
            "is": "value",
            "library": "pandas",
            "class": "Index",
            "parts": [{"kind": "range", "names": [None], "made of": [0, 10**12, 1]}],
        },
        {
            "is": "value",
            "library": "scipy",
            "class": "csr_array",
            "format": "csr",
            "shape": [10**12, 1],
            "parts": [NO_NUMBERS, NO_NUMBERS, NO_NUMBERS],
        },
    ],
    ids=lambda described: str(described)[:60],
)
def test_a_few_letters_do_not_stand_for_much_work(described):
    """Keys that have one hash, lengths that nobody wrote down."""
    with pytest.raises(NotPlain):
        decode(described, lambda inner: values.rebuild(inner, decode))


def test_as_many_keys_of_different_hashes_are_taken():
    assert len(decode({"is": "set", "items": list(range(50_000))})) == 50_000
    powers = [1 << n for n in range(4_000)]  # of which 65 each have the same hash
    assert decode({"is": "set", "items": powers}) == set(powers)


def test_sympy_does_not_work_out_what_takes_hours():
    """A power of powers, a factorial: they stay as they were described, and small ones do not."""

    def tree(name, *numbers):
        parts = [
            {"is": "value", "library": "sympy", "class": "integer", "parts": [n]} for n in numbers
        ]
        return {"is": "value", "library": "sympy", "class": "tree", "name": name, "parts": parts}

    def made(described):
        return decode(described, lambda inner: values.rebuild(inner, made))

    assert made(tree("Pow", "2", "10")) == 1024 and made(tree("factorial", "4")) == 24
    for forged in (tree("Pow", "10", "1000000000000"), tree("factorial", "1000000000")):
        assert made(forged).args


def test_names_of_changed_arguments_are_as_many_as_a_page_can_show(run_notebook):
    many = "['argument 1'] * 60000"
    take_over = f"{TAKE_OVER}answer_calls_with(lambda r: json.dumps({{'done': r['id'], 'reply': {{'rest': [dict(SEEN, value=1, changed={many}, shared={many})] * len(r['calls'])}}}}))"
    record = run_notebook(
        [(SOLUTION, "def f(*a, **k): return None"), (SOLUTION, take_over), (TEST, GRADE)],
        {"f"},
        QUICK,
    )
    assert not any(marks(record)) and len(json.dumps(record, default=vars)) < 1_000_000


@pytest.mark.parametrize(
    "answer",
    [
        *("np.ma.masked", "np.ma.array(1, mask=True)", "np.ma.array([1, 'x'], object)"),
        "type('A', (), {'__getattr__': lambda self, name: 1 / 0})()",
        "type('A', (), {'__module__': property(lambda self: 1 / 0)})()",
        "type('A', (list,), {'__len__': lambda self: 10 ** 12, '__iter__': lambda self: 1 / 0})()",
        "type('A', (np.ndarray,), {'__array_finalize__': lambda self, x: 1 / 0})",
        "dict([(lambda: 0, 1)])",
        "(lambda e: e.__dict__.update({1: 2}) or e)(ValueError())",
    ],
)
def test_a_value_that_stumbles_when_it_is_looked_at_does_not_end_its_process(run_notebook, answer):
    cells = [
        (
            SOLUTION,
            f"import numpy as np\ncalls = []\ndef f(*a):\n    calls.append(1)\n    return {answer}",
        ),
        (SOLUTION, "def count(): return len(calls)"),
        (TEST, "try: f()\nexcept Exception: pass\nassert count() == 1"),
        (TEST, GRADE),
        (TEST, "assert count() > 1"),
    ]
    record = run_notebook(cells, {"f", "count"})
    assert marks(record)[0] == 10.0 and marks(record)[2] == 10.0, [c.ending for c in record.cells]
