"""Sets and dictionaries of keys that somebody else has chosen; named tuples of their fields.

Each new key is compared with all before it that have its hash: of 20,000 with one hash a set takes
8 seconds, of a million hours.
"""

from __future__ import annotations

import functools
from collections import Counter, namedtuple
from collections.abc import Callable
from typing import Any

FEW = 1_000  # keys that are quickly put into a set, whatever they are
MAX_COMPARISONS = 10_000_000


@functools.lru_cache(maxsize=64)
def named_tuple(name: str, fields: tuple[str, ...]) -> Callable[..., tuple[Any, ...]]:
    """Return the class of named tuples with this name and these fields."""
    return namedtuple(name, fields)


def as_set(keys: list[Any]) -> set[Any]:
    """Make a set; refuse keys that take too long."""
    return set(_apart(keys))


def as_frozenset(keys: list[Any]) -> frozenset[Any]:
    """Make a frozen set; refuse keys that take too long."""
    return frozenset(_apart(keys))


def as_dict(pairs: list[Any]) -> dict[Any, Any]:
    """Make a dictionary of keys and values; refuse keys that take too long."""
    _apart([key for key, _ in pairs])
    return dict(pairs)


def _apart(keys: list[Any]) -> list[Any]:
    if len(keys) > FEW:
        counts = Counter(map(hash, keys)).values()
        if sum(count * count for count in counts if count > 1) > MAX_COMPARISONS:
            raise ValueError("too many keys of a set or dictionary have the same hash")
    return keys
