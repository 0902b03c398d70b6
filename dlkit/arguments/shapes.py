"""Shapes: how many axes, which sizes, at least one sample."""

import re
from typing import Any

import numpy.typing as npt

from dlkit.arguments.wording import subject

SUM = r"\d*[A-Za-z](\+\d*[A-Za-z])*"  # of letters with factors: D+H or 4H
AXES = re.compile(rf"( *({SUM}|\d+)( +|$))*")


class ShapeError(ValueError):
    """Arrays whose shapes do not fit together, or an array with the wrong number of axes."""

    __module__ = "dlkit.arguments"  # a traceback shows where it is imported from


def require_axes(
    array: npt.NDArray[Any], letters: str, name: str = "values", who: str = ""
) -> None:
    """Demand one axis per letter.

    Parameters
    ----------
    array : array
    letters : str    "ND" or "N D" for the shape (N, D)
    name, who : str    for the message

    Returns
    -------
    None

    Raises
    ------
    ShapeError    if the number of axes is another one

    Examples
    --------
    >>> from numpy import zeros
    >>> require_axes(zeros(3), "ND", "x", "dense_forward")
    Traceback (most recent call last):
        ...
    dlkit.arguments.ShapeError: dense_forward: x has shape (3,); the shape must be (N, D)
    """
    axes = letters.replace(" ", "")
    if array.ndim != len(axes):
        needed = f"({', '.join(axes)}{',' if len(axes) == 1 else ''})"
        raise ShapeError(
            f"{subject(name, who)} has shape {array.shape}; the shape must be {needed}"
        )


def require_same_shape(who: str = "", /, **arrays: npt.NDArray[Any]) -> None:
    """Demand equal shapes, as NumPy makes (N, N) of (N, 1) and (N,).

    Parameters
    ----------
    who : str    for the message
    arrays : arrays of one shape, by name

    Returns
    -------
    None

    Raises
    ------
    ShapeError    if the shape of one differs from that of the first

    Examples
    --------
    >>> from numpy import zeros
    >>> require_same_shape(p=zeros((3, 1)), t=zeros(3))
    Traceback (most recent call last):
        ...
    dlkit.arguments.ShapeError: p has shape (3, 1) but t has shape (3,); the shapes must be equal
    """
    (first, reference), *others = arrays.items()
    for name, array in others:
        if array.shape != reference.shape:
            raise ShapeError(
                f"{subject(first, who)} has shape {reference.shape} but {name} has shape "
                f"{array.shape}; the shapes must be equal"
            )


def require_sizes(who: str = "", /, **arrays: tuple[npt.NDArray[Any], str]) -> None:
    """Demand arrays whose axes fit together: each letter stands for one size.

    Parameters
    ----------
    who : str    for the message
    arrays : pairs of an array and its axes, by name
        axes as in "N D", numbers as in "H 1", sums as in "D+H 4H"

    Returns
    -------
    None

    Raises
    ------
    ShapeError    if an array has other axes, or a letter would stand for two sizes
    ValueError    if the axes are written in another way

    Examples
    --------
    >>> from numpy import zeros
    >>> x, W = zeros((5, 3)), zeros((4, 2))
    >>> require_sizes("dense", x=(x, "N D"), W=(W, "D M"))
    Traceback (most recent call last):
        ...
    dlkit.arguments.ShapeError: dense: the shapes are x (5, 3), W (4, 2); (N, D), (D, M) are needed
    """
    sizes: dict[str, int] = {}
    for name, (array, axes) in arrays.items():
        if not AXES.fullmatch(axes):
            raise ValueError(
                f"{subject(name, who)} has the axes {axes!r}; write them as letters or numbers "
                "with a space between, as in 'N D'"
            )
        for term, size in zip(axes.split(), array.shape, strict=False):
            if len(term) == 1 and term.isalpha():
                sizes.setdefault(term, size)
    for array, axes in arrays.values():
        if array.shape != tuple(_size(term, sizes) for term in axes.split()):
            came = ", ".join(f"{name} {each.shape}" for name, (each, _) in arrays.items())
            needed = ", ".join(f"({each.replace(' ', ', ')})" for _, each in arrays.values())
            raise ShapeError(f"{subject('the shapes', who)} are {came}; {needed} are needed")


def _size(term: str, sizes: dict[str, int]) -> int:
    """Return the size of an axis: a number, or a sum of letters with factors as D+H or 4H."""
    if term.isdigit():
        return int(term)
    return sum(int(part[:-1] or 1) * sizes.get(part[-1], -1) for part in term.split("+"))


def require_samples(array: npt.NDArray[Any], name: str = "values", who: str = "") -> None:
    """Demand at least one sample: the mean over an empty batch has no value.

    Parameters
    ----------
    array : array
    name, who : str    for the message

    Returns
    -------
    None

    Raises
    ------
    ValueError    if the array is empty

    Examples
    --------
    >>> from numpy import zeros
    >>> require_samples(zeros((0, 3)), "logits", "cross_entropy")
    Traceback (most recent call last):
        ...
    ValueError: cross_entropy: logits has shape (0, 3); an empty batch has no mean
    """
    if array.size == 0:
        raise ValueError(
            f"{subject(name, who)} has shape {array.shape}; an empty batch has no mean"
        )
