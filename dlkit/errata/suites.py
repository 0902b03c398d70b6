"""Tests that tell right implementations from wrong ones: each raises AssertionError or nothing."""

from collections.abc import Callable
from typing import Any

import numpy as np

Check = Callable[[Callable[..., Any]], None]


def tests_for_softmax() -> list[Check]:
    r"""Tests of any function that should be softmax over the last axis of (N, C).

    .. math:: p_{nc} = \frac{e^{z_{nc}}}{\sum_k e^{z_{nk}}}

    Returns
    -------
    list of callables    each takes the function, which maps an array (N, C) to an array (N, C)

    Examples
    --------
    >>> from dlkit.losses import softmax
    >>> [test(softmax) for test in tests_for_softmax()]
    [None, None, None, None, None]

    Source: Claessen, Hughes, QuickCheck: A Lightweight Tool for Random Testing of Haskell
    Programs, ICFP, 2000 (tests by properties).
    """
    return [_known_values, _rows_on_their_own, _shift_invariant, _tiny_shares, _leaves_z_alone]


def _known_values(softmax: Callable[..., Any]) -> None:
    z = np.log([[1.0, 2.0, 3.0], [4.0, 4.0, 8.0]])
    np.testing.assert_allclose(
        softmax(z), [[1 / 6, 1 / 3, 1 / 2], [1 / 4, 1 / 4, 1 / 2]], rtol=1e-10
    )


def _rows_on_their_own(softmax: Callable[..., Any]) -> None:
    z = np.random.default_rng(0).normal(size=(4, 3))
    whole = softmax(z.copy())
    assert np.shape(whole) == (4, 3)
    for n in range(4):
        np.testing.assert_allclose(softmax(z[n : n + 1].copy()), whole[n : n + 1], rtol=1e-10)


def _shift_invariant(softmax: Callable[..., Any]) -> None:
    z = np.random.default_rng(1).normal(size=(2, 5))
    with np.errstate(all="ignore"):
        moved = softmax(z + np.array([[1000.0], [-1000.0]]))
    np.testing.assert_allclose(moved, softmax(z.copy()), rtol=1e-9)


def _tiny_shares(softmax: Callable[..., Any]) -> None:
    p = np.asarray(softmax(np.array([[0.0, -50.0]])))
    np.testing.assert_allclose(p[0, 1], np.exp(-50.0), rtol=1e-9)


def _leaves_z_alone(softmax: Callable[..., Any]) -> None:
    z = np.array([[1.0, 2.0], [3.0, 5.0]])
    before = z.copy()
    softmax(z)
    np.testing.assert_array_equal(z, before)


def tests_for_adam() -> list[Check]:
    r"""Tests of any function that should be a step of Adam, called as `adam_step` is.

    .. math:: w \leftarrow w - \eta \,
              \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \epsilon}

    Returns
    -------
    list of callables    each takes the function: from w, dw, m, v, arrays of one shape, and t to
        w, m, v, with the keywords lr, beta1, beta2, eps

    Examples
    --------
    >>> from dlkit.optimizers import adam_step
    >>> [test(adam_step) for test in tests_for_adam()]
    [None, None, None, None]

    Source: Kingma, Ba, Adam: A Method for Stochastic Optimization, ICLR, 2015, algorithm 1.
    """
    return [_first_step_is_lr, _many_steps, _eps_outside_the_root, _leaves_its_arguments_alone]


def _first_step_is_lr(adam_step: Callable[..., Any]) -> None:
    zeros = np.zeros(3)
    w = adam_step(np.ones(3), np.array([5.0, -0.2, 1e3]), zeros, zeros, 1, lr=0.1)[0]
    np.testing.assert_allclose(w, [0.9, 1.1, 0.9], rtol=1e-6)


def _many_steps(adam_step: Callable[..., Any]) -> None:
    rng, lr, beta1, beta2, eps = np.random.default_rng(0), 0.05, 0.8, 0.95, 1e-3
    state: tuple[Any, ...] = (rng.normal(size=4), np.zeros(4), np.zeros(4))
    w, m, v = (array.copy() for array in state)
    for t in range(1, 8):
        g = rng.normal(size=4)
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        w = w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        step = adam_step(state[0], g, *state[1:], t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
        state = tuple(np.array(array) for array in step)
        for came, right in zip(state, (w, m, v), strict=True):
            np.testing.assert_allclose(came, right, rtol=1e-9, atol=1e-12)


def _eps_outside_the_root(adam_step: Callable[..., Any]) -> None:
    zeros = np.zeros(1)
    w = adam_step(zeros, np.array([1e-3]), zeros, zeros, 1, lr=1.0, eps=1e-3)[0]
    np.testing.assert_allclose(w, [-0.5], rtol=1e-9)


def _leaves_its_arguments_alone(adam_step: Callable[..., Any]) -> None:
    arrays = [np.array([1.0, 2.0]), np.array([0.5, -1.0]), np.zeros(2), np.ones(2)]
    before = [array.copy() for array in arrays]
    adam_step(*arrays, 3, lr=0.1)
    for array, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)
