"""Every public function of dlkit, given the same numbers in every kind of legal input.

The answer must be that of plain float64 arrays, Python's int and float; what is refused must be
refused for both, in a sentence of ours. The arguments may not change.
"""

import copy
import importlib
import pkgutil
import traceback
import warnings
from pathlib import Path
from types import NoneType

import numpy as np
import pytest

import dlkit
from dlkit.topics import ORDER
from tests.dlkit.examples import EXAMPLES
from tests.dlkit.odd_inputs import CLOTHES, dressed, kind_of, leaves, with_generators

WITH_EXAMPLES = [*ORDER, "datasets"]  # `arguments` is what they all call; `plots` draws
HOME = str(Path(dlkit.__file__).parent)
for topic in WITH_EXAMPLES:
    importlib.import_module(f"tests.dlkit.examples.{topic}")


def public():
    """Yield everything that the topics and the data sets offer, with its name."""
    for info in pkgutil.walk_packages(dlkit.__path__, "dlkit."):
        if info.ispkg and info.name.split(".")[1] in WITH_EXAMPLES:
            package = importlib.import_module(info.name)
            for name in package.__all__:
                yield f"{info.name.removeprefix('dlkit.')}.{name}", getattr(package, name)


PUBLIC = {thing: name for name, thing in public()}


def holds(example, kind):
    return any(kind_of(leaf) == kind for leaf in leaves([example.args, example.kwargs]))


CASES = [
    pytest.param(EXAMPLES[thing], clothing, name == "real, float32", id=f"{place}-{name}")
    for thing, place in PUBLIC.items()
    if thing in EXAMPLES
    for name, clothing in CLOTHES.items()
    if holds(EXAMPLES[thing], clothing.kind)
]


def test_every_public_function_has_an_example():
    assert {name for thing, name in PUBLIC.items() if thing not in EXAMPLES} == set()
    assert set(EXAMPLES) <= set(PUBLIC)


@pytest.mark.parametrize(("example", "clothing", "is_single"), CASES)
def test_the_answer_does_not_depend_on_the_clothes(example, clothing, is_single):
    plain = dressed([example.args, example.kwargs], clothing.plain, clothing.kind)
    odd = dressed(plain, clothing.odd, clothing.kind)
    before = copy.deepcopy(leaves(odd))
    expected, answer = answer_to(example.call, *plain), answer_to(example.call, *odd)
    if is_single:
        close(answer, expected, example.single)
    else:
        equal(answer, expected)
    for now, then in zip(leaves(odd), before, strict=True):
        if isinstance(now, np.ndarray):
            np.testing.assert_array_equal(now, then)


def answer_to(call, args, kwargs):
    """Return the numbers of an answer, or the kind of a refusal, which must be one of ours."""
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # of numbers that are nan or too large
            return leaves(call(*with_generators(args), **with_generators(kwargs)))
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        if not (frame.filename.startswith(HOME) and frame.line.startswith("raise ")):
            raise
        return type(error)


def equal(answer, expected):
    """Demand the same numbers of the same dtype, up to the order of a sum."""
    close(answer, expected, 1e-12)
    for got, right in zip(answer, expected, strict=True) if isinstance(answer, list) else ():
        if isinstance(right, np.ndarray | np.generic):
            assert (type(got), got.dtype) == (type(right), right.dtype)


def close(answer, expected, tolerance):
    """Demand the same refusal, or the same numbers within a tolerance of the largest."""
    assert isinstance(answer, list) == isinstance(expected, list), f"{answer}, not {expected}"
    if not isinstance(answer, list):
        assert answer is expected
        return
    for got, right in zip(answer, expected, strict=True):
        if isinstance(right, np.ndarray | np.generic | float | int):
            got, right = np.asarray(got), np.asarray(right)
            assert got.shape == right.shape
            if tolerance is not None and right.dtype.kind in "fiub":
                scale = np.max(np.abs(right[np.isfinite(right)]), initial=0) or 1
                np.testing.assert_allclose(got, right, rtol=0, atol=tolerance * scale)
        elif isinstance(right, str | bytes | NoneType):
            assert got == right
