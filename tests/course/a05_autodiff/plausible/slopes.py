"""Answers on single operations: a slope without the upstream gradient, or another slope."""

import math

import numpy as np

from tests.course.a05_autodiff.plausible.values import Value, asked
from tests.course.plausible import wrong


def with_methods(f, numbers, dy, **methods):
    """Ask the engine with some of its operations typed in another way."""
    return asked(type("Wrong", (Value,), methods), f, numbers, dy)


def one(self, value, pull):
    return type(self)(value, (self,), pull)


def product_with(pull):
    def product(self, other):
        other = self.value(other)
        return type(self)(self.data * other.data, (self, other), pull(self, other))

    return product


def minus(self):
    return one(self, -self.data, lambda dy: (-dy,))


@wrong("each factor gets the upstream gradient times itself")
def local_gradients__own_factor(f, *numbers, dy=1.0):
    product = product_with(lambda a, b: lambda dy: (dy * a.data, dy * b.data))
    return with_methods(f, numbers, dy, __mul__=product, __neg__=minus)


@wrong("hands on its slope alone")
def local_gradients__product_without_dy(f, *numbers, dy=1.0):
    product = product_with(lambda a, b: lambda dy: (b.data, a.data))
    return with_methods(f, numbers, dy, __mul__=product, __neg__=minus)


@wrong("hands on its slope alone")
def local_gradients__product_and_minus_without_dy(f, *numbers, dy=1.0):
    product = product_with(lambda a, b: lambda dy: (b.data, a.data))
    return with_methods(f, numbers, dy, __mul__=product)


@wrong("hands on its slope alone")
def local_gradients__exp_without_dy(f, *numbers, dy=1.0):
    def exp(self):
        y = math.exp(self.data)
        return one(self, y, lambda dy: (y,))

    return with_methods(f, numbers, dy, exp=exp)


@wrong("hands on its slope alone")
def local_gradients__tanh_without_dy(f, *numbers, dy=1.0):
    def tanh(self):
        y = math.tanh(self.data)
        return one(self, y, lambda dy: (1 - y * y,))

    return with_methods(f, numbers, dy, tanh=tanh)


@wrong("hands on its slope alone")
def local_gradients__relu_without_dy(f, *numbers, dy=1.0):
    def relu(self):
        return one(self, max(0.0, self.data), lambda dy: (1.0 if self.data > 0 else 0.0,))

    return with_methods(f, numbers, dy, relu=relu)


@wrong("decides by the sign of `dy`")
def local_gradients__relu_of_dy(f, *numbers, dy=1.0):
    def relu(self):
        return one(self, max(0.0, self.data), lambda dy: (dy * (dy > 0),))

    return with_methods(f, numbers, dy, relu=relu)


@wrong("also where its operand is above 0")
def local_gradients__relu_guided(f, *numbers, dy=1.0):
    def relu(self):
        return one(self, max(0.0, self.data), lambda dy: (max(dy, 0.0) * (self.data > 0),))

    return with_methods(f, numbers, dy, relu=relu)


@wrong("-inf or nan")
def local_gradients__logarithm_of_numpy(f, *numbers, dy=1.0):
    def log(self):
        return one(self, np.log(self.data), lambda dy: (dy / self.data,))

    return with_methods(f, numbers, dy, log=log)


@wrong("not iterable")
def local_gradients__minus_without_tuple(f, *numbers, dy=1.0):
    return with_methods(f, numbers, dy, __neg__=lambda a: one(a, -a.data, lambda dy: -dy))


@wrong("the gradient changes its sign, too")
def local_gradients__sign_lost(f, *numbers, dy=1.0):
    return with_methods(f, numbers, dy, __neg__=lambda a: one(a, -a.data, lambda dy: (dy,)))


@wrong("not the slope of a power")
def local_gradients__power_without_factor(f, *numbers, dy=1.0):
    def power(self, p):
        slope = 0.0 if p == 0 else self.data ** (p - 1)
        return one(self, self.data**p, lambda dy: (dy * slope,))

    return with_methods(f, numbers, dy, __pow__=power)


@wrong("you divide by the logarithm")
def local_gradients__log_slope_of_result(f, *numbers, dy=1.0):
    def log(self):
        y = math.log(self.data)
        return one(self, y, lambda dy: (dy / y,))

    return with_methods(f, numbers, dy, log=log)


@wrong("adds to `grad` besides returning its gradients")
def local_gradients__product_adds_to_grad(f, *numbers, dy=1.0):
    return with_methods(f, numbers, dy, __mul__=adding_product)


def adding_product(self, other):
    """A product as in micrograd, whose way back also adds to grad."""
    other = self.value(other)

    def pull(dy):
        self.grad += dy * other.data
        other.grad += dy * self.data
        return dy * other.data, dy * self.data

    return type(self)(self.data * other.data, (self, other), pull)
