"""Answers typed from the notebook's text: folds, and how many pieces they have."""

import numpy as np

from dlkit.activations import relu
from dlkit.arguments import real_array, require_whole_number
from tests.course.plausible import wrong


def tent(x):
    return 2 * relu(x) - 4 * relu(x - 0.5) + 2 * relu(x - 1)


@wrong("number of your folds is not the depth")
def sawtooth__one_less(x, depth):
    x, depth = real_array(x), require_whole_number(depth, at_least=1)
    for _ in range(1, depth):
        x = tent(x)
    return x + 0


@wrong("is not right")
def sawtooth__sum(x, depth):
    x, depth = real_array(x), require_whole_number(depth, at_least=1)
    y = np.zeros_like(x)
    for d in range(depth):
        y = y + tent(2**d * x)
    return y


@wrong("one tent, whatever the depth is|is not right")
def sawtooth__loop_forgets(x, depth):
    x, depth = real_array(x), require_whole_number(depth, at_least=1)
    for _ in range(depth):
        y = tent(x)
    return y


@wrong("must be refused with a ValueError")
def sawtooth__depth_not_checked(x, depth):
    x = real_array(x)
    for _ in range(depth):
        x = tent(x)
    return x + 0


@wrong("falling below 0 on both sides")
def sawtooth__minimum(x, depth):
    x, depth = real_array(x), require_whole_number(depth, at_least=1)
    for _ in range(depth):
        x = np.minimum(2 * x, 2 - 2 * x)
    return x


@wrong("you count the bends")
def count_pieces__bends(y):
    steps = np.diff(real_array(y))
    if steps.ndim != 1 or len(steps) < 1 or not np.all(np.isfinite(steps)):
        raise ValueError("y")
    changes = np.abs(np.diff(steps))
    return int(np.sum(changes > 1e-6 * np.max(np.abs(steps))))


@wrong("count the bends, and steps that differ by rounding")
def count_pieces__bends_exactly(y):
    steps = np.diff(real_array(y))
    if steps.ndim != 1 or len(steps) < 1 or not np.all(np.isfinite(steps)):
        raise ValueError("y")
    return int(np.sum(np.diff(steps) != 0))


@wrong("changes of the steps keep their sign")
def count_pieces__abs_forgotten(y):
    steps = np.diff(real_array(y))
    if steps.ndim != 1 or len(steps) < 1 or not np.all(np.isfinite(steps)):
        raise ValueError("y")
    return 1 + int(np.sum(np.diff(steps) > 1e-6 * np.max(np.abs(steps))))


@wrong("how many different slopes")
def count_pieces__unique(y):
    steps = np.diff(real_array(y))
    if steps.ndim != 1 or len(steps) < 1 or not np.all(np.isfinite(steps)):
        raise ValueError("y")
    return len(np.unique(steps))


@wrong("last digits, and you count")
def count_pieces__exact(y):
    steps = np.diff(real_array(y))
    if steps.ndim != 1 or len(steps) < 1 or not np.all(np.isfinite(steps)):
        raise ValueError("y")
    return 1 + int(np.sum(np.diff(steps) != 0))


@wrong("tolerance is a fixed number|is not right")
def count_pieces__isclose(y):
    steps = np.diff(real_array(y))
    if steps.ndim != 1 or len(steps) < 1 or not np.all(np.isfinite(steps)):
        raise ValueError("y")
    return 1 + int(np.sum(~np.isclose(steps[1:], steps[:-1])))
