"""Answers on single numbers that remember: whole classes, as typed into the notebook's cell."""

import math

import numpy as np

from tests.course.a05_autodiff.plausible.orders import sort
from tests.course.plausible import right, wrong


class Value:
    def __init__(self, data, parents=(), pull=None):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.pull = pull

    def value(self, x):
        return x if isinstance(x, Value) else type(self)(x)

    def __add__(self, other):
        other = self.value(other)
        return type(self)(self.data + other.data, (self, other), lambda dy: (dy, dy))

    def __mul__(self, other):
        other = self.value(other)
        value = self.data * other.data
        return type(self)(value, (self, other), lambda dy: (dy * other.data, dy * self.data))

    def __neg__(self):
        return self * -1

    def __pow__(self, p):
        slope = p * self.data ** (p - 1) if p != 0 else 0
        return type(self)(self.data**p, (self,), lambda dy: (dy * slope,))

    def exp(self):
        return type(self)(math.exp(self.data), (self,), lambda dy: (dy * math.exp(self.data),))

    def log(self):
        return type(self)(math.log(self.data), (self,), lambda dy: (dy / self.data,))

    def relu(self):
        y = max(0, self.data)
        return type(self)(y, (self,), lambda dy: (dy if self.data > 0 else 0.0,))

    def tanh(self):
        y = math.tanh(self.data)
        return type(self)(y, (self,), lambda dy: ((1 - y * y) * dy,))

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __sub__(self, other):
        return self + (-self.value(other))

    def __rsub__(self, other):
        return self.value(other) + (-self)


def asked(kind, f, numbers, dy):
    leaves = [kind(x) for x in numbers]
    y = f(*leaves)
    parts = list(zip(y.parents, y.pull(dy), strict=True))
    return y.data, [sum(part for parent, part in parts if parent is leaf) for leaf in leaves]


@right
def local_gradients__minus_as_a_product(f, *numbers, dy=1.0):
    return asked(Value, f, numbers, dy)


@right
def local_gradients__with_lists_and_numpy(f, *numbers, dy=1.0):
    class Listed(Value):
        def exp(self):
            y = np.exp(self.data)
            return Listed(y, [self], lambda dy: [dy * y])

        def tanh(self):
            return Listed(np.tanh(self.data), [self], lambda dy: [dy / np.cosh(self.data) ** 2])

    with np.errstate(all="ignore"):
        return asked(Listed, f, numbers, dy)


@wrong("each is the slope alone")
def local_gradients__forgot_dy(f, *numbers, dy=1.0):
    return asked(Value, f, numbers, 1.0)


@wrong("number has no `data`")
def local_gradients__other_is_a_number(f, *numbers, dy=1.0):
    class Strict(Value):
        def __mul__(self, other):
            value = self.data * other.data
            return Strict(value, (self, other), lambda dy: (dy * other.data, dy * self.data))

    return asked(Strict, f, numbers, dy)


@wrong("square of the \\*result\\*")
def local_gradients__tanh_of_data(f, *numbers, dy=1.0):
    class Wrong(Value):
        def tanh(self):
            y = math.tanh(self.data)
            return Wrong(y, (self,), lambda dy: (dy * (1 - self.data**2),))

    return asked(Wrong, f, numbers, dy)


@wrong("lets the gradient through")
def local_gradients__relu_at_least_zero(f, *numbers, dy=1.0):
    class Wrong(Value):
        def relu(self):
            return Wrong(max(0, self.data), (self,), lambda dy: (dy * (self.data >= 0),))

    return asked(Wrong, f, numbers, dy)


@wrong("-inf or nan")
def local_gradients__numpy_logarithm(f, *numbers, dy=1.0):
    class Wrong(Value):
        def log(self):
            return Wrong(np.log(self.data), (self,), lambda dy: (np.divide(dy, self.data),))

    return asked(Wrong, f, numbers, dy)


@wrong("divides by 0")
def local_gradients__power_rule_alone(f, *numbers, dy=1.0):
    class Wrong(Value):
        def __pow__(self, p):
            slope = p * self.data ** (p - 1)
            return Wrong(self.data**p, (self,), lambda dy: (dy * slope,))

    return asked(Wrong, f, numbers, dy)


@wrong("not iterable")
def local_gradients__no_tuple(f, *numbers, dy=1.0):
    class Wrong(Value):
        def exp(self):
            return Wrong(math.exp(self.data), (self,), lambda dy: dy * math.exp(self.data))

    return asked(Wrong, f, numbers, dy)


@wrong("overflow")
def local_gradients__tanh_by_exp(f, *numbers, dy=1.0):
    class Wrong(Value):
        def tanh(self):
            e = math.exp(2 * self.data)
            y = (e - 1) / (e + 1)
            return Wrong(y, (self,), lambda dy: (dy * (1 - y**2),))

    return asked(Wrong, f, numbers, dy)


def walked(backward, f, numbers, times):
    leaves = [Value(x) for x in numbers]
    y = f(*leaves)
    for _ in range(times):
        backward(y)
    return y.data, [leaf.grad for leaf in leaves]


@right
def derivatives__with_parts_in_a_dictionary(f, *numbers, times=1):
    def backward(root):
        parts = {root: 1.0}
        for node in reversed(sort(root)):
            node.grad = parts[node] if node.parents else node.grad + parts[node]
            if node.parents:
                for k, part in enumerate(node.pull(node.grad)):
                    parent = node.parents[k]
                    parts[parent] = parts.get(parent, 0.0) + part

    return walked(backward, f, numbers, times)


@wrong("overwrites")
def derivatives__equals(f, *numbers, times=1):
    def backward(root):
        root.grad = 1.0
        for node in reversed(sort(root)):
            if node.parents:
                for parent, part in zip(node.parents, node.pull(node.grad), strict=True):
                    parent.grad = part

    return walked(backward, f, numbers, times)


@wrong("Only leaves keep their gradient")
def derivatives__like_micrograd(f, *numbers, times=1):
    def backward(root):
        root.grad = 1.0
        for node in reversed(sort(root)):
            if node.parents:
                for parent, part in zip(node.parents, node.pull(node.grad), strict=True):
                    parent.grad += part

    return walked(backward, f, numbers, times)


@wrong("setting the leaves to 0")
def derivatives__all_to_zero(f, *numbers, times=1):
    def backward(root):
        order = sort(root)
        for node in order:
            node.grad = 0.0
        root.grad = 1.0
        for node in reversed(order):
            if node.parents:
                for parent, part in zip(node.parents, node.pull(node.grad), strict=True):
                    parent.grad += part

    return walked(backward, f, numbers, times)


@wrong("begins with a gradient of 0")
def derivatives__no_seed(f, *numbers, times=1):
    def backward(root):
        for node in reversed(sort(root)):
            if node.parents:
                for parent, part in zip(node.parents, node.pull(node.grad), strict=True):
                    parent.grad += part

    return walked(backward, f, numbers, times)


@wrong("asked before anything has come to them")
def derivatives__forgot_reversed(f, *numbers, times=1):
    def backward(root):
        order = sort(root)
        for node in order:
            if node.parents:
                node.grad = 0.0
        root.grad += 1.0
        for node in order:
            if node.parents:
                for parent, part in zip(node.parents, node.pull(node.grad), strict=True):
                    parent.grad += part

    return walked(backward, f, numbers, times)
