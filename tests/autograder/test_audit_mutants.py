"""Mutants: which mistakes are made in a function's source, and under which names."""

import ast

import numpy as np
import pytest

from autograder.audit.mutants import mutants_of
from autograder.audit.operators import alternatives
from autograder.errors import AutograderError


def halved(x: np.ndarray, *, by: int = 2) -> np.ndarray:
    """A docstring with 1 number, which is no code."""
    if x.size == 0:
        raise ValueError(f"no {1} to halve")
    return _positive(x) / by


def _positive(x):
    return np.maximum(x, 0)


def test_mutants_of_a_small_function_are_exactly_these():
    assert {mutant.name for mutant in mutants_of(halved)} == {
        "if x.size == 0: -> (dropped)",
        "x.size == 0 -> x.size != 0",
        "x.size == 0 -> x.size == 1",
        "raise ValueError(f'no {1} to halve') -> (dropped)",
        "x, *, by=2 -> x, *, by=-2",
        "x, *, by=2 -> x, *, by=3",
        "return _positive(x) / by -> (dropped)",
        "return _positive(x) / by -> return _positive(x) * by",
        "_positive: return np.maximum(x, 0) -> (dropped)",
        "_positive: np.maximum(x, 0) -> np.minimum(x, 0)",
        "_positive: np.maximum(x, 0) -> np.maximum(x, 1)",
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("np.sum(x, axis=0)", {"np.sum(x)"}),
        ("np.where(a, b)", {"np.where(b, a)"}),
        ("np.maximum(a, b)", set()),
        ("np.abs(x)", {"x"}),
        ("x.mean", {"x.sum"}),
        ("x[:, None]", {"x"}),
        ("x[:, 0]", set()),
        ("-x", {"x"}),
        ("not x", {"x"}),
        ("a and b", {"a or b"}),
        ("a < b", {"a <= b", "a > b"}),
        ("a == b", {"a != b"}),
        ("a if b else c", {"c if b else a"}),
        ("x @ y", {"x * y"}),
        ("x ** y", {"x * y"}),
        ("0", {"1"}),
        ("1", {"0", "2", "-1"}),
        ("-1", {"0", "1"}),
        ("2.0", {"1.0", "4.0"}),
        ("True", {"False"}),
        ("'text'", set()),
        ("None", set()),
    ],
)
def test_an_expression_becomes_what_a_person_might_have_typed(before, after):
    node = ast.parse(before, mode="eval").body
    assert {ast.unparse(other) for other in alternatives(node)} == after


def test_a_mutant_leaves_the_original_alone():
    places = {mutant.place.partition(":")[0] for mutant in mutants_of(halved)}
    assert [place.endswith("test_audit_mutants.py") for place in places] == [True]
    assert halved(np.array([4.0, -1.0])).tolist() == [2.0, 0.0]


def test_the_same_text_twice_gives_two_names():
    def twice(x):
        y = np.abs(x + 1)
        return y * np.abs(x + 1)

    names = [mutant.name for mutant in mutants_of(twice)]
    assert names.count("x + 1 -> x + 2") == names.count("x + 1 -> x + 2 #2") == 1


def test_what_is_no_function_of_its_own_is_refused():
    for nothing in (np.sin, lambda x: x):
        with pytest.raises(AutograderError, match=r"to make mutants of"):
            list(mutants_of(nothing))
