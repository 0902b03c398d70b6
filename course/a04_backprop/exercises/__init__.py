"""The nine exercises of the backpropagation notebook, in its order.

An exercise has a file of its own; its second function, or some of its wrong solutions, may have
another one.
"""

from course.a04_backprop.exercises import (
    activation_backward,
    dense_backward,
    dense_backward_results,
    diagonal_vjp,
    fit_gd,
    fit_gd_history,
    fit_gd_penalty,
    gd_step,
    jacobian,
    mlp_backward,
    mlp_backward_slopes,
    numerical_gradient,
    numerical_gradient_steps,
    relative_error,
    relative_error_shares,
    two_layer_gradient,
    two_layer_objective,
)

SECOND_FUNCTIONS = (diagonal_vjp, two_layer_gradient)
MORE_MISTAKES = (
    dense_backward_results,
    fit_gd_history,
    fit_gd_penalty,
    mlp_backward_slopes,
    numerical_gradient_steps,
    relative_error_shares,
)
EXERCISES = (
    numerical_gradient.numerical_gradient,
    relative_error.relative_error,
    dense_backward.dense_backward,
    activation_backward.activation_backward,
    jacobian.jacobian,
    two_layer_objective.two_layer_objective,
    mlp_backward.mlp_backward,
    gd_step.gd_step,
    fit_gd.fit_gd,
)
