"""The ten exercises of the losses notebook, in its order.

An exercise has a file of its own; where it is long, its second function has another one.
"""

from course.a02_losses.exercises import (
    bce_with_logits,
    bce_with_logits_gradient,
    cross_entropy,
    cross_entropy_gradient,
    hinge,
    hinge_gradient,
    huber,
    huber_gradient,
    l2_objective,
    log_softmax,
    logsumexp,
    mae,
    mse,
    softmax,
    softmax_backward,
)

SECOND_FUNCTIONS = (
    bce_with_logits_gradient,
    cross_entropy_gradient,
    hinge_gradient,
    huber_gradient,
    log_softmax,
)
EXERCISES = (
    mse.mse,
    mae.mae,
    huber.huber,
    logsumexp.logsumexp,
    softmax.softmax,
    softmax_backward.softmax_backward,
    cross_entropy.cross_entropy,
    bce_with_logits.bce_with_logits,
    hinge.hinge,
    l2_objective.l2_objective,
)
