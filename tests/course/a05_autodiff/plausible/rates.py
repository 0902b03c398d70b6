"""Answers on numbers that carry the rate at which they change."""

import numpy as np

from dlkit.arguments import real_array, real_pair
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


def wrongly(f, x, v, **methods):
    """Push through the functions with some of the operations typed in another way."""
    kind = type("Wrong", (Dual,), methods)
    if "__mul__" in methods:
        kind.__rmul__ = kind.__mul__
    return pushed(kind, f, x, v)


@wrong("returns its slope as the rate")
def jvp__power_without_rate(f, x, v):
    def power(self, p):
        if p == 0:
            return Dual.__pow__(self, p)
        return type(self)(self.value**p, p * self.value ** (p - 1))

    return wrongly(f, x, v, __pow__=power)


@wrong("the power 0 at 0")
def jvp__power_zero(f, x, v):
    def power(self, p):
        return type(self)(self.value**p, p * self.value ** (p - 1.0) * self.rate)

    return wrongly(f, x, v, __pow__=power)


@wrong("the rate of the whole array")
def jvp__rate_not_indexed(f, x, v):
    return wrongly(f, x, v, __getitem__=lambda a, k: type(a)(a.value[k], a.rate))


@wrong("another number than its slope")
def jvp__tanh_of_input(f, x, v):
    return wrongly(f, x, v, tanh=lambda a: type(a)(np.tanh(a.value), (1 - a.value**2) * a.rate))


@wrong("is applied to the rate")
def jvp__exp_of_rate(f, x, v):
    return wrongly(f, x, v, exp=lambda a: type(a)(np.exp(a.value), np.exp(a.rate)))


@wrong("that of one summand alone")
def jvp__sum_first_rate(f, x, v):
    def plus(self, other):
        other = other.value if isinstance(other, Dual) else other
        return type(self)(self.value + other, self.rate)

    return wrongly(f, x, v, __add__=plus)


@wrong("multiplies the value in your product, but not the rate")
def jvp__factor_for_the_value(f, x, v):
    def product(self, other):
        if isinstance(other, Dual):
            return Dual.__mul__(self, other)
        return type(self)(self.value * other, self.rate)

    return wrongly(f, x, v, __mul__=product)


@wrong("must be refused")
def jvp__shape_not_refused(f, x, v):
    y = f(Dual(real_array(x), real_array(v).astype(real_array(x).dtype)))
    return np.asarray(y.value), np.asarray(y.rate)


@wrong("multiply by `v` at the end")
def jvp__v_at_the_end(f, x, v):
    x, v = real_pair(x, v)
    value, rate = pushed(Dual, f, x, np.ones_like(x))
    return value, np.asarray(np.sum(rate * v) if rate.shape != v.shape else rate * v)


@wrong("shape \\(\\)")
def jvp__rates_added_up(f, x, v):
    value, rate = pushed(Dual, f, x, v)
    return value, np.asarray(np.sum(rate))


@wrong("as if it moved along")
def jvp__summand_in_the_rate(f, x, v):
    def plus(self, other):
        if isinstance(other, Dual):
            return Dual.__add__(self, other)
        return type(self)(self.value + other, self.rate + other)

    return wrongly(f, x, v, __add__=plus, __radd__=plus)
