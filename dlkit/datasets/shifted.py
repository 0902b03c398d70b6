"""Data to be drawn twice: once where a model is trained, once where the world has changed."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    real_array,
    require_axes,
    require_generator,
    require_number,
    require_whole_number,
)


def parabola(
    n: int, *, mean: float, deviation: float, noise: float, rng: np.random.Generator
) -> tuple[Array, Array]:
    r"""Normal inputs on a parabola, which is the same wherever they lie.

    With :math:`x \sim \mathcal{N}(\text{mean}, \text{deviation}^2)`,
    :math:`y = x + x^2 / 2` and normal noise. Draws with two means are a covariate shift: a line
    fits both, but not the same line.

    Parameters
    ----------
    n : int    number of points, at least 1
    mean, deviation : float    of the inputs
    noise : float    standard deviation of the noise in y
    rng : numpy.random.Generator

    Returns
    -------
    x, y : (n, 1), (n,)    float64

    Raises
    ------
    ValueError    if `n` is below 1, or `deviation` or `noise` is negative
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> x, y = parabola(3, mean=1.5, deviation=0.0, noise=0.0, rng=np.random.default_rng(0))
    >>> x.shape, y
    ((3, 1), array([2.625, 2.625, 2.625]))

    Source: the course's own.
    """
    x = _normal("parabola", n, mean, deviation, rng)
    noise = require_number(noise, "noise", "parabola", at_least=0)
    return x[:, None], x + x**2 / 2 + noise * rng.standard_normal(n)


def cubic(
    n: int, *, mean: float, deviation: float, noise: float = 0.3, rng: np.random.Generator
) -> tuple[Array, Array]:
    r"""Normal inputs on a cubic, on which weighting by importance was first shown.

    With :math:`x \sim \mathcal{N}(\text{mean}, \text{deviation}^2)`, :math:`y = -x + x^3` and
    normal noise. In the paper models are trained at mean 0.5 and deviation 0.5, and used at
    mean 0 and deviation 0.3, where the curve falls.

    Parameters
    ----------
    n : int    number of points, at least 1
    mean, deviation : float    of the inputs
    noise : float    standard deviation of the noise in y; 0.3 in the paper
    rng : numpy.random.Generator

    Returns
    -------
    x, y : (n, 1), (n,)    float64

    Raises
    ------
    ValueError    if `n` is below 1, or `deviation` or `noise` is negative
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> x, y = cubic(2, mean=0.5, deviation=0.0, noise=0.0, rng=np.random.default_rng(0))
    >>> x.shape, y
    ((2, 1), array([-0.375, -0.375]))

    Source: Shimodaira, Improving Predictive Inference under Covariate Shift by Weighting the
    Log-Likelihood Function, Journal of Statistical Planning and Inference 90, 2000, section 2.
    """
    x = _normal("cubic", n, mean, deviation, rng)
    noise = require_number(noise, "noise", "cubic", at_least=0)
    return x[:, None], x**3 - x + noise * rng.standard_normal(n)


def _normal(who: str, n: int, mean: float, deviation: float, rng: np.random.Generator) -> Array:
    """Draw n numbers of that mean and deviation, (n,)."""
    n = require_whole_number(n, "n", who, at_least=1)
    mean, deviation = (
        require_number(mean, "mean", who),
        require_number(deviation, "deviation", who, at_least=0),
    )
    return mean + deviation * require_generator(rng, who).standard_normal(n)


def gaussian_pair(
    n_source: int,
    n_target: int,
    shift: npt.ArrayLike,
    *,
    deviation: float = 1.0,
    rng: np.random.Generator,
) -> tuple[Array, Array]:
    r"""Two normal clouds without labels, the second moved and stretched.

    Source points are :math:`\mathcal{N}(0, I)`, target points
    :math:`\mathcal{N}(\text{shift}, \text{deviation}^2 I)`. At deviation 1 the ratio of the
    densities, target over source, is :math:`\exp(\text{shift}^\top x - |\text{shift}|^2 / 2)`.

    Parameters
    ----------
    n_source, n_target : int    numbers of points, at least 1
    shift : (D,)    the mean of the target
    deviation : float    standard deviation of the target in every direction
    rng : numpy.random.Generator

    Returns
    -------
    xs, xt : (n_source, D), (n_target, D)    float64

    Raises
    ------
    ShapeError    if `shift` has not one axis
    ValueError    if a number of points is below 1 or `deviation` negative
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> xs, xt = gaussian_pair(3, 2, [1.0, 0.0], deviation=0.0, rng=np.random.default_rng(0))
    >>> xs.shape, xt
    ((3, 2), array([[1., 0.],
           [1., 0.]]))

    Source: the course's own.
    """
    mean = real_array(shift, "shift", "gaussian_pair")
    require_axes(mean, "D", "shift", "gaussian_pair")
    n_source = require_whole_number(n_source, "n_source", "gaussian_pair", at_least=1)
    n_target = require_whole_number(n_target, "n_target", "gaussian_pair", at_least=1)
    deviation = require_number(deviation, "deviation", "gaussian_pair", at_least=0)
    xs = require_generator(rng, "gaussian_pair").standard_normal((n_source, len(mean)))
    return xs, mean + deviation * rng.standard_normal((n_target, len(mean)))


def clouds(
    n: int, prior: npt.ArrayLike, *, spread: float, rng: np.random.Generator
) -> tuple[Array, npt.NDArray[np.int64]]:
    r"""The clouds of `blobs`, with the classes in given proportions.

    Class c has the probability :math:`p_c` and is normal around
    :math:`2 (\cos \varphi_c, \sin \varphi_c)`, :math:`\varphi_c = 2 \pi c / C`. Draws with two
    priors are a label shift.

    Parameters
    ----------
    n : int    number of points, at least 1
    prior : (C,)    the probabilities of the classes, from 0 on and adding up to 1
    spread : float    standard deviation of a cloud; with 2, three clouds overlap by about a third
    rng : numpy.random.Generator

    Returns
    -------
    x, labels : (n, 2), (n,)    float64; int64, each drawn by itself

    Raises
    ------
    ShapeError    if `prior` has not one axis
    ValueError    if `n` is below 1, `spread` negative, or `prior` is no distribution
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> x, labels = clouds(4, [0.0, 1.0, 0.0], spread=2.0, rng=np.random.default_rng(0))
    >>> x.shape, labels
    ((4, 2), array([1, 1, 1, 1]))

    Source: the course's own.
    """
    n = require_whole_number(n, "n", "clouds", at_least=1)
    spread = require_number(spread, "spread", "clouds", at_least=0)
    p = real_array(prior, "prior", "clouds")
    require_axes(p, "C", "prior", "clouds")
    if not (p >= 0).all() or abs(p.sum() - 1) > 1e-9:
        raise ValueError(f"clouds: prior is {p}; numbers from 0 on that add up to 1 are needed")
    labels = require_generator(rng, "clouds").choice(len(p), size=n, p=p)
    angle = 2 * np.pi * labels / len(p)
    centre = 2 * np.column_stack([np.cos(angle), np.sin(angle)])
    return centre + spread * rng.standard_normal((n, 2)), labels
