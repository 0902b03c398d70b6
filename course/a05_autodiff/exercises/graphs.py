"""Graphs as plain data, which several exercises ask about: lists of parents, node 0 the root."""

import numpy as np

DIAMOND = [[2, 1], [3], [3], []]
LATE = [[1, 4], [2], [3], [4], [5], []]  # node 4 is a parent of the root and of node 3
LATE_FIRST = [[4, 1], *LATE[1:]]
SQUARES = [[1, 1], [2, 2], [3, 3], []]  # each node is made of one other, twice
LADDER = [[number + 1, number + 1] for number in range(10)] + [[]]


def drawn_graph(rng: np.random.Generator, nodes: int) -> list[list[int]]:
    """Draw a graph in which most nodes have several children, and one is not reached."""
    names = [0, *(1 + rng.permutation(nodes)).tolist()]
    parents: list[list[int]] = [[] for _ in names]
    for place in range(nodes - 1):
        later = rng.choice(
            np.arange(place + 1, nodes), size=min(2, nodes - 1 - place), replace=False
        )
        parents[names[place]] = [names[each] for each in {place + 1, *later.tolist()}]
    parents[names[nodes]] = [0]  # made of the root, which does not depend on it
    return parents
