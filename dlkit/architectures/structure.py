"""What a network is made of: how many numbers, and in which order they can be computed."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from dlkit.arguments import require_whole_number

# How many products of input and state, with a bias each, one step of a cell has.
GATES = {"rnn": 1, "gru": 3, "lstm": 4}

Connection: TypeAlias = str | tuple[str, int]


def param_count(arch: str, sizes: Sequence[int]) -> int:
    r"""Number of parameters of a stack of layers.

    For a stack of sizes :math:`n_0, n_1, \dots, n_L` and G gates,

    .. math:: P = \sum_{l=1}^{L} (n_{l-1} + 1) \, n_l \quad\text{(dense)}, \qquad
              P = \sum_{l=1}^{L} G \, (n_{l-1} + n_l + 1) \, n_l \quad\text{(recurrent)} .

    Parameters
    ----------
    arch : str    "dense", "rnn" (G = 1), "gru" (G = 3) or "lstm" (G = 4)
    sizes : list of int    the number of inputs, then that of units of each layer; at least two

    Returns
    -------
    int    the shape (n_0, ..., n_L) decides; how many steps a sequence has does not matter

    Raises
    ------
    ValueError    if `arch` is not known, fewer than two sizes came, or one is below 1
    TypeError     if a size is not a whole number

    Conventions: one bias per gate and unit, as in this package. PyTorch counts G more per unit,
    for its second bias.

    Examples
    --------
    >>> param_count("dense", [2, 3, 1]), param_count("rnn", [2, 3]), param_count("lstm", [2, 3])
    (13, 18, 72)

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, sections 6.1 and 10.10.
    """
    if arch not in ("dense", *GATES):
        kinds = ", ".join(("dense", *GATES))
        raise ValueError(f"param_count: arch is {arch!r}; one of {kinds} is needed")
    if not isinstance(sizes, list | tuple) or len(sizes) < 2:
        raise ValueError(f"param_count: sizes is {sizes!r}; a list of inputs and layers is needed")
    n = [
        require_whole_number(s, f"sizes[{i}]", "param_count", at_least=1)
        for i, s in enumerate(sizes)
    ]
    if arch == "dense":
        return sum((below + 1) * units for below, units in pairwise(n))
    return sum(GATES[arch] * (below + units + 1) * units for below, units in pairwise(n))


def cells_to_graph(spec: Mapping[str, Sequence[Connection]]) -> list[str]:
    r"""Order in which connected cells can be computed, if there is one.

    A structure works if what one step needs is a directed graph without cycles: then an order
    :math:`\pi` exists with

    .. math:: \pi(\text{source}) < \pi(\text{cell}) \quad\text{for every connection of delay } 0 .

    A connection from an earlier step has a delay; unrolled in time, it leads forwards.

    Parameters
    ----------
    spec : dict    for each cell the list of what it reads: a name, or a pair (name, delay) with the
        number of steps, at least 0. A name that is no cell is an input from outside

    Returns
    -------
    list of str    every cell once, after all that it reads within the step; of the cells that are
        ready, the one that stands first in `spec` comes first. The graph has shape (cells,)

    Raises
    ------
    ValueError    if there is a cycle without delay, also a cell that reads itself; the message
        names the cells of the cycle
    TypeError     if a connection is neither a name nor a pair, or a delay not a whole number

    Examples
    --------
    >>> cells_to_graph({"y": ["h"], "h": ["x", ("h", 1)]})
    ['h', 'y']

    Source: Kahn, Topological Sorting of Large Networks, Communications of the ACM 5, 1962,
    pages 558-562.
    """
    if not isinstance(spec, Mapping):
        raise TypeError(f"cells_to_graph: spec is {type(spec).__name__}; a dict is needed")
    waiting = {cell: _sources(cell, reads) & set(spec) for cell, reads in spec.items()}
    order: list[str] = []
    while waiting:
        ready = next((cell for cell, sources in waiting.items() if not sources), None)
        if ready is None:
            cycle = " -> ".join(_cycle(waiting))
            raise ValueError(f"cells_to_graph: {cycle} is a cycle; it needs a delay somewhere")
        order.append(ready)
        del waiting[ready]
        for sources in waiting.values():
            sources.discard(ready)
    return order


def _sources(cell: str, reads: Sequence[Connection]) -> set[str]:
    """Return what a cell reads within the same step."""
    who, sources = "cells_to_graph", set()
    if not isinstance(reads, list | tuple):
        raise TypeError(f"{who}: {cell!r} reads {reads!r}; a list of connections is needed")
    for connection in reads:
        source, delay = (connection, 0) if isinstance(connection, str) else _pair(cell, connection)
        if not delay:
            sources.add(source)
    return sources


def _pair(cell: str, connection: object) -> tuple[str, int]:
    match connection:
        case (str(source), delay):
            return source, require_whole_number(
                delay, f"the delay of {source!r}", "cells_to_graph", at_least=0
            )
    raise TypeError(
        f"cells_to_graph: {cell!r} reads {connection!r}; a name or (name, delay) is needed"
    )


def _cycle(waiting: Mapping[str, set[str]]) -> list[str]:
    """Follow what is waited for until a cell comes again; each waits for one that waits, too."""
    path = [next(iter(waiting))]
    while path.count(path[-1]) == 1:
        path.append(min(waiting[path[-1]]))
    cycle = path[path.index(path[-1]) :]
    return cycle[::-1]  # in the direction of the arrows, from source to reader
