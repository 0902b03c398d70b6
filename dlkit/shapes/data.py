"""What a data set goes through before training: labels to rows, one scale, parts, batches."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    class_labels,
    fitting_arrays,
    require_generator,
    require_number,
    require_samples,
    require_whole_number,
)


def one_hot(labels: npt.ArrayLike, classes: int) -> Array:
    r"""Rows with a single 1, in the column of the label.

    .. math:: Y_{nc} = \mathbb{1}[y_n = c]

    Parameters
    ----------
    labels : (N,)    integers 0..C-1; N may be 0
    classes : int    the number C of classes, which the labels alone do not tell

    Returns
    -------
    (N, C)    float64

    Raises
    ------
    ShapeError    if the labels are not (N,)
    ValueError    if a label is outside 0..C-1, or `classes` is below 1
    TypeError     if the labels or `classes` are not integers

    Examples
    --------
    >>> one_hot([2, 0], 3)
    array([[0., 0., 1.],
           [1., 0., 0.]])

    Source: Bishop, Pattern Recognition and Machine Learning, 2006, section 2.2.
    """
    classes = require_whole_number(classes, "classes", "one_hot", at_least=1)
    y = class_labels(labels, classes, "one_hot")
    rows = np.zeros((len(y), classes))
    rows[np.arange(len(y)), y] = 1
    return rows


def standardize(train: npt.ArrayLike, test: npt.ArrayLike) -> tuple[Array, Array, Array, Array]:
    r"""Shift and scale each feature to mean 0 and deviation 1 on the training set.

    With the mean :math:`\mu_d` and the standard deviation :math:`\sigma_d` of column d of `train`,

    .. math:: x'_{nd} = \frac{x_{nd} - \mu_d}{\sigma_d} .

    Parameters
    ----------
    train : (N, D)    at least one sample
    test : (M, D)    scaled with the statistics of `train`: nothing is learnt from a test set

    Returns
    -------
    train, test, mean, std : (N, D), (M, D), (D,), (D,)    std as it was divided by

    Raises
    ------
    ShapeError    if an argument has not two axes or the numbers of features differ
    ValueError    if `train` is empty
    TypeError     if an argument does not hold real numbers

    Conventions: the standard deviation divides by N, not N - 1; that of a column which is
    constant, up to rounding, counts as 1.

    Examples
    --------
    >>> train, test, mean, std = standardize([[0.0, 5.0], [2.0, 5.0]], [[4.0, 6.0]])
    >>> train
    array([[-1.,  0.],
           [ 1.,  0.]])
    >>> test
    array([[3., 1.]])

    Source: LeCun, Bottou, Orr, Müller, Efficient BackProp, in Neural Networks: Tricks of the
    Trade, Springer, 1998, section 4.3.
    """
    train, test = fitting_arrays("standardize", train=(train, "N D"), test=(test, "M D"))
    require_samples(train, "train", "standardize")
    # Sums over many float32 rows lose digits, so the statistics are taken in float64.
    mean = train.mean(axis=0, dtype=np.float64).astype(train.dtype)
    std = train.std(axis=0, dtype=np.float64).astype(train.dtype)
    std[constant_columns(train)] = 1
    return (train - mean) / std, (test - mean) / std, mean, std


def constant_columns(table: Array) -> npt.NDArray[np.bool_]:
    """Return for each column whether all its values are equal, up to a few units in the last place.

    The deviation does not tell: that of equal values may be above 0, by the rounding of their mean.
    """
    highest, lowest = table.max(axis=0, initial=-np.inf), table.min(axis=0, initial=np.inf)
    size = np.maximum(np.abs(highest), np.abs(lowest))
    return np.asarray(highest - lowest <= 4 * np.finfo(table.dtype).eps * size)


def train_val_split(
    n: int, fraction: float, *, rng: np.random.Generator
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    r"""Divide the indices 0..n-1 at random into training and validation.

    The validation set has :math:`\lfloor \text{fraction} \cdot n \rfloor` indices.

    Parameters
    ----------
    n : int    number of samples, at least 1
    fraction : float    the share of the validation set, in [0, 1)
    rng : numpy.random.Generator    shuffles, since data sets are often sorted by class

    Returns
    -------
    train_indices, val_indices : (n - floor(fraction * n),), (floor(fraction * n),)

    Raises
    ------
    ValueError    if `n` is below 1 or `fraction` is outside [0, 1)
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> train, val = train_val_split(10, 0.25, rng=np.random.default_rng(0))
    >>> len(train), len(val)
    (8, 2)

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 5.3.
    """
    n = require_whole_number(n, "n", "train_val_split", at_least=1)
    fraction = require_number(fraction, "fraction", "train_val_split", at_least=0, below=1)
    order = require_generator(rng, "train_val_split").permutation(n)
    validation = int(fraction * n)
    return order[validation:], order[:validation]


def minibatches(
    n: int, batch_size: int, *, rng: np.random.Generator, drop_last: bool = False
) -> list[npt.NDArray[np.int64]]:
    r"""Divide the indices 0..n-1 into batches, in a new random order at each call.

    There are :math:`\lceil n / B \rceil` batches of size B, the last one perhaps smaller, or
    :math:`\lfloor n / B \rfloor` with `drop_last`.

    Parameters
    ----------
    n : int    number of samples, at least 1
    batch_size : int    B, at least 1
    rng : numpy.random.Generator    one generator for all epochs, so that each has its own order
    drop_last : bool    leave out a last batch with fewer than B indices

    Returns
    -------
    list of (B,)    every index in one batch; index x and y with the same batch

    Raises
    ------
    ValueError    if `n` or `batch_size` is below 1
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> [len(batch) for batch in minibatches(10, 4, rng=np.random.default_rng(0))]
    [4, 4, 2]

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 8.1.3.
    """
    n = require_whole_number(n, "n", "minibatches", at_least=1)
    batch_size = require_whole_number(batch_size, "batch_size", "minibatches", at_least=1)
    order = require_generator(rng, "minibatches").permutation(n)
    end = n - n % batch_size if drop_last else n
    return [order[start : start + batch_size] for start in range(0, end, batch_size)]
