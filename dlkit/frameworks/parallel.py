"""Several machines, one gradient: each takes a shard of the batch, and the parts are averaged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import ShapeError, require_callables, require_same_shape, same_sequence


def parallel_grads(shards: Sequence[tuple[npt.ArrayLike, ...]], grad_fn: Callable[..., Any]) -> Any:
    r"""Gradient of the mean loss over a batch, from gradients over its shards.

    With :math:`N_k` samples and the gradient :math:`g_k` of the mean loss in shard k,

    .. math:: g = \sum_k \frac{N_k}{N} \, g_k, \qquad N = \sum_k N_k .

    Parameters
    ----------
    shards : list of tuples of arrays    such as (x, labels), of equal length N_k in a tuple;
        empty shards are left out
    grad_fn : callable    from the arrays of one shard to an array, or arrays in lists and tuples

    Returns
    -------
    array, or arrays, as `grad_fn` returns them    equal to those of the whole batch

    Raises
    ------
    ShapeError    if the arrays of a shard differ in length, or the gradients in shape
    ValueError    if there is no sample in any shard
    TypeError     if `grad_fn` is no function

    Conventions: weighted by the number of samples; the plain mean is right only for equal shards.
    Exact for losses that are means over samples, so not through batch normalization, whose
    statistics each shard takes of its own samples.

    Examples
    --------
    >>> from dlkit.losses import mse_grad
    >>> shards = [([1.0, 2.0, 3.0],), ([10.0],)]
    >>> parallel_grads(shards, lambda x: np.mean(x, keepdims=True))  # not (2 + 10) / 2
    array([4.])

    Source: Goyal et al., Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour,
    arXiv:1706.02677, 2017, section 3.
    """
    require_callables("parallel_grads", grad_fn=grad_fn)
    sizes = [_size(k, shard) for k, shard in enumerate(shards)]
    total = sum(sizes)
    if total == 0:
        raise ValueError("parallel_grads: there is no sample in any shard; no mean of nothing")
    result = None
    for shard, size in zip(shards, sizes, strict=True):
        if size:
            part = _scaled(grad_fn(*shard), size / total)
            result = part if result is None else _added(result, part)
    return result


def _size(k: int, shard: tuple[npt.ArrayLike, ...]) -> int:
    lengths = {len(np.atleast_1d(np.asarray(array))) for array in shard}
    if len(lengths) != 1:
        raise ShapeError(
            f"parallel_grads: the arrays of shard {k} have the lengths {sorted(lengths)}; one "
            "row per sample is needed in each"
        )
    return lengths.pop()


def _scaled(gradient: Any, share: float) -> Any:
    if isinstance(gradient, list | tuple):
        return same_sequence(gradient, (_scaled(each, share) for each in gradient))
    array = np.asarray(gradient)
    return (array * share).astype(array.dtype) if array.dtype.kind == "f" else array * share


def _added(a: Any, b: Any) -> Any:
    if isinstance(a, list | tuple):
        return same_sequence(a, (_added(x, y) for x, y in zip(a, b, strict=True)))
    require_same_shape("parallel_grads", first=a, another=b)
    return a + b
