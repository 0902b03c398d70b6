"""Answers on numbers that carry the rate at which they change."""

import numpy as np

from dlkit.arguments import real_pair
from tests.course.plausible import right, wrong


class Dual:
    def __init__(self, value, rate):
        self.value, self.rate = value, rate

    def __add__(self, other):
        if isinstance(other, Dual):
            return type(self)(self.value + other.value, self.rate + other.rate)
        return type(self)(self.value + other, self.rate)

    def __mul__(self, other):
        if isinstance(other, Dual):
            rate = self.value * other.rate + self.rate * other.value
            return type(self)(self.value * other.value, rate)
        return type(self)(self.value * other, self.rate * other)

    def __pow__(self, p):
        if p == 0:
            return type(self)(np.ones_like(self.value), np.zeros_like(self.value))
        return type(self)(self.value**p, p * self.value ** (p - 1) * self.rate)

    def __getitem__(self, index):
        return type(self)(self.value[index], self.rate[index])

    def exp(self):
        return type(self)(np.exp(self.value), np.exp(self.value) * self.rate)

    def tanh(self):
        y = np.tanh(self.value)
        return type(self)(y, (1 - y * y) * self.rate)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    __radd__, __rmul__ = __add__, __mul__


def pushed(kind, f, x, v):
    y = f(kind(*real_pair(x, v)))
    return np.asarray(y.value), np.asarray(y.rate)


@right
def jvp__constants_apart(f, x, v):
    return pushed(Dual, f, x, v)


@wrong("it has two parts")
def jvp__product_of_rates(f, x, v):
    class Wrong(Dual):
        def __mul__(self, other):
            if isinstance(other, Dual):
                return Wrong(self.value * other.value, self.rate * other.rate)
            return Wrong(self.value * other, self.rate * other)

        __rmul__ = __mul__

    return pushed(Wrong, f, x, v)


@wrong("the rate alone")
def jvp__only_the_rate(f, x, v):
    return pushed(Dual, f, x, v)[1]


@wrong("same for every direction")
def jvp__forgot_v(f, x, v):
    x, v = real_pair(x, v)
    return pushed(Dual, f, x, np.ones_like(x))


@wrong("has no attribute|no attribute")
def jvp__by_differences(f, x, v):
    x, v = real_pair(x, v)
    return f(x), (f(x + 1e-5 * v) - f(x - 1e-5 * v)) / 2e-5
