"""Answers to the losses exercises that students may well give and no catalogue holds.

``WRONG`` are mistakes, ``RIGHT`` natural right answers; both are (function, solution). Some call
other functions of the same student, as they may.
"""

import numpy as np

WRONG, RIGHT = [], []


def wrong(solution):
    WRONG.append((solution.__name__.partition("__")[0], solution))
    return solution


def right(solution):
    RIGHT.append((solution.__name__.partition("__")[0], solution))
    return solution


def guarded(predictions, targets):
    if predictions.shape != targets.shape or predictions.size == 0:
        raise ValueError("shapes")
    return predictions - targets


def same_shape(one, other):
    if one.shape != other.shape:
        raise ValueError("shapes")


def probable(logits, targets):
    guarded(logits, targets)
    if np.any(targets < 0) or np.any(targets > 1):
        raise ValueError("targets")


def labelled(logits, labels):
    if len(logits) == 0 or labels.shape != (len(logits),):
        raise ValueError("shapes")
    if labels.dtype != np.int64:
        raise TypeError("labels")
    if not np.isin(labels, range(logits.shape[1])).all():
        raise ValueError("labels")
    return logits


def positive(value):
    if number(value) == 0:
        raise ValueError("out of range")
    return float(value)


def true_scores(logits, labels):
    return labelled(logits, labels)[np.arange(len(labels)), labels][:, None]


def number(value):
    if not np.isscalar(value):
        raise TypeError("one number")
    if not np.isfinite(value) or value < 0:
        raise ValueError("out of range")
    return value


def a_list(weights):
    if not isinstance(weights, list):
        raise TypeError("a list")
    return weights


