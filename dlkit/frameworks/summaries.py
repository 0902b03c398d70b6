"""Nodes to look at a graph while it runs: summaries for TensorBoard, and plain print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dlkit.autodiff.operations import Primitive
from dlkit.frameworks import protobuf
from dlkit.frameworks.graph import Node, get_default_graph


def scalar_summary(name: str, node: Node) -> Node:
    r"""Node that turns one number of the graph into what a `FileWriter` writes.

    .. math:: v \mapsto (\text{name}, v)

    Parameters
    ----------
    name : str    under which TensorBoard shows it
    node : node    of one element when it is run

    Returns
    -------
    node    when run, bytes for ``FileWriter.add_summary``, no array

    Raises
    ------
    ValueError    from a run in which the node has several elements

    Examples
    --------
    >>> from dlkit.frameworks import Session, constant
    >>> Session().run(scalar_summary("x", constant(1.0)))
    b'\n\x08\n\x01x\x15\x00\x00\x80?'

    Source: Abadi et al., TensorFlow: Large-Scale Machine Learning on Heterogeneous Distributed
    Systems, arXiv:1603.04467, 2016, section 9.1.
    """

    def compute(values: list[Any]) -> bytes:
        if values[0].size != 1:
            raise ValueError(
                f"scalar_summary: {name!r} has shape {values[0].shape}; one number is needed"
            )
        return protobuf.scalar_summary(name, values[0].item())

    summary = node.graph.add("scalar_summary", [node], compute)
    node.graph.summaries.append(summary)
    return summary


def merge_all_summaries() -> Node:
    r"""Node that joins all summaries of the default graph into one.

    .. math:: (s_1, \dots, s_k) \mapsto s_1 s_2 \dots s_k

    Returns
    -------
    node    when run, bytes for ``FileWriter.add_summary``, no array

    Examples
    --------
    >>> from dlkit.frameworks import Session, constant, reset_default_graph
    >>> reset_default_graph()
    >>> x = constant(1.0)
    >>> parts = [scalar_summary("x", x), scalar_summary("y", 2 * x)]
    >>> Session().run(merge_all_summaries()) == b"".join(Session().run(parts))
    True

    Source: Abadi et al., TensorFlow: Large-Scale Machine Learning on Heterogeneous Distributed
    Systems, arXiv:1603.04467, 2016, section 9.1.
    """
    graph = get_default_graph()
    return graph.add("merge_summaries", graph.summaries, b"".join)


def print_values(node: Node, shown: Sequence[Node], message: str = "") -> Node:
    r"""Node that passes a value on, and prints others whenever it is computed.

    .. math:: v \mapsto v

    Parameters
    ----------
    node : node    what is passed on; a gradient passes too
    shown : list of nodes    what is printed
    message : str    printed before it

    Returns
    -------
    node    when run, the value of `node`, of the same shape

    Raises
    ------
    ValueError    if the nodes are of several graphs

    Examples
    --------
    >>> from dlkit.frameworks import Session, constant
    >>> x = constant(3.0)
    >>> Session().run(print_values(x**2, [x], "x:"))
    x: 3.0
    array(9.)

    Source: Abadi et al., TensorFlow: Large-Scale Machine Learning on Heterogeneous Distributed
    Systems, arXiv:1603.04467, 2016, section 9.1.
    """

    def forward(value: Any, *others: Any) -> Any:
        print(*([message] if message else []), *others)
        return value

    def backward(dy: Any, value: Any, *others: Any) -> Any:
        return dy

    return node.apply(Primitive("print", forward, backward, differentiable=1), (node, *shown), {})
