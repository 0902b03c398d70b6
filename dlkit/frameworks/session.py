"""Running a graph: a session keeps the variables and computes what it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace, TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, plain_array, same_sequence
from dlkit.autodiff import topo_sort
from dlkit.frameworks.graph import Graph, Node, get_default_graph

Feed = Mapping[Node, npt.ArrayLike]


class Session:
    r"""Values of the variables of a graph, and the means to run it.

    .. math:: \text{run}(v) = f_v(\text{run}(u_1), \dots, \text{run}(u_k)), \qquad
              \{u_i\} = \text{parents}(v)

    Parameters
    ----------
    graph : Graph, optional    the default graph if left out

    Attributes
    ----------
    graph : Graph
    values : dict from names to arrays    of the variables that are initialised

    Raises
    ------
    RuntimeError    from ``run``, if the session is closed or a variable has no value yet
    ValueError      from ``run``, if a placeholder gets no feed, or a node is of another graph
    ShapeError      from ``run``, if a feed does not fit its placeholder
    TypeError       from ``run``, if something is fetched or fed that is no node

    Conventions: one run computes each node at most once, and only those that it needs. All reads
    see the variables as they were when the run began; assignments count from its end on.

    Examples
    --------
    >>> from dlkit.frameworks import placeholder, reset_default_graph
    >>> reset_default_graph()
    >>> x = placeholder(name="x")
    >>> with Session() as session:
    ...     session.run([x + 1, x * 2], {x: 5.0})
    [array(6.), array(10.)]

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 3.2.
    """

    def __init__(self, graph: Graph | None = None) -> None:
        self.graph = graph or get_default_graph()
        self.values: dict[str, Array] = {}
        self._closed = False

    def run(self, fetches: Any, feed: Feed | None = None) -> Any:
        """Compute one node, or the nodes in a list, tuple or dict, and return the like of it."""
        if self._closed:
            raise RuntimeError("Session: the session is closed; open a new one")
        values = self._fed(feed or {})
        written: dict[str, Array] = {}
        for node in topo_sort(SimpleNamespace(parents=tuple(_nodes(fetches))))[:-1]:
            if node.graph is not self.graph:
                raise ValueError(
                    f"Session: {node.name!r} is a node of another graph; open a session on that one"
                )
            if node not in values:
                values[node] = self._value(node, [values[parent] for parent in node.parents])
            if node.target is not None:
                written[node.target.name] = self._of_same_shape(node.target.name, values[node])
        self.values |= written
        return _filled(fetches, values)

    def load(self, values: Mapping[str, npt.ArrayLike]) -> None:
        """Give variables the values of a checkpoint, by their names."""
        names = [node.name for node in self.graph.variables]
        for name in values:
            if name not in names:
                raise ValueError(
                    f"Session: the graph has no variable {name!r}; it has {', '.join(names)}"
                )
        self.values |= {name: np.array(value) for name, value in values.items()}

    def close(self) -> None:
        """Let go of all values."""
        self.values, self._closed = {}, True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _fed(self, feed: Feed) -> dict[Node, Any]:
        for node, value in feed.items():
            if not isinstance(node, Node) or node.kind != "placeholder":
                raise TypeError(f"Session: {node!r} is fed; only placeholders can be")
            shape = np.shape(value)
            if node.shape is not None and not _fits(shape, node.shape):
                raise ShapeError(
                    f"Session: {node.name!r} is fed an array of shape {shape}; {node.shape} is "
                    "needed, where None stands for any length"
                )
        return {node: plain_array(value, node.name, "Session") for node, value in feed.items()}

    def _of_same_shape(self, name: str, value: Array) -> Array:
        before = self.values.get(name, value)
        if np.shape(value) != before.shape:
            raise ShapeError(
                f"Session: the variable {name!r} of shape {before.shape} is assigned an array of "
                f"shape {np.shape(value)}; the shapes must be equal"
            )
        return value

    def _value(self, node: Node, read: list[Any]) -> Any:
        if node.kind == "placeholder":
            raise ValueError(
                f"Session: the placeholder {node.name!r} is needed but not fed; give its value, "
                "as in run(fetches, {placeholder: array})"
            )
        if node.kind == "variable":
            if node.name not in self.values:
                raise RuntimeError(
                    f"Session: the variable {node.name!r} has no value yet; run "
                    "global_variables_initializer(), made after the variable, first"
                )
            return self.values[node.name]
        value = node.compute(read) if node.compute else None
        return np.asarray(value) if isinstance(value, np.generic) else value


def _fits(shape: tuple[int, ...], wanted: tuple[int | None, ...]) -> bool:
    return len(shape) == len(wanted) and all(
        length is None or length == came for came, length in zip(shape, wanted, strict=True)
    )


def _nodes(fetches: Any) -> list[Node]:
    """Return the nodes among nested fetches."""
    if isinstance(fetches, Node):
        return [fetches]
    if isinstance(fetches, dict):
        fetches = list(fetches.values())
    if isinstance(fetches, list | tuple):
        return [node for each in fetches for node in _nodes(each)]
    raise TypeError(f"Session: {fetches!r} is fetched; nodes of a graph are needed")


def _filled(fetches: Any, values: dict[Node, Any]) -> Any:
    """Return the fetches with values in place of nodes; arrays are the caller's own."""
    if isinstance(fetches, Node):
        value = values[fetches]
        return value.copy() if isinstance(value, np.ndarray) else value
    if isinstance(fetches, dict):
        return {key: _filled(each, values) for key, each in fetches.items()}
    return same_sequence(fetches, (_filled(each, values) for each in fetches))
