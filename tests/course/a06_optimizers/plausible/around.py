"""Plausible answers on clipping, schedules and the budget."""

import math

import numpy as np

from dlkit.arguments import real_arrays, require_number, require_whole_number
from tests.course.plausible import right, wrong


def norm_of(grads):
    largest = max((float(np.abs(g).max(initial=0)) for g in grads), default=0.0)
    if largest == 0:
        return 0.0
    return largest * math.sqrt(sum(float(np.sum((g.astype(float) / largest) ** 2)) for g in grads))


@wrong("by its own norm")
def clip_by_global_norm__one_by_one(grads, max_norm):
    grads = real_arrays(grads)
    require_number(max_norm, above=0)
    norms = [norm_of([g]) for g in grads]
    factors = [1.0 if n <= max_norm else max_norm / n for n in norms]
    return [g * f for g, f in zip(grads, factors, strict=True)], norm_of(grads)


@wrong("by its own norm")
def clip_by_global_norm__one_by_one_with_plain_squares(grads, max_norm):
    grads = real_arrays(grads)
    require_number(max_norm, above=0)
    with np.errstate(all="ignore"):
        norms = [np.sqrt(np.sum(g.astype(float) ** 2)) for g in grads]
        clipped = [g * float(min(1, max_norm / n)) for g, n in zip(grads, norms, strict=True)]
        return clipped, float(np.sqrt(sum(n**2 for n in norms)))


@wrong("single entries")
def clip_by_global_norm__np_clip(grads, max_norm):
    grads = real_arrays(grads)
    require_number(max_norm, above=0)
    return [g.clip(-max_norm, max_norm) for g in grads], norm_of(grads)


@wrong("made longer")
def clip_by_global_norm__normalised(grads, max_norm):
    grads = real_arrays(grads)
    require_number(max_norm, above=0)
    norm = norm_of(grads)
    return [g * (max_norm / norm if norm else 1.0) for g in grads], norm


@wrong("overflow")
def clip_by_global_norm__plain_squares(grads, max_norm):
    grads = real_arrays(grads)
    require_number(max_norm, above=0)
    with np.errstate(all="ignore"):
        norm = float(np.sqrt(sum(np.sum(g.astype(float) ** 2) for g in grads)))
    return [g * (max_norm / norm) if norm > max_norm else g.copy() for g in grads], norm


@wrong("a little too short")
def clip_by_global_norm__as_in_pytorch(grads, max_norm):
    grads = real_arrays(grads)
    require_number(max_norm, above=0)
    norm = norm_of(grads)
    return [g * min(1.0, max_norm / (norm + 1e-6)) for g in grads], norm


@right
def clip_by_global_norm__flattened(grads, max_norm):
    grads = real_arrays(grads)
    max_norm = require_number(max_norm, above=0)
    norm = norm_of([np.concatenate([np.ravel(g) for g in grads])] if grads else [])
    factor = 1.0 if norm == 0 else min(1.0, max_norm / norm)
    return [g * factor for g in grads], norm


def counted(updates, lr, **counts):
    require_whole_number(updates, at_least=0)
    require_number(lr, at_least=0)
    for count in counts.values():
        require_whole_number(count, at_least=1)


@wrong("falls a little at every update")
def step_decay__true_division(updates, *, lr, every, factor=0.1):
    counted(updates, lr, every=every)
    return lr * require_number(factor, at_least=0) ** (updates / every)


@wrong("one update too early or too late")
def step_decay__from_one(updates, *, lr, every, factor=0.1):
    counted(updates, lr, every=every)
    return lr * require_number(factor, at_least=0) ** ((updates + 1) // every)


@wrong("power, not n times")
def step_decay__product(updates, *, lr, every, factor=0.1):
    counted(updates, lr, every=every)
    drops = updates // every
    return lr * (require_number(factor, at_least=0) * drops if drops else 1.0)


@right
def step_decay__loop(updates, *, lr, every, factor=0.1):
    counted(updates, lr, every=every)
    rate = float(lr)
    for _ in range(updates // every):
        rate *= factor
    return rate * (require_number(factor, at_least=0) >= 0)


def planned(updates, lr, total, warmup):
    require_whole_number(updates, at_least=0)
    require_number(lr, at_least=0)
    require_whole_number(total, at_least=1)
    require_whole_number(warmup, at_least=0)
    if warmup >= total:
        raise ValueError("warmup")


@wrong("first update has the rate 0")
def warmup_cosine__from_zero(updates, *, lr, total, warmup):
    planned(updates, lr, total, warmup)
    if updates < warmup:
        return lr * updates / warmup
    share = min(1, (updates - warmup) / (total - warmup))
    return lr * 0.5 * (1 + math.cos(math.pi * share))


@wrong("whole wave")
def warmup_cosine__two_pi(updates, *, lr, total, warmup):
    planned(updates, lr, total, warmup)
    if updates < warmup:
        return lr * (updates + 1) / warmup
    share = min(1, (updates - warmup) / (total - warmup))
    return lr * 0.5 * (1 + math.cos(2 * math.pi * share))


@wrong("stretched over all updates")
def warmup_cosine__share_of_total(updates, *, lr, total, warmup):
    planned(updates, lr, total, warmup)
    if updates < warmup:
        return lr * (updates + 1) / warmup
    return lr * 0.5 * (1 + math.cos(math.pi * min(1, updates / total)))


@wrong("rises again")
def warmup_cosine__without_min(updates, *, lr, total, warmup):
    planned(updates, lr, total, warmup)
    if updates < warmup:
        return lr * (updates + 1) / warmup
    return lr * 0.5 * (1 + math.cos(math.pi * (updates - warmup) / (total - warmup)))


@wrong("leaves out the batch that is not full")
def update_count__floor(n, batch_size, epochs):
    require_whole_number(n, at_least=1)
    require_whole_number(batch_size, at_least=1)
    return require_whole_number(epochs, at_least=0) * (n // batch_size)


@wrong("round up after all epochs together")
def update_count__total_first(n, batch_size, epochs):
    require_whole_number(n, at_least=1)
    require_whole_number(batch_size, at_least=1)
    return -(-(n * require_whole_number(epochs, at_least=0)) // batch_size)


@wrong("goes through a float")
def update_count__np_ceil(n, batch_size, epochs):
    require_whole_number(n, at_least=1)
    require_whole_number(batch_size, at_least=1)
    return int(np.ceil(n / batch_size)) * require_whole_number(epochs, at_least=0)


@right
def update_count__add_before(n, batch_size, epochs):
    require_whole_number(n, at_least=1)
    require_whole_number(batch_size, at_least=1)
    return (n + batch_size - 1) // batch_size * require_whole_number(epochs, at_least=0)


@wrong("linear rule")
def linear_scaling_lr__root(lr, batch_size, new_batch_size):
    for size in (batch_size, new_batch_size):
        require_whole_number(size, at_least=1)
    return require_number(lr, at_least=0) * math.sqrt(new_batch_size / batch_size)


@wrong("falls when the batch grows")
def linear_scaling_lr__inverse(lr, batch_size, new_batch_size):
    for size in (batch_size, new_batch_size):
        require_whole_number(size, at_least=1)
    return require_number(lr, at_least=0) * batch_size / new_batch_size


@wrong("line and wave are multiplied")
def warmup_cosine__line_times_wave(updates, *, lr, total, warmup):
    planned(updates, lr, total, warmup)
    up = min((updates + 1) / warmup, 1) if warmup else 1.0
    return up * lr / 2 * (1 + math.cos(math.pi * min(updates / total, 1)))
