"""The nine exercises of the activations notebook, in its order.

An exercise has a file of its own; where it is long, its second function or result has another one.
"""

from course.a01_activations.exercises import (
    collapse_affine,
    dead_fraction,
    elu,
    elu_gradient,
    leaky_relu,
    leaky_relu_gradient,
    maxout,
    maxout_winners,
    mlp_forward,
    mlp_forward_kept,
    relu,
    relu_gradient,
    sigmoid,
    sigmoid_gradient,
    tanh,
    tanh_gradient,
)

SECOND_FILES = (
    elu_gradient,
    leaky_relu_gradient,
    maxout_winners,
    mlp_forward_kept,
    relu_gradient,
    sigmoid_gradient,
    tanh_gradient,
)
EXERCISES = (
    collapse_affine.collapse_affine,
    relu.relu,
    leaky_relu.leaky_relu,
    maxout.maxout,
    sigmoid.sigmoid,
    tanh.tanh,
    elu.elu,
    mlp_forward.mlp_forward,
    dead_fraction.dead_fraction,
)
