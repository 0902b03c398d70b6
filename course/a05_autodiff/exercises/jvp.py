"""The second function of the exercise on costs: forward mode, by dual numbers."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.promises import takes
from course.a05_autodiff.exercises.arrays import real
from course.a05_autodiff.exercises.edge_count import edge_count
from dlkit import autodiff
from dlkit.check import expressions

POINT = {"x": takes("", "N", "N M"), "v": takes("", "N", "N M")}


@edge_count.asks(autodiff.jvp, POINT, part="gradients")
def _ask_jvp(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(expressions.product_of_first_two, np.array([2.0, 3.0]), np.array([1.0, 10.0]))
    with ask.essential("the rate of a product has a part from each of its factors"):
        for f, shape in ((expressions.square, (3,)), (expressions.product_of_first_two, (4,))):
            ask.values(_name(f), f, rng.normal(size=shape), rng.normal(size=shape))
    for f in (expressions.polynomial, expressions.squashed_product, expressions.cube):
        ask.values(_name(f), f, rng.normal(size=(2, 3)), rng.normal(size=(2, 3)))
    for f in (expressions.hyperbolic_tangent, expressions.exponential, expressions.minus):
        ask.values(_name(f), f, rng.uniform(0.3, 0.9, size=3), rng.normal(size=3))
    ask.values("one number", expressions.polynomial, *map(np.array, rng.normal(size=2)))
    x, v = rng.normal(size=(2, 4))
    ask.standard(expressions.squashed_product, rng.normal(size=(2, 3)), rng.normal(size=(2, 3)))
    ask.edge("a direction of 0", expressions.polynomial, x, np.zeros(4))
    ask.edge("a direction a thousand times as long", expressions.squashed_product, x, 1000 * v)
    ask.edge("the power 0 at 0", expressions.zeroth_power, np.zeros(2), np.ones(2))
    ask.refuses("a direction of another shape", "ValueError", expressions.square, x, v[:3])
    ask.refuses("a direction of one entry", "ValueError", expressions.square, x, v[:1])


def _name(f):
    return f.__name__.replace("_", " ")


class Pair:
    """A value with its rate of change."""

    def __init__(self, value, rate):
        self.value, self.rate = value, rate

    def other(self, x):
        return x if isinstance(x, Pair) else type(self)(np.asarray(x, self.value.dtype), 0)

    def one(self, value, slope):
        return type(self)(value, self.rate * slope)

    def __add__(self, x):
        x = self.other(x)
        return type(self)(self.value + x.value, self.rate + x.rate)

    def __mul__(self, x):
        x = self.other(x)
        return type(self)(self.value * x.value, self.rate * x.value + self.value * x.rate)

    def __neg__(self):
        return self * -1.0

    def __pow__(self, p):
        slope = p * self.value ** (p - 1.0) if p else 0 * self.value
        return self.one(self.value**p, slope)

    def __sub__(self, x):
        return self + -self.other(x)

    def __getitem__(self, index):
        return type(self)(self.value[index], self.rate[index])

    def exp(self):
        return self.one(np.exp(self.value), np.exp(self.value))

    def tanh(self):
        return self.one(np.tanh(self.value), 1 - np.tanh(self.value) ** 2)

    __radd__, __rmul__ = __add__, __mul__


def accepted(x, v):
    """Return both as floats, the direction in the dtype of the point; the shapes must agree."""
    x = real(x)
    v = np.asarray(v, x.dtype)
    if x.shape != v.shape:
        raise ValueError("the direction needs the shape of x")
    return x, v


def pushed(kind, f, x, v):
    """Let an engine of pairs run through f."""
    y = f(kind(*accepted(x, v)))
    return y.value, np.asarray(y.rate, y.value.dtype)


def changed(f, x, v, **methods):
    return pushed(type("Changed", (Pair,), methods), f, x, v)


SUMS = {"the first rate": lambda a, b: a.rate, "the second rate": lambda a, b: b.rate}


@edge_count.wrong(
    "jvp",
    "rate of a sum",
    "the rate of your sum is that of one summand alone. When both move, both move the sum: their "
    "rates are added.",
    rate=tuple(SUMS),
)
def jvp_with_wrong_sum(f, x, v, *, rate):
    def plus(self, other):
        other = self.other(other)
        return type(self)(self.value + other.value, SUMS[rate](self, other))

    return changed(f, x, v, __add__=plus, __radd__=plus)


PRODUCTS = {
    "rates alone": lambda a, b: a.rate * b.rate,
    "first part": lambda a, b: a.rate * b.value,
    "second part": lambda a, b: a.value * b.rate,
    "difference": lambda a, b: a.rate * b.value - a.value * b.rate,
}


@edge_count.wrong(
    "jvp",
    "rate of a product",
    "the rate of your product is not that of a product: it has two parts, the rate of each factor "
    "times the value of the other, and both are added.",
    rate=tuple(PRODUCTS),
    constants=("like the others", "apart"),
)
def jvp_with_wrong_product(f, x, v, *, rate, constants):
    def product(self, other):
        if constants == "apart" and not isinstance(other, Pair):
            return Pair.__mul__(self, other)
        other = self.other(other)
        return type(self)(self.value * other.value, PRODUCTS[rate](self, other))

    return changed(f, x, v, __mul__=product, __rmul__=product)


@edge_count.wrong(
    "jvp",
    "constant factor for the value alone",
    "a plain number as a factor multiplies the value in your product, but not the rate. What is "
    "three times as large changes three times as fast.",
)
def jvp_with_factor_for_the_value(f, x, v):
    def product(self, other):
        if isinstance(other, Pair):
            return Pair.__mul__(self, other)
        return type(self)(self.value * self.other(other).value, self.rate)

    return changed(f, x, v, __mul__=product, __rmul__=product)


@edge_count.wrong(
    "jvp",
    "constants that move",
    "a plain number gets a rate in your duals, as if it moved along. It stays where it is: its "
    "rate is 0.",
    rate=("1", "itself"),
    where=("everywhere", "in sums"),
)
def jvp_with_moving_constants(f, x, v, *, rate, where):
    def other(self, x):
        if isinstance(x, Pair):
            return x
        return type(self)(np.asarray(x, self.value.dtype), 1 if rate == "1" else x)

    def plus(self, x):
        return Pair.__add__(self, other(self, x))

    methods = {"other": other} if where == "everywhere" else {"__add__": plus, "__radd__": plus}
    return changed(f, x, v, **methods)


@edge_count.wrong(
    "jvp",
    "direction taken as ones",
    "the result of your function is the same for every direction: `v` does not enter it. The rate "
    "with which `x` begins is `v`.",
)
def jvp_along_ones(f, x, v):
    x, v = accepted(x, v)
    return pushed(Pair, f, x, np.ones_like(v))


@edge_count.wrong(
    "jvp",
    "direction multiplied in at the end",
    "you begin with the rate 1 and multiply by `v` at the end. That is right only where each entry "
    "of the result depends on one entry of x. `v` is the rate with which `x` begins.",
)
def jvp_along_ones_times_v(f, x, v):
    x, v = accepted(x, v)
    value, rate = pushed(Pair, f, x, np.ones_like(v))
    return value, np.asarray(rate * v if rate.shape == v.shape else np.sum(rate * v))


@edge_count.wrong(
    "jvp",
    "direction of length 1",
    "you make the direction 1 long before you use it. Twice the direction gives twice the rate: "
    "take `v` as it comes.",
)
def jvp_along_unit_vector(f, x, v):
    x, v = accepted(x, v)
    length = np.sqrt(np.sum(v**2))
    return pushed(Pair, f, x, v / length if length else v)


@edge_count.wrong(
    "jvp",
    "rate alone",
    "your function returns the rate alone. It returns two arrays: the value, and how it changes.",
)
def jvp_without_value(f, x, v):
    return pushed(Pair, f, x, v)[1]
