"""How much memory a network takes: little to use it, more to train it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dlkit.arguments import require_whole_number


def memory_estimate(
    sizes: Sequence[int],
    batch_size: int,
    *,
    train: bool = True,
    optimizer_arrays: int = 2,
    dtype: npt.DTypeLike = np.float64,
) -> dict[str, int]:
    r"""Bytes that dense layers in a row take, by what they are for.

    With the layer sizes :math:`d_0, \dots, d_L`, N samples, and b bytes per number,

    .. math:: P = \sum_{l=1}^{L} (d_{l-1} + 1) \, d_l, \qquad
              A = \begin{cases} N \sum_{l=0}^{L} d_l & \text{training} \\
              N \max_l (d_{l-1} + d_l) & \text{use} \end{cases}

    Training keeps the samples and all pre-activations for the way back, a gradient per
    parameter, and k arrays of that size for the optimizer. Use keeps two layers at a time.

    Parameters
    ----------
    sizes : list of int    from the inputs to the outputs, at least two
    batch_size : int    N
    train : bool    also count what only training needs
    optimizer_arrays : int    k: 0 for plain gradient descent, 1 for momentum, 2 for Adam
    dtype : float32 or float64    b is 4 or 8

    Returns
    -------
    dict of int, no array    bytes under parameters, gradients, optimizer, activations, total

    Raises
    ------
    ValueError    if there are fewer than two sizes or one is below 1
    TypeError     if a count is not a whole number

    Conventions: what must be kept at one time in the form of `mlp_forward`, without the
    temporary arrays of NumPy; the samples and the outputs count once.

    Examples
    --------
    >>> memory_estimate([784, 100, 10], 64, train=False, dtype=np.float32)["total"]
    544344
    >>> memory_estimate([784, 100, 10], 64, dtype=np.float32)["total"]
    1501024

    Source: Chen, Xu, Zhang, Guestrin, Training Deep Nets with Sublinear Memory Cost,
    arXiv:1604.06174, 2016, section 3.
    """
    who = "memory_estimate"
    d = [require_whole_number(size, f"sizes[{k}]", who, at_least=1) for k, size in enumerate(sizes)]
    if len(d) < 2:
        raise ValueError(f"{who}: sizes has {len(d)} entries; inputs and outputs are needed")
    n = require_whole_number(batch_size, "batch_size", who, at_least=0)
    copies = require_whole_number(optimizer_arrays, "optimizer_arrays", who, at_least=0)
    parameters = sum((before + 1) * after for before, after in pairwise(d))
    kept = sum(d) if train else max(before + after for before, after in pairwise(d))
    floats = {
        "parameters": parameters,
        "gradients": parameters if train else 0,
        "optimizer": copies * parameters if train else 0,
        "activations": n * kept,
    }
    b = np.dtype(dtype).itemsize
    return {name: b * count for name, count in floats.items()} | {"total": b * sum(floats.values())}
