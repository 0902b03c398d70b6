"""Calls of `dlkit.shapes`."""

import numpy as np

from dlkit import shapes
from tests.dlkit.examples import RNG, example, real

example(shapes.dense_forward, real(4, 3), real(3, 5), real(5))
example(shapes.forward_matrix, real(4, 3), real(3, 5), real(5, 2))
example(shapes.linear_unit, real(4, 3), real(3), 0.5)
example(shapes.minibatches, 10, 4, rng=RNG)
example(shapes.one_hot, np.array([2, 0, 16]), 20)
example(shapes.pairwise_sq_dist, real(4, 3), real(5, 3))
example(shapes.standardize, real(6, 3), real(4, 3))
example(shapes.train_val_split, 10, 0.25, rng=RNG)
example(shapes.two_layer_paper, np.array([1.0, 2.0]))
