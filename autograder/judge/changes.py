"""Make in the judge's own objects the changes that a call made to its arguments over there."""

from __future__ import annotations

from typing import Any

import numpy as np


def update(own: Any, changed: Any) -> None:
    """Make the changes that a call made to an argument in the judge's own object."""
    match own, changed:
        case np.ndarray(), np.ndarray():
            if own.flags.writeable:
                own[...] = changed
        case np.random.Generator(), np.random.Generator():
            own.bit_generator.state = changed.bit_generator.state
        case list(), list():
            own[:] = [*map(_kept, own, changed), *changed[len(own) :]]
        case dict(), dict():
            merged = {key: _kept(own.get(key), value) for key, value in changed.items()}
            own.clear()
            own.update(merged)
        case set(), set():
            own.clear()
            own.update(changed)


def _kept(old: Any, new: Any) -> Any:
    """The judge's own object, brought up to date: all who hold it see the change."""
    same = type(old) is type(new) and isinstance(old, np.ndarray | list | dict | set)
    if not same or (isinstance(old, np.ndarray) and old.shape != new.shape):
        return new
    update(old, new)
    return old
