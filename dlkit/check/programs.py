"""Programs that checks hand to a student's engine together with its `no_grad`.

They switch the remembering off and cut results off from their past, and return what was computed.
"""

from __future__ import annotations

from typing import Any


def silent_and_loud(no_grad: Any, x: Any) -> list[Any]:
    """A square inside of no_grad, and one after it."""
    with no_grad():
        silent = x * x
    return [silent, x * x]


def silent_twice(no_grad: Any, x: Any) -> list[Any]:
    """A square in an inner no_grad, one in the outer after it, and one after both."""
    with no_grad():
        with no_grad():
            inner = x * x
        outer = x * x
    return [inner, outer, x * x]


def silent_until_an_error(no_grad: Any, x: Any) -> list[Any]:
    """A square after a no_grad that an exception has ended; two if it has not come through."""
    try:
        with no_grad():
            raise KeyError
    except KeyError:
        return [x * x]
    return [x * x, x * x]


def detached(_: Any, x: Any) -> list[Any]:
    """A square, the same cut off from its past, and what is made of that with x and without."""
    square = x * x
    cut = square.detach()
    return [square, cut, cut * x, cut * cut, cut * 2.0]


def total_of_losses(_: Any, x: Any) -> list[Any]:
    """A total to which each of 100 losses is added, cut off from its past; and the last loss."""
    total = loss = (x * x).sum()
    total = total.detach()
    for _ in range(100):
        loss = (x * x).sum()
        total = total + loss.detach()
    return [total, loss]
