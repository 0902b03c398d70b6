"""The nine exercises of the notebook on initialization, in its order.

An exercise has a file of its own; its second function has another one, and so have the wrong starts
of the first exercise.
"""

from course.a07_initialization.exercises import (
    activation_stats,
    calibrate_gain,
    equal_starts,
    fans,
    gradient_stats,
    he_normal,
    orthogonal,
    predict_layer_gain,
    torch_default_linear,
    truncated_normal,
    xavier_normal,
    xavier_uniform,
    zero_init_report,
)

SECOND_FUNCTIONS = (gradient_stats, predict_layer_gain, xavier_normal)
MORE_MISTAKES = (equal_starts,)
EXERCISES = (
    zero_init_report.zero_init_report,
    activation_stats.activation_stats,
    fans.fans,
    torch_default_linear.torch_default_linear,
    xavier_uniform.xavier,
    he_normal.he_normal,
    truncated_normal.truncated_normal,
    orthogonal.orthogonal,
    calibrate_gain.calibrate_gain,
)
