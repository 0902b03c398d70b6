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
    n = whole_number("parabola", "n", n, least=1)
    mean = number("parabola", "mean", mean)
    deviation = number("parabola", "deviation", deviation, least=0)
    noise = number("parabola", "noise", noise, least=0)
    x = mean + deviation * generator("parabola", rng).standard_normal(n)
    return x[:, None], x + x**2 / 2 + noise * rng.standard_normal(n)


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
