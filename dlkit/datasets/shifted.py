"""Data to be drawn twice: once where a model is trained, once where the world has changed."""

import numpy as np
import numpy.typing as npt

from dlkit._requirements import Array, axes, generator, number, real, whole_number


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
    noise = number("parabola", "noise", noise, least=0)
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
    noise = number("cubic", "noise", noise, least=0)
    return x[:, None], x**3 - x + noise * rng.standard_normal(n)


def _normal(who: str, n: int, mean: float, deviation: float, rng: np.random.Generator) -> Array:
    """Draw n numbers of that mean and deviation, (n,)."""
    n = whole_number(who, "n", n, least=1)
    mean, deviation = number(who, "mean", mean), number(who, "deviation", deviation, least=0)
    return mean + deviation * generator(who, rng).standard_normal(n)


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
    mean = real("gaussian_pair", "shift", shift)
    axes("gaussian_pair", "shift", mean, "D")
    n_source = whole_number("gaussian_pair", "n_source", n_source, least=1)
    n_target = whole_number("gaussian_pair", "n_target", n_target, least=1)
    deviation = number("gaussian_pair", "deviation", deviation, least=0)
    xs = generator("gaussian_pair", rng).standard_normal((n_source, len(mean)))
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
    n = whole_number("clouds", "n", n, least=1)
    spread = number("clouds", "spread", spread, least=0)
    p = real("clouds", "prior", prior)
    axes("clouds", "prior", p, "C")
    if not (p >= 0).all() or abs(p.sum() - 1) > 1e-9:
        raise ValueError(f"clouds: prior is {p}; numbers from 0 on that add up to 1 are needed")
    labels = generator("clouds", rng).choice(len(p), size=n, p=p)
    angle = 2 * np.pi * labels / len(p)
    centre = 2 * np.column_stack([np.cos(angle), np.sin(angle)])
    return centre + spread * rng.standard_normal((n, 2)), labels
