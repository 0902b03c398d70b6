"""Automatic differentiation: write the forward pass, and get the gradients.

Read in this order:

1. `tape` and `operations`: tensors that record what is done with them, and how any pair ``f``,
   ``f_backward`` becomes an operation (`Tensor`, `op`, `no_grad`); `ops` has those of earlier
   topics, ready made.
2. `reverse`: the order of the graph, and the walk back (`topo_sort`, `backward`, `count_edges`).
3. `broadcasting`: what a stretched array asks of its gradient (`unbroadcast`); then `pairs`,
   `products` and `reductions`: the ways back through arithmetic, matrices, sums and indices.
4. `duals` and `tangents`: the other direction, forward mode (`Dual`, `jvp`).
5. `checking`: the recorded gradients against differences (`check_gradients`).
6. `programs`: an engine asked with plain data alone (`derivatives`, `value_and_grads`, …).
7. `drawing`: the graph for the eye (`graph_text`, `graph_dot`, `graph_layout`).

Here NumPy's broadcasting is allowed, since the way back knows how to undo it.
"""

from dlkit.autodiff.broadcasting import unbroadcast
from dlkit.autodiff.checking import backward_of, check_gradients
from dlkit.autodiff.drawing import graph_dot, graph_layout, graph_text
from dlkit.autodiff.duals import Dual, jvp
from dlkit.autodiff.operations import op
from dlkit.autodiff.ops import loss_op
from dlkit.autodiff.products import matmul_backward
from dlkit.autodiff.programs import (
    derivatives,
    edge_count,
    graph_sizes,
    local_gradients,
    topo_order,
    value_and_grads,
)
from dlkit.autodiff.reductions import (
    getitem_backward,
    max_backward,
    mean_backward,
    sum_backward,
)
from dlkit.autodiff.reverse import backward, count_edges, topo_sort
from dlkit.autodiff.tape import Tensor, no_grad

__all__ = [
    "Dual",
    "Tensor",
    "backward",
    "backward_of",
    "check_gradients",
    "count_edges",
    "derivatives",
    "edge_count",
    "getitem_backward",
    "graph_dot",
    "graph_layout",
    "graph_sizes",
    "graph_text",
    "jvp",
    "local_gradients",
    "loss_op",
    "matmul_backward",
    "max_backward",
    "mean_backward",
    "no_grad",
    "op",
    "sum_backward",
    "topo_order",
    "topo_sort",
    "unbroadcast",
    "value_and_grads",
]
