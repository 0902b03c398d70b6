"""Parts, batches and distances, as students type them."""

import numpy as np

from dlkit.arguments import (
    fitting_arrays,
    require_generator,
    require_number,
    require_whole_number,
)
from tests.course.plausible import right, wrong


def parts_of(n, fraction, rng):
    n = require_whole_number(n, at_least=1)
    return n, require_number(fraction, at_least=0, below=1), require_generator(rng)


@right
def train_val_split__mask(n, fraction, *, rng):
    n, fraction, rng = parts_of(n, fraction, rng)
    is_val = np.zeros(n, dtype=bool)
    is_val[rng.choice(n, int(n * fraction), replace=False)] = True
    return np.flatnonzero(~is_val), np.flatnonzero(is_val)


@right
def train_val_split__from_the_end(n, fraction, *, rng):
    n, fraction, rng = parts_of(n, fraction, rng)
    order = rng.permutation(n)
    cut = n - int(np.floor(fraction * n))
    return order[:cut], order[cut:]


@wrong("array|list")
def train_val_split__lists(n, fraction, *, rng):
    n, fraction, rng = parts_of(n, fraction, rng)
    order, size = rng.permutation(n).tolist(), int(fraction * n)
    return order[size:], order[:size]


@wrong("drawn twice|occurs twice")
def train_val_split__integers(n, fraction, *, rng):
    n, fraction, rng = parts_of(n, fraction, rng)
    val = rng.integers(0, n, int(fraction * n))
    return np.setdiff1d(np.arange(n), val), val


@wrong("own|`rng`")
def train_val_split__seeded_inside(n, fraction, *, rng):
    n, fraction, rng = parts_of(n, fraction, rng)
    order = np.random.default_rng(1234).permutation(n)
    return order[int(fraction * n) :], order[: int(fraction * n)]


@wrong("not the size that the specification names|shape")
def train_val_split__each_with_a_chance(n, fraction, *, rng):
    n, fraction, rng = parts_of(n, fraction, rng)
    is_val = rng.random(n) < fraction
    return np.flatnonzero(~is_val), np.flatnonzero(is_val)


def epoch_of(n, batch_size, rng):
    n, size = (require_whole_number(each, at_least=1) for each in (n, batch_size))
    return n, size, require_generator(rng)


@right
def minibatches__while(n, batch_size, *, rng, drop_last=False):
    n, size, rng = epoch_of(n, batch_size, rng)
    order, batches, i = rng.permutation(n), [], 0
    while i < n:
        batch = order[i : i + size]
        if len(batch) == size or not drop_last:
            batches.append(batch)
        i += size
    return batches


@wrong("last batch is missing|last short batch|not full")
def minibatches__floor_division(n, batch_size, *, rng, drop_last=False):
    n, size, rng = epoch_of(n, batch_size, rng)
    order = rng.permutation(n)
    return [order[i * size : (i + 1) * size] for i in range(n // size)]


@wrong("batch")
def minibatches__one_too_many(n, batch_size, *, rng, drop_last=False):
    n, size, rng = epoch_of(n, batch_size, rng)
    order = rng.permutation(n)
    batches = [order[i * size : (i + 1) * size] for i in range(n // size + 1)]
    return batches[:-1] if drop_last else batches


@wrong("drawn twice|occurs twice")
def minibatches__choice_each_time(n, batch_size, *, rng, drop_last=False):
    n, size, rng = epoch_of(n, batch_size, rng)
    starts = range(0, n - n % size if drop_last else n, size)
    return [rng.choice(n, min(size, n - start), replace=False) for start in starts]


@wrong("a list of length 1 is needed, but a generator came")
def minibatches__generator(n, batch_size, *, rng, drop_last=False):
    n, size, rng = epoch_of(n, batch_size, rng)
    order = rng.permutation(n)
    return (order[i : i + size] for i in range(0, n, size))


@right
def pairwise_sq_dist__expanded(a, b):
    a, b = fitting_arrays(a=(a, "N D"), b=(b, "M D"))
    d = (a**2).sum(axis=1, keepdims=True) - 2 * a @ b.T + (b**2).sum(axis=1)
    d[d < 0] = 0
    return d


@right
def pairwise_sq_dist__two_loops(a, b):
    a, b = fitting_arrays(a=(a, "N D"), b=(b, "M D"))
    d = np.zeros((len(a), len(b)), dtype=np.result_type(a, b))
    for i in range(len(a)):
        for j in range(len(b)):
            d[i, j] = ((a[i] - b[j]) ** 2).sum()
    return d


@wrong("below 0")
def pairwise_sq_dist__no_maximum(a, b):
    a, b = fitting_arrays(a=(a, "N D"), b=(b, "M D"))
    return (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)[None, :] - 2 * a @ b.T


@wrong("twice the product|expansion")
def pairwise_sq_dist__plus(a, b):
    a, b = fitting_arrays(a=(a, "N D"), b=(b, "M D"))
    return np.maximum((a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) + 2 * a @ b.T, 0)


@wrong("root")
def pairwise_sq_dist__norm(a, b):
    a, b = fitting_arrays(a=(a, "N D"), b=(b, "M D"))
    return np.linalg.norm(a[:, None] - b, axis=2)


@wrong("shape")
def pairwise_sq_dist__not_summed(a, b):
    a, b = fitting_arrays(a=(a, "N D"), b=(b, "M D"))
    return (a[:, None] - b) ** 2


@wrong("float64")
def pairwise_sq_dist__zeros(a, b):
    a, b = fitting_arrays(a=(a, "N D"), b=(b, "M D"))
    d = np.zeros((len(a), len(b)))
    for i, row in enumerate(a):
        d[i] = ((b - row) ** 2).sum(axis=1)
    return d


@wrong("shape|exchanged|columns")
def pairwise_sq_dist__wrong_order(a, b):
    a, b = fitting_arrays(a=(a, "N D"), b=(b, "M D"))
    return ((b[:, None] - a) ** 2).sum(axis=2)
