"""What the guards demand, and that every function asks for its callables by name."""

import collections.abc
import contextlib
import inspect
import pkgutil
import typing
from importlib import import_module

import numpy as np
import pytest

import dlkit
from dlkit.arguments import (
    ShapeError,
    arrays_alike,
    fitting_arrays,
    real_arrays,
    real_pair,
    require_axes,
    require_number,
    require_whole_number,
    whole_numbers,
)
from dlkit.plots import fit_with_outliers, functions, loss_curves
from dlkit.regularization import nn


def public():
    """Everything that packages of dlkit offer: its place, itself, and what makes one of it."""
    for info in pkgutil.walk_packages(dlkit.__path__, "dlkit."):
        package = import_module(info.name)
        for name in () if info.name == "dlkit.check" else getattr(package, "__all__", ()):
            found = getattr(package, name)
            if inspect.isfunction(found):
                yield f"{info.name}.{name}", found, found
            elif inspect.isclass(found) and inspect.isfunction(found.__init__):
                yield f"{info.name}.{name}", found, found.__init__


def asked_for(function):
    """The arguments that have to be callable."""
    for parameter in inspect.signature(function).parameters.values():
        kind = parameter.annotation
        with contextlib.suppress(NameError):  # known to type checkers alone
            kind = eval(kind, function.__globals__) if isinstance(kind, str) else kind
        if typing.get_origin(kind) is collections.abc.Callable:
            yield parameter.name


CASES = [
    pytest.param(call, made, name, id=f"{place}-{name}")
    for place, call, made in public()
    for name in asked_for(made)
]


def test_all_of_them_are_found():
    assert len(CASES) > 60


@pytest.mark.parametrize(("call", "made", "wrong"), CASES)
@pytest.mark.parametrize("value", ["tanh", np.ones(3), None])
def test_what_is_no_function_is_named(call, made, wrong, value):
    parameters = inspect.signature(made).parameters.values()
    needed = [p.name for p in parameters if p.default is p.empty and p.kind not in (2, 4)]
    arguments = dict.fromkeys([name for name in needed if name != "self"])
    arguments |= dict.fromkeys(asked_for(made), np.tanh) | {wrong: value}
    with pytest.raises(TypeError) as refused:
        call(**arguments)
    what = f": {wrong} is {type(value).__name__}; a function is needed, not its name and not its"
    assert what in str(refused.value)
    assert str(refused.value).startswith(call.__name__)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: functions({"a": "tanh"}), r"functions: curves\['a'\] is str"),
        (lambda: loss_curves({"a": 3}), r"loss_curves: losses\['a'\] is int"),
        (
            lambda: fit_with_outliers(np.ones(1), np.ones(1), {"a": 3}, outliers=np.ones(1, bool)),
            r"fit_with_outliers: fits\['a'\] is int",
        ),
        (lambda: compiled(optimizer=0.1), "compile: optimizer is float"),
        (lambda: compiled(loss=(np.sum, None)), "compile: loss_grad is NoneType"),
    ],
)
def test_functions_within_other_arguments_are_named_too(call, named):
    with pytest.raises(TypeError, match=f"{named}; a function is needed"):
        call()


def compiled(**options):
    nn.Sequential([nn.Dense(2, 1, rng=np.random.default_rng(0))]).compile(**options)


@pytest.mark.parametrize(
    ("bounds", "right", "wrong", "needed"),
    [
        ({"above": 0}, [0.5], [0, -1, np.nan, np.inf], "above 0"),
        ({"at_least": 0}, [0, 7], [-0.5, np.nan, np.inf], "from 0 on"),
        ({"at_least": 0, "below": 1}, [0, 0.5], [-1, 1, np.nan], "from 0 on and below 1"),
        ({"above": 0, "at_most": 1}, [0.5, 1], [0, 2, np.nan], "above 0 and up to 1"),
        ({"below": 1}, [-7], [1, -np.inf], "below 1"),
    ],
)
def test_a_number_keeps_within_its_bounds(bounds, right, wrong, needed):
    for value in right:
        assert require_number(value, **bounds) == value
    for value in wrong:
        with pytest.raises(ValueError, match=rf"^f: x is .*; a finite number {needed} is needed$"):
            require_number(value, "x", "f", **bounds)


def test_a_number_without_bounds_may_be_infinite():
    assert require_number(-np.inf) == -np.inf
    assert np.isnan(require_number(np.float32(np.nan)))


@pytest.mark.parametrize("value", [True, "1", None, [1], 1j])
@pytest.mark.parametrize("require", [require_number, require_whole_number])
def test_what_is_no_number_is_refused(require, value):
    with pytest.raises(TypeError, match=rf"^the number is {type(value).__name__}; "):
        require(value)


def test_a_whole_number_is_whole_and_large_enough():
    assert type(require_whole_number(np.int8(-3))) is int
    with pytest.raises(TypeError, match="x is float; a whole number is needed"):
        require_whole_number(3.0, "x")
    with pytest.raises(ValueError, match="f: x is 0; at least 1 is needed"):
        require_whole_number(0, "x", "f", at_least=1)


def test_who_asks_may_be_left_out():
    with pytest.raises(ValueError, match=r"^the first array has shape \(2,\) but the second array"):
        real_pair([1, 2], [[1, 2]])
    with pytest.raises(ValueError, match=r"^p has shape \(2,\) but t has shape \(1, 2\)"):
        real_pair([1, 2], [[1, 2]], ("p", "t"))
    with pytest.raises(TypeError, match=r"^values\[1\] has dtype <U1; real numbers are needed"):
        real_arrays([1, "a"])


def test_arrays_alike_take_the_precision_of_the_first():
    w, dw = arrays_alike("f", w=np.ones(2, np.float32), dw=[1, 2])
    assert w.dtype == dw.dtype == np.float32
    unchanged = np.ones(2)
    assert arrays_alike("f", w=unchanged)[0] is unchanged


@pytest.mark.parametrize(("values", "place"), [(-1, "ids"), ([0, 3], r"ids\[1\]")])
def test_a_whole_number_out_of_range_is_named(values, place):
    with pytest.raises(ValueError, match=rf"f: {place} is -?\d; whole numbers from 0 to 2 are"):
        whole_numbers(values, 3, "ids", "f")


def test_an_axis_may_be_a_number():
    with pytest.raises(ShapeError, match=r"\(H, 1\)"):
        fitting_arrays(W=(np.ones((3, 2)), "H 1"))
    (column,) = fitting_arrays(W=(np.ones((3, 1)), "H 1"))
    assert column.shape == (3, 1)


@pytest.mark.parametrize("axes", ["(N, D)", "N,D", "ND", "N-1", "N D*2"])
def test_axes_that_are_written_in_another_way_are_refused_in_words(axes):
    with pytest.raises(ValueError, match="a space between, as in 'N D'"):
        fitting_arrays("dense", x=(np.ones((3, 2)), axes))


@pytest.mark.parametrize("letters", ["ND", "N D"])
def test_the_letters_of_axes_may_stand_apart(letters):
    require_axes(np.ones((3, 2)), letters)
    with pytest.raises(ShapeError, match=r"must be \(N, D\)"):
        require_axes(np.ones(3), letters)
