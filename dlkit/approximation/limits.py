"""What the theorem does not promise: how to find the weights, and that every bend will do."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from dlkit.approximation.interpolants import OneHiddenLayer
from dlkit.arguments import (
    Array,
    real_array,
    require_axes,
    require_callables,
    require_finite,
    require_generator,
    require_number,
    require_same_shape,
    require_samples,
    require_whole_number,
)


def random_features(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    units: int,
    activation: Callable[[Array], Array],
    *,
    rng: np.random.Generator,
    scale: float = 10.0,
) -> OneHiddenLayer:
    r"""Network with random hidden units and the best output weights for them.

    With :math:`w_h \sim \mathcal{N}(0, \text{scale}^2)` and a centre :math:`t_h` uniform over
    the range of x, :math:`b_h = -w_h t_h`; then v and c from

    .. math:: \min_{v, c} \sum_n \Big(\sum_h v_h \, \varphi(w_h x_n + b_h) + c - y_n\Big)^2 .

    That is a linear problem: what error is left comes from the units, not from the training.

    Parameters
    ----------
    x, y : (N,), (N,)    the points to fit, at least one
    units : int    the number H of hidden units, at least 1
    activation : callable    element-wise, from an array to an array of the same shape
    rng : numpy.random.Generator
    scale : float    steepness of the units, positive; large beside 1 over the range of x

    Returns
    -------
    w, b, v, c : (H,), (H,), (H,), float    for `eval_hidden` with the same activation

    Raises
    ------
    ShapeError    if `x` and `y` have not the same shape (N,)
    ValueError    if there are no points, one is not finite, `units` is below 1 or `scale` is not
        positive
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> x = np.linspace(0, 1, 50)
    >>> net = random_features(x, x**2, 20, np.tanh, rng=np.random.default_rng(0))
    >>> from dlkit.approximation import eval_hidden
    >>> np.abs(eval_hidden(x, *net, np.tanh) - x**2).max() < 1e-3
    np.True_

    Source: Rahimi, Recht, Random Features for Large-Scale Kernel Machines, NeurIPS, 2007.
    """
    who = "random_features"
    require_callables(who, activation=activation)
    x, y = real_array(x, "x", who), real_array(y, "y", who)
    require_axes(x, "N", "x", who)
    require_same_shape(who, x=x, y=y)
    require_samples(x, "x", who)
    require_finite(x, "x", who)
    require_finite(y, "y", who)
    H = require_whole_number(units, "units", who, at_least=1)
    w = require_number(scale, "scale", who, above=0) * require_generator(rng, who).standard_normal(
        H
    )
    b = -w * rng.uniform(x.min(), x.max(), H)
    hidden = activation(x[:, None] * w + b)  # (N, H)
    design = np.column_stack([hidden, np.ones(len(x))])
    solution, *_ = np.linalg.lstsq(design, y, rcond=None)
    return w, b, solution[:-1], float(solution[-1])


def uat_counterexample(z: npt.ArrayLike, x: npt.ArrayLike) -> tuple[Array, Array, float]:
    r"""Bounded, continuous activation with which no network comes near f(x) = x.

    .. math:: \sigma(z) = 1, \qquad f(x) = x \text{ on } [0, 1], \qquad
              \max_x \Big|\sum_i v_i \sigma(w_i x + b_i) - f(x)\Big| \ge \tfrac{1}{2}

    Every sum of units is a constant, and no constant is closer than 1/2 to both ends. So
    "bounded and continuous" is not enough: the activation must not be constant, or, where it may
    be unbounded as ReLU is, not a polynomial.

    Parameters
    ----------
    z : array of any shape    where the activation is asked for
    x : array of any shape    where the target is asked for, in [0, 1]

    Returns
    -------
    sigma(z), f(x), eps : array, array, float    of the shapes of z and x; no error is below eps

    Raises
    ------
    TypeError    if an argument does not hold real numbers

    Examples
    --------
    >>> uat_counterexample([-5.0, 5.0], [0.0, 0.5, 1.0])
    (array([1., 1.]), array([0. , 0.5, 1. ]), 0.5)

    Source: Hornik, Approximation Capabilities of Multilayer Feedforward Networks, Neural
    Networks 4, 1991; Leshno, Lin, Pinkus, Schocken, Multilayer Feedforward Networks with a
    Nonpolynomial Activation Function Can Approximate Any Function, Neural Networks 6, 1993.
    """
    sigma = np.ones_like(real_array(z, "z", "uat_counterexample"))
    f = real_array(x, "x", "uat_counterexample").copy()
    return sigma, f, 0.5
