"""A graph for the eye: as a table, for Graphviz, and as positions for `dlkit.plots`.

All three take any graph whose nodes have `parents` and `name`, and number the nodes as
`topo_sort` orders them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dlkit.arguments import Array, require_callables
from dlkit.autodiff.reverse import topo_sort

Label = Callable[[Any], str]


def describe(node: Any) -> str:
    """Return the name of a node and the shape of its data; of a nameless number, the number."""
    data = getattr(node, "data", None)
    if data is None:
        name: str = node.name
        return name
    if not node.name and data.size == 1:
        return f"{data.item():g}"
    return f"{node.name or 'constant'} {data.shape}"


def graph_text(root: Any, *, label: Label = describe) -> str:
    r"""Graph as a table: one line per node, with the numbers of its parents.

    .. math:: k \quad \text{label}(v_k) \quad \leftarrow \text{parents}(v_k)

    Parameters
    ----------
    root : node    a `Tensor`, or anything with `parents` and `name`; its shape is shown
    label : callable    from a node to what is written for it

    Returns
    -------
    str    without a line end

    Raises
    ------
    AttributeError    if a node has no `parents`
    TypeError         if `label` is no function

    Examples
    --------
    >>> from dlkit.autodiff import Tensor
    >>> x, w = Tensor([[1.0, 2.0]], name="x"), Tensor([[3.0], [4.0]], name="w")
    >>> print(graph_text((x @ w).relu()))
    0  x (1, 2)
    1  w (2, 1)
    2  matmul (1, 1) <- 0 1
    3  relu (1, 1) <- 2

    Source: Baydin, Pearlmutter, Radul, Siskind, Automatic Differentiation in Machine Learning:
    a Survey, Journal of Machine Learning Research 18(153), 2018, section 3.2.
    """
    require_callables("graph_text", label=label)
    order = topo_sort(root)
    number = {id(node): k for k, node in enumerate(order)}
    width = len(str(len(order) - 1))
    lines = []
    for k, node in enumerate(order):
        parents = " ".join(str(number[id(parent)]) for parent in node.parents)
        lines.append(f"{k:{width}}  {label(node)}" + (f" <- {parents}" if parents else ""))
    return "\n".join(lines)


def graph_dot(root: Any, *, label: Label = describe) -> str:
    r"""Graph in the language of Graphviz, leaves as boxes, from left to right.

    .. math:: u \to v \;\text{ for every }\; u \in \text{parents}(v)

    Parameters
    ----------
    root : node    a `Tensor`, or anything with `parents` and `name`; its shape is shown
    label : callable    from a node to what is written in it

    Returns
    -------
    str    the source text, for ``dot -Tsvg`` or a notebook extension

    Raises
    ------
    AttributeError    if a node has no `parents`
    TypeError         if `label` is no function

    Examples
    --------
    >>> from dlkit.autodiff import Tensor
    >>> print(graph_dot(Tensor(2.0, name="x").exp()))
    digraph {
      rankdir=LR;
      n0 [shape=box, label="x ()"];
      n1 [shape=ellipse, label="exp ()"];
      n0 -> n1;
    }

    Source: Gansner, North, An open graph visualization system and its applications to software
    engineering, Software: Practice and Experience 30, 2000, pages 1203-1233.
    """
    require_callables("graph_dot", label=label)
    order = topo_sort(root)
    number = {id(node): k for k, node in enumerate(order)}
    lines = ["digraph {", "  rankdir=LR;"]
    for k, node in enumerate(order):
        text = label(node).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        shape = "ellipse" if node.parents else "box"
        lines.append(f'  n{k} [shape={shape}, label="{text}"];')
    for k, node in enumerate(order):
        lines += [f"  n{number[id(parent)]} -> n{k};" for parent in node.parents]
    return "\n".join([*lines, "}"])


def graph_layout(
    root: Any, *, label: Label = describe
) -> tuple[list[str], Array, list[tuple[int, int]]]:
    r"""Graph as labels, positions and edges, which `plots.graph` draws.

    With the longest way from a leaf as the column,

    .. math:: x_v = \begin{cases} 0 & \text{a leaf} \\
              1 + \max_{u \in \text{parents}(v)} x_u & \text{otherwise} \end{cases}

    and in a column the nodes one below the other, in the order of the heights of their parents.

    Parameters
    ----------
    root : node    a `Tensor`, or anything with `parents` and `name`; its shape is shown
    label : callable    from a node to what is written in it

    Returns
    -------
    labels, positions, edges : list of n str, (n, 2), list of (from, to)    no two nodes share a
        position; the columns stand 1 apart, and so do the nodes in a column

    Raises
    ------
    AttributeError    if a node has no `parents`
    TypeError         if `label` is no function

    Examples
    --------
    >>> from dlkit.autodiff import Tensor
    >>> a, b = Tensor(2.0, name="a"), Tensor(3.0, name="b")
    >>> labels, positions, edges = graph_layout(a * b)
    >>> labels, positions.tolist(), edges
    (['a ()', 'b ()', 'multiply ()'], [[0.0, 0.5], [0.0, -0.5], [1.0, 0.0]], [(0, 2), (1, 2)])

    Source: Sugiyama, Tagawa, Toda, Methods for Visual Understanding of Hierarchical System
    Structures, IEEE Transactions on Systems, Man, and Cybernetics 11, 1981, pages 109-125.
    """
    require_callables("graph_layout", label=label)
    order = topo_sort(root)
    number = {id(node): k for k, node in enumerate(order)}
    parents = [[number[id(parent)] for parent in node.parents] for node in order]
    column = np.zeros(len(order), int)
    for k, above in enumerate(parents):
        column[k] = 1 + max((column[u] for u in above), default=-1)
    height = np.zeros(len(order))
    for x in range(column.max() + 1):
        members = [int(k) for k in np.flatnonzero(column == x)]
        # Heights fall, so a node goes where its parents are; leaves keep the order of the graph.
        members.sort(key=lambda k: -np.mean(height[parents[k]]) if parents[k] else 0)
        height[members] = (len(members) - 1) / 2 - np.arange(len(members))
    edges = [(u, k) for k, above in enumerate(parents) for u in above]
    return [label(node) for node in order], np.column_stack([column, height]), edges
