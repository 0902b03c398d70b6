"""Sequences whose answer lies far back: what a network must remember for many steps."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, require_generator, require_number, require_whole_number


def adding_problem(n: int, T: int, *, rng: np.random.Generator) -> tuple[Array, Array]:
    r"""Add the two numbers that carry a mark, among T.

    The first feature of a step is uniform in [0, 1], the second the mark: 1 at one step of the
    first half and at one of the second, otherwise 0. Who always answers 1 errs by 1/6 on average
    (the variance of the sum).

    Parameters
    ----------
    n : int    number of sequences, at least 1
    T : int    number of steps, at least 2
    rng : numpy.random.Generator

    Returns
    -------
    x, sums : (n, T, 2), (n, 1)    float64

    Raises
    ------
    ValueError    if `n` is below 1 or `T` below 2
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> x, sums = adding_problem(5, 8, rng=np.random.default_rng(0))
    >>> x.shape, x[:, :, 1].sum(axis=1), np.allclose((x[:, :, 0] * x[:, :, 1]).sum(axis=1), sums.T)
    ((5, 8, 2), array([2., 2., 2., 2., 2.]), True)

    Source: Hochreiter, Schmidhuber, Long Short-Term Memory, Neural Computation 9, 1997,
    section 5.4.
    """
    n = require_whole_number(n, "n", "adding_problem", at_least=1)
    T = require_whole_number(T, "T", "adding_problem", at_least=2)
    values, marks = require_generator(rng, "adding_problem").random((n, T)), np.zeros((n, T))
    rows = np.arange(n)
    marks[rows, rng.integers(T // 2, size=n)] = 1
    marks[rows, rng.integers(T // 2, T, size=n)] = 1
    return np.stack([values, marks], axis=2), (values * marks).sum(axis=1, keepdims=True)


def first_sign(
    n: int, T: int, *, noise: float, rng: np.random.Generator
) -> tuple[Array, npt.NDArray[np.int64]]:
    r"""Tell the sign of the first number after T - 1 more, which are noise.

    Parameters
    ----------
    n : int    number of sequences, at least 1
    T : int    number of steps, at least 1
    noise : float    standard deviation of the steps after the first, which is -1 or 1
    rng : numpy.random.Generator

    Returns
    -------
    x, labels : (n, T, 1), (n,)    float64; int64, 1 where the first number is 1, else 0

    Raises
    ------
    ValueError    if `n` or `T` is below 1 or `noise` is negative
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> x, labels = first_sign(4, 3, noise=0.5, rng=np.random.default_rng(0))
    >>> x[:, 0, 0], labels
    (array([ 1.,  1.,  1., -1.]), array([1, 1, 1, 0]))

    Source: Bengio, Simard, Frasconi, Learning Long-Term Dependencies with Gradient Descent is
    Difficult, IEEE Transactions on Neural Networks 5, 1994, section 2.
    """
    n = require_whole_number(n, "n", "first_sign", at_least=1)
    T = require_whole_number(T, "T", "first_sign", at_least=1)
    labels = require_generator(rng, "first_sign").integers(2, size=n)
    x = require_number(noise, "noise", "first_sign", at_least=0) * rng.standard_normal((n, T, 1))
    x[:, 0, 0] = 2 * labels - 1
    return x, labels


def delayed_copy(
    n: int, T: int, *, lag: int, symbols: int, rng: np.random.Generator
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    r"""Say again what was said `lag` steps ago.

    Parameters
    ----------
    n : int    number of sequences, at least 1
    T : int    number of steps, more than `lag`
    lag : int    how far back, at least 0
    symbols : int    the number C of different symbols, at least 1; chance answers 1/C of them
    rng : numpy.random.Generator

    Returns
    -------
    ids, targets, mask : (n, T), (n, T), (n, T)    integers 0..C-1; the mask is true from step `lag`
        on, where there is something to repeat

    Raises
    ------
    ValueError    if a number is too small, or `T` not above `lag`
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> ids, targets, mask = delayed_copy(1, 6, lag=2, symbols=9, rng=np.random.default_rng(0))
    >>> ids.tolist(), targets.tolist(), mask.tolist()[0][:3]
    ([[7, 5, 4, 2, 2, 0]], [[0, 0, 7, 5, 4, 2]], [False, False, True])

    Source: Arjovsky, Shah, Bengio, Unitary Evolution Recurrent Neural Networks, ICML, 2016,
    section 4.1 (the copying memory problem, here with an answer at every step).
    """
    n = require_whole_number(n, "n", "delayed_copy", at_least=1)
    lag = require_whole_number(lag, "lag", "delayed_copy", at_least=0)
    T = require_whole_number(T, "T", "delayed_copy", at_least=lag + 1)
    symbols = require_whole_number(symbols, "symbols", "delayed_copy", at_least=1)
    ids = require_generator(rng, "delayed_copy").integers(symbols, size=(n, T))
    targets, mask = np.zeros_like(ids), np.zeros((n, T), dtype=bool)
    targets[:, lag:], mask[:, lag:] = ids[:, : T - lag], True
    return ids, targets, mask
