"""The budget of training: how many updates there are, and how large the batch makes them."""

from dlkit.arguments import require_number, require_whole_number


def update_count(n: int, batch_size: int, epochs: int) -> int:
    r"""Number of updates in so many passes over the data.

    .. math:: \text{epochs} \cdot \left\lceil \frac{n}{B} \right\rceil

    Parameters
    ----------
    n : int    number of samples, at least 1
    batch_size : int    B, at least 1; the last batch of an epoch may be smaller
    epochs : int    passes over the data, from 0 on

    Returns
    -------
    int, not an array

    Raises
    ------
    ValueError    if an argument is too small
    TypeError     if an argument is not a whole number

    Examples
    --------
    >>> update_count(10, 4, 3)
    9

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 8.1.3.
    """
    n = require_whole_number(n, "n", "update_count", at_least=1)
    batch_size = require_whole_number(batch_size, "batch_size", "update_count", at_least=1)
    epochs = require_whole_number(epochs, "epochs", "update_count", at_least=0)
    return epochs * -(-n // batch_size)  # the ceiling, in whole numbers


def linear_scaling_lr(lr: float, batch_size: int, new_batch_size: int) -> float:
    r"""Learning rate for another batch size: k times the batch, k times the step.

    .. math:: \eta' = \eta \, \frac{B'}{B}

    Parameters
    ----------
    lr : float    the learning rate :math:`\eta \ge 0` that works with B
    batch_size, new_batch_size : int    B and B', at least 1

    Returns
    -------
    float, not an array

    Raises
    ------
    ValueError    if `lr` is negative or a batch size below 1
    TypeError     if a batch size is not a whole number

    Conventions: the linear rule, for SGD with a mean over the batch: one large batch then moves
    as far as k small ones along nearly the same gradient. It fails once k is large.

    Examples
    --------
    >>> linear_scaling_lr(0.1, 256, 1024)
    0.4

    Source: Goyal et al., Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour,
    arXiv:1706.02677, 2017, section 2.1.
    """
    lr = require_number(lr, "lr", "linear_scaling_lr", at_least=0)
    batch_size = require_whole_number(batch_size, "batch_size", "linear_scaling_lr", at_least=1)
    new = require_whole_number(new_batch_size, "new_batch_size", "linear_scaling_lr", at_least=1)
    return lr * new / batch_size
