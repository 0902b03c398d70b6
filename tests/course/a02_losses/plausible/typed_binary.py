"""Answers typed from the notebook's text alone: binary cross-entropy."""

import numpy as np

from dlkit.arguments import real_pair, require_samples
from tests.course.a02_losses.plausible.earlier import refuse_targets_outside, sigmoid, softplus
from tests.course.plausible import right, wrong


@wrong("logits beyond a bound are cut off")
def bce_with_logits__clipped_scores(logits, targets):
    z, t = real_pair(logits, targets)
    require_samples(z)
    refuse_targets_outside(t)
    z = np.clip(z.astype(np.float64), -700, 700)
    cost = np.log1p(np.exp(-z)) + (1 - t) * z
    return float(cost.mean())


@wrong("the exponential in your formula sees the logit itself where")
def bce_with_logits__abs_forgotten(logits, targets):
    z, t = np.asarray(logits), np.asarray(targets)
    cost = np.maximum(z, 0) - z * t + np.log(1 + np.exp(-z))
    return float(np.mean(cost))


@wrong("your loss asks only whether a target is 1")
def bce_with_logits__targets_only_yes_or_no(logits, targets):
    z, t = real_pair(logits, targets)
    require_samples(z)
    refuse_targets_outside(t)
    cost = np.where(t == 1, softplus(-z), softplus(z))
    return float(cost.mean())


@wrong("must be refused")
def bce_with_logits__any_target(logits, targets):
    z, t = real_pair(logits, targets)
    require_samples(z)
    return float(np.mean(np.maximum(z, 0) - t * z + np.log1p(np.exp(-np.abs(z)))))


@wrong("for large logits your sigmoid divides inf by inf")
def bce_with_logits_grad__inf_by_inf(logits, targets):
    z, t = real_pair(logits, targets)
    require_samples(z)
    refuse_targets_outside(t)
    sigma = np.exp(z) / (1 + np.exp(z))
    return (sigma - t) / z.size


@wrong("your gradient still has the derivative of the sigmoid in it")
def bce_with_logits_grad__sigmoid_derivative_again(logits, targets):
    z, t = real_pair(logits, targets)
    require_samples(z)
    refuse_targets_outside(t)
    s = sigmoid(z)
    return (s - t) * s * (1 - s) / z.size


@wrong("was changed by the call")
def bce_with_logits_grad__writes_into_logits(logits, targets):
    z, t = real_pair(logits, targets)
    require_samples(z)
    refuse_targets_outside(t)
    positive = z >= 0
    e = np.exp(-np.abs(z))
    z[positive] = 1 / (1 + e[positive])
    z[~positive] = e[~positive] / (1 + e[~positive])
    return (z - t) / z.size


@right
def bce_with_logits__logaddexp(logits, targets):
    z, t = real_pair(logits, targets)
    require_samples(z)
    if ((t < 0) | (t > 1)).any():
        raise ValueError("targets are probabilities")
    return float((t * np.logaddexp(0.0, -z) + (1 - t) * np.logaddexp(0.0, z)).mean())


@right
def bce_with_logits_grad__two_masks(logits, targets):
    z, t = real_pair(logits, targets)
    require_samples(z)
    if t.min() < 0 or t.max() > 1:
        raise ValueError("a target must be between 0 and 1")
    n = z.size
    yes, no = z >= 0, z < 0
    sigma = np.empty_like(z)
    sigma[yes] = 1 / (1 + np.exp(-z[yes]))
    sigma[no] = np.exp(z[no]) / (1 + np.exp(z[no]))
    return (sigma - t) / n
