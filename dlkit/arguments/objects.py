"""Arguments that are no numbers: functions, the generator that chance comes from, structures."""

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from dlkit.arguments.wording import subject


def require_callables(who: str = "", /, **functions: object) -> None:
    """Demand functions, or other things that can be called.

    Parameters
    ----------
    who : str    for the message
    functions : by name

    Returns
    -------
    None

    Raises
    ------
    TypeError    if one cannot be called

    Examples
    --------
    >>> require_callables("mlp_forward", activation="tanh")
    Traceback (most recent call last):
        ...
    TypeError: mlp_forward: activation is str; a function is needed, not its name and not its result
    """
    for name, function in functions.items():
        if not callable(function):
            raise TypeError(
                f"{subject(name, who)} is {type(function).__name__}; a function is needed, "
                "not its name and not its result"
            )


def require_generator(rng: object, who: str = "") -> np.random.Generator:
    """Return a random generator; a seed would hide where chance comes in.

    Parameters
    ----------
    rng : numpy.random.Generator
    who : str    for the message

    Returns
    -------
    numpy.random.Generator    the one that came

    Raises
    ------
    TypeError    if anything else came

    Examples
    --------
    >>> require_generator(0, "normal")
    Traceback (most recent call last):
        ...
    TypeError: normal: rng is int; a generator is needed, for example np.random.default_rng(0)
    """
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"{subject('rng', who)} is {type(rng).__name__}; "
            "a generator is needed, for example np.random.default_rng(0)"
        )
    return rng


def positional_names(function: Callable[..., Any]) -> list[str]:
    """Return the names of the arguments that a function takes by their place.

    Parameters
    ----------
    function : callable    such as a step of an optimizer, whose state has a name for each array

    Returns
    -------
    list of str    without those that are given by name only

    Raises
    ------
    TypeError    if it cannot be called

    Examples
    --------
    >>> def momentum_step(w, dw, v, *, lr, momentum=0.9): ...
    >>> positional_names(momentum_step)
    ['w', 'dw', 'v']
    """
    require_callables("positional_names", function=function)
    parameters = inspect.signature(function).parameters.values()
    by_name = inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD
    return [each.name for each in parameters if each.kind not in by_name]


def same_sequence(original: list[Any] | tuple[Any, ...], values: Iterable[Any]) -> Any:
    """Return new entries in a sequence of the kind of the original one.

    Parameters
    ----------
    original : list, tuple or named tuple
    values : one for each entry

    Returns
    -------
    list, tuple or named tuple    a named tuple with the names of the original one

    Examples
    --------
    >>> from typing import NamedTuple
    >>> class Layer(NamedTuple):
    ...     W: float
    ...     b: float
    >>> same_sequence(Layer(1.0, 2.0), [3.0, 4.0]), same_sequence((1, 2), [3, 4])
    (Layer(W=3.0, b=4.0), (3, 4))
    """
    make = getattr(original, "_make", type(original))  # the class wants its entries one by one
    return make(values)
