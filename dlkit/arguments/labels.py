"""Whole numbers in a range: the labels of classes, the indices of rows."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from dlkit.arguments.arrays import Array, plain_array, real_array
from dlkit.arguments.shapes import ShapeError, require_axes, require_samples
from dlkit.arguments.wording import element, subject

Labels: TypeAlias = npt.NDArray[np.integer[Any]]


def whole_numbers(values: npt.ArrayLike, below: int, name: str = "values", who: str = "") -> Labels:
    """Return the values as an array of whole numbers from 0 to `below` - 1.

    Parameters
    ----------
    values : array or nested list, of any shape
    below : int    the first number that is too large
    name, who : str    for the message

    Returns
    -------
    array    of the integer dtype that this machine indexes with, so that sums of them are exact

    Raises
    ------
    TypeError     if the values are not integers
    ValueError    if a number is out of range

    Examples
    --------
    >>> whole_numbers([[0, 2], [5, 1]], 3, "ids", "embedding_forward")
    Traceback (most recent call last):
        ...
    ValueError: embedding_forward: ids[1, 0] is 5; whole numbers from 0 to 2 are needed
    """
    needed = f"whole numbers from 0 to {below - 1} are needed"
    return _within(plain_array(values, name, who), below, needed, name, who)


def class_labels(labels: npt.ArrayLike, classes: int, who: str = "") -> Labels:
    """Return labels of shape (N,), each the number of a class.

    Parameters
    ----------
    labels : (N,)    whole numbers from 0 to `classes` - 1
    classes : int    how many classes there are
    who : str    for the message

    Returns
    -------
    (N,)    as from `whole_numbers`

    Raises
    ------
    ShapeError    if there is not exactly one axis
    TypeError     if the labels are not integers
    ValueError    if a label is not the number of a class

    Examples
    --------
    >>> class_labels([0, 2, 3], 3, "one_hot")
    Traceback (most recent call last):
        ...
    ValueError: one_hot: labels[2] is 3; with 3 classes a label is one of 0..2
    """
    array = plain_array(labels, "labels", who)
    require_axes(array, "N", "labels", who)
    needed = f"with {classes} classes a label is one of 0..{classes - 1}"
    return _within(array, classes, needed, "labels", who)


def _within(array: npt.NDArray[Any], below: int, needed: str, name: str, who: str) -> Labels:
    if array.size == 0:  # an empty list has no integers to show
        return array.astype(np.intp)
    if array.dtype.kind not in "iu":
        raise TypeError(f"{subject(name, who)} has dtype {array.dtype}; integers are needed")
    outside = np.argwhere((array < 0) | (array >= below))
    if len(outside):
        index = tuple(outside[0].tolist())
        raise ValueError(f"{subject(element(name, index), who)} is {array[index]}; {needed}")
    return array.astype(np.intp, copy=False)  # 16 * 17 is 16 in uint8


def scores_and_labels(
    logits: npt.ArrayLike, labels: npt.ArrayLike, who: str = ""
) -> tuple[Array, Labels]:
    """Return scores of classes, as floats, and one label per row.

    Parameters
    ----------
    logits : (N, C)    with N at least 1
    labels : (N,)    whole numbers from 0 to C - 1
    who : str    for the message

    Returns
    -------
    logits, labels : (N, C), (N,)

    Raises
    ------
    ShapeError    if the shapes are other ones
    TypeError     if the logits are not real numbers or the labels are not integers
    ValueError    if the batch is empty or a label is not the number of a class

    Examples
    --------
    >>> scores_and_labels([[1, 2, 3]], [2])
    (array([[1., 2., 3.]]), array([2]))
    """
    z = real_array(logits, "logits", who)
    require_axes(z, "NC", "logits", who)
    require_samples(z, "logits", who)
    y = class_labels(labels, z.shape[1], who)
    if len(y) != len(z):
        raise ShapeError(
            f"{subject('logits', who)} have shape {z.shape} but labels have shape {y.shape}; "
            "there must be one label per row"
        )
    return z, y
