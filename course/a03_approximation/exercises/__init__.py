"""The nine exercises of the approximation notebook, in its order.

An exercise has a file of its own; where it is long, its second function has another one.
"""

from course.a03_approximation.exercises import (
    bump,
    count_pieces,
    eval_hidden,
    half_plane,
    l1_error,
    polygon_net,
    relu_interpolant,
    sawtooth,
    sup_error,
    triangle_net,
    uat_counterexample,
)

SECOND_FUNCTIONS = (count_pieces, l1_error)
EXERCISES = (
    eval_hidden.eval_hidden,
    bump.bump,
    sup_error.sup_error,
    relu_interpolant.relu_interpolant,
    sawtooth.sawtooth,
    half_plane.half_plane,
    triangle_net.triangle_net,
    polygon_net.polygon_net,
    uat_counterexample.uat_counterexample,
)
