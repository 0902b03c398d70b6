"""From a function of tensors back to a pair, and the pair against differences."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, require_callables
from dlkit.autodiff.tape import Tensor, no_grad
from dlkit.backprop import check_backward

OnTensors = Callable[..., Tensor]


def backward_of(f: OnTensors) -> Callable[..., tuple[Array, ...]]:
    r"""Backward function of a function of tensors, by recording it once per call.

    .. math:: \text{backward\_of}(f)(dy, x_1, \dots, x_k)
              = \Big(\sum_j dy_j \frac{\partial f_j}{\partial x_i}\Big)_{i = 1, \dots, k}

    Parameters
    ----------
    f : callable    from tensors to one tensor

    Returns
    -------
    callable    from ``dy`` and k arrays to k gradients, each of the shape of its array

    Raises
    ------
    ShapeError, ValueError, TypeError    when called, as in `backward`
    TypeError     if `f` is no function

    Conventions: an input that the result does not depend on gets zeros.

    Examples
    --------
    >>> product_backward = backward_of(lambda a, b: a * b)
    >>> product_backward([1.0, 1.0], [2.0, 3.0], [5.0, 7.0])
    (array([5., 7.]), array([2., 3.]))

    Source: Baydin, Pearlmutter, Radul, Siskind, Automatic Differentiation in Machine Learning:
    a Survey, Journal of Machine Learning Research 18(153), 2018, section 3.2.
    """
    require_callables("backward_of", f=f)

    def f_backward(dy: npt.ArrayLike, *inputs: npt.ArrayLike) -> tuple[Array, ...]:
        tensors = [Tensor(x) for x in inputs]
        f(*tensors).backward(dy)
        return tuple(np.zeros_like(t.data) if t.grad is None else t.grad for t in tensors)

    return f_backward


def check_gradients(
    f: OnTensors, *inputs: npt.ArrayLike, rng: np.random.Generator, **options: Any
) -> str | None:
    r"""Compare the gradients of a function of tensors with central differences.

    .. math:: \langle \bar x, v \rangle
              \approx \frac{\langle r, f(x + hv) \rangle - \langle r, f(x - hv) \rangle}{2h}

    Parameters
    ----------
    f : callable    from tensors to one tensor
    *inputs : arrays of any shape    checked in float64, away from kinks
    rng : numpy.random.Generator    draws the upstream gradient r and the directions v
    **options : float    ``h`` and ``tolerance`` of `check_backward`

    Returns
    -------
    None, or a message that names the first argument whose gradient is wrong

    Raises
    ------
    TypeError    if an input does not hold real numbers or `rng` is no generator
    TypeError    if `f` is no function

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> check_gradients(lambda x, y: (x @ y).tanh(), np.ones((2, 3)), np.ones((3, 1)), rng=rng)

    Source: Nocedal, Wright, Numerical Optimization, 2nd edition, 2006, section 8.1.
    """
    require_callables("check_gradients", f=f)

    def values(*arrays: Array) -> Array:
        with no_grad():
            return f(*(Tensor(x) for x in arrays)).data

    return check_backward(values, backward_of(f), *inputs, rng=rng, **options)
