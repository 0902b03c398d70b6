"""An engine asked with plain data alone: graphs and expressions go in, numbers come out.

A graph is the list of its nodes' parents, an expression a function that computes with whatever it
gets. Nothing in here depends on how nodes are made, so every engine can be asked like this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, require_callables
from dlkit.autodiff.reverse import backward, count_edges, topo_sort
from dlkit.autodiff.tape import Tensor, no_grad

Graph = Sequence[Sequence[int]]
Parents = Graph | Callable[[], Graph]
Expression = Callable[..., Any]


def topo_order(parents: Parents) -> list[int]:
    r"""Order of a graph of plain numbers, as `topo_sort` finds it.

    .. math:: u \in \text{parents}[v] \;\Rightarrow\; u \text{ stands before } v

    Parameters
    ----------
    parents : n lists of int    which nodes each node was made of; node 0 is the root. Or a function
        that returns them, for large graphs

    Returns
    -------
    list of int, no array    all nodes that the root depends on, each once, the root last

    Raises
    ------
    ValueError    if there is no node, or none of that number

    Examples
    --------
    >>> topo_order([[1, 2], [3], [3], []])  # a diamond
    [3, 1, 2, 0]

    Source: Cormen, Leiserson, Rivest, Stein, Introduction to Algorithms, 4th edition, 2022,
    section 20.4.
    """
    return [node.number for node in topo_sort(root_of("topo_order", parents))]


def edge_count(parents: Parents) -> int:
    r"""Number of edges of a graph of plain numbers, as `count_edges` finds it.

    .. math:: |E| = \sum_v |\text{parents}[v]|, \quad v \text{ reached from the root}

    Parameters
    ----------
    parents : n lists of int    which nodes each node was made of; node 0 is the root. Or a function
        that returns them, for large graphs

    Returns
    -------
    int, no array    a parent that stands twice in a list counts twice

    Raises
    ------
    ValueError    if there is no node, or none of that number

    Examples
    --------
    >>> edge_count([[1, 2], [3], [3], []])
    4

    Source: Griewank, Walther, Evaluating Derivatives, 2nd edition, SIAM, 2008, chapter 3.
    """
    return count_edges(root_of("edge_count", parents))


def local_gradients(f: Expression, *numbers: float, dy: float = 1.0) -> tuple[float, list[float]]:
    r"""Value of one operation, and the gradients that it hands to its operands.

    .. math:: y = f(x_1, \dots, x_k), \qquad dy \, \frac{\partial y}{\partial x_i}

    Parameters
    ----------
    f : callable    one operation on tensors; constants in it are no operands
    *numbers : float    the operands
    dy : float    the upstream gradient

    Returns
    -------
    y, gradients : float, list of float    no arrays; an operand that is used twice gets the sum of
        both parts

    Raises
    ------
    TypeError     if `f` is no function
    ValueError    from the operation, where it is not defined

    Examples
    --------
    >>> local_gradients(lambda a, b: a * b, 2.0, 5.0, dy=10.0)
    (10.0, [50.0, 20.0])

    Source: Baydin, Pearlmutter, Radul, Siskind, Automatic Differentiation in Machine Learning:
    a Survey, Journal of Machine Learning Research 18(153), 2018, section 3.2.
    """
    require_callables("local_gradients", f=f)
    leaves = [Tensor(np.float64(x)) for x in numbers]
    y = f(*leaves)
    parts = y.pull(np.asarray(dy, np.float64))
    gradients = [
        float(sum(part for parent, part in zip(y.parents, parts, strict=True) if parent is leaf))
        for leaf in leaves
    ]
    return float(y), gradients


def derivatives(f: Expression, *numbers: float, times: int = 1) -> tuple[float, list[float]]:
    r"""Value of an expression at some numbers, and its derivative by each.

    .. math:: y = f(x_1, \dots, x_k), \qquad \frac{\partial y}{\partial x_i}

    Parameters
    ----------
    f : callable    from tensors to one tensor, of one number each
    *numbers : float    where
    times : int    how often the walk back is made; the leaves add up what they get

    Returns
    -------
    y, slopes : float, list of float    no arrays; 0 for a number that does not matter

    Raises
    ------
    TypeError     if `f` is no function
    ValueError    from an operation, where it is not defined

    Examples
    --------
    >>> derivatives(lambda x, y: x * y + x, 2.0, 5.0)
    (12.0, [6.0, 2.0])

    Source: Griewank, Walther, Evaluating Derivatives, 2nd edition, SIAM, 2008, section 3.2.
    """
    require_callables("derivatives", f=f)
    leaves = [Tensor(np.float64(x)) for x in numbers]
    y = f(*leaves)
    for _ in range(times):
        backward(y)
    return float(y), [0.0 if leaf.grad is None else float(leaf.grad) for leaf in leaves]


def value_and_grads(f: Expression, *arrays: npt.ArrayLike) -> tuple[Array, list[Array]]:
    r"""Value of an expression at some arrays, and its gradient with respect to each.

    .. math:: L = f(x_1, \dots, x_k), \qquad \frac{\partial L}{\partial x_i}

    Parameters
    ----------
    f : callable    from tensors to a tensor of one number
    *arrays : arrays of any shape    where

    Returns
    -------
    value, gradients : array of shape (), list of arrays    each of the shape of its array

    Raises
    ------
    TypeError     if `f` is no function, or an array does not hold real numbers
    ValueError    if the value has more than one element, or from an operation

    Examples
    --------
    >>> value_and_grads(lambda x, w: (x @ w).sum(), [[1.0, 2.0]], [[3.0], [5.0]])
    (array(13.), [array([[3., 5.]]), array([[1.],
           [2.]])])

    Source: Baydin, Pearlmutter, Radul, Siskind, Automatic Differentiation in Machine Learning:
    a Survey, Journal of Machine Learning Research 18(153), 2018, section 3.2.
    """
    require_callables("value_and_grads", f=f)
    leaves = [Tensor(x) for x in arrays]
    value = f(*leaves)
    backward(value)
    return value.data, [np.zeros_like(x.data) if x.grad is None else x.grad for x in leaves]


def graph_sizes(f: Expression, *arrays: npt.ArrayLike) -> list[int]:
    r"""How many nodes are remembered behind each result of a program.

    .. math:: |\text{topo\_sort}(y)| \;\text{ for each result } y

    Parameters
    ----------
    f : callable    from `no_grad` and tensors to a list of tensors
    *arrays : arrays of any shape    what the tensors hold

    Returns
    -------
    list of int    1 for a result that remembers nothing

    Raises
    ------
    TypeError     if `f` is no function, or an array does not hold real numbers

    Examples
    --------
    >>> def squares(no_grad, x):
    ...     with no_grad():
    ...         silent = x * x
    ...     return [silent, x * x]
    >>> graph_sizes(squares, 3.0)
    [1, 2]

    Source: Paszke et al., PyTorch: An Imperative Style, High-Performance Deep Learning Library,
    NeurIPS, 2019.
    """
    require_callables("graph_sizes", f=f)
    return [len(topo_sort(result)) for result in f(no_grad, *map(Tensor, arrays))]


def root_of(who: str, parents: Parents) -> Any:
    """Return the root of a graph whose nodes have a number and the nodes they were made of."""
    parents = parents() if callable(parents) else parents
    numbers = {number for each in parents for number in each}
    if not parents or not numbers <= set(range(len(parents))):
        raise ValueError(
            f"{who}: there are {len(parents)} nodes, with the parents {sorted(numbers)}; at least "
            "one node is needed, and parents are numbers of nodes, from 0"
        )
    nodes = [SimpleNamespace(number=number) for number in range(len(parents))]
    for node, own in zip(nodes, parents, strict=True):
        node.parents = tuple(nodes[number] for number in own)
    return nodes[0]
