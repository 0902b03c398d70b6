"""The ten exercises of the notebook on automatic differentiation, in its order.

Students write classes; an exercise asks a function that uses them, with plain numbers and a program
of `dlkit.check.expressions`. The wrong solutions are right engines (`engine`, `tensors`) with
single methods replaced.
"""

from course.a05_autodiff.exercises import (
    derivatives,
    derivatives_otherwise,
    edge_count,
    getitem_backward,
    graph_sizes,
    jvp,
    jvp_otherwise,
    jvp_slopes,
    local_corners,
    local_gradients,
    local_slopes,
    matmul_backward,
    max_backward,
    mean_backward,
    sum_backward,
    topo_order,
    topo_order_otherwise,
    unbroadcast,
    value_and_grads,
    ways_back,
)

SECOND_FUNCTIONS = (graph_sizes, jvp, mean_backward)
MORE_SOLUTIONS = (
    *(derivatives_otherwise, jvp_otherwise, jvp_slopes, local_corners, local_slopes),
    *(topo_order_otherwise, ways_back),
)
EXERCISES = (
    topo_order.topo_order,
    local_gradients.local_gradients,
    derivatives.derivatives,
    unbroadcast.unbroadcast,
    matmul_backward.matmul_backward,
    sum_backward.sum_backward,
    getitem_backward.getitem_backward,
    max_backward.max_backward,
    value_and_grads.value_and_grads,
    edge_count.edge_count,
)
