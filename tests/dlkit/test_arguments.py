"""What is no function is refused by name, wherever a function is asked for."""

import collections.abc
import contextlib
import inspect
import pkgutil
import typing
from importlib import import_module

import numpy as np
import pytest

import dlkit
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
