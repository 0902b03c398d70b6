"""Schedules: the learning rate as a function of the number of updates already made.

The count starts from 0, so the first update is made with ``schedule(0)``; it may be a count of
epochs as well, the formulas do not care. (Adam's t counts the same updates from 1.)
"""

import math

from dlkit.arguments import require_number, require_whole_number


def constant(updates: int, *, lr: float) -> float:
    r"""Constant learning rate.

    .. math:: \eta_k = \eta

    Parameters
    ----------
    updates : int    the number k of updates already made
    lr : float    the learning rate :math:`\eta \ge 0`

    Returns
    -------
    float, not an array    the learning rate of the next update

    Raises
    ------
    ValueError    if an argument is negative
    TypeError     if `updates` is not a whole number

    Examples
    --------
    >>> constant(1000, lr=0.1)
    0.1

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 8.3.1.
    """
    require_whole_number(updates, "updates", "constant", at_least=0)
    return require_number(lr, "lr", "constant", at_least=0)


def step_decay(updates: int, *, lr: float, every: int, factor: float = 0.1) -> float:
    r"""Multiply the learning rate by a factor after every so many updates.

    .. math:: \eta_k = \eta \, \gamma^{\lfloor k / n \rfloor}

    Parameters
    ----------
    updates : int    the number k of updates already made
    lr : float    the learning rate :math:`\eta \ge 0` at the start
    every : int    the number n of updates between two drops
    factor : float    :math:`\gamma \ge 0`

    Returns
    -------
    float, not an array    the learning rate of the next update

    Raises
    ------
    ValueError    if `every` is below 1 or another argument negative
    TypeError     if `updates` or `every` is not a whole number

    Examples
    --------
    >>> [step_decay(k, lr=8.0, every=2, factor=0.5) for k in range(5)]
    [8.0, 8.0, 4.0, 4.0, 2.0]

    Source: He, Zhang, Ren, Sun, Deep Residual Learning for Image Recognition, CVPR, 2016,
    section 3.4.
    """
    updates = require_whole_number(updates, "updates", "step_decay", at_least=0)
    every = require_whole_number(every, "every", "step_decay", at_least=1)
    lr = require_number(lr, "lr", "step_decay", at_least=0)
    return lr * require_number(factor, "factor", "step_decay", at_least=0) ** (updates // every)


def exponential_decay(updates: int, *, lr: float, factor: float) -> float:
    r"""Multiply the learning rate by a factor after every update.

    .. math:: \eta_k = \eta \, \gamma^k

    Parameters
    ----------
    updates : int    the number k of updates already made
    lr : float    the learning rate :math:`\eta \ge 0` at the start
    factor : float    :math:`\gamma \ge 0`, usually just below 1

    Returns
    -------
    float, not an array    the learning rate of the next update

    Raises
    ------
    ValueError    if an argument is negative
    TypeError     if `updates` is not a whole number

    Examples
    --------
    >>> [exponential_decay(k, lr=8.0, factor=0.5) for k in range(4)]
    [8.0, 4.0, 2.0, 1.0]

    Source: Darken, Chang, Moody, Learning rate schedules for faster stochastic gradient search,
    Neural Networks for Signal Processing II, IEEE, 1992.
    """
    return step_decay(updates, lr=lr, every=1, factor=factor)


def inverse_time_decay(updates: int, *, lr: float, rate: float) -> float:
    r"""Divide the learning rate by a number that grows evenly with the updates.

    .. math:: \eta_k = \frac{\eta}{1 + r k}

    Parameters
    ----------
    updates : int    the number k of updates already made
    lr : float    the learning rate :math:`\eta \ge 0` at the start
    rate : float    :math:`r \ge 0`; after 1 / r updates the learning rate is half as large

    Returns
    -------
    float, not an array    the learning rate of the next update

    Raises
    ------
    ValueError    if an argument is negative
    TypeError     if `updates` is not a whole number

    Examples
    --------
    >>> [inverse_time_decay(k, lr=8.0, rate=1.0) for k in (0, 1, 3)]
    [8.0, 4.0, 2.0]

    Source: Robbins, Monro, A Stochastic Approximation Method, Ann. Math. Statist. 22, 1951.
    """
    updates = require_whole_number(updates, "updates", "inverse_time_decay", at_least=0)
    lr = require_number(lr, "lr", "inverse_time_decay", at_least=0)
    return lr / (1 + require_number(rate, "rate", "inverse_time_decay", at_least=0) * updates)


def cosine_decay(updates: int, *, lr: float, total: int, final: float = 0.0) -> float:
    r"""Lower the learning rate along half a wave of the cosine.

    .. math:: \eta_k = \eta_{end} + \frac{\eta - \eta_{end}}{2}
              \left(1 + \cos\frac{\pi \min(k, n)}{n}\right)

    Parameters
    ----------
    updates : int    the number k of updates already made
    lr : float    the learning rate :math:`\eta \ge 0` at the start
    total : int    the number n of updates until `final` is reached, for good
    final : float    :math:`\eta_{end} \ge 0`

    Returns
    -------
    float, not an array    the learning rate of the next update

    Raises
    ------
    ValueError    if `total` is below 1 or another argument negative
    TypeError     if `updates` or `total` is not a whole number

    Examples
    --------
    >>> [round(cosine_decay(k, lr=8.0, total=4), 3) for k in range(6)]
    [8.0, 6.828, 4.0, 1.172, 0.0, 0.0]

    Source: Loshchilov, Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, ICLR, 2017,
    section 3.
    """
    updates = require_whole_number(updates, "updates", "cosine_decay", at_least=0)
    total = require_whole_number(total, "total", "cosine_decay", at_least=1)
    lr = require_number(lr, "lr", "cosine_decay", at_least=0)
    final = require_number(final, "final", "cosine_decay", at_least=0)
    return final + (lr - final) / 2 * (1 + math.cos(math.pi * min(updates, total) / total))


def linear_warmup(updates: int, *, lr: float, warmup: int) -> float:
    r"""Raise the learning rate along a line, then keep it.

    .. math:: \eta_k = \eta \min\left(1, \frac{k + 1}{n}\right)

    Parameters
    ----------
    updates : int    the number k of updates already made
    lr : float    the learning rate :math:`\eta \ge 0` after the warm-up
    warmup : int    the number n of updates of the warm-up; 0 for none

    Returns
    -------
    float, not an array    the learning rate of the next update

    Raises
    ------
    ValueError    if an argument is negative
    TypeError     if `updates` or `warmup` is not a whole number

    Conventions: the first update has lr / n, not 0, which would waste it; the nth has lr.

    Examples
    --------
    >>> [linear_warmup(k, lr=8.0, warmup=4) for k in range(6)]
    [2.0, 4.0, 6.0, 8.0, 8.0, 8.0]

    Source: Goyal et al., Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour,
    arXiv:1706.02677, 2017, section 2.2.
    """
    updates = require_whole_number(updates, "updates", "linear_warmup", at_least=0)
    warmup = require_whole_number(warmup, "warmup", "linear_warmup", at_least=0)
    lr = require_number(lr, "lr", "linear_warmup", at_least=0)
    return lr if updates >= warmup else lr * (updates + 1) / warmup


def warmup_cosine(updates: int, *, lr: float, total: int, warmup: int) -> float:
    r"""Raise the learning rate along a line, then lower it along half a cosine wave.

    The first n updates are those of `linear_warmup`; update :math:`k \ge n` is update
    :math:`k - n` of `cosine_decay` over the remaining :math:`\text{total} - n`.

    Parameters
    ----------
    updates : int    the number k of updates already made
    lr : float    the learning rate :math:`\eta \ge 0` at the top
    total : int    the number of all updates, after which the learning rate stays 0
    warmup : int    the number n of updates of the warm-up, below `total`

    Returns
    -------
    float, not an array    the learning rate of the next update

    Raises
    ------
    ValueError    if `warmup` is not below `total` or an argument is negative
    TypeError     if a count is not a whole number

    Examples
    --------
    >>> [round(warmup_cosine(k, lr=8.0, total=6, warmup=2), 3) for k in range(8)]
    [4.0, 8.0, 8.0, 6.828, 4.0, 1.172, 0.0, 0.0]

    Source: Loshchilov, Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, ICLR, 2017,
    section 3; Goyal et al., arXiv:1706.02677, 2017, section 2.2.
    """
    updates = require_whole_number(updates, "updates", "warmup_cosine", at_least=0)
    total = require_whole_number(total, "total", "warmup_cosine", at_least=1)
    warmup = require_whole_number(warmup, "warmup", "warmup_cosine", at_least=0)
    if warmup >= total:
        raise ValueError(f"warmup_cosine: warmup is {warmup}; less than total = {total} is needed")
    if updates < warmup:
        return linear_warmup(updates, lr=lr, warmup=warmup)
    return cosine_decay(updates - warmup, lr=lr, total=total - warmup)
