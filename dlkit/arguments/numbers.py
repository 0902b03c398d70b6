"""One number, within the bounds that it is given."""

import math
import numbers
import operator

from dlkit.arguments.wording import subject


def require_number(
    value: object,
    name: str = "the number",
    who: str = "",
    *,
    above: float | None = None,
    at_least: float | None = None,
    below: float | None = None,
    at_most: float | None = None,
) -> float:
    """Return one number as a float, finite and within the bounds where there are any.

    Parameters
    ----------
    value : a real number
    name, who : str    for the message
    above, at_least, below, at_most : float    bounds; any of them may be left out

    Returns
    -------
    float    nan and infinity are out of bounds, but pass where no bound is given

    Raises
    ------
    TypeError     if the value is not one real number
    ValueError    if it is out of bounds

    Examples
    --------
    >>> require_number(2)
    2.0
    >>> require_number(-1.0, "delta", "huber", above=0)
    Traceback (most recent call last):
        ...
    ValueError: huber: delta is -1.0; a finite number above 0 is needed
    """
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        came = type(value).__name__
        raise TypeError(f"{subject(name, who)} is {came}; one real number is needed")
    number = float(value)
    bounds = [
        (above, operator.gt, "above {}"),
        (at_least, operator.ge, "from {} on"),
        (below, operator.lt, "below {}"),
        (at_most, operator.le, "up to {}"),
    ]
    demands = [
        (compare(number, bound), words.format(bound))
        for bound, compare, words in bounds
        if bound is not None
    ]
    if demands and not (math.isfinite(number) and all(fits for fits, _ in demands)):
        needed = " and ".join(words for _, words in demands)
        raise ValueError(f"{subject(name, who)} is {number}; a finite number {needed} is needed")
    return number


def require_whole_number(
    value: object, name: str = "the number", who: str = "", *, at_least: int | None = None
) -> int:
    """Return one whole number as an int.

    Parameters
    ----------
    value : a whole number
    name, who : str    for the message
    at_least : int    the smallest number allowed, if there is one

    Returns
    -------
    int

    Raises
    ------
    TypeError     if the value is not one whole number, as 3.0 is not
    ValueError    if it is too small

    Examples
    --------
    >>> require_whole_number(3, at_least=1)
    3
    >>> require_whole_number(0, "n", "train_val_split", at_least=1)
    Traceback (most recent call last):
        ...
    ValueError: train_val_split: n is 0; at least 1 is needed
    """
    if not isinstance(value, numbers.Integral) or isinstance(value, bool):
        came = type(value).__name__
        raise TypeError(f"{subject(name, who)} is {came}; a whole number is needed")
    if at_least is not None and value < at_least:
        raise ValueError(f"{subject(name, who)} is {value}; at least {at_least} is needed")
    return int(value)
