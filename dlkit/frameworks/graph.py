"""Define, then run: a graph of nodes that have no values yet.

Building a graph computes nothing; `Session.run` does. Nodes are operands like the tensors of
`dlkit.autodiff`: the same operators and ``ops`` work on them, through the same pairs.
"""

from __future__ import annotations

import itertools
import numbers
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from dlkit.arguments import Array, plain_array
from dlkit.autodiff.operations import Operand, Primitive, as_array

Compute = Callable[[list[Any]], Any]


class Node(Operand):
    """One operation of a graph: what it is called, what it reads, and how it would compute."""

    def __init__(
        self,
        graph: Graph,
        kind: str,
        name: str,
        parents: Sequence[Node] = (),
        compute: Compute | None = None,
        primitive: Primitive | None = None,
    ) -> None:
        self.graph = graph
        self.kind = kind
        self.name = graph.unique(name or kind)
        self.parents = tuple(parents)
        self.compute = compute
        self.primitive = primitive  # with its options bound; None: no gradient passes
        self.shape: tuple[int | None, ...] | None = None  # of a placeholder
        self.initial: Node | None = None  # of a variable
        self.trainable = False
        self.target: Node | None = None  # of an assignment
        graph.nodes.append(self)

    def apply(self, primitive: Primitive, inputs: tuple[Any, ...], options: dict[str, Any]) -> Node:
        """Add the primitive of these inputs to the graph."""
        parents = [x if isinstance(x, Node) else _implicit_constant(self.graph, x) for x in inputs]
        primitive = primitive.with_options(options)
        return self.graph.add(
            primitive.name, parents, lambda values: _evaluate(primitive, values), primitive
        )

    def __repr__(self) -> str:
        reads = ", ".join(parent.name for parent in self.parents)
        return f"<{self.kind} {self.name!r}{f' of {reads}' if reads else ''}>"


class Graph:
    r"""Nodes that were defined and can be run, any number of times.

    .. math:: v = f_v(\text{parents}(v)), \qquad \text{computed only when a session asks for } v

    Attributes
    ----------
    nodes : list of nodes    in the order of their definition
    summaries : list of nodes    what `merge_all_summaries` collects

    Raises
    ------
    ValueError    if nodes of two graphs meet in one operation

    Examples
    --------
    >>> from dlkit.frameworks import Session, constant
    >>> graph = Graph()
    >>> with graph.as_default():
    ...     c = constant(5.0, name="a") * constant(6.0, name="b")
    >>> graph.nodes
    [<constant 'a'>, <constant 'b'>, <multiply 'multiply' of a, b>]
    >>> Session(graph).run(c)
    array(30.)

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 3.
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.summaries: list[Node] = []
        self._names: set[str] = set()

    def unique(self, name: str) -> str:
        """Return the name, with a number behind it where it is taken."""
        candidates = (f"{name}_{k}" if k else name for k in itertools.count())
        free = next(candidate for candidate in candidates if candidate not in self._names)
        self._names.add(free)
        return free

    def add(
        self,
        kind: str,
        parents: Sequence[Node] = (),
        compute: Compute | None = None,
        primitive: Primitive | None = None,
        *,
        name: str = "",
    ) -> Node:
        """Add a node that reads its parents."""
        for parent in parents:
            if parent.graph is not self:
                raise ValueError(
                    f"{kind}: {parent.name!r} belongs to another graph; one graph is needed"
                )
        return Node(self, kind, name, parents, compute, primitive)

    @property
    def variables(self) -> list[Node]:
        """The variables, trainable or not, in the order of their definition."""
        return [node for node in self.nodes if node.kind == "variable"]

    @contextmanager
    def as_default(self) -> Iterator[Graph]:
        """Let new nodes go to this graph, inside ``with``."""
        _defaults.append(self)
        try:
            yield self
        finally:
            _defaults.pop()


# Not one per thread or task: in a notebook, what one cell defines is there in the next.
_defaults = [Graph()]


def get_default_graph() -> Graph:
    r"""Graph that new nodes go to.

    It is :math:`G`, in which every definition adds a node: :math:`G \leftarrow G \cup \{v\}`.

    Returns
    -------
    Graph    the innermost of ``with graph.as_default()``, or the one since the last reset

    Examples
    --------
    >>> from dlkit.frameworks import placeholder
    >>> reset_default_graph()
    >>> x = placeholder(name="x")
    >>> get_default_graph().nodes
    [<placeholder 'x'>]

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 3.
    """
    return _defaults[-1]


def reset_default_graph() -> None:
    r"""Start with an empty default graph.

    What was defined before stays in the old one.

    .. math:: G \leftarrow \emptyset

    Returns
    -------
    None    no array

    Examples
    --------
    >>> reset_default_graph()
    >>> get_default_graph().nodes
    []

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 3.
    """
    _defaults[-1] = Graph()


def _implicit_constant(graph: Graph, value: Any) -> Node:
    """Return a constant for an operand; a number stays one, its precision is its partner's."""
    held = value if isinstance(value, numbers.Real) else plain_array(value, "an operand", "Graph")
    return graph.add("constant", compute=lambda _: held)


def _evaluate(primitive: Primitive, values: list[Any]) -> Array:
    primitive, arrays = primitive_of_arrays(primitive, values)
    return primitive.value(arrays, {})


def primitive_of_arrays(primitive: Primitive, values: list[Any]) -> tuple[Primitive, list[Array]]:
    """Return a primitive and its differentiable inputs, of the values that a run has computed."""
    primitive, operands = primitive.bound(values)
    partner = next(value for value in operands if isinstance(value, np.ndarray))
    return primitive, [as_array(value, partner) for value in operands]
