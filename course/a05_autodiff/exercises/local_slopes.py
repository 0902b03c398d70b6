"""Mistakes with the slopes of single functions, and a right engine without any slope."""

import cmath
import math
import operator

import numpy as np

from course.a05_autodiff.exercises.engine import Value, local
from course.a05_autodiff.exercises.local_gradients import local_gradients, replaced

METHODS = ("__mul__", "__neg__", "__pow__", "exp", "log", "relu", "tanh")


def with_pulls(f, numbers, dy, pulled, names=METHODS):
    """Ask an engine in which `pulled` makes the pull of these operations out of the right one."""

    def method(name):
        def compute(self, *operands):
            y = getattr(Value, name)(self, *operands)
            y.pull = pulled(y, y.pull)
            return y

        return compute

    methods = {name: method(name) for name in names}
    if "__mul__" in methods:
        methods["__rmul__"] = methods["__mul__"]
    return local(type("Changed", (Value,), methods), f, numbers, dy)


@local_gradients.wrong(
    "local_gradients",
    "one operation ignores the upstream gradient",
    "one of your operations hands on its slope alone: `dy` does not enter it. Each of them hands "
    "on the gradient that comes from above, times its slope.",
    names=(*((name,) for name in METHODS), ("__mul__", "__neg__")),
)
def with_one_slope_alone(f, *numbers, dy=1.0, names):
    return with_pulls(f, numbers, dy, lambda y, pull: lambda dy: pull(1.0), names)


@local_gradients.wrong(
    "local_gradients",
    "gradients added to grad as well",
    "a `pull` of yours adds to `grad` besides returning its gradients. It only returns them: the "
    "walk back, your next exercise, does the adding.",
)
def with_grad_changed(f, *numbers, dy=1.0):
    return with_pulls(f, numbers, dy, adding)


def adding(y, pull):
    """A pull that also adds what it returns to the operands' grad."""

    def pulled(dy):
        gradients = pull(dy)
        for parent, part in zip(y.parents, gradients, strict=True):
            parent.grad += part
        return gradients

    return pulled


EXPONENTIALS = {
    "like a power": lambda x: x * math.exp(x - 1),
    "times the operand": lambda x: x * math.exp(x),
    "one": lambda x: 1.0,
}
HYPERBOLIC = {
    "square of the operand": lambda x: 1 - x**2,
    "no square": lambda x: 1 - math.tanh(x),
    "like a sigmoid": lambda x: math.tanh(x) * (1 - math.tanh(x)),
    "tanh twice": lambda x: 1 - math.tanh(math.tanh(x)) ** 2,
}


@local_gradients.wrong(
    "local_gradients",
    "slope of the exponential",
    "the slope of your exponential is not the exponential itself. The rule for powers is for a "
    "fixed exponent; here it is the exponent that moves.",
    slope=tuple(EXPONENTIALS),
)
def with_wrong_exponential(f, *numbers, dy=1.0, slope):
    return replaced(f, numbers, dy, exp=lambda x: (math.exp(x), EXPONENTIALS[slope](x)))


@local_gradients.wrong(
    "local_gradients",
    "slope of tanh",
    "the slope of your tanh is wrong: it is one minus the square of the *result*, of tanh at the "
    "operand.",
    slope=tuple(HYPERBOLIC),
)
def with_wrong_tanh(f, *numbers, dy=1.0, slope):
    return replaced(f, numbers, dy, tanh=lambda x: (math.tanh(x), HYPERBOLIC[slope](x)))


@local_gradients.wrong(
    "local_gradients",
    "tanh by exponentials that overflow",
    "your tanh takes the exponential of a large number, which overflows, though tanh itself stays "
    "between -1 and 1. `math.tanh` does not.",
)
def with_tanh_that_overflows(f, *numbers, dy=1.0):
    def tanh(x):
        up, down = math.exp(x), math.exp(-x)
        y = (up - down) / (up + down)
        return y, 1 - y**2

    return replaced(f, numbers, dy, tanh=tanh)


def _checked(x):
    if x <= 0:
        raise ValueError("the logarithm needs a number above 0")
    return math.log(x)


@local_gradients.wrong(
    "local_gradients",
    "slope of the logarithm",
    "the slope of your logarithm is not one over the operand: you divide by the logarithm, or by "
    "something else.",
)
def with_wrong_logarithm(f, *numbers, dy=1.0):
    return replaced(f, numbers, dy, log=lambda x: (_checked(x), 1 / _checked(x)))


@local_gradients.wrong(
    "local_gradients",
    "logarithm of 0 without a word",
    "the logarithm of 0 and of numbers below gives -inf or nan in your engine, and every gradient "
    "behind it is lost. Refuse it with a ValueError.",
    divide=(np.divide, operator.truediv),
)
def with_silent_logarithm(f, *numbers, dy=1.0, divide):
    with np.errstate(all="ignore"):
        return replaced(f, numbers, dy, log=lambda x: (np.log(x), divide(1, x)))


TINY = 1e-100  # so small that its square is lost: what is left is the slope, to the last digit


@local_gradients.right("local_gradients")
def by_imaginary_steps(f, *numbers, dy=1.0):
    methods = {
        **{"__mul__": _product, "__rmul__": _product, "__neg__": _minus, "__pow__": _power},
        **{"exp": _exp, "log": _log, "relu": _relu, "tanh": _tanh},
    }
    kind = type("Moved", (complex,), methods)
    gradients = []
    for k in range(len(numbers)):
        moved = [kind(complex(x, TINY if i == k else 0)) for i, x in enumerate(numbers)]
        gradients.append(dy * f(*moved).imag / TINY)
    return f(*map(kind, numbers)).real, gradients


def _product(a, b):
    return complex(a) * complex(b)


def _minus(a):
    return complex.__neg__(a)


def _power(a, p):
    return complex.__pow__(a, p)


def _exp(a):
    return cmath.exp(a)


def _log(a):
    return complex(math.log(a.real), a.imag / a.real)


def _relu(a):
    return complex(a) if a.real > 0 else 0j


def _tanh(a):
    return cmath.tanh(a)
