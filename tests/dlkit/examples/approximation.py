"""Calls of `dlkit.approximation`."""

import numpy as np

from dlkit import approximation
from dlkit.activations import tanh
from tests.dlkit.examples import RNG, example, real

X = np.arange(-3.0, 5.0) / 4
SQUARE = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])

example(approximation.bump, X, -0.5, 0.5, height=2.0, steepness=8.0)
example(approximation.convergence_order, np.array([1.0, 2.0, 4.0]), np.array([4.0, 1.0, 0.25]))
example(approximation.count_pieces, np.array([0.0, 1.0, 2.0, 1.0, 0.0, 4.0]))
example(approximation.eval_hidden, X, real(3), real(3, seed=1), real(3, seed=2), 0.5, tanh)
example(approximation.half_plane, np.array([0.0, 0.0]), np.array([3.0, 4.0]))
for error in (approximation.l1_error, approximation.l2_error, approximation.sup_error):
    example(error, np.sin, np.cos, 0.0, 2.0, 8)
example(approximation.polygon_net, SQUARE, 8.0)
example(approximation.triangle_net, SQUARE[:3], 8.0)
example(approximation.random_features, X, X**2, 3, tanh, rng=RNG, single=None)
example(approximation.relu_interpolant, X, X**2)
example(approximation.sawtooth, X, 2)
example(approximation.staircase_interpolant, X, X**2, steepness=8.0)
example(approximation.tent, X)
example(approximation.uat_counterexample, real(4), real(5))
