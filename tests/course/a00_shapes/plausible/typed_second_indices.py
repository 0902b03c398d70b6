"""Parts, batches and distances, typed by a second hand."""

import math

import numpy as np

from dlkit.arguments import (
    fitting_arrays,
    real_array,
    require_generator,
    require_number,
    require_whole_number,
)
from tests.course.plausible import right, wrong


@wrong("Training comes first")
def train_val_split__validation_first(n, fraction, *, rng):
    n = require_whole_number(n, at_least=1)
    fraction = require_number(fraction, at_least=0, below=1)
    order = require_generator(rng).permutation(n)
    size = int(fraction * n)
    return order[:size], order[size:]


@wrong("an index more than floor")
def train_val_split__round(n, fraction, *, rng):
    n = require_whole_number(n, at_least=1)
    fraction = require_number(fraction, at_least=0, below=1)
    order = require_generator(rng).permutation(n)
    size = round(fraction * n)
    return order[size:], order[:size]


@wrong("drawn twice for your validation part")
def train_val_split__choice_repeats(n, fraction, *, rng):
    n = require_whole_number(n, at_least=1)
    fraction = require_number(fraction, at_least=0, below=1)
    val = require_generator(rng).choice(n, int(fraction * n))
    train = np.setdiff1d(np.arange(n), val)
    return train, val


@wrong("your training part is empty")
def train_val_split__minus_zero(n, fraction, *, rng):
    n = require_whole_number(n, at_least=1)
    fraction = require_number(fraction, at_least=0, below=1)
    order = require_generator(rng).permutation(n)
    size = int(fraction * n)
    return order[:-size], order[-size:]


@wrong("a fraction of 1: this input must be refused")
def train_val_split__no_upper_bound(n, fraction, *, rng):
    n = require_whole_number(n, at_least=1)
    fraction = require_number(fraction, at_least=0)
    order = require_generator(rng).permutation(n)
    size = int(fraction * n)
    return order[size:], order[:size]


def sizes_of(n, batch_size, rng):
    return (
        require_whole_number(n, at_least=1),
        require_whole_number(batch_size, at_least=1),
        require_generator(rng),
    )


@wrong("goes even where it is full")
def minibatches__drops_full(n, batch_size, *, rng, drop_last=False):
    n, batch_size, rng = sizes_of(n, batch_size, rng)
    order = rng.permutation(n)
    batches = [order[i : i + batch_size] for i in range(0, n, batch_size)]
    if drop_last:
        batches = batches[:-1]
    return batches


@wrong("made as equal as possible")
def minibatches__array_split(n, batch_size, *, rng, drop_last=False):
    n, batch_size, rng = sizes_of(n, batch_size, rng)
    count = n // batch_size if drop_last else math.ceil(n / batch_size)
    order = rng.permutation(n)
    if drop_last:
        order = order[: count * batch_size]
    return np.array_split(order, count) if count else []


@wrong("can be drawn twice")
def minibatches__drawn_anew(n, batch_size, *, rng, drop_last=False):
    n, batch_size, rng = sizes_of(n, batch_size, rng)
    batches = []
    for start in range(0, n, batch_size):
        size = min(batch_size, n - start)
        if size < batch_size and drop_last:
            break
        batches.append(rng.choice(n, size, replace=False))
    return batches


@wrong("drawn anew, always with")
def minibatches__drawn_full(n, batch_size, *, rng, drop_last=False):
    n, batch_size, rng = sizes_of(n, batch_size, rng)
    return [rng.choice(n, batch_size) for _ in range(n // batch_size)]


@wrong("whether it is full or not")
def minibatches__stops_early(n, batch_size, *, rng, drop_last=False):
    n, batch_size, rng = sizes_of(n, batch_size, rng)
    order, batches = rng.permutation(n), []
    for start in range(0, n - batch_size, batch_size):
        batches.append(order[start : start + batch_size])
    return batches


@wrong("each of your batches holds neighbours")
def minibatches__shuffles_batches(n, batch_size, *, rng, drop_last=False):
    n, batch_size, rng = sizes_of(n, batch_size, rng)
    full = n // batch_size
    batches = [np.arange(k * batch_size, (k + 1) * batch_size) for k in rng.permutation(full)]
    if n % batch_size and not drop_last:
        batches.append(np.arange(full * batch_size, n))
    return batches


@wrong("a little below 0")
def pairwise_sq_dist__below_zero(a, b):
    a, b = fitting_arrays(a=(a, "N D"), b=(b, "M D"))
    return (a**2).sum(axis=1)[:, None] - 2 * a @ b.T + (b**2).sum(axis=1)


@wrong("Look at its sign and its factor")
def pairwise_sq_dist__no_two(a, b):
    a, b = fitting_arrays(a=(a, "N D"), b=(b, "M D"))
    d = (a**2).sum(axis=1)[:, None] - a @ b.T + (b**2).sum(axis=1)
    return np.maximum(d, 0)


@wrong("3 columns against 1: this input must be refused")
def pairwise_sq_dist__columns_unchecked(a, b):
    a, b = real_array(a), real_array(b)
    if a.ndim != 2 or b.ndim != 2:
        raise ValueError("a and b need two axes")
    return ((a[:, None] - b) ** 2).sum(axis=2)


@wrong("your result is transposed")
def pairwise_sq_dist__transposed(a, b):
    a, b = fitting_arrays(a=(a, "N D"), b=(b, "M D"))
    return ((b[:, None] - a) ** 2).sum(axis=2)


@right
def train_val_split__choice(n, fraction, *, rng):
    n = require_whole_number(n, at_least=1)
    fraction = require_number(fraction, at_least=0, below=1)
    rng = require_generator(rng)
    val = rng.choice(n, size=int(fraction * n), replace=False)
    return np.setdiff1d(np.arange(n), val), val


@right
def minibatches__split_points(n, batch_size, *, rng, drop_last=False):
    n = require_whole_number(n, at_least=1)
    batch_size = require_whole_number(batch_size, at_least=1)
    order = np.arange(n)
    require_generator(rng).shuffle(order)
    batches = np.split(order, range(batch_size, n, batch_size))
    return [batch for batch in batches if not drop_last or len(batch) == batch_size]


@right
def pairwise_sq_dist__multiplied_out(a, b):
    a, b = fitting_arrays(a=(a, "N D"), b=(b, "M D"))
    lengths_a = np.einsum("nd,nd->n", a, a)
    lengths_b = np.einsum("md,md->m", b, b)
    return np.maximum(lengths_a[:, None] + lengths_b[None, :] - 2 * np.dot(a, b.T), 0)
