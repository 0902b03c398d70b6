"""Calls of `dlkit.landscapes`."""

import numpy as np

from dlkit import landscapes
from tests.dlkit.examples import RNG, example, real

H = np.diag([2.0, -1.0, -5.0])
DOWN = np.array([2.0, -2.0])


def saddle(x):
    """A saddle over two numbers."""
    return x[0] ** 2 - x[1] ** 2


def gradient(x):
    """The gradient of `saddle`."""
    return DOWN * x


example(landscapes.classify_critical, H)
example(landscapes.critical_index, H)
example(landscapes.early_stop, np.array([5.0, 3.0, 4.0, 3.5, 2.0]), 2, 0.5)
example(landscapes.escape_step, real(4, 2), np.zeros(2), np.array([0.0, 1.0]))
example(landscapes.find_critical_point, gradient, np.array([0.25, 0.5]), steps=9)
example(landscapes.goe, 2, 3, rng=RNG)
example(landscapes.hessian_fd, saddle, np.array([0.25, 0.5]))
example(landscapes.hessian_from_gradient, gradient, np.array([0.25, 0.5]))
example(landscapes.hessian_vector_product, gradient, np.array([0.25, 0.5]), np.array([1.0, 3.0]))
example(landscapes.index_vs_loss, np.array([[0.0, 0.0], [1.0, 0.0]]), saddle)
example(landscapes.mean_pairwise_cos, 16, 17, rng=RNG)
example(landscapes.p_local_min, 2, 100, rng=RNG, shift=0.5)
example(
    landscapes.perturbed_gd, gradient, np.array([1.0, 4.0]), lr=0.25, steps=3, sigma=0.5, rng=RNG
)
example(
    landscapes.random_waves,
    3,
    np.array([0.25, 0.5, 1.0]),
    call=lambda n, x: [f(x) for f in landscapes.random_waves(n, rng=np.random.default_rng(0))],
)
example(landscapes.sample_ball, 20, 13, rng=RNG)
example(landscapes.shell_fraction, 100, 0.25)
