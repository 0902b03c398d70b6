"""What several shape exercises share: the guards and conversions of their solutions."""

import numpy as np


def real(values):
    """Make whole numbers float64, and leave float32 as it is."""
    return np.asarray(values, dtype=np.result_type(np.asarray(values), np.float32))


def one_vector_each(x, w):
    """Return x and w as floats, refused where they are not two vectors of one length."""
    if np.shape(x) != np.shape(w):
        raise ValueError("x and w need the same shape")
    return real(x), real(w)


def fitting_layers(x, W1, W2):
    """Return a batch and two weights as floats, refused where the product does not exist."""
    x, W1, W2 = real(x), real(W1), real(W2)
    if x.ndim != 2 or W1.ndim != 2 or x.shape[1] != W1.shape[0]:
        raise ValueError("x is (N, D) and W1 (D, H)")
    if W2.shape != (W1.shape[1], 1):
        raise ValueError("W2 is (H, 1)")
    return x, W1, W2


def fitting_layer(x, W, b):
    """Return a batch, weights and biases as floats, refused where they do not fit together."""
    x, W, b = real(x), real(W), real(b)
    if x.ndim != 2 or W.ndim != 2 or x.shape[1] != W.shape[0]:
        raise ValueError("x is (N, D) and W (D, M)")
    if b.shape != (W.shape[1],):
        raise ValueError("b is (M,)")
    return x, W, b


def fitting_columns(first, second):
    """Return two tables as floats, refused where they have not the same columns."""
    first, second = real(first), real(second)
    if first.ndim != 2 or second.ndim != 2 or first.shape[1] != second.shape[1]:
        raise ValueError("two tables with the same columns are needed")
    return first, second


def tables_of(train, test):
    """Return a training and a test table, with the guards that solutions share."""
    train, test = fitting_columns(train, test)
    if len(train) == 0:
        raise ValueError("an empty table has no mean")
    return train, test


def statistics(train):
    """Mean and deviation of each column, right, for solutions whose point lies elsewhere."""
    mean, std = train.mean(axis=0), train.std(axis=0)
    return mean, np.where(std == 0, 1, std).astype(train.dtype)


def whole(value, *, at_least):
    """Return a whole number, refused where it is none or too small."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError("a whole number is needed")
    if value < at_least:
        raise ValueError("the number is too small")
    return int(value)


def generator(rng):
    """Return the generator, refused where it is something else."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError("rng is a generator")
    return rng
