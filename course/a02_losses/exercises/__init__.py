"""The ten exercises of the losses notebook, in its order."""

from course.a02_losses.exercises import (
    bce_with_logits,
    cross_entropy,
    hinge,
    logsumexp,
    penalty,
    regression,
    robust,
    softmax,
    softmax_backward,
)

EXERCISES = (
    regression.mse,
    regression.mae,
    robust.huber,
    logsumexp.logsumexp,
    softmax.softmax,
    softmax_backward.softmax_backward,
    cross_entropy.cross_entropy,
    bce_with_logits.bce_with_logits,
    hinge.hinge,
    penalty.l2_objective,
)
