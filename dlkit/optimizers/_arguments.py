"""What the steps demand of their arguments beyond `dlkit._requirements`."""

import numpy.typing as npt

from dlkit._requirements import Array, number, real, same_shape, whole_number


def together(who: str, **arrays: npt.ArrayLike) -> tuple[Array, ...]:
    """Return arrays of one shape, all in the dtype of the first, the weights."""
    floats = {name: real(who, name, array) for name, array in arrays.items()}
    same_shape(who, **floats)
    dtype = next(iter(floats.values())).dtype
    return tuple(array.astype(dtype, copy=False) for array in floats.values())


def share(who: str, name: str, value: object) -> float:
    """Return a number in [0, 1): 1 would keep the past for ever and let nothing new in."""
    result = number(who, name, value, least=0)
    if result >= 1:
        raise ValueError(f"{who}: {name} is {result}; less than 1 is needed")
    return result


def adam_numbers(
    who: str, t: object, lr: object, beta1: object, beta2: object, eps: object
) -> tuple[int, float, float, float, float]:
    """Return the numbers that Adam and its variants share; t = 0 would divide by 1 - beta**0."""
    return (
        whole_number(who, "t", t, least=1),
        number(who, "lr", lr, least=0),
        share(who, "beta1", beta1),
        share(who, "beta2", beta2),
        number(who, "eps", eps, above=0),
    )
