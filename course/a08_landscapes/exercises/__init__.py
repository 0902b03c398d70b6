"""The nine exercises of the landscapes notebook, in its order.

An exercise has a file of its own; some of its wrong solutions may have another one.
"""

from course.a08_landscapes.exercises import (
    classify_critical,
    classify_critical_tests,
    early_stop,
    early_stop_waiting,
    hessian_fd,
    hessian_fd_steps,
    index_vs_loss,
    index_vs_loss_table,
    mean_pairwise_cos,
    p_local_min,
    p_local_min_matrices,
    perturbed_gd,
    perturbed_gd_noise,
    perturbed_gd_path,
    sample_ball,
    shell_fraction,
)

MORE_MISTAKES = (
    classify_critical_tests,
    early_stop_waiting,
    hessian_fd_steps,
    index_vs_loss_table,
    p_local_min_matrices,
    perturbed_gd_noise,
    perturbed_gd_path,
)
EXERCISES = (
    hessian_fd.hessian_fd,
    classify_critical.classify_critical,
    p_local_min.p_local_min,
    index_vs_loss.index_vs_loss,
    shell_fraction.shell_fraction,
    sample_ball.sample_ball,
    mean_pairwise_cos.mean_pairwise_cos,
    perturbed_gd.perturbed_gd,
    early_stop.early_stop,
)
