"""Calls of `dlkit.autodiff`."""

import numpy as np

from dlkit import autodiff, losses
from dlkit.activations import tanh, tanh_backward
from dlkit.autodiff import Dual, Tensor
from tests.dlkit.examples import RNG, example, real

X, Y = real(4, 3), real(3, 2)


def gradients(x, y):
    """Go forth and back through most operations."""
    a, b = Tensor(x, name="a"), Tensor(y, name="b")
    ((a.relu() @ b).tanh().mean() + a.max(axis=(0, 1)) * b[0, 0] - (a / 2.0).exp().sum()).backward()
    return a.grad, b.grad


def pushed(value, tangent):
    """Push a tangent through an operation."""
    y = (Dual(value, tangent) * 2.0).tanh()
    return y.value, y.tangent


def graph(x, read):
    """Record a small graph, and read something of it."""
    return read((Tensor(x, name="x") * 2.0).relu())


example(autodiff.Tensor, X, Y, call=gradients)
example(autodiff.Dual, X, real(4, 3, seed=1), call=pushed)
example(
    autodiff.backward, X, call=lambda x: graph(x, lambda y: autodiff.backward(y, np.ones(y.shape)))
)
example(
    autodiff.backward_of,
    real(4, 2),
    X,
    Y,
    call=lambda *xs: autodiff.backward_of(lambda a, b: a @ b)(*xs),
)
example(autodiff.check_gradients, lambda x: x.tanh(), X, rng=RNG)
for read in (autodiff.count_edges, autodiff.graph_dot, autodiff.graph_text):
    example(read, X, call=lambda x, read=read: graph(x, read))
example(autodiff.graph_layout, X, call=lambda x: graph(x, autodiff.graph_layout)[1])
example(autodiff.topo_sort, X, call=lambda x: graph(x, lambda y: len(autodiff.topo_sort(y))))
example(autodiff.jvp, lambda x: x.tanh(), X, real(4, 3, seed=1))
example(
    autodiff.loss_op,
    X,
    real(4, 3, seed=1),
    call=lambda p, t: autodiff.loss_op(losses.mse, losses.mse_grad)(Tensor(p), t).data,
)
example(autodiff.no_grad, call=lambda: autodiff.no_grad().__enter__())
example(autodiff.op, X, call=lambda x: autodiff.op(tanh, tanh_backward)(Tensor(x)).data)
example(autodiff.matmul_backward, real(4, 2), X, Y)
example(autodiff.getitem_backward, real(2, 3), X, index=[1, 1])
example(autodiff.max_backward, real(3), X, axis=0)
example(autodiff.mean_backward, real(4), X, axis=1)
example(autodiff.sum_backward, real(4), X, axis=1)
example(autodiff.unbroadcast, X, (1, 3))
for counted in (autodiff.topo_order, autodiff.edge_count):
    example(counted, [[1, 2], [3], [3], []])
example(autodiff.local_gradients, lambda a, b: a * b, 2.0, 3.0, dy=0.5)
example(autodiff.derivatives, lambda a, b: (a * b).tanh() + a, 0.3, -0.7)
example(autodiff.value_and_grads, lambda x, y: (x @ y).tanh().sum(), X, Y)
example(autodiff.graph_sizes, lambda no_grad, x: [x, x * x], X)
