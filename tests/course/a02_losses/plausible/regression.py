"""Plausible answers on regression: squared, absolute, and Huber's."""

import numpy as np

from tests.course.a02_losses.plausible.shared import guarded, positive
from tests.course.plausible import right, wrong


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
