"""The exercise on numbers that remember how they were made: one operation at a time."""

import math
from types import SimpleNamespace

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a05_autodiff.exercises.engine import Value, local
from dlkit import autodiff
from dlkit.check import expressions

RELU = (("above 0", 1, 1), ("below 0", -1, 1), ("above 0, with dy below 0", 1, -1))

local_gradients = Exercise(
    id="autodiff.local_gradients",
    title="Numbers that remember",
    difficulty=2,
    minutes=35,
    hints=(
        "Each operation makes a new number out of three things: its value, the numbers it was made "
        "of, and a function from the upstream gradient to one gradient for each of them.",
        "A product hands each factor the upstream gradient times the other factor. An operation "
        "with one operand hands on the upstream gradient times its slope at the operand.",
        "As in the finished sum: compute the value from the data of the operands, name the "
        "operands as parents, and give a function that returns a tuple. The slopes: minus one; "
        "the exponent times one power less; the exponential itself; one over the operand; one "
        "minus the square of tanh; and one or nothing for relu.",
    ),
)


@local_gradients.asks(autodiff.local_gradients, part="gradients")
def _ask_local_gradients(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(expressions.product, 2.0, 5.0, dy=10.0)
    with ask.essential("each factor of a product gets `dy` times the other factor"):
        for f in (expressions.product, expressions.square):
            ask.values(_name(f), f, *_drawn(rng, f), dy=rng.uniform(2, 3))
    ask.values(_name(expressions.minus), expressions.minus, 0.5, dy=rng.uniform(2, 3))
    for f in (expressions.cube, expressions.inverse_square, expressions.root):
        ask.values(_name(f), f, rng.uniform(0.3, 0.9), dy=rng.uniform(-3, -2))
    for f in (expressions.exponential, expressions.logarithm, expressions.hyperbolic_tangent):
        ask.values(_name(f), f, rng.uniform(0.3, 0.9), dy=rng.uniform(2, 3))
    for title, sign, upstream in RELU:
        x, dy = sign * rng.uniform(0.3, 0.9), upstream * rng.uniform(2, 3)
        ask.values(f"relu of a number {title}", expressions.rectified, x, dy=dy)
    for f in (expressions.three_times, expressions.half_of):
        ask.edge(_name(f), f, rng.uniform(0.3, 0.9), dy=rng.uniform(2, 3))
    ask.edge("tanh of a number below 0", expressions.hyperbolic_tangent, -rng.uniform(0.3, 0.9))
    ask.edge("the power 3 of a number below 0", expressions.cube, -rng.uniform(0.3, 0.9))
    ask.edge("the power 0 of a number", expressions.zeroth_power, rng.uniform(0.3, 0.9))
    ask.edge("the power 0 of 0", expressions.zeroth_power, 0.0)
    ask.edge("relu at exactly 0", expressions.rectified, 0.0)
    ask.edge("what a pull leaves in grad", expressions.twice_if_grad, rng.uniform(0.3, 0.9))
    for number in (800.0, -800.0):
        ask.edge(f"tanh of {number:g}", expressions.hyperbolic_tangent, number)
    for number in (0.0, -1.5):
        title = f"the logarithm of {number:g}"
        ask.refuses(title, "ValueError", expressions.logarithm, number)


def _name(f):
    return f.__name__.replace("_", " ")


def _drawn(rng, f):
    return rng.uniform(0.3, 0.9, size=f.__code__.co_argcount).tolist()


def replaced(f, numbers, dy, **methods):
    """Ask an engine in which these methods of one operand have another value and slope."""

    def method(compute):
        return lambda self, *exponent: self.one(*compute(self.data, *exponent))

    parts = {name: method(compute) for name, compute in methods.items()}
    return local(type("Changed", (Value,), parts), f, numbers, dy)


def with_product(f, numbers, dy, slopes):
    """Ask an engine in which the factors of a product have other slopes."""

    def product(self, x):
        x = self.other(x)
        return self.two(x, self.data * x.data, slopes(self.data, x.data))

    kind = type("Changed", (Value,), {"__mul__": product, "__rmul__": product})
    return local(kind, f, numbers, dy)


@local_gradients.wrong(
    "local_gradients",
    "upstream gradient ignored",
    "your gradients do not depend on `dy`: each is the slope alone. An operation hands on the "
    "gradient that comes from above, times its slope.",
)
def without_upstream(f, *numbers, dy=1.0):
    return local(Value, f, numbers, 1.0)


@local_gradients.wrong(
    "local_gradients",
    "upstream gradient added",
    "you add the upstream gradient to the slope. In a chain slopes are multiplied: the gradient "
    "that comes from above times the slope.",
)
def with_sum_of_slopes(f, *numbers, dy=1.0):
    class Added(Value):
        def one(self, data, slope):
            return type(self)(data, (self,), lambda dy: (dy + slope,))

        def two(self, other, data, slopes):
            return type(self)(data, (self, other), lambda dy: tuple(dy + s for s in slopes))

    return local(Added, f, numbers, dy)


@local_gradients.wrong(
    "local_gradients",
    "each factor gets itself",
    "in your product each factor gets the upstream gradient times itself. It is the *other* factor "
    "that says how much a change counts.",
)
def with_factors_exchanged(f, *numbers, dy=1.0):
    return with_product(f, numbers, dy, lambda a, b: (a, b))


@local_gradients.wrong(
    "local_gradients",
    "product like a sum",
    "your product hands both factors the upstream gradient unchanged, as a sum does. Each factor "
    "gets it times the other factor.",
)
def with_product_like_sum(f, *numbers, dy=1.0):
    return with_product(f, numbers, dy, lambda a, b: (1.0, 1.0))


@local_gradients.wrong(
    "local_gradients",
    "one factor without a gradient",
    "in your product one of the two factors gets 0. Each of them needs the upstream gradient times "
    "the other one.",
    position=(0, 1),
)
def with_one_factor(f, *numbers, dy=1.0, position):
    return with_product(f, numbers, dy, lambda a, b: (b * (position == 1), a * (position == 0)))


@local_gradients.wrong(
    "local_gradients",
    "constants refused",
    "a product with a plain number ends in an error: a number has no `data`. Make a Value of it "
    "first, as the finished sum does.",
)
def with_values_only(f, *numbers, dy=1.0):
    class Strict(Value):
        def other(self, x):
            assert x.data is not None  # a plain number has none
            return x

    return local(Strict, f, numbers, dy)


@local_gradients.wrong(
    "local_gradients",
    "sign kept",
    "your minus hands the upstream gradient on unchanged. When the operand grows, its negative "
    "falls: the gradient changes its sign, too.",
)
def with_sign_kept(f, *numbers, dy=1.0):
    return replaced(f, numbers, dy, __neg__=lambda x: (-x, 1.0))


@local_gradients.right("local_gradients")
def by_stored_slopes(f, *numbers, dy=1.0):
    methods = {
        **{"__mul__": _product, "__rmul__": _product, "__neg__": _minus, "__pow__": _power},
        **{"exp": _exp, "log": _log, "relu": _relu, "tanh": _tanh},
    }
    kind = type("Node", (SimpleNamespace,), methods)
    leaves = [kind(value=x) for x in numbers]
    y = f(*leaves)
    gradients = [0.0] * len(leaves)
    for operand, slope in y.slopes:
        for k, leaf in enumerate(leaves):
            if operand is leaf:
                gradients[k] += dy * slope
    return y.value, gradients


def _result(operand, value, *slopes):
    return type(operand)(value=value, slopes=slopes)


def _product(a, b):
    if isinstance(b, SimpleNamespace):
        return _result(a, a.value * b.value, (a, b.value), (b, a.value))
    return _result(a, a.value * b, (a, b))


def _minus(a):
    return _result(a, -a.value, (a, -1))


def _power(a, p):
    return _result(a, a.value**p, (a, p and p * a.value ** (p - 1)))


def _exp(a):
    return _result(a, math.exp(a.value), (a, math.exp(a.value)))


def _log(a):
    return _result(a, math.log(a.value), (a, 1 / a.value))


def _relu(a):
    return _result(a, max(a.value, 0), (a, a.value > 0))


def _tanh(a):
    return _result(a, math.tanh(a.value), (a, 1 - math.tanh(a.value) ** 2))
