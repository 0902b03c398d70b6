"""Whether a list is an order of a graph in which every node comes after its parents.

A graph has many such orders, and each of them is right. So a list is looked at as it is, and the
sentence says what keeps it from being one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dlkit.check.answers import Calls, NotNumbers
from dlkit.check.compare import kind_of

Parents = Sequence[Sequence[int]]


def parents_first(args: tuple[Any, ...]) -> Calls:
    """f(parents) has every node that node 0 depends on, once, and after its parents.

    A large graph comes as the function that makes it.
    """
    (answer,) = yield (args,)
    order = _numbers(answer)
    parents: Parents = args[0]() if callable(args[0]) else args[0]
    needed = _reached(parents)
    twice = [node for node, times in Counter(order).items() if times > 1]
    if twice:
        return f"node {twice[0]} is in your list {order.count(twice[0])} times; once is needed"
    if missing := sorted(needed - set(order)):
        if missing[0] == 0:
            return "node 0, the root, is missing"
        return f"node {missing[0]} is missing, though the root depends on it"
    if foreign := sorted(set(order) - needed):
        return f"node {foreign[0]} is in your list, though the root does not depend on it"
    place = {node: k for k, node in enumerate(order)}
    early = [(v, u) for v in order for u in parents[v] if place[u] > place[v]]
    if not early:
        return ""
    if len(early) == len({(v, u) for v in order for u in parents[v]}):
        return "your list is the wrong way round: every node stands before those it was made of"
    return f"node {early[0][0]} stands before node {early[0][1]}, which it was made of"


def _numbers(answer: Any) -> list[int]:
    """Return the answer as a list, which must hold whole numbers."""
    whole = int | np.integer
    if isinstance(answer, list | tuple) and all(
        isinstance(each, whole) and not isinstance(each, bool) for each in answer
    ):
        return list(map(int, answer))
    raise NotNumbers(f"a list of the nodes' numbers is needed, but {kind_of(answer)} came")


def _reached(parents: Parents) -> set[int]:
    reached, waiting = {0}, [0]
    while waiting:
        found = set(parents[waiting.pop()]) - reached
        reached |= found
        waiting += found
    return reached


TITLES: dict[Callable[..., Calls], str] = {parents_first: "the order of the nodes"}
