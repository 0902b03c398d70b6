"""Descents on functions small enough to look at: the path, and how soon it arrives."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    real_array,
    require_axes,
    require_callables,
    require_number,
    require_whole_number,
)
from dlkit.optimizers.vectors import Optimizer


def minimize(
    gradient: Callable[[Array], npt.ArrayLike],
    w: npt.ArrayLike,
    rule: Callable[..., Any],
    *,
    steps: int,
    lr: float,
    **options: Any,
) -> Array:
    r"""Follow a step rule from a starting point, and return every point on the way.

    .. math:: w_{t} = \text{rule}(w_{t-1}, \nabla f(w_{t-1})), \qquad t = 1, \dots, \text{steps}

    Parameters
    ----------
    gradient : callable    from an array of the shape of `w` to the gradient there
    w : array of any shape    the starting point
    rule : callable    such as `adam_step`; its state starts anew at each call
    steps : int    the number of steps, from 0 on
    lr : float    the learning rate
    **options : float    passed on to `rule`

    Returns
    -------
    (steps + 1, \*w.shape)    the path, starting with `w`

    Raises
    ------
    ValueError, TypeError, ShapeError    as in `rule`
    ValueError    if `steps` is negative
    TypeError     if `gradient` or `rule` is no function

    Examples
    --------
    >>> from dlkit.optimizers import sgd_step
    >>> minimize(lambda w: 2 * w, [1.0, 4.0], sgd_step, steps=2, lr=0.25)
    array([[1.  , 4.  ],
           [0.5 , 2.  ],
           [0.25, 1.  ]])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 4.3.
    """
    require_callables("minimize", gradient=gradient, rule=rule)
    steps = require_whole_number(steps, "steps", "minimize", at_least=0)
    start = real_array(w, "w", "minimize")
    path = np.empty((steps + 1, *start.shape), start.dtype)
    path[0] = start
    optimizer = Optimizer(rule, start.copy(), lr=lr, **options)
    for t in range(1, steps + 1):
        optimizer.step(gradient(path[t - 1].copy()))
        path[t] = optimizer.p
    return path


def steps_to_tolerance(values: npt.ArrayLike, tolerance: float, *, hold: int = 1) -> int | None:
    r"""First step from which the values stay below a tolerance for a while.

    .. math:: \min \{t : f_t, \dots, f_{t + \text{hold} - 1} \le \text{tolerance}\}

    Parameters
    ----------
    values : (steps + 1,)    for example the loss along a path
    tolerance : float    in the unit of the values
    hold : int    how many values in a row; with 1 an optimizer that only passes by has arrived

    Returns
    -------
    int, or None if that never happens

    Raises
    ------
    ShapeError    if `values` is not one row
    ValueError    if `hold` is below 1
    TypeError     if `values` are not real numbers

    Examples
    --------
    >>> steps_to_tolerance([9.0, 0.5, 4.0, 0.5, 0.25], 1.0, hold=2)
    3

    Source: Nocedal, Wright, Numerical Optimization, 2nd edition, 2006, section 2.2.
    """
    row = real_array(values, "values", "steps_to_tolerance")
    require_axes(row, "T", "values", "steps_to_tolerance")
    tolerance = require_number(tolerance, "tolerance", "steps_to_tolerance")
    hold = require_whole_number(hold, "hold", "steps_to_tolerance", at_least=1)
    below = 0
    for t, value in enumerate(row):
        below = below + 1 if value <= tolerance else 0  # nan is not below
        if below == hold:
            return t - hold + 1
    return None
