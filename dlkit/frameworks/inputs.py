"""Where the values of a graph come from: from outside, from a session, from the definition."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dlkit.arguments import real_array, require_generator, require_number
from dlkit.frameworks.graph import Node, get_default_graph


def placeholder(shape: tuple[int | None, ...] | None = None, *, name: str = "") -> Node:
    r"""Node whose value is fed in at every run, such as a batch of samples.

    .. math:: v = \text{feed}[v]

    Parameters
    ----------
    shape : tuple, optional    demanded of what is fed; None in it stands for any length, so
        ``(None, 10)`` takes batches of any size
    name : str    "placeholder" if left out

    Returns
    -------
    node of the default graph

    Raises
    ------
    ValueError    from a run without a feed for it
    ShapeError    from a run with a feed of another shape

    Examples
    --------
    >>> from dlkit.frameworks import Session, reset_default_graph
    >>> reset_default_graph()
    >>> x = placeholder((None, 2), name="x")
    >>> Session().run(x.sum(1), {x: [[1.0, 2.0], [3.0, 4.0]]})
    array([3., 7.])

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 3.2.
    """
    node = get_default_graph().add("placeholder", name=name)
    node.shape = shape
    return node


def constant(value: npt.ArrayLike, *, name: str = "") -> Node:
    r"""Node that has one value for ever.

    .. math:: v = c

    Parameters
    ----------
    value : array of any shape    copied
    name : str    "constant" if left out

    Returns
    -------
    node of the default graph

    Raises
    ------
    TypeError    if `value` does not hold real numbers

    Examples
    --------
    >>> from dlkit.frameworks import Session
    >>> Session().run(constant([1.0, 2.0]) * 3)
    array([3., 6.])

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 3.1.
    """
    held = real_array(value, "value", "constant").copy()
    return get_default_graph().add("constant", compute=lambda _: held, name=name)


def variable(initial: npt.ArrayLike | Node, *, name: str = "", trainable: bool = True) -> Node:
    r"""Node whose value a session keeps from run to run, such as a matrix of weights.

    .. math:: v = \text{session}[v], \qquad \text{session}[v] \leftarrow \text{initial}
              \;\text{ by the initialiser}

    Parameters
    ----------
    initial : array of any shape, or node    computed when the initialiser runs, not before
    name : str    "variable" if left out; unlike other names it must be new
    trainable : bool    whether an optimizer may change it

    Returns
    -------
    node of the default graph

    Raises
    ------
    ValueError      if the graph has a variable of that name
    TypeError       if `initial` does not hold real numbers
    RuntimeError    from a run before the initialiser

    Examples
    --------
    >>> from dlkit.frameworks import Session, global_variables_initializer, reset_default_graph
    >>> reset_default_graph()
    >>> x = variable(3.0, name="x")
    >>> session = Session()
    >>> session.run(global_variables_initializer())
    >>> session.run(x**2)
    array(9.)

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 3.1.
    """
    graph = get_default_graph()
    if name and any(each.name == name for each in graph.variables):
        raise ValueError(
            f"variable: the graph has a variable {name!r} already; take another name, or call "
            "reset_default_graph() before you define the model again"
        )
    start = initial if isinstance(initial, Node) else constant(initial, name=f"{name}/initial")
    node = graph.add("variable", name=name)
    node.initial, node.trainable = start, trainable
    return node


def random_uniform(
    shape: tuple[int, ...],
    low: float = 0.0,
    high: float = 1.0,
    *,
    rng: np.random.Generator,
    name: str = "",
) -> Node:
    r"""Node that draws new numbers at every run, all in an interval equally likely.

    .. math:: v_i \sim \mathcal{U}(\text{low}, \text{high})

    Parameters
    ----------
    shape : tuple of int
    low, high : float    the interval [low, high)
    rng : numpy.random.Generator    drawn from by each run that needs the node
    name : str    "random_uniform" if left out

    Returns
    -------
    node of the default graph

    Raises
    ------
    TypeError    if `rng` is no generator or a bound is not one number

    Examples
    --------
    >>> from dlkit.frameworks import Session
    >>> numbers = random_uniform((2, 3), rng=np.random.default_rng(0))
    >>> Session().run(numbers).shape
    (2, 3)

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 3.1.
    """
    require_generator(rng, "random_uniform")
    a, b = (
        require_number(low, "low", "random_uniform"),
        require_number(high, "high", "random_uniform"),
    )
    return get_default_graph().add(
        "random_uniform", compute=lambda _: rng.uniform(a, b, shape), name=name
    )


def random_normal(
    shape: tuple[int, ...],
    mean: float = 0.0,
    std: float = 1.0,
    *,
    rng: np.random.Generator,
    name: str = "",
) -> Node:
    r"""Node that draws new numbers at every run from a normal distribution.

    .. math:: v_i \sim \mathcal{N}(\text{mean}, \text{std}^2)

    Parameters
    ----------
    shape : tuple of int
    mean : float
    std : float    the standard deviation, 0 or more
    rng : numpy.random.Generator    drawn from by each run that needs the node
    name : str    "random_normal" if left out

    Returns
    -------
    node of the default graph

    Raises
    ------
    ValueError    if `std` is negative
    TypeError     if `rng` is no generator or another argument not one number

    Examples
    --------
    >>> from dlkit.frameworks import Session
    >>> Session().run(random_normal((2,), 5.0, 0.0, rng=np.random.default_rng(0)))
    array([5., 5.])

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 3.1.
    """
    require_generator(rng, "random_normal")
    centre = require_number(mean, "mean", "random_normal")
    width = require_number(std, "std", "random_normal", at_least=0)
    return get_default_graph().add(
        "random_normal", compute=lambda _: rng.normal(centre, width, shape), name=name
    )
