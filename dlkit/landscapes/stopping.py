"""Stopping early: the best epoch is behind us, and how long to wait until we believe it."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import real_array, require_axes, require_number, require_whole_number


def early_stop(val: npt.ArrayLike, patience: int, min_delta: float = 0.0) -> tuple[int, int]:
    r"""Best epoch of a validation curve, and the epoch at which patience ends.

    An epoch e is an improvement if :math:`v_e < v_{best} - \delta`; it then is the best. Training
    ends at the first epoch without improvement for which

    .. math:: e - best \ge \text{patience} .

    Parameters
    ----------
    val : (T,)    validation losses in order, at least one; small is good
    patience : int    how many epochs in a row without improvement end the training; 0 or more
    min_delta : float    :math:`\delta \ge 0`, what is too little to count

    Returns
    -------
    best_epoch, stop_epoch : int, int    counted from 0; where patience never ends, the stop is
        the last epoch

    Raises
    ------
    ShapeError    if `val` has not one axis
    ValueError    if there is no finite value before the stop, or a number is negative
    TypeError     if an argument is of the wrong kind

    Conventions: an equal value is no improvement, nor is nan. Patience 0 and 1 both stop at
    the first epoch without improvement, as in Keras. Slow gains below `min_delta` add up: they
    are measured from the best epoch, not from the one before.

    Examples
    --------
    >>> early_stop([5.0, 3.0, 4.0, 3.5, 2.0, 1.0], patience=2)
    (1, 3)

    Source: Prechelt, Early Stopping - But When?, in Neural Networks: Tricks of the Trade,
    Springer, 1998.
    """
    losses = real_array(val, "val", "early_stop")
    require_axes(losses, "T", "val", "early_stop")
    patience = require_whole_number(patience, "patience", "early_stop", at_least=0)
    min_delta = require_number(min_delta, "min_delta", "early_stop", at_least=0)
    best, lowest, epoch = -1, np.inf, -1
    for epoch, loss in enumerate(losses):
        if loss < lowest - min_delta:
            best, lowest = epoch, loss
        elif epoch - best >= patience:
            break
    if best < 0:
        raise ValueError(f"early_stop: val is {losses}; no finite value comes before the stop")
    return best, epoch
