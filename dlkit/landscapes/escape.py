"""Leaving a saddle: a gradient of exactly 0 in the one direction that leads down needs a push."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    ShapeError,
    real_array,
    require_axes,
    require_callables,
    require_generator,
    require_number,
    require_same_shape,
    require_whole_number,
)


def perturbed_gd(
    gradient: Callable[[Array], npt.ArrayLike],
    x: npt.ArrayLike,
    *,
    lr: float,
    steps: int,
    sigma: float,
    rng: np.random.Generator,
) -> Array:
    r"""Gradient descent with noise in every gradient.

    .. math:: x_{t+1} = x_t - \eta \, \big(\nabla f(x_t) + \sigma \xi_t\big), \qquad
              \xi_t \sim \mathcal{N}(0, I)

    Parameters
    ----------
    gradient : callable    from an array of the shape of `x` to the gradient there
    x : array of any shape    the start; never changed
    lr : float    the learning rate :math:`\eta \ge 0`
    steps : int    how many, 0 or more
    sigma : float    size of the noise, at least 0, in the unit of the gradient; 0 gives plain
        gradient descent
    rng : numpy.random.Generator

    Returns
    -------
    (steps + 1, \*x.shape)    the path, starting with `x`, float64

    Raises
    ------
    ShapeError    if the gradient has not the shape of `x`
    ValueError    if a number is negative
    TypeError     if an argument is of the wrong kind

    Conventions: the noise is part of the gradient, as that of a minibatch is, so the learning
    rate scales it too. What overflows is inf or nan, without a warning.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> perturbed_gd(lambda x: 2 * x, [1.0, 4.0], lr=0.25, steps=2, sigma=0, rng=rng)
    array([[1.  , 4.  ],
           [0.5 , 2.  ],
           [0.25, 1.  ]])

    Source: Jin, Ge, Netrapalli, Kakade, Jordan, How to Escape Saddle Points Efficiently, ICML,
    2017.
    """
    who = "perturbed_gd"
    require_callables(who, gradient=gradient)
    start = real_array(x, "x", who).astype(np.float64)
    lr, sigma = (
        require_number(lr, "lr", who, at_least=0),
        require_number(sigma, "sigma", who, at_least=0),
    )
    steps, rng = require_whole_number(steps, "steps", who, at_least=0), require_generator(rng, who)
    path = np.empty((steps + 1, *start.shape))
    path[0] = start
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        for t in range(steps):
            g = real_array(gradient(path[t].copy()), "gradient", who)
            require_same_shape(who, x=start, gradient=g)
            path[t + 1] = path[t] - lr * (g + sigma * rng.standard_normal(start.shape))
    return path


def escape_step(path: npt.ArrayLike, saddle: npt.ArrayLike, direction: npt.ArrayLike) -> int | None:
    r"""First step at which a path has left a saddle along a direction.

    .. math:: \min \{t : |(x_t - s)^\top d| > \lVert d \rVert^2\}

    From a distance :math:`y_0` along a direction of curvature :math:`-\lambda`, gradient descent
    takes :math:`\log(1 / y_0) / \log(1 + \eta \lambda)` steps to the distance 1: half as far away
    is not half as long, and 0 is for ever.

    Parameters
    ----------
    path : (T, D)    the points, as from `perturbed_gd` or `dlkit.optimizers.minimize`
    saddle : (D,)    s
    direction : (D,)    d, which leads down; its length is how far away counts as having left

    Returns
    -------
    int, or None if that never happens

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if the direction is 0
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> escape_step([[1.0, 0.0], [0.5, -0.9], [0.2, -3.0]], [0.0, 0.0], [0.0, 1.0])
    2

    Source: Lee, Simchowitz, Jordan, Recht, Gradient Descent Only Converges to Minimizers, COLT,
    2016.
    """
    who = "escape_step"
    points, s, d = (
        real_array(path, "path", who),
        real_array(saddle, "saddle", who),
        real_array(direction, "d", who),
    )
    require_axes(points, "TD", "path", who)
    if not s.shape == d.shape == points.shape[1:]:
        raise ShapeError(
            f"{who}: path has shape {points.shape}, saddle {s.shape} and direction {d.shape}; "
            "(T, D), (D,) and (D,) are needed"
        )
    if not d.any():
        raise ValueError(f"{who}: direction is {d}; it must not be 0")
    far = np.flatnonzero(np.abs((points - s) @ d) > d @ d)
    return int(far[0]) if far.size else None
