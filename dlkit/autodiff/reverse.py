"""Reverse mode: the order of the graph, the walk back along it, and what the walk costs.

The functions ask a node for little: `parents`, the nodes it was made of; for the walk also
`data`, `grad`, `requires_grad`, and `pull(dy)`, its gradients with respect to the parents.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import real_array, require_same_shape


def topo_sort(root: Any) -> list[Any]:
    r"""Nodes of a graph in an order in which every node comes after its parents.

    .. math:: u \text{ is a parent of } v \;\Rightarrow\; u \text{ stands before } v

    Without recursion: a chain of 50,000 operations is nothing special.

    Parameters
    ----------
    root : node    with `parents`, a tuple of nodes; a `Tensor`, or anything of that shape

    Returns
    -------
    list of nodes, each once    all that `root` depends on, `root` last

    Raises
    ------
    AttributeError    if a node has no `parents`

    Conventions: depth first, parents from left to right, so that the order is always the same.

    Examples
    --------
    >>> from dlkit.autodiff import Tensor
    >>> a, b = Tensor(2.0, name="a"), Tensor(3.0, name="b")
    >>> [node.name for node in topo_sort((a + b) * a)]
    ['a', 'b', 'add', 'multiply']

    Source: Cormen, Leiserson, Rivest, Stein, Introduction to Algorithms, 4th edition, 2022,
    section 20.4.
    """
    order: list[Any] = []
    visited = {id(root)}
    waiting = [(root, iter(root.parents))]
    while waiting:
        node, parents = waiting[-1]
        for parent in parents:
            if id(parent) not in visited:
                visited.add(id(parent))
                waiting.append((parent, iter(parent.parents)))
                break
        else:  # all parents stand in the list
            order.append(node)
            waiting.pop()
    return order


def count_edges(root: Any) -> int:
    r"""Number of edges of a graph: how many products the walk back takes.

    .. math:: |E| = \sum_v |\text{parents}(v)|

    Each edge is used once, however many paths lead over it; their number can be exponential.

    Parameters
    ----------
    root : node    a `Tensor`, or anything with `parents`

    Returns
    -------
    int, no array    the edges among all nodes that `root` depends on

    Raises
    ------
    AttributeError    if a node has no `parents`

    Conventions: ``x * x`` has two edges, as each factor gets its own part of the gradient.

    Examples
    --------
    >>> from dlkit.autodiff import Tensor
    >>> y = Tensor(1.0)
    >>> for _ in range(30):
    ...     y = y + y
    >>> count_edges(y), 2**30  # edges, paths
    (60, 1073741824)

    Source: Griewank, Walther, Evaluating Derivatives, 2nd edition, SIAM, 2008, chapter 3.
    """
    return sum(len(node.parents) for node in topo_sort(root))


def backward(root: Any, dy: npt.ArrayLike | None = None) -> None:
    r"""Gradients of a result with respect to all it was made of, left in ``grad``.

    Along the edges from a node v to its children w, from the last node to the first,

    .. math:: \bar v = \sum_{w \,:\, v \in \text{parents}(w)}
              \Big(\frac{\partial w}{\partial v}\Big)^{\!\top} \bar w,
              \qquad \overline{\text{root}} = dy .

    Parameters
    ----------
    root : Tensor    what is differentiated
    dy : array of the shape of `root`    the upstream gradient; 1 where `root` is one number

    Returns
    -------
    None    leaves add the result to their ``grad``, other nodes replace theirs by it

    Raises
    ------
    ValueError    if `root` needs no gradient, or has several elements and `dy` is missing
    ShapeError    if `dy` has not the shape of `root`
    TypeError     if `dy` does not hold real numbers

    Conventions: leaves accumulate until `zero_grad`, as in PyTorch.

    Examples
    --------
    >>> from dlkit.autodiff import Tensor
    >>> x = Tensor(3.0)
    >>> y = x * x + x
    >>> backward(y), backward(y)
    (None, None)
    >>> x.grad  # 7 twice
    array(14.)

    Source: Griewank, Walther, Evaluating Derivatives, 2nd edition, SIAM, 2008, section 3.2.
    """
    if not root.requires_grad:
        raise ValueError(
            "backward: the result needs no gradient: it was made without tensors that require "
            "one, or inside no_grad()"
        )
    flows = {id(root): _upstream(root, dy)}
    for node in reversed(topo_sort(root)):
        if not node.requires_grad:
            continue
        flow = flows.pop(id(node))
        if not node.parents:
            node.grad = flow.copy() if node.grad is None else np.asarray(node.grad + flow)
            continue
        node.grad = flow
        for parent, part in zip(node.parents, node.pull(flow), strict=True):
            if parent.requires_grad:
                earlier = flows.get(id(parent))
                flows[id(parent)] = part if earlier is None else np.asarray(earlier + part)


def _upstream(root: Any, dy: npt.ArrayLike | None) -> npt.NDArray[Any]:
    if dy is None:
        if root.data.size != 1:
            raise ValueError(
                f"backward: the result has shape {root.data.shape}; give dy, a gradient of that "
                "shape, or reduce it to one number first, for example by sum()"
            )
        return np.ones_like(root.data)
    upstream = real_array(dy, "dy", "backward").astype(root.data.dtype)
    require_same_shape("backward", result=root.data, dy=upstream)
    return upstream
