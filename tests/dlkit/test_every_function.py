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
from numpy.exceptions import AxisError

import dlkit
from dlkit.topics import ORDER
from tests.dlkit.examples import EXAMPLES
from tests.dlkit.odd_inputs import CLOTHES, dressed, kind_of, leaves, with_generators

WITH_EXAMPLES = [*ORDER, "arguments", "datasets"]  # `plots` draws instead of answering
HOME = str(Path(dlkit.__file__).parent)
EXAMPLES_FOLDER = str(Path(__file__).parent / "examples")
EXACT = 1e-12  # of the largest number: sums in another order differ by rounding
for topic in WITH_EXAMPLES:
    importlib.import_module(f"tests.dlkit.examples.{topic}")


def public():
    """Yield everything that the topics, the guards and the data sets offer, with its name."""
    for info in pkgutil.walk_packages(dlkit.__path__, "dlkit."):
        if info.ispkg and info.name.split(".")[1] in WITH_EXAMPLES:
            package = importlib.import_module(info.name)
            for name in package.__all__:
                yield f"{info.name.removeprefix('dlkit.')}.{name}", getattr(package, name)


PUBLIC = {thing: name for name, thing in public()}


def test_every_public_function_has_an_example():
    assert {name for thing, name in PUBLIC.items() if thing not in EXAMPLES} == set()
    assert set(EXAMPLES) <= set(PUBLIC)


@pytest.mark.parametrize("thing", [pytest.param(thing, id=name) for thing, name in PUBLIC.items()])
def test_the_answer_does_not_depend_on_the_clothes(thing):
    example = EXAMPLES[thing]
    kinds = set(map(kind_of, leaves([example.args, example.kwargs])))
    wrong = {}
    for name, clothing in CLOTHES.items():
        if clothing.kind in kinds and name not in example.without:
            try:
                compare(example, clothing, example.single if name == "real, float32" else EXACT)
            except Exception as error:
                wrong[name] = error
    assert wrong == {}


def compare(example, clothing, tolerance):
    """Give an example the same numbers twice, and demand the same answer."""
    plain = dressed([example.args, example.kwargs], clothing.plain, clothing.kind)
    odd = dressed(plain, clothing.odd, clothing.kind)
    before = copy.deepcopy(leaves(odd))
    expected, answer = answer_to(example.call, *plain), answer_to(example.call, *odd)
    if isinstance(answer, type) or isinstance(expected, type):
        assert answer is expected
    else:
        for got, right in zip(answer, expected, strict=True):
            same(got, right, tolerance)
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
        if not is_refusal(error, call):
            raise
        return type(error)


def is_refusal(error, call):
    """Whether somebody has thought of this: a raise of ours, or of the example's own function."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    if isinstance(error, AxisError):  # NumPy says itself which axis there is not
        return True
    if isinstance(error, IndexError):
        return "IndexError" in call.__doc__
    is_ours = HOME in frame.filename and frame.line.startswith("raise ")
    return EXAMPLES_FOLDER in frame.filename or is_ours


def same(got, right, tolerance):
    """Demand the same number, array or text, and where it is exact the same dtype."""
    if isinstance(right, np.ndarray | np.generic) and tolerance == EXACT:
        assert (type(got), got.dtype) == (type(right), right.dtype)
    if isinstance(right, str | bytes | NoneType):
        assert got == right
    elif isinstance(right, np.ndarray | np.generic | float | int):
        got, right = np.asarray(got), np.asarray(right)
        assert got.shape == right.shape
        if tolerance is not None and right.dtype.kind in "fiub":
            scale = np.max(np.abs(right[np.isfinite(right)]), initial=0) or 1
            np.testing.assert_allclose(got, right, rtol=0, atol=tolerance * scale)
