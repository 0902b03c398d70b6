"""A right engine for arrays, in which the solutions replace what makes a tensor remember."""

import numpy as np

from course.a05_autodiff.exercises.arrays import real
from course.a05_autodiff.exercises.engine import sorted_nodes
from dlkit import activations
from dlkit.autodiff import pairs, products, reductions


class Tensor:
    """An array that remembers how it was made; every call works with a class of its own."""

    is_on = True

    def __init__(self, data, requires_grad=True):
        self.data = real(data)
        self.requires_grad = requires_grad
        self.grad = np.zeros_like(self.data)
        self.parents, self.pull = (), None

    def apply(self, f, back, *inputs, **options):
        """Compute a function, and remember it with its way back if that is wanted."""
        tensors = tuple(map(self.tensor, inputs))
        arrays = [each.data for each in tensors]
        result = type(self)(f(*arrays, **options), requires_grad=self.is_remembered(tensors))
        if result.requires_grad:
            result.parents = tensors
            result.pull = lambda dy: self.going_back(back, dy, arrays, options)
        return result

    def is_remembered(self, tensors):
        return type(self).is_on and any(each.requires_grad for each in tensors)

    def going_back(self, back, dy, arrays, options):
        gradients = back(dy, *arrays, **options)
        return gradients if isinstance(gradients, tuple) else (gradients,)

    def tensor(self, x):
        if isinstance(x, Tensor):
            return x
        return type(self)(np.asarray(x, self.data.dtype), requires_grad=False)

    def detach(self):
        return type(self)(self.data, requires_grad=False)

    def __add__(self, x):
        return self.apply(pairs.add, pairs.add_backward, self, x)

    def __mul__(self, x):
        return self.apply(pairs.multiply, pairs.multiply_backward, self, x)

    def __sub__(self, x):
        return self.apply(pairs.subtract, pairs.subtract_backward, self, x)

    def __matmul__(self, x):
        return self.apply(products.matmul, products.matmul_backward, self, x)

    def __pow__(self, p):
        return self.apply(pairs.power, pairs.power_backward, self, exponent=p)

    def __getitem__(self, index):
        return self.apply(reductions.select, reductions.getitem_backward, self, index=index)

    def exp(self):
        return self.apply(pairs.exp, pairs.exp_backward, self)

    def log(self):
        return self.apply(pairs.log, pairs.log_backward, self)

    def tanh(self):
        return self.apply(activations.tanh, activations.tanh_backward, self)

    def sum(self, **over):
        return self.apply(reductions.total, reductions.sum_backward, self, **over)

    def mean(self, **over):
        return self.apply(reductions.mean, reductions.mean_backward, self, **over)

    def max(self, **over):
        return self.apply(reductions.largest, reductions.max_backward, self, **over)

    __radd__, __rmul__ = __add__, __mul__


def grads_by(f, arrays, kind=Tensor, strict=True):
    """Go forward and back with an engine: the value, and the gradient of each array.

    A walk that is not `strict` takes as many gradients as there are parents, or as come.
    """
    leaves = [kind(x) for x in arrays]
    value = f(*leaves)
    value.grad = np.ones_like(value.data)
    for node in sorted_nodes(value)[::-1]:
        parts = node.pull(node.grad) if node.pull else ()
        for parent, part in zip(node.parents, parts, strict=strict):
            parent.grad = parent.grad + part
    return value.data, [np.zeros_like(leaf.data) + leaf.grad for leaf in leaves]


class no_grad:  # noqa: N801 - a student types it like this
    """Switch the remembering of one class of tensors off, and back on whatever happens."""

    def __init__(self, kind):
        self.kind = kind

    def __enter__(self):
        self.before, self.kind.is_on = self.kind.is_on, False

    def __exit__(self, *fault):
        self.kind.is_on = self.before


def sizes_by(f, arrays, kind=Tensor, switch=no_grad):
    """Run a program with a class of tensors of its own, and count what each result remembers."""
    own = type("Own", (kind,), {"is_on": True})
    results = f(lambda: switch(own), *(own(x) for x in arrays))
    return [len(sorted_nodes(each)) for each in results]
