"""Calls of `dlkit.losses`."""

import numpy as np

from dlkit import losses
from tests.dlkit.examples import example, real, shares

P, T = real(4, 3), real(4, 3, seed=1)
LABELS = np.array([2, 0, 1, 2])

for loss in (losses.mse, losses.mae, losses.huber, losses.mse_grad, losses.mae_grad):
    example(loss, P, T)
example(losses.huber_grad, P, T, delta=0.5)
for loss in (losses.cross_entropy, losses.cross_entropy_grad, losses.hinge):
    example(loss, P, LABELS)
example(losses.hinge_grad, P, LABELS, margin=0.5)
example(losses.bce_with_logits, P, np.abs(shares(4, 3)))
example(losses.bce_with_logits_grad, P, shares(4, 3))
for loss in (
    losses.kl_divergence,
    losses.kl_divergence_grad,
    losses.soft_cross_entropy,
    losses.soft_cross_entropy_grad,
):
    example(loss, P, shares(4, 3))
example(losses.l2_objective, 1.5, [real(3, 2), real(2)], 0.25)
example(losses.l2_objective_grad, [real(3, 2), real(2)], 0.25)
example(losses.softmax, P)
example(losses.log_softmax, P)
example(losses.softmax_backward, T, P)
example(losses.log_softmax_backward, T, P)
example(losses.logsumexp, P, axis=1)
example(losses.smooth_labels, LABELS, 4, smoothing=0.25)
example(losses.weighted_loss, losses.mse, P, T, np.arange(4.0))
example(losses.weighted_loss_grad, losses.mse_grad, P, T, np.arange(4.0))
