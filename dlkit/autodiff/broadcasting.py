"""The way back from broadcasting: what was repeated on the way in is added up on the way out."""

import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, real_array


def unbroadcast(dy: npt.ArrayLike, shape: tuple[int, ...]) -> Array:
    r"""Gradient of an array that NumPy has stretched to a larger shape.

    Broadcasting repeats elements: along new axes in front, and along axes of length 1. Each copy
    gets its own gradient, and the gradient of the one element is their sum:

    .. math:: \frac{\partial L}{\partial x_i} = \sum_{j \,:\, x_i \text{ was copied to } j}
              \frac{\partial L}{\partial y_j}

    Parameters
    ----------
    dy : array of a shape to which `shape` broadcasts    the gradient after stretching
    shape : tuple of int    the shape before stretching

    Returns
    -------
    array of shape `shape`, with the dtype of `dy`    a new one, also if nothing was stretched

    Raises
    ------
    ShapeError    if `shape` does not broadcast to that of `dy`
    TypeError     if `dy` does not hold real numbers

    Examples
    --------
    >>> unbroadcast([[1.0, 2.0], [10.0, 20.0], [100.0, 200.0]], (2,))
    array([111., 222.])
    >>> unbroadcast([[1.0, 2.0], [10.0, 20.0], [100.0, 200.0]], (3, 1)).tolist()
    [[3.0], [30.0], [300.0]]

    Source: Harris et al., Array Programming with NumPy, Nature 585, 2020, pages 357-362.
    """
    gradient = real_array(dy, "dy", "unbroadcast")
    shape = tuple(shape)
    new = gradient.ndim - len(shape)
    if new < 0 or any(
        before not in (1, after) for before, after in zip(shape, gradient.shape[new:], strict=True)
    ):
        raise ShapeError(
            f"unbroadcast: {shape} does not broadcast to the shape of dy, {gradient.shape}; every "
            "length must be equal or 1, counted from the right"
        )
    lengths = (1,) * new + shape
    repeated = tuple(
        axis for axis, length in enumerate(lengths) if length == 1 and gradient.shape[axis] != 1
    )
    gradient = gradient.sum(axis=repeated, keepdims=True) if repeated else gradient.copy()
    return gradient.reshape(shape)