def softmax(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def log_softmax(z):
    z = z - np.max(z, axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@wrong
def mse__without_square(predictions, targets):
    return np.mean(guarded(predictions, targets))


@wrong
def mse__root(predictions, targets):
    return np.sqrt(np.mean(guarded(predictions, targets) ** 2))


@wrong
def mse__unbiased(predictions, targets):
    residual = guarded(predictions, targets)
    return np.sum(residual**2) / max(residual.size - 1, 1)


@wrong
def mse__one_for_each_row(predictions, targets):
    return np.mean(guarded(predictions, targets) ** 2, axis=0)


@wrong
def mse__flattens_both(predictions, targets):
    return np.mean(guarded(np.ravel(predictions), np.ravel(targets)) ** 2)


@wrong
def mse_grad__divided_by_rows(predictions, targets):
    return 2 * guarded(predictions, targets) / len(predictions)


@wrong
def mse_grad__writes_into_predictions(predictions, targets):
    guarded(predictions, targets)
    np.subtract(predictions, targets, out=predictions, casting="unsafe")
    return 2 * predictions / predictions.size


@wrong
def mae__median(predictions, targets):
    return np.median(np.abs(guarded(predictions, targets)))


@wrong
def mae_grad__one_at_ties(predictions, targets):
    return np.where(guarded(predictions, targets) >= 0, 1, -1) / predictions.size


@wrong
def huber__without_one_half(predictions, targets, *, delta=1.0):
    r = np.abs(guarded(predictions, targets))
    return np.mean(np.where(r <= positive(delta), r**2, delta * (r - delta / 2)))


@wrong
def huber__fixed_delta(predictions, targets, *, delta=1.0):
    positive(delta)
    r = np.abs(guarded(predictions, targets))
    return np.mean(np.where(r <= 1, r**2 / 2, r - 1 / 2))


@wrong
def huber__smooth_l1(predictions, targets, *, delta=1.0):
    delta = positive(delta)
    r = np.abs(guarded(predictions, targets))
    return np.mean(np.where(r < delta, r**2 / (2 * delta), r - delta / 2))


@wrong
def huber__by_the_mean_residual(predictions, targets, *, delta=1.0):
    r = np.abs(guarded(predictions, targets))
    return np.mean(r**2) / 2 if r.mean() <= positive(delta) else np.mean(delta * (r - delta / 2))


@wrong
def huber_grad__sign_beyond_delta(predictions, targets, *, delta=1.0):
    r = guarded(predictions, targets)
    return np.where(np.abs(r) <= positive(delta), r, np.sign(r)) / r.size


@wrong
def huber_grad__zero_beyond_delta(predictions, targets, *, delta=1.0):
    r = guarded(predictions, targets)
    return np.where(np.abs(r) <= positive(delta), r, 0) / r.size


@wrong
def logsumexp__maximum_only(z, *, axis=-1, keepdims=False):
    return np.max(np.asarray(z, float), axis=axis, keepdims=keepdims, initial=-np.inf)


@wrong
def logsumexp__maximum_not_added_again(z, *, axis=-1, keepdims=False):
    largest = np.max(z, axis=axis, keepdims=True)
    return np.log(np.sum(np.exp(z - largest), axis=axis, keepdims=keepdims))


@wrong
def logsumexp__clipped(z, *, axis=-1, keepdims=False):
    return np.log(np.sum(np.exp(np.clip(z, -700, 700)), axis=axis, keepdims=keepdims))


@wrong
def logsumexp__keepdims_forgotten(z, *, axis=-1, keepdims=False):
    return np.logaddexp.reduce(z, axis=axis)


@wrong
def logsumexp__in_base_two(z, *, axis=-1, keepdims=False):
    return np.logaddexp2.reduce(z, axis=axis, keepdims=keepdims)


@wrong
def softmax__subtracts_the_mean(z):
    e = np.exp(z - np.mean(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@wrong
def softmax__one_maximum_for_all(z):
    e = np.exp(z - np.max(z, initial=-np.inf))
    return e / e.sum(axis=-1, keepdims=True)


@wrong
def softmax__of_absolute_scores(z):
    return softmax(np.abs(z))


@wrong
def softmax__rounded(z):
    return np.round(softmax(z), 6)


@wrong
def log_softmax__maximum_only(z):
    return z - np.max(z, axis=-1, keepdims=True)


@wrong
def log_softmax__clipped_probability(z):
    return np.log(np.maximum(softmax(z), 1e-300))


@wrong
def log_softmax__repairs_infinities(z):
    return np.nan_to_num(log_softmax(z))


@wrong
def softmax_backward__scores_for_probabilities(dy, z):
    same_shape(dy, z)
    return z * (dy - np.sum(z * dy, axis=-1, keepdims=True))


@wrong
def softmax_backward__of_log_softmax(dy, z):
    same_shape(dy, z)
    return dy - softmax(z) * dy.sum(axis=-1, keepdims=True)


@wrong
def softmax_backward__sign(dy, z):
    same_shape(dy, z)
    p = softmax(z)
    return p * (np.sum(p * dy, axis=-1, keepdims=True) - dy)


@wrong
def softmax_backward__mean_over_batch(dy, z):
    same_shape(dy, z)
    p = softmax(z)
    return p * (dy - np.sum(p * dy, axis=-1, keepdims=True)) / max(len(z), 1)


@wrong
def cross_entropy__sign(logits, labels):
    return np.mean(log_softmax(labelled(logits, labels))[np.arange(len(labels)), labels])


@wrong
def cross_entropy__probability_not_logarithm(logits, labels):
    return -np.mean(softmax(labelled(logits, labels))[np.arange(len(labels)), labels])


@wrong
def cross_entropy__mean_over_all_entries(logits, labels):
    log_p = log_softmax(labelled(logits, labels))
    return -np.mean(log_p * np.eye(log_p.shape[1])[labels])


@wrong
def cross_entropy__in_bits(logits, labels):
    log_p = log_softmax(labelled(logits, labels))
    return -np.mean(log_p[np.arange(len(labels)), labels]) / np.log(2)


@wrong
def cross_entropy__empty_batch_is_free(logits, labels):
    if len(labels) == 0:
        return 0.0
    return -np.mean(log_softmax(labelled(logits, labels))[np.arange(len(labels)), labels])


@wrong
def cross_entropy__clipped_probability(logits, labels):
    p = softmax(labelled(logits, labels))[np.arange(len(labels)), labels]
    return -np.mean(np.log(np.clip(p, 1e-15, 1)))


@wrong
def cross_entropy_grad__only_true_class(logits, labels):
    p = softmax(labelled(logits, labels))
    gradient = np.zeros_like(p)
    rows = np.arange(len(labels))
    gradient[rows, labels] = (p[rows, labels] - 1) / len(labels)
    return gradient


@wrong
def cross_entropy_grad__of_entropy(logits, labels):
    p = softmax(labelled(logits, labels))
    return p / len(labels)


@wrong
def cross_entropy_grad__over_classes(logits, labels):
    p = softmax(labelled(logits, labels))
    p[np.arange(len(labels)), labels] -= 1
    return p / p.size


@wrong
def bce_with_logits__only_positive_class(logits, targets):
    probable(logits, targets)
    return np.mean(targets * np.logaddexp(0, -logits))


@wrong
def bce_with_logits__of_probabilities(logits, targets):
    probable(logits, targets)
    p = np.clip(logits, 1e-12, 1 - 1e-12)
    return -np.mean(targets * np.log(p) + (1 - targets) * np.log(1 - p))


@wrong
def bce_with_logits__sum(logits, targets):
    probable(logits, targets)
    return np.sum(np.logaddexp(0, logits) - targets * logits)


@wrong
def bce_with_logits__rounds_targets(logits, targets):
    probable(logits, targets)
    return np.mean(np.logaddexp(0, logits) - np.round(targets) * logits)


@wrong
def bce_with_logits_grad__with_slope_of_sigmoid(logits, targets):
    probable(logits, targets)
    p = (1 + np.tanh(logits / 2)) / 2
    return (p - targets) * p * (1 - p) / len(logits)


@wrong
def bce_with_logits_grad__overflows(logits, targets):
    probable(logits, targets)
    return (np.exp(logits) / (1 + np.exp(logits)) - targets) / len(logits)


@wrong
def hinge__without_margin(logits, labels, *, margin=1.0):
    true, margin = true_scores(logits, labels), number(margin)
    return np.maximum(logits - true, 0).sum() / len(labels)


@wrong
def hinge__squared(logits, labels, *, margin=1.0):
    true, margin = true_scores(logits, labels), number(margin)
    return (np.maximum(logits - true + margin, 0) ** 2).sum() / len(labels) - margin**2


@wrong
def hinge__margin_always_one(logits, labels, *, margin=1.0):
    true, margin = true_scores(logits, labels), number(margin)
    return np.maximum(logits - true + 1, 0).sum() / len(labels) - 1


@wrong
def hinge__not_cut_off(logits, labels, *, margin=1.0):
    true, margin = true_scores(logits, labels), number(margin)
    return (logits - true + margin).sum() / len(labels) - margin


@wrong
def hinge_grad__counts_the_margin_itself(logits, labels, *, margin=1.0):
    rows = np.arange(len(labels))
    active = (logits - true_scores(logits, labels) + number(margin) >= 0) * np.float64(1)
    active[rows, labels] = 0
    active[rows, labels] = -active.sum(axis=1)
    return active.astype(np.result_type(logits, np.float32)) / len(labels)


@wrong
def hinge_grad__minus_one_in_true_column(logits, labels, *, margin=1.0):
    rows = np.arange(len(labels))
    active = (logits - true_scores(logits, labels) + number(margin) > 0) * np.float64(1)
    active[rows, labels] = -1
    return active / len(labels)


@wrong
def l2_objective__absolute_values(loss, weights, lam):
    return float(loss) + number(lam) / 2 * sum(np.abs(W).sum() for W in a_list(weights))


@wrong
def l2_objective__norm_not_squared(loss, weights, lam):
    return float(loss) + number(lam) / 2 * sum(np.linalg.norm(W) for W in a_list(weights))


@wrong
def l2_objective__mean_of_squares(loss, weights, lam):
    return float(loss) + number(lam) / 2 * sum(np.mean(W**2) for W in a_list(weights))


@wrong
def l2_objective__first_matrix_only(loss, weights, lam):
    return float(loss) + number(lam) / 2 * np.sum(a_list(weights)[0] ** 2)


@wrong
def l2_objective_grad__scales_in_place(weights, lam):
    for W in a_list(weights):
        np.multiply(W, number(lam), out=W, casting="unsafe")
    return weights


@wrong
def l2_objective_grad__returns_the_weights(weights, lam):
    number(lam)
    return [W * 1.0 for W in a_list(weights)]


@wrong
def l2_objective_grad__one_long_vector(weights, lam):
    return np.concatenate([number(lam) * W.ravel() for W in a_list(weights)])


@right
def mse__as_it_is_written(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    if len(predictions) == 0:
        raise ValueError("empty")
    return ((predictions - targets) ** 2).mean()


@right
def mse_grad__as_it_is_written(predictions, targets):
    return guarded(predictions, targets) * 2 / predictions.size


@right
def mae__as_it_is_written(predictions, targets):
    return np.abs(guarded(predictions, targets)).sum() / predictions.size


@right
def huber__as_it_is_written(predictions, targets, *, delta=1.0):
    delta = positive(delta)
    r = np.abs(guarded(predictions, targets))
    return np.mean(np.where(r <= delta, 0.5 * r**2, delta * (r - 0.5 * delta)))


@right
def logsumexp__as_it_is_written(z, *, axis=-1, keepdims=False):
    largest = np.max(z, axis=axis, keepdims=True)
    shift = np.where(np.isfinite(largest), largest, 0)
    total = np.log(np.exp(z - shift).sum(axis=axis, keepdims=True)) + shift
    return total if keepdims else total.squeeze(axis=axis)


@right
def softmax__as_it_is_written(z):
    return softmax(z)


@right
def log_softmax__by_own_logsumexp(z):
    return z - logsumexp__as_it_is_written(z, axis=-1, keepdims=True)


@right
def softmax_backward__as_it_is_written(dy, z):
    same_shape(dy, z)
    p = softmax(z)
    return p * (dy - (p * dy).sum(axis=1, keepdims=True))


@right
def cross_entropy__by_own_log_softmax(logits, labels):
    return -log_softmax(labelled(logits, labels))[range(len(labels)), labels].mean()


@right
def cross_entropy_grad__by_own_softmax(logits, labels):
    p = softmax(labelled(logits, labels))
    p[range(len(labels)), labels] -= 1
    return p / len(labels)


@right
def bce_with_logits__as_it_is_written(logits, targets):
    probable(logits, targets)
    losses = np.maximum(logits, 0) - logits * targets + np.log(1 + np.exp(-np.abs(logits)))
    return losses.mean()


@right
def bce_with_logits_grad__by_where(logits, targets):
    probable(logits, targets)
    above, below = 1 / (1 + np.exp(-logits)), np.exp(logits) / (1 + np.exp(logits))
    return (np.where(logits >= 0, above, below) - targets) / len(logits)


@right
def hinge__as_it_is_written(logits, labels, *, margin=1.0):
    margin = number(margin)
    costs = np.maximum(0, logits - true_scores(logits, labels) + margin)
    costs[np.arange(len(labels)), labels] = 0
    return costs.sum(axis=1).mean()


@right
def l2_objective__as_it_is_written(loss, weights, lam):
    penalty = 0
    for W in a_list(weights):
        penalty += np.sum(W**2)
    return float(loss) + 0.5 * number(lam) * penalty
