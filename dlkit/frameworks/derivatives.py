"""Gradients as nodes: a graph that grows a second one, which runs backwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dlkit.autodiff import topo_sort
from dlkit.autodiff.operations import ADD
from dlkit.frameworks.graph import Node, primitive_of_arrays


def gradients(y: Node, xs: Sequence[Node]) -> list[Node | None]:
    r"""Nodes that compute the gradients of one node with respect to others.

    .. math:: \bar v = \sum_{w \,:\, v \in \text{parents}(w)}
              \Big(\frac{\partial w}{\partial v}\Big)^{\!\top} \bar w, \qquad \bar y = 1

    The graph grows a second graph that runs backwards; nothing is computed yet.

    Parameters
    ----------
    y : node    of one element when it is run
    xs : list of nodes    variables, placeholders, or results on the way

    Returns
    -------
    list of nodes, or None where y does not depend on that x    each of the shape of its x

    Raises
    ------
    ValueError    if no gradient passes an operation between x and y; from a run in which y has
        more than one element
    TypeError     if `xs` is not a list of nodes

    Examples
    --------
    >>> from dlkit.frameworks import Session, placeholder
    >>> x = placeholder()
    >>> (dx,) = gradients(x**2 + 5 * x, [x])
    >>> Session().run(dx, {x: 10.0})
    array(25.)

    Source: Griewank, Walther, Evaluating Derivatives, 2nd edition, SIAM, 2008, section 3.2.
    """
    if isinstance(xs, Node) or not all(isinstance(x, Node) for x in xs):
        raise TypeError(f"gradients: xs is {type(xs).__name__}; a list of nodes is needed")
    order = topo_sort(y)
    between = set(xs)  # the nodes that depend on some x
    for node in order:
        if any(parent in between for parent in node.parents):
            between.add(node)
    flows = {y: y.graph.add("ones", [y], _one)}
    for node in reversed(order):
        if node in flows and any(parent in between for parent in node.parents):
            parts = _parts(node, flows[node])
            if any(parent in between for parent in node.parents[len(parts) :]):
                raise ValueError(
                    f"gradients: {node.name!r} has no gradient for its targets, but they depend "
                    "on an x; feed the targets, or take a loss that is made of operations"
                )
            for parent, part in parts:
                if parent in between:
                    earlier = flows.get(parent)
                    flows[parent] = (
                        part if earlier is None else part.apply(ADD, (earlier, part), {})
                    )
    return [flows.get(x) if x in between else None for x in xs]


def element(node: Node, k: int) -> Node:
    """Return a node for one part of a node that computes a tuple."""
    return node.graph.add("element", [node], lambda values: values[0][k])


def _parts(node: Node, flow: Node) -> list[tuple[Node, Node]]:
    """Return the parents of a node, each with the node of its part of the gradient."""
    primitive = node.primitive
    if primitive is None:
        raise ValueError(
            f"gradients: no gradient passes {node.name!r}, which is a {node.kind}; between x and y "
            "only operations may stand"
        )

    def compute(values: list[Any]) -> tuple[Any, ...]:
        dy, *inputs = values
        ready, arrays = primitive_of_arrays(primitive, inputs)
        return ready.gradients(dy, arrays, {})

    back = node.graph.add(f"{node.kind}_backward", [flow, *node.parents], compute)
    count = primitive.differentiable or len(node.parents)
    return [(parent, element(back, k)) for k, parent in enumerate(node.parents[:count])]


def _one(values: list[Any]) -> Any:
    y = np.asarray(values[0])
    if y.size != 1:
        raise ValueError(
            f"gradients: y has shape {y.shape}; reduce it to one number first, for example by sum()"
        )
    return np.ones_like(y)
