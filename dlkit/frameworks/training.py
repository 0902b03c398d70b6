"""Nodes that train: assignments, initialisers, optimizers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dlkit.arguments import positional_names, require_callables
from dlkit.frameworks.derivatives import element, gradients
from dlkit.frameworks.graph import Node, get_default_graph
from dlkit.frameworks.inputs import variable


def assign(target: Node, value: Node) -> Node:
    r"""Node that gives a variable a new value, from the end of the run on.

    .. math:: \text{session}[\text{target}] \leftarrow \text{value}

    Parameters
    ----------
    target : node    a variable
    value : node    what it becomes, an array of its shape

    Returns
    -------
    node    when run, the new value

    Raises
    ------
    TypeError    if `target` is no variable

    Examples
    --------
    >>> from dlkit.frameworks import Session, global_variables_initializer, reset_default_graph
    >>> reset_default_graph()
    >>> x = variable(1.0, name="x")
    >>> double, session = assign(x, x * 2), Session()
    >>> session.run(global_variables_initializer())
    >>> session.run([double, x]), session.run(x)
    ([array(2.), array(1.)], array(2.))

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 3.1.
    """
    if getattr(target, "kind", None) != "variable":
        raise TypeError(f"assign: target is {target!r}; a variable is needed")
    node = target.graph.add("assign", [value], lambda values: values[0])
    node.target = target
    return node


def global_variables_initializer() -> Node:
    r"""Node that gives every variable defined so far its initial value.

    .. math:: \text{session}[v] \leftarrow \text{initial}_v \quad \text{for all variables } v

    Returns
    -------
    node    when run, None; variables that are defined later are not in it

    Examples
    --------
    >>> from dlkit.frameworks import Session, reset_default_graph
    >>> reset_default_graph()
    >>> x, y = variable([1.0, 2.0], name="x"), variable(0.0, name="y", trainable=False)
    >>> session = Session()
    >>> session.run(global_variables_initializer())
    >>> sorted(session.values)
    ['x', 'y']

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 3.2.
    """
    graph = get_default_graph()
    return _group("initializer", [assign(v, v.initial) for v in graph.variables if v.initial])


def trainable_variables() -> list[Node]:
    r"""Variables of the default graph that an optimizer may change.

    .. math:: \{v : \text{trainable}_v\}

    Returns
    -------
    list of nodes, not arrays    in the order of their definition

    Examples
    --------
    >>> from dlkit.frameworks import reset_default_graph
    >>> reset_default_graph()
    >>> W, count = variable([[1.0]], name="W"), variable(0.0, name="count", trainable=False)
    >>> trainable_variables()
    [<variable 'W'>]

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 3.1.
    """
    return [node for node in get_default_graph().variables if node.trainable]


class Optimizer:
    r"""Step rule of `dlkit.optimizers`, as nodes of a graph.

    .. math:: (w, s) \leftarrow \text{rule}(w, \nabla_w L, s, t)

    Parameters
    ----------
    rule : callable    such as `adam_step`, or a student's; its state becomes variables
    lr : float    the learning rate
    **options : float    passed on to `rule`; all arrays have the shape of their variable

    Attributes
    ----------
    rule, lr, options : as given

    Raises
    ------
    ValueError    from ``minimize``, if no variable is given or the loss does not depend on one
    ShapeError, ValueError, TypeError    from a run, as in `rule` for its arrays
    TypeError     if `rule` is no function

    Examples
    --------
    >>> from dlkit.frameworks import Session, reset_default_graph
    >>> from dlkit.optimizers import sgd_step
    >>> reset_default_graph()
    >>> x = variable(10.0, name="x")
    >>> step = Optimizer(sgd_step, lr=0.1).minimize(x**2)
    >>> session = Session()
    >>> session.run(global_variables_initializer())
    >>> [session.run([step, x])[1].item() for _ in range(3)]
    [10.0, 8.0, 6.4]

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 4.1.
    """

    def __init__(self, rule: Callable[..., Any], *, lr: float, **options: Any) -> None:
        require_callables("Optimizer", rule=rule)
        self.rule, self.lr, self.options = rule, lr, options

    def minimize(self, loss: Node, var_list: Sequence[Node] | None = None) -> Node:
        """Return a node that, when run, changes the variables by one step against the gradient."""
        with loss.graph.as_default():
            ws = trainable_variables() if var_list is None else list(var_list)
            pairs = [(w, g) for w, g in zip(ws, gradients(loss, ws), strict=True)]
            if not pairs or (var_list is not None and None in [g for _, g in pairs]):
                raise ValueError(
                    f"minimize: the loss {loss.name!r} does not depend on all of the variables "
                    f"{[w.name for w in ws]}; there is nothing to change"
                )
            steps = [step for w, g in pairs if g is not None for step in self._steps(w, g)]
            return _group("minimize", steps)

    def _steps(self, w: Node, g: Node) -> list[Node]:
        """Return the assignments to one variable and to its state."""
        names = positional_names(self.rule)[2:]
        state = [_slot(w, name) for name in names]
        counted = names.index("t") if "t" in names else None

        def compute(values: list[Any]) -> tuple[Any, ...]:
            weights, gradient, *held = values
            if counted is not None:
                held[counted] = int(held[counted]) + 1
            new = self.rule(weights, gradient, *held, lr=self.lr, **self.options)
            new = list(new) if isinstance(new, tuple) else [new]
            if counted is not None:  # a rule takes the count, but does not return it
                new.insert(1 + counted, np.asarray(float(held[counted])))
            return tuple(new)

        update = w.graph.add(getattr(self.rule, "__name__", "step"), [w, g, *state], compute)
        return [assign(target, element(update, k)) for k, target in enumerate([w, *state])]


def _slot(w: Node, name: str) -> Node:
    """Return a variable for one part of the state of w; `t` counts, all else starts as zeros."""
    assert w.initial is not None
    kind = np.zeros_like if name != "t" else lambda _: np.zeros(())
    start = w.graph.add("zeros", [w.initial], lambda values: kind(values[0]))
    return variable(start, name=f"{w.name}/{name}", trainable=False)


def _group(kind: str, nodes: Sequence[Node]) -> Node:
    return get_default_graph().add(kind, nodes, lambda values: None)
