"""Mistakes with early stopping that are mistakes with what is an improvement, or with nan."""

import numpy as np

from course.a08_landscapes.exercises.early_stop import (
    accepted,
    decisions,
    early_stop,
    refuse_unless,
    watched,
)


@early_stop.wrong(
    "early_stop",
    "patience begins again at any decrease",
    "a decrease that is too small to count still ends the waiting in your function. Only an "
    "improvement by more than min_delta does.",
    is_against_best=(False, True),
)
def reset_by_any_decrease(val, patience, min_delta=0.0, *, is_against_best):
    losses = accepted(val, patience, min_delta)
    best, lowest, last, epoch, wait = -1, np.inf, np.inf, -1, 0
    for epoch, loss in enumerate(losses):
        if loss < lowest - min_delta:
            best, lowest, wait = epoch, loss, 0
        elif loss < (lowest if is_against_best else last):
            wait = 0
        else:
            wait += 1
            if wait >= patience:
                break
        last = loss
    refuse_unless(best)
    return best, epoch


@early_stop.wrong(
    "early_stop",
    "the wait never begins again",
    "your function adds up all epochs without improvement, those before the best one as well. Only "
    "those since the best epoch count.",
)
def wait_never_reset(val, patience, min_delta=0.0):
    losses = accepted(val, patience, min_delta)
    best, lowest, epoch, wait = -1, np.inf, -1, 0
    for epoch, loss in enumerate(losses):
        if loss < lowest - min_delta:
            best, lowest = epoch, loss
        else:
            wait += 1
            if wait >= patience:
                break
    refuse_unless(best)
    return best, epoch


@early_stop.wrong(
    "early_stop",
    "ties count as improvement",
    "an equal loss counts as an improvement in your function, so a flat curve never stops. It has "
    "to be lower, by more than min_delta.",
)
def with_ties(val, patience, min_delta=0.0):
    _, over = decisions(patience, min_delta)
    losses = accepted(val, patience, min_delta)
    return watched(losses, lambda loss, lowest: loss <= lowest - min_delta, over)


@early_stop.wrong(
    "early_stop",
    "min_delta ignored",
    "your function counts every decrease as an improvement, whatever min_delta is.",
)
def without_delta(val, patience, min_delta=0.0):
    return watched(accepted(val, patience, min_delta), *decisions(patience, 0.0))


@early_stop.wrong(
    "early_stop",
    "min_delta with the wrong sign",
    "your function counts an epoch as an improvement although its loss is higher than the best "
    "one: min_delta is subtracted from the best loss, not added.",
)
def delta_added(val, patience, min_delta=0.0):
    return watched(accepted(val, patience, min_delta), *decisions(patience, -min_delta))


@early_stop.wrong(
    "early_stop",
    "lowest loss moved without an improvement",
    "the loss that you compare with moves down at every decrease, also where it is too small to "
    "count. So small gains never add up: keep the loss of the best epoch.",
)
def creeping_lowest(val, patience, min_delta=0.0):
    losses = accepted(val, patience, min_delta)
    best, lowest, epoch = -1, np.inf, -1
    for epoch, loss in enumerate(losses):
        is_better = loss < lowest - min_delta
        lowest = min(lowest, loss) if loss == loss else lowest
        if is_better:
            best = epoch
        elif epoch - best >= patience:
            break
    refuse_unless(best)
    return best, epoch


@early_stop.wrong(
    "early_stop",
    "nan counted as an improvement",
    "nan becomes the best loss in your function, or ends the waiting. It is never an improvement: "
    "a comparison with nan is false, so ask whether the loss is lower, not whether it is higher.",
    is_taken=(True, False),
)
def nan_is_better(val, patience, min_delta=0.0, *, is_taken):
    losses = accepted(val, patience, min_delta)
    best, lowest, epoch, wait = -1, np.inf, -1, 0
    for epoch, loss in enumerate(losses):
        if loss >= lowest - min_delta:
            wait += 1
            if wait >= patience:
                break
        else:
            wait = 0
            if is_taken or loss == loss:
                best, lowest = epoch, loss
    refuse_unless(best)
    return best, epoch


@early_stop.wrong(
    "early_stop",
    "nan left out of the count",
    "epochs with nan do not count as waiting in your function. They are epochs without "
    "improvement like others.",
)
def nan_skipped(val, patience, min_delta=0.0):
    losses = accepted(val, patience, min_delta)
    best, lowest, epoch, wait = -1, np.inf, -1, 0
    for epoch, loss in enumerate(losses):
        if loss < lowest - min_delta:
            best, lowest, wait = epoch, loss, 0
        elif loss == loss:
            wait += 1
            if wait >= patience:
                break
    refuse_unless(best)
    return best, epoch


@early_stop.wrong(
    "early_stop",
    "highest in place of lowest",
    "your function looks for the highest value, as for an accuracy. These are losses: small is "
    "good.",
)
def of_accuracy(val, patience, min_delta=0.0):
    losses = accepted(val, patience, min_delta)
    return watched([-loss for loss in losses], *decisions(patience, min_delta))


@early_stop.wrong(
    "early_stop",
    "begins with epoch 0 as the best",
    "your function begins with epoch 0 as the best, whatever its loss is. nan there is never "
    "beaten, since every comparison with it is false. Before the first epoch there is no best one.",
    first=(1, 0),
    is_nan_refused=(False, True),
)
def from_epoch_0(val, patience, min_delta=0.0, *, first, is_nan_refused):
    losses = accepted(val, patience, min_delta)
    if not losses or (is_nan_refused and np.isnan(losses).all()):
        raise ValueError("no epoch is an improvement")
    best = 0
    for epoch in range(first, len(losses)):
        if losses[epoch] < losses[best] - min_delta:
            best = epoch
        elif epoch - best >= patience:
            return best, epoch
    return best, len(losses) - 1
