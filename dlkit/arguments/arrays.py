"""Arrays of real numbers: one, a list, or several of one shape."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from dlkit.arguments.shapes import require_same_shape, require_sizes
from dlkit.arguments.wording import element, subject

Array: TypeAlias = npt.NDArray[np.floating[Any]]

PRECISIONS = (np.dtype(np.float64), np.dtype(np.float32))  # in the byte order of this machine
DEEPEST = 64  # the most axes that an array may have


def plain_array(values: npt.ArrayLike, name: str = "values", who: str = "") -> npt.NDArray[Any]:
    """Return the values as an array of whatever dtype they have.

    Parameters
    ----------
    values : array or nested list    a list must have rows of equal length
    name, who : str    for the message

    Returns
    -------
    array    the one that came, where one came

    Raises
    ------
    ValueError    if the rows of a list differ in length
    TypeError     if a value is masked: an array without its mask would count it

    Examples
    --------
    >>> plain_array([[1, 2], [3]], "W", "dense_forward")
    Traceback (most recent call last):
        ...
    ValueError: dense_forward: W is a list with rows of different lengths; equal lengths are needed
    """
    if _is_masked(values):
        raise TypeError(
            f"{subject(name, who)} holds masked values; plain numbers are needed: leave the "
            "masked ones out, or fill them"
        )
    try:
        return np.asarray(values)
    except ValueError:
        raise ValueError(
            f"{subject(name, who)} is a list with rows of different lengths; "
            "equal lengths are needed"
        ) from None


def real_array(values: npt.ArrayLike, name: str = "values", who: str = "") -> Array:
    """Return the values as an array of floats.

    Parameters
    ----------
    values : array, nested list or number
    name, who : str    for the message

    Returns
    -------
    array    float32 or float64, in the byte order of this machine; whole numbers, truth values and
        float16 become float64, which holds them all

    Raises
    ------
    TypeError     if the values are not real numbers, or of more digits than float64
    ValueError    if the rows of a list differ in length

    Examples
    --------
    >>> real_array([1, 2])
    array([1., 2.])
    >>> real_array("abc", "z", "softmax")
    Traceback (most recent call last):
        ...
    TypeError: softmax: z has dtype <U3; real numbers are needed
    """
    array = plain_array(values, name, who)
    if array.dtype in PRECISIONS:
        return array
    kind, size = array.dtype.kind, array.dtype.itemsize
    if kind not in "fbiu":
        raise TypeError(f"{subject(name, who)} has dtype {array.dtype}; real numbers are needed")
    if kind == "f" and size > 8:
        raise TypeError(
            f"{subject(name, who)} has dtype {array.dtype}; float64 or float32 is needed, since "
            "more digits than those would be lost: round it with astype(float)"
        )
    return array.astype(np.float32 if kind == "f" and size == 4 else np.float64)


def real_arrays(
    values: Sequence[npt.ArrayLike], name: str = "values", who: str = ""
) -> list[Array]:
    """Return a list of arrays of floats.

    Parameters
    ----------
    values : list or tuple of arrays    one bare array is refused, lest its rows be taken apart
    name, who : str    for the message

    Returns
    -------
    list of arrays    each as from `real_array`

    Raises
    ------
    TypeError    if the values are neither a list nor a tuple, or do not hold real numbers

    Examples
    --------
    >>> real_arrays([[1, 2], 3.0])
    [array([1., 2.]), array(3.)]
    """
    if not isinstance(values, list | tuple):
        came = type(values).__name__
        raise TypeError(f"{subject(name, who)} is {came}; a list of arrays is needed")
    return [real_array(value, element(name, (i,)), who) for i, value in enumerate(values)]


def real_pair(
    first: npt.ArrayLike,
    second: npt.ArrayLike,
    names: tuple[str, str] = ("the first array", "the second array"),
    who: str = "",
) -> tuple[Array, Array]:
    """Return two arrays of floats of one shape, the second in the dtype of the first.

    Parameters
    ----------
    first, second : arrays of one shape
    names, who : two str, str    for the message

    Returns
    -------
    first, second : arrays

    Raises
    ------
    ShapeError    if the shapes differ, also for (N, 1) against (N,)
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> real_pair(np.float32([1, 2]), [3, 4])
    (array([1., 2.], dtype=float32), array([3., 4.], dtype=float32))
    """
    p, t = arrays_alike(who, **dict(zip(names, (first, second), strict=True)))
    return p, t


def arrays_alike(who: str = "", /, **arrays: npt.ArrayLike) -> tuple[Array, ...]:
    """Return arrays of floats of one shape, all in the dtype of the first.

    Parameters
    ----------
    who : str    for the message
    arrays : arrays of one shape, by name

    Returns
    -------
    tuple of arrays    in the order given

    Raises
    ------
    ShapeError    if the shapes differ
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> arrays_alike("sgd_step", w=np.float32([1, 2]), dw=[3, 4])
    (array([1., 2.], dtype=float32), array([3., 4.], dtype=float32))
    """
    floats = {name: real_array(array, name, who) for name, array in arrays.items()}
    require_same_shape(who, **floats)
    dtype = next(iter(floats.values())).dtype
    return tuple(array.astype(dtype, copy=False) for array in floats.values())


def fitting_arrays(who: str = "", /, **arrays: tuple[npt.ArrayLike, str]) -> tuple[Array, ...]:
    """Return arrays of floats whose axes fit together.

    Parameters
    ----------
    who : str    for the message
    arrays : pairs of an array and its axes, by name    as in `require_sizes`

    Returns
    -------
    tuple of arrays    in the order given

    Raises
    ------
    ShapeError, ValueError    as `require_sizes` raises them
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> fitting_arrays("dense_forward", x=([[1, 2]], "N D"), W=([[3], [4]], "D M"))
    (array([[1., 2.]]), array([[3.],
           [4.]]))
    """
    floats = {name: (real_array(array, name, who), axes) for name, (array, axes) in arrays.items()}
    require_sizes(who, **floats)
    return tuple(array for array, _ in floats.values())


def require_finite(array: Array, name: str = "values", who: str = "") -> None:
    """Demand finite numbers: one nan would spoil everything that is computed from it.

    Parameters
    ----------
    array : array of floats, of any shape
    name, who : str    for the message

    Returns
    -------
    None

    Raises
    ------
    ValueError    if an element is nan or infinite

    Examples
    --------
    >>> require_finite(np.array([[1.0, np.nan]]), "x", "ridge")
    Traceback (most recent call last):
        ...
    ValueError: ridge: x[0, 1] is nan; finite numbers are needed
    """
    wrong = np.argwhere(~np.isfinite(array))
    if len(wrong):
        index = tuple(wrong[0].tolist())
        place = subject(element(name, index), who)
        raise ValueError(f"{place} is {array[index]}; finite numbers are needed")


def _is_masked(values: object, depth: int = DEEPEST) -> bool:
    """Whether values of a masked array, perhaps within lists, are marked as absent."""
    if isinstance(values, np.ndarray):
        return type(values) is not np.ndarray and bool(np.ma.is_masked(values))
    if not isinstance(values, list | tuple) or depth == 0:
        return False
    may_hold = any(issubclass(kind, list | tuple | np.ndarray) for kind in set(map(type, values)))
    return may_hold and any(_is_masked(value, depth - 1) for value in values)
