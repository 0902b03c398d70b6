"""What is drawn at random is right for many values; here each says what one of them lacks.

The functions return a sentence for a student, or "" where everything is as it must be.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from dlkit.check.answers import numbers_of
from dlkit.check.compare import kind_of

CHANCE = 1e-10  # of a right answer that crosses one margin
MANY = 40  # indices: so many are never in order by chance


def split_fault(parts: Any, n: int, validation: int) -> str:
    """Say what keeps two arrays from being a random division of 0..n-1; training comes first."""
    if not isinstance(parts, list | tuple) or len(parts) != 2 or not all(map(_is_indices, parts)):
        return f"two arrays of indices are needed, but {_came(parts)}"
    train, val = parts
    if len(val) != validation:
        if len(train) == validation and len(val) == n - validation:
            return "the two parts are exchanged or their sizes are: training comes first"
        return (
            f"{len(val)} of {n} indices are for validation, and that is not the size that the "
            "specification names"
        )
    if any(len(np.unique(part)) < len(part) for part in parts):
        return "an index occurs twice in a part; each may stand in one place alone"
    if np.intersect1d(train, val).size:
        return "an index is in both parts, so something is validated that was trained on"
    if fault := _cover_fault(np.concatenate([train, val]), n):
        return fault
    if n < MANY or not _is_block(val):
        return ""
    if np.array_equal(train, np.sort(train)):
        return "nothing is shuffled: each part holds neighbours, in their old order"
    return "the validation indices are neighbours in the data: they are not drawn at random"


def batches_fault(batches: Any, n: int, size: int, *, drop_last: bool = False) -> str:
    """Say what keeps a list of arrays from being the random batches of one epoch."""
    if not isinstance(batches, list | tuple) or not all(map(_is_indices, batches)):
        return f"a list of arrays of indices is needed, but {_came(batches)}"
    rest = 0 if drop_last else n % size
    lengths, needed = [len(batch) for batch in batches], [size] * (n // size) + [rest] * bool(rest)
    if lengths != needed:
        return _lengths_fault(lengths, needed, size)
    order = np.concatenate([*batches, np.empty(0, np.int64)])
    if fault := _cover_fault(order, n, complete=sum(needed) == n):
        return fault
    if n >= MANY and np.array_equal(order, np.sort(order)):
        return "nothing is shuffled: the indices come in their old order"
    if n >= MANY and size > 1 and all(map(_is_block, batches)):
        return "every batch holds neighbours: shuffle the indices, not only the batches"
    return ""


def seed_fault(
    once: Any, again: Any, *others: Any, noun: str = "results", may_agree: bool = False
) -> str:
    """Say what is wrong where two draws of one seed and those of others do not follow the seed.

    Draws that have few possible values ``may_agree`` whatever the seed is.
    """
    first, second, *rest = (numbers_of(each, _bits) for each in (once, again, *others))
    if first != second:
        return (
            f"two generators of the same seed give different {noun}, so something else than `rng` "
            "was drawn from"
        )
    if may_agree or any(first != other for other in rest):
        return ""
    return f"another generator gives the same {noun}, so they do not come from `rng`"


def _bits(array: np.ndarray) -> tuple[tuple[int, ...], bytes]:
    """Return what is equal for equal arrays, and quickly made: a list of many numbers is not."""
    return array.shape, array.tobytes()


def _lengths_fault(lengths: list[int], needed: list[int], size: int) -> str:
    if lengths == needed[:-1] and needed[-1] < size:
        return "the last batch is missing, the one with fewer indices than the others"
    if lengths[:-1] == needed and lengths[-1] < size:
        return "with drop_last the last batch must go where it is not full, but it is still there"
    if set(lengths) == {size}:
        full = needed.count(size)
        last = f", and a last one with {needed[-1]} indices" if full < len(needed) else ""
        return f"full batches: {len(lengths)} came, {full} are needed{last}"
    came = ", ".join(map(str, lengths[:6])) + (", ..." if len(lengths) > 6 else "")
    return f"the batches have {came or 'no'} indices, which does not fit batches of {size}"


def _cover_fault(indices: np.ndarray, n: int, *, complete: bool = True) -> str:
    if indices.size and (indices.min() < 0 or indices.max() >= n):
        return f"an index is outside 0..{n - 1}"
    if len(np.unique(indices)) < len(indices):
        return "an index occurs twice, so another one must be missing"
    if complete and len(indices) < n:
        return "an index is missing: each of them belongs into one part"
    return ""


def _is_indices(value: Any) -> bool:
    is_array = isinstance(value, np.ndarray) and value.ndim == 1
    return is_array and (value.dtype.kind in "iu" or value.size == 0)


def _is_block(indices: np.ndarray) -> bool:
    """Whether these are neighbours, in whatever order."""
    return bool(np.all(np.diff(np.sort(indices)) == 1))


def _came(value: Any) -> str:
    if isinstance(value, list | tuple) and value:
        wrong = next((item for item in value if not _is_indices(item)), None)
        if wrong is not None:
            return f"{kind_of(value)} came, with {kind_of(wrong)} in it"
    return f"{kind_of(value)} came"


def normal_below(z: float) -> float:
    """Return the probability that a standard normal number is below z."""
    return (1 + math.erf(z / math.sqrt(2))) / 2
