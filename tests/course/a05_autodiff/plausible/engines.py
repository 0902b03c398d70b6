"""Answers on tensors, and on switching their memory off."""

from contextlib import contextmanager

import numpy as np

from dlkit.activations import tanh, tanh_backward
from dlkit.arguments import real_array
from dlkit.autodiff import pairs, products, reductions
from tests.course.a05_autodiff.plausible.orders import sort
from tests.course.plausible import right, wrong


class Engine:
    """What the cell of the notebook defines, with `apply`, `detach` and `no_grad` to be given."""

    def __init__(self, **changes):
        self.is_on = True
        self.changes = changes

    def tensor(self, data, requires_grad=True):
        return Tensor(self, data, requires_grad)

    def __getattr__(self, name):
        change = self.changes.get(name, DEFAULTS[name])
        return lambda *args, **options: change(self, *args, **options)


class Tensor:
    __array_ufunc__ = None

    def __init__(self, engine, data, requires_grad=True):
        self.engine = engine
        self.data = real_array(data)
        self.requires_grad = requires_grad
        self.grad, self.parents, self.pull = 0.0, (), None

    def detach(self):
        return self.engine.detach(self)

    def __add__(self, x):
        return self.engine.apply(np.add, pairs.add_backward, self, x)

    def __sub__(self, x):
        return self.engine.apply(np.subtract, pairs.subtract_backward, self, x)

    def __mul__(self, x):
        return self.engine.apply(np.multiply, pairs.multiply_backward, self, x)

    def __matmul__(self, x):
        return self.engine.apply(np.matmul, products.matmul_backward, self, x)

    def __pow__(self, p):
        return self.engine.apply(pairs.power, pairs.power_backward, self, exponent=p)

    def __getitem__(self, index):
        back = reductions.getitem_backward
        return self.engine.apply(reductions.select, back, self, index=index)

    def exp(self):
        return self.engine.apply(np.exp, pairs.exp_backward, self)

    def log(self):
        return self.engine.apply(np.log, pairs.log_backward, self)

    def tanh(self):
        return self.engine.apply(tanh, tanh_backward, self)

    def sum(self, axis=None, keepdims=False):
        back = reductions.sum_backward
        return self.engine.apply(np.sum, back, self, axis=axis, keepdims=keepdims)

    def mean(self, axis=None, keepdims=False):
        back = reductions.mean_backward
        return self.engine.apply(np.mean, back, self, axis=axis, keepdims=keepdims)

    def max(self, axis=None, keepdims=False):
        back = reductions.max_backward
        return self.engine.apply(np.max, back, self, axis=axis, keepdims=keepdims)

    __radd__, __rmul__ = __add__, __mul__


def apply(engine, f, back, *inputs, **options):
    tensors = [x if isinstance(x, Tensor) else engine.tensor(x, False) for x in inputs]
    arrays = [t.data for t in tensors]
    needs = engine.is_on and any(t.requires_grad for t in tensors)
    out = engine.tensor(f(*arrays, **options), needs)
    if needs:
        out.parents = tensors
        out.pull = lambda dy: in_list(back(dy, *arrays, **options))
    return out


def in_list(gradients):
    return list(gradients) if isinstance(gradients, tuple) else [gradients]


def detach(engine, tensor):
    return engine.tensor(tensor.data, requires_grad=False)


@contextmanager
def no_grad(engine):
    before = engine.is_on
    engine.is_on = False
    try:
        yield
    finally:
        engine.is_on = before


DEFAULTS = {"apply": apply, "detach": detach, "no_grad": no_grad}


def gradients(f, arrays, **changes):
    engine = Engine(**changes)
    leaves = [engine.tensor(x) for x in arrays]
    value = f(*leaves)
    if value.pull and not isinstance(value.pull(np.ones_like(value.data)), list | tuple):
        raise TypeError("pull has to return a tuple")
    order = sort(value)
    value.grad = 1.0
    for node in reversed(order):
        if node.parents:
            for parent, part in zip(node.parents, node.pull(node.grad), strict=True):
                parent.grad = parent.grad + part
    return value.data, [np.zeros_like(x.data) + x.grad for x in leaves]


def sizes(f, arrays, **changes):
    engine = Engine(**changes)
    return [len(sort(each)) for each in f(engine.no_grad, *map(engine.tensor, arrays))]


@right
def value_and_grads__with_lists(f, *arrays):
    return gradients(f, arrays)


@wrong("nothing|have no parents")
def value_and_grads__forgot_the_parents(f, *arrays):
    def without_parents(engine, f, back, *inputs, **options):
        out = apply(engine, f, back, *inputs, **options)
        out.parents = []
        return out

    return gradients(f, arrays, apply=without_parents)


@wrong("has no `data`")
def value_and_grads__tensors_only(f, *arrays):
    def strict(engine, f, back, *inputs, **options):
        [x.data for x in inputs]
        out = engine.tensor(f(*[np.asarray(x.data) for x in inputs], **options))
        out.parents = inputs
        out.pull = lambda dy: in_list(back(dy, *[x.data for x in inputs], **options))
        return out

    return gradients(f, arrays, apply=strict)


@wrong("Put a single gradient into a tuple")
def value_and_grads__single_array(f, *arrays):
    def bare(engine, f, back, *inputs, **options):
        out = apply(engine, f, back, *inputs, **options)
        arrays = [t.data for t in out.parents]
        out.pull = lambda dy: back(dy, *arrays, **options)
        return out

    return gradients(f, arrays, apply=bare)


@wrong("without the options of the way forward|options")
def value_and_grads__options_lost(f, *arrays):
    def lost(engine, f, back, *inputs, **options):
        out = apply(engine, f, back, *inputs, **options)
        arrays = [t.data for t in out.parents]
        kept = {name: value for name, value in options.items() if name in ("index", "exponent")}
        out.pull = lambda dy: in_list(back(dy, *arrays, **kept))
        return out

    return gradients(f, arrays, apply=lost)


@right
def graph_sizes__as_specified(f, *arrays):
    return sizes(f, arrays)


@wrong("`try` with `finally`")
def graph_sizes__no_finally(f, *arrays):
    @contextmanager
    def no_grad(engine):
        before, engine.is_on = engine.is_on, False
        yield
        engine.is_on = before

    return sizes(f, arrays, no_grad=no_grad)


@wrong("Put back what the switch was before")
def graph_sizes__always_on(f, *arrays):
    @contextmanager
    def no_grad(engine):
        engine.is_on = False
        try:
            yield
        finally:
            engine.is_on = True

    return sizes(f, arrays, no_grad=no_grad)


@wrong("a total over many steps grows")
def graph_sizes__detach_requires_grad(f, *arrays):
    return sizes(f, arrays, detach=lambda engine, t: engine.tensor(t.data))


@wrong("returns the tensor itself")
def graph_sizes__detach_is_self(f, *arrays):
    return sizes(f, arrays, detach=lambda engine, t: t)
