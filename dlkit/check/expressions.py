"""Programs that checks hand to a student's engine for automatic differentiation.

They are written with operators and methods alone, so that they run with numbers that remember how
they were made, with arrays that do, and with numbers that carry a derivative along. First come
single operations, then expressions of numbers, then those of arrays.
"""

from __future__ import annotations

import itertools
from typing import Any

CHAIN = 1250  # nodes: more than the thousand calls that Python nests


def product(a: Any, b: Any) -> Any:
    """a times b."""
    return a * b


def difference(a: Any, b: Any) -> Any:
    """a minus b."""
    return a - b


def square(a: Any) -> Any:
    """a times itself."""
    return a * a


def minus(a: Any) -> Any:
    """The number with its sign turned."""
    return -a


def three_times(a: Any) -> Any:
    """The number times 3, with the constant in front."""
    return 3 * a


def half_of(a: Any) -> Any:
    """The number times 0.5, with the constant behind."""
    return a * 0.5


def cube(a: Any) -> Any:
    """The third power."""
    return a**3


def inverse_square(a: Any) -> Any:
    """One over the square, as a power."""
    return a**-2


def root(a: Any) -> Any:
    """The square root, as a power."""
    return a**0.5


def zeroth_power(a: Any) -> Any:
    """The power 0, which is 1 everywhere."""
    return a**0


def exponential(a: Any) -> Any:
    """e to the power a."""
    return a.exp()


def logarithm(a: Any) -> Any:
    """The natural logarithm."""
    return a.log()


def hyperbolic_tangent(a: Any) -> Any:
    """The hyperbolic tangent."""
    return a.tanh()


def rectified(a: Any) -> Any:
    """The number, or 0 if it is below."""
    return a.relu()


def twice_if_grad(a: Any) -> Any:
    """a times 1, or times 2 if the ways back of some operations leave anything in `a.grad`."""
    for y in (a * a, -a, a**2, a.exp(), a.log(), a.relu(), a.tanh()):
        if hasattr(y, "pull"):
            y.pull(1.0)
    return a * (2.0 if getattr(a, "grad", None) else 1.0)


# ---------------------------------------------------------------- expressions of numbers


def identity(x: Any) -> Any:
    """The number itself: there is nothing to go back through."""
    return x


def diamond(x: Any) -> Any:
    """Two ways lead from x to the end: 3x and x squared, multiplied."""
    return (3 * x) * (x * x)


def two_diamonds(x: Any, y: Any) -> Any:
    """Shared numbers of shared numbers, used at once and once more at the end."""
    a = x * y
    b = a + x
    c = a * b
    return c * b + a


def late_use(x: Any, y: Any) -> Any:
    """x is used at once, and again after a longer way."""
    a = x * y
    b = a * a
    c = b + y
    return x * c + a


def unused(x: Any, y: Any) -> Any:
    """The square of x; y does not matter."""
    del y
    return x * x


def long_chain(x: Any) -> Any:
    """x, to which x is added over and over: deeper than calls may nest."""
    y = x
    for _ in range(CHAIN):
        y = y + x
    return y


def diamonds_in_a_row(x: Any) -> Any:
    """x, halved and added to itself twelve times; the first sum pulls a hundred times at most."""
    y = first = x * 0.5 + x * 0.5
    for _ in range(11):
        y = y * 0.5 + y * 0.5
    pull, calls = first.pull, itertools.count(1)

    def pull_a_hundred_times(dy: Any) -> Any:
        if next(calls) > 100:
            raise RuntimeError("a node was asked more than 100 times in one walk; once is enough")
        return pull(dy)

    first.pull = pull_a_hundred_times
    return y


def bumpy(x: Any, y: Any, z: Any) -> Any:
    """Every kind of operation once."""
    return (x * y + z.exp()).tanh() * (y**2 + 1).log() - (-z).relu() * x


def chain_of_nodes() -> list[list[int]]:
    """A graph of nodes, each made of the next one, as the list of their parents."""
    return [[number + 1] for number in range(CHAIN - 1)] + [[]]


# ---------------------------------------------------------------- expressions of arrays


def dense_tanh(x: Any, W: Any, b: Any) -> Any:
    """The sum of all outputs of a layer with tanh."""
    return (x @ W + b).tanh().sum()


def constants_times_weights(x: Any, W: Any) -> Any:
    """The sum of x times W, with x cut off from its past: it is a constant."""
    return (x.detach() @ W).sum()


def squares_of_first(x: Any, y: Any) -> Any:
    """The sum of the squares of x; y does not matter."""
    del y
    return (x * x).sum()


def mean_of_rows(x: Any) -> Any:
    """The sum of the squared means of the rows."""
    return (x.mean(axis=1) ** 2).sum()


def spread_of_columns(x: Any) -> Any:
    """The squared distances of all entries from the means of their columns, summed."""
    centred = x - x.mean(axis=0, keepdims=True)
    return (centred * centred).sum()


def largest_of_rows(x: Any) -> Any:
    """The sum of the exponentials of the largest entry of each row."""
    return x.max(axis=1).exp().sum()


def repeated_rows(x: Any) -> Any:
    """The sum of the squares of row 0 twice and row 1 once."""
    return (x[[0, 1, 0]] ** 2).sum()


def squares_over_columns(x: Any, v: Any) -> Any:
    """The sum of x squared times a number for each column."""
    return (x * x * v).sum()


def cross_entropy_of_first(z: Any) -> Any:
    """The mean cross-entropy of scores whose true class is always the first."""
    shifted = z - z.max(axis=1, keepdims=True)
    return (shifted.exp().sum(axis=1).log() - shifted[:, 0]).mean()


def summed_polynomial(x: Any) -> Any:
    """Half of x squared, less x, plus 3, summed; constants stand on both sides."""
    return (0.5 * x * x + x * -1.0 + 3).sum()


def product_of_first_two(x: Any) -> Any:
    """The first entry times the second."""
    return x[0] * x[1]


def polynomial(x: Any) -> Any:
    """x cubed plus twice x squared, less x, plus 5."""
    return x**3 + 2 * x * x - x + 5


def squashed_product(x: Any) -> Any:
    """tanh of x times the exponential of minus x squared."""
    return x.tanh() * (-(x * x)).exp()
