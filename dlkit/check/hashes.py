"""Keys that were chosen to have the same hash: a set or dictionary of them would take hours."""

from __future__ import annotations

from collections import Counter
from typing import Any

FEW = 1_000  # keys that are quickly put into a set, whatever they are
MAX_COMPARISONS = 10_000_000  # each new key is compared with all before it that have its hash


def apart(keys: list[Any]) -> list[Any]:
    """Return keys of which a set may be made; refuse them where that takes too long."""
    if len(keys) > FEW:
        counts = Counter(map(hash, keys)).values()
        if sum(count * count for count in counts if count > 1) > MAX_COMPARISONS:
            raise ValueError("too many keys of a set or dictionary have the same hash")
    return keys


def keyed(pairs: list[Any]) -> list[Any]:
    """As :func:`apart`, for the keys of a dictionary and their values."""
    apart([key for key, _ in pairs])
    return pairs
