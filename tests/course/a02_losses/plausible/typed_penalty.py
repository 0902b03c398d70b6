"""Answers typed from the notebook's text alone: the L2 penalty."""

import numpy as np

from dlkit.arguments import real_arrays, require_number
from tests.course.plausible import right, wrong


@wrong("your penalty adds up the norms of the matrices")
def l2_objective__norm_not_squared(loss, weights, lam):
    price = 0.0
    for W in weights:
        price += np.linalg.norm(W)
    return float(loss + lam / 2 * price)


@wrong("with ValueError")
def l2_objective__one_big_array(loss, weights, lam):
    loss = require_number(loss)
    lam = require_number(lam, at_least=0)
    everything = np.array(real_arrays(weights))
    return float(loss + lam / 2 * np.sum(everything**2))


@wrong("must be refused")
def l2_objective__lam_without_bound(loss, weights, lam):
    loss, lam = require_number(loss), require_number(lam)
    return float(loss + 0.5 * lam * sum(np.sum(W**2) for W in real_arrays(weights)))


@wrong("shares its memory")
def l2_objective_grad__in_place(weights, lam):
    lam = require_number(lam, at_least=0)
    grads = []
    for W in real_arrays(weights):
        W *= lam
        grads.append(W)
    return grads


@wrong("values are needed")
def l2_objective_grad__return_in_the_loop(weights, lam):
    lam = require_number(lam, at_least=0)
    grads = []
    for W in real_arrays(weights):
        grads.append(lam * W)
        return grads
    return grads


@right
def l2_objective__vdot(loss, weights, lam):
    loss, lam = require_number(loss), require_number(lam, at_least=0)
    squares = sum(float(np.vdot(w, w)) for w in real_arrays(weights))
    return loss + lam * squares / 2


@right
def l2_objective_grad__list_comprehension(weights, lam):
    lam = require_number(lam, at_least=0)
    return [lam * w for w in real_arrays(weights)]
