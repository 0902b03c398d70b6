"""Mistakes of dual numbers with single functions of one operand, and with reading entries."""

from collections.abc import Callable
from typing import Any

import numpy as np

from course.a05_autodiff.exercises.edge_count import edge_count
from course.a05_autodiff.exercises.jvp import Pair, changed

SLOPES = {
    "__pow__": lambda self, p: self.one(self.value**p, p * self.value**p),
    "exp": lambda self: self.one(np.exp(self.value), self.value * np.exp(self.value)),
    "tanh": lambda self: self.one(np.tanh(self.value), 1 - self.value**2),
}


@edge_count.wrong(
    "jvp",
    "slope of one function",
    "one of your duals' functions (a power, the exponential, tanh) multiplies the rate by another "
    "number than its slope at the value.",
    method=tuple(SLOPES),
)
def jvp_with_wrong_slope(f, x, v, *, method):
    return changed(f, x, v, **{method: SLOPES[method]})


@edge_count.wrong(
    "jvp",
    "slope without the rate",
    "a function of one operand returns its slope as the rate. The slope has to be multiplied by "
    "the rate that comes in.",
    methods=(tuple(SLOPES), *((name,) for name in SLOPES)),
)
def jvp_without_incoming_rate(f, x, v, *, methods):
    def alone(name):
        def function(self, *exponent):
            still = type(self)(self.value, np.ones_like(self.value))
            return getattr(Pair, name)(still, *exponent)

        return function

    return changed(f, x, v, **{name: alone(name) for name in methods})


@edge_count.wrong(
    "jvp",
    "entries read in the value alone",
    "`a[index]` reads some entries of the value in your duals, but keeps the rate of the whole "
    "array. Read the same entries of both.",
)
def jvp_with_whole_rate(f, x, v):
    return changed(f, x, v, __getitem__=lambda a, index: type(a)(a.value[index], a.rate))


RATES: dict[str, Callable[..., Any]] = {"__pow__": pow, "exp": np.exp, "tanh": np.tanh}


@edge_count.wrong(
    "jvp",
    "function of the rate",
    "one of your duals' functions (a power, the exponential, tanh) is applied to the rate as it is "
    "to the value. The rate is multiplied by the slope at the value.",
    method=tuple(RATES),
)
def jvp_with_function_of_the_rate(f, x, v, *, method):
    def function(self, *exponent):
        value = getattr(Pair, method)(self, *exponent).value
        return type(self)(value, RATES[method](self.rate, *exponent))

    return changed(f, x, v, **{method: function})
