"""Shapes: the dense layer, and what a data set goes through before it.

Read in this order:

1. `dense`: from one unit to a layer for a whole batch (`linear_unit`, `dense_forward`).
2. `data`: labels, scales, and parts of a data set (`one_hot`, `standardize`, `minibatches`).
3. `distances`: all pairs of two sets at once (`pairwise_sq_dist`).

Rows are samples and columns are features, everywhere in this package.
"""

from dlkit.shapes.data import minibatches, one_hot, standardize, train_val_split
from dlkit.shapes.dense import dense_forward, forward_matrix, linear_unit, two_layer_paper
from dlkit.shapes.distances import pairwise_sq_dist

__all__ = [
    "dense_forward",
    "forward_matrix",
    "linear_unit",
    "minibatches",
    "one_hot",
    "pairwise_sq_dist",
    "standardize",
    "train_val_split",
    "two_layer_paper",
]
