"""Gradients, checked: a derivative by formula against a derivative by differences."""

import contextlib
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_array, require_callables, require_generator

# A wrong gradient can agree along one direction by chance, hardly along three.
DIRECTIONS = 3


def check_backward(
    f: Callable[..., Array],
    f_backward: Callable[..., Any],
    *inputs: npt.ArrayLike,
    rng: np.random.Generator,
    h: float = 1e-5,
    tolerance: float = 1e-6,
) -> str | None:
    r"""Compare a backward function with central differences along random directions.

    For a random upstream gradient :math:`r` and a random direction :math:`v` of each input x,

    .. math:: \langle \text{f\_backward}(r, x), v \rangle
              \approx \frac{\langle r, f(x + hv) \rangle - \langle r, f(x - hv) \rangle}{2h} .

    The upstream gradient is never all ones: softmax, for one, would then have the gradient 0,
    and every wrong backward that returns zeros would pass.

    Parameters
    ----------
    f : callable    from the inputs to one array
    f_backward : callable    from ``dy, *inputs`` to a tuple with one gradient per input, or to
        one plain array where there is a single input
    *inputs : arrays of any shape    checked in float64, away from kinks
    rng : numpy.random.Generator
    h : float    step along a direction with entries of about max(1, abs(x))
    tolerance : float    largest error, as a share of the size of the gradient

    Returns
    -------
    None, or a message that names the first argument whose gradient is wrong

    Raises
    ------
    TypeError    if an input does not hold real numbers or `rng` is no generator
    TypeError    if `f` or `f_backward` is no function

    Examples
    --------
    >>> def double_backward(dy, x):
    ...     return 3 * dy
    >>> check_backward(lambda x: 2 * x, double_backward, np.ones(3), rng=np.random.default_rng(0))
    'double_backward: the gradient of x differs from central differences by 4.3e-01 of its size'

    Source: Nocedal, Wright, Numerical Optimization, 2nd edition, 2006, section 8.1.
    """
    require_callables("check_backward", f=f, f_backward=f_backward)
    require_generator(rng, "check_backward")
    who = _name(f_backward)
    x: list[Array] = [real_array(a, "input", "check_backward").astype(np.float64) for a in inputs]
    dy = rng.standard_normal(np.shape(f(*_copies(x))))
    gradients = f_backward(dy.copy(), *_copies(x))
    if not isinstance(gradients, tuple | list):
        gradients = (gradients,)
    if len(gradients) != len(x):
        return f"{who}: returned {len(gradients)} gradients for {len(x)} inputs"
    for k, (name, gradient) in enumerate(zip(_argument_names(f, len(x)), gradients, strict=True)):

        def projection(moved: Array, k: int = k) -> float:
            return float(np.sum(dy * f(*_copies(x[:k]), moved, *_copies(x[k + 1 :]))))

        if problem := _disagreement(projection, x[k], gradient, rng, h, tolerance):
            return f"{who}: the gradient of {name} {problem}"
    return None


def check_grad(
    loss: Callable[..., float],
    loss_grad: Callable[..., Array],
    predictions: npt.ArrayLike,
    *others: Any,
    rng: np.random.Generator,
    h: float = 1e-5,
    tolerance: float = 1e-6,
) -> str | None:
    r"""Compare the gradient of a scalar loss with central differences.

    .. math:: \langle \text{loss\_grad}(p), v \rangle
              \approx \frac{\text{loss}(p + hv) - \text{loss}(p - hv)}{2h}

    Parameters
    ----------
    loss, loss_grad : callables    from the predictions and the others to a number and its gradient
    predictions : array of any shape    checked in float64, away from kinks
    *others : targets, labels and the like    passed on as they are
    rng : numpy.random.Generator
    h, tolerance : float    as in `check_backward`

    Returns
    -------
    None, or a message that names the argument

    Raises
    ------
    TypeError    if the predictions are not real numbers or `rng` is no generator
    TypeError    if `loss` or `loss_grad` is no function

    Examples
    --------
    >>> def cube_grad(x):
    ...     return 3 * x**2
    >>> check_grad(lambda x: np.sum(x**3), cube_grad, [1.0, 2.0], rng=np.random.default_rng(0))

    Source: Nocedal, Wright, Numerical Optimization, 2nd edition, 2006, section 8.1.
    """
    require_callables("check_grad", loss=loss, loss_grad=loss_grad)
    require_generator(rng, "check_grad")
    x = real_array(predictions, "predictions", "check_grad").astype(np.float64)
    gradient = loss_grad(x.copy(), *others)
    problem = _disagreement(
        lambda moved: float(loss(moved, *others)), x, gradient, rng, h, tolerance
    )
    if problem:
        return f"{_name(loss_grad)}: the gradient of {_argument_names(loss, 1)[0]} {problem}"
    return None


def _disagreement(
    f: Callable[[Array], float],
    x: Array,
    gradient: npt.ArrayLike,
    rng: np.random.Generator,
    h: float,
    tolerance: float,
) -> str | None:
    """Say what is wrong with a gradient of the scalar function f at x, or None."""
    gradient = np.asarray(gradient)
    if gradient.shape != x.shape:
        return f"has shape {gradient.shape}; {x.shape} is needed"
    for _ in range(DIRECTIONS):
        direction = rng.standard_normal(x.shape) * np.maximum(1, np.abs(x))
        above, below = f(x + h * direction), f(x - h * direction)
        numerical = (above - below) / (2 * h)
        terms = gradient * direction
        error = abs(numerical - np.sum(terms))
        # The sum may cancel by chance; the size of its terms does not.
        size = max(abs(numerical), float(np.linalg.norm(terms)))
        rounding = np.finfo(np.float64).eps * (abs(above) + abs(below)) / h
        if not error <= tolerance * size + rounding:  # so written, nan is wrong too
            return f"differs from central differences by {error / size:.1e} of its size"
    return None


def _copies(arrays: list[Array]) -> list[Array]:
    """Return copies, so that a function that changes its inputs cannot mislead the check."""
    return [array.copy() for array in arrays]


def _name(function: Callable[..., Any]) -> str:
    return getattr(function, "__name__", type(function).__name__)


def _argument_names(function: Callable[..., Any], count: int) -> list[str]:
    names: list[str] = []
    with contextlib.suppress(ValueError):  # a function of NumPy before 2.4 tells no names
        parameters = inspect.signature(function).parameters.values()
        names = [p.name for p in parameters if p.kind is not p.VAR_POSITIONAL][:count]
    return names + [f"input {k + 1}" for k in range(len(names), count)]
