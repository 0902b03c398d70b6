"""The eight exercises of the shapes notebook, in its order, each in a file of its own."""

from course.a00_shapes.exercises import (
    dense_forward,
    forward_matrix,
    linear_unit,
    minibatches,
    one_hot,
    pairwise_sq_dist,
    standardize,
    train_val_split,
    two_layer_paper,
)

SECOND_FUNCTIONS = (forward_matrix,)
EXERCISES = (
    linear_unit.linear_unit,
    two_layer_paper.two_layer_paper,
    dense_forward.dense_forward,
    one_hot.one_hot,
    standardize.standardize,
    train_val_split.train_val_split,
    minibatches.minibatches,
    pairwise_sq_dist.pairwise_sq_dist,
)
