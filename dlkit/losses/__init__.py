"""Losses: from predictions to the one number that training makes small.

Read in this order:

1. `regression`: what a wrong number costs (`mse`, `mae`, `huber`), and the outlier's pull.
2. `softmax`: how scores become probabilities without overflow, and the way back.
3. `classification`: what a wrong class costs (`cross_entropy`, `bce_with_logits`).
4. `margin`: when an answer is right enough (`hinge`).
5. `penalty`: what large weights cost (`l2_objective`).
6. `distributions`: targets that are probabilities (`smooth_labels`, `kl_divergence`).
7. `weighting`: samples that count more than others (`weighted_loss`).

A loss returns a Python float and its ``_grad`` the gradient with respect to the first argument,
in that argument's shape and dtype. Regression takes the mean over all elements, classification
the mean over the N samples. Inputs are never changed; nan propagates.
"""

from dlkit.losses.classification import (
    bce_with_logits,
    bce_with_logits_grad,
    cross_entropy,
    cross_entropy_grad,
)
from dlkit.losses.distributions import (
    kl_divergence,
    kl_divergence_grad,
    smooth_labels,
    soft_cross_entropy,
    soft_cross_entropy_grad,
)
from dlkit.losses.margin import hinge, hinge_grad
from dlkit.losses.penalty import l2_objective, l2_objective_grad
from dlkit.losses.regression import huber, huber_grad, mae, mae_grad, mse, mse_grad
from dlkit.losses.softmax import (
    log_softmax,
    log_softmax_backward,
    logsumexp,
    softmax,
    softmax_backward,
)
from dlkit.losses.weighting import weighted_loss, weighted_loss_grad

__all__ = [
    "bce_with_logits",
    "bce_with_logits_grad",
    "cross_entropy",
    "cross_entropy_grad",
    "hinge",
    "hinge_grad",
    "huber",
    "huber_grad",
    "kl_divergence",
    "kl_divergence_grad",
    "l2_objective",
    "l2_objective_grad",
    "log_softmax",
    "log_softmax_backward",
    "logsumexp",
    "mae",
    "mae_grad",
    "mse",
    "mse_grad",
    "smooth_labels",
    "soft_cross_entropy",
    "soft_cross_entropy_grad",
    "softmax",
    "softmax_backward",
    "weighted_loss",
    "weighted_loss_grad",
]
