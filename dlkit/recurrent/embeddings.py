"""Symbols as rows of a matrix: the first layer of a network that reads text."""

import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, real_array, require_axes, whole_numbers
from dlkit.autodiff import getitem_backward


def embed(ids: npt.ArrayLike, E: npt.ArrayLike) -> Array:
    r"""Look up one row for each symbol.

    .. math:: y_{nt} = E_{i_{nt}}

    which is the product of a one-hot vector with E, without the multiplications by 0.

    Parameters
    ----------
    ids : (N, T)    integers i in 0..C-1, an array of any shape
    E : (C, D)    one row for each of C symbols

    Returns
    -------
    (N, T, D)    the shape of `ids` and D; new memory, the dtype of `E`

    Raises
    ------
    ShapeError    if `E` has not two axes
    ValueError    if an id is outside 0..C-1
    TypeError     if the ids are not integers or `E` not real

    Examples
    --------
    >>> embed([[2, 0]], [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    array([[[5., 6.],
            [1., 2.]]])

    Source: Bengio, Ducharme, Vincent, Jauvin, A Neural Probabilistic Language Model, Journal of
    Machine Learning Research 3, 2003, pages 1137-1155.
    """
    table = real_array(E, "E", "embed")
    require_axes(table, "CD", "E", "embed")
    return table[whole_numbers(ids, len(table), "ids", "embed")]


def embed_backward(
    dy: npt.ArrayLike, ids: npt.ArrayLike, E: npt.ArrayLike, *, padding: int | None = None
) -> Array:
    r"""Gradient of `embed` with respect to the rows: a symbol adds up all its places.

    .. math:: \frac{\partial L}{\partial E_c} = \sum_{n, t} \mathbb{1}[i_{nt} = c] \; dy_{nt}

    Parameters
    ----------
    dy : (N, T, D)    gradient of the loss with respect to ``embed(ids, E)``
    ids : (N, T)    integers in 0..C-1, an array of any shape
    E : (C, D)
    padding : int or None    a symbol that stands for nothing and gets no gradient

    Returns
    -------
    (C, D)    0 for a symbol that does not occur; the dtype of `E`

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if an id or `padding` is outside 0..C-1
    TypeError     if the ids are not integers or the others not real

    Conventions: no gradient for the ids, which are not numbers to be moved a little.

    Examples
    --------
    >>> embed_backward([[[1.0], [2.0], [4.0]]], [[1, 0, 1]], [[0.0]] * 3).tolist()
    [[2.0], [5.0], [0.0]]

    Source: Bengio, Ducharme, Vincent, Jauvin, A Neural Probabilistic Language Model, Journal of
    Machine Learning Research 3, 2003, pages 1137-1155.
    """
    who = "embed_backward"
    dy, table = real_array(dy, "dy", who), real_array(E, "E", who)
    require_axes(table, "CD", "E", who)
    index = whole_numbers(ids, len(table), "ids", who)
    if dy.shape != index.shape + table.shape[1:]:
        raise ShapeError(
            f"{who}: dy has shape {dy.shape}, ids {index.shape} and E {table.shape}; "
            f"dy must have shape {index.shape + table.shape[1:]}"
        )
    dE = getitem_backward(dy, table, index=index)
    if padding is not None:
        dE[whole_numbers([padding], len(table), "padding", who)] = 0
    return dE
