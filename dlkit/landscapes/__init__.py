"""Landscapes: what the loss looks like around a point, and why many dimensions change it.

Read in this order:

1. `hessians`: the curvatures at a point (`hessian_fd`, `hessian_from_gradient`), and along one
   direction (`hessian_vector_product`).
2. `critical`: where the gradient is 0, and what such a point is (`classify_critical`,
   `critical_index`, `find_critical_point`, `index_vs_loss`), in landscapes drawn at random
   (`random_waves`).
3. `matrices`: how rare minima are among random curvatures (`goe`, `p_local_min`).
4. `dimensions`: where a high-dimensional ball keeps its volume (`shell_fraction`, `sample_ball`,
   `mean_pairwise_cos`).
5. `escape`: leaving a saddle (`perturbed_gd`, `escape_step`).
6. `stopping`: leaving in time (`early_stop`).
"""

from dlkit.landscapes.critical import (
    classify_critical,
    critical_index,
    find_critical_point,
    index_vs_loss,
)
from dlkit.landscapes.dimensions import mean_pairwise_cos, sample_ball, shell_fraction
from dlkit.landscapes.escape import escape_step, perturbed_gd
from dlkit.landscapes.hessians import (
    hessian_fd,
    hessian_from_gradient,
    hessian_vector_product,
)
from dlkit.landscapes.matrices import goe, p_local_min
from dlkit.landscapes.stopping import early_stop
from dlkit.landscapes.waves import random_waves

__all__ = [
    "classify_critical",
    "critical_index",
    "early_stop",
    "escape_step",
    "find_critical_point",
    "goe",
    "hessian_fd",
    "hessian_from_gradient",
    "hessian_vector_product",
    "index_vs_loss",
    "mean_pairwise_cos",
    "p_local_min",
    "perturbed_gd",
    "random_waves",
    "sample_ball",
    "shell_fraction",
]
