"""Classes that wind around each other: no straight line divides them."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, require_generator, require_number, require_whole_number


def moons(n: int, *, noise: float, rng: np.random.Generator) -> tuple[Array, npt.NDArray[np.int64]]:
    r"""Two half circles that interlock: no straight line divides them.

    With :math:`t` uniform in :math:`[0, \pi]`, class 0 lies on :math:`(\cos t, \sin t)` and
    class 1 on :math:`(1 - \cos t, \tfrac{1}{2} - \sin t)`, both with normal noise.

    Parameters
    ----------
    n : int    number of points, at least 1
    noise : float    standard deviation of the noise; 0.1 keeps the moons apart
    rng : numpy.random.Generator

    Returns
    -------
    x, labels : (n, 2), (n,)    float64; int64, 0 and 1 in turn

    Raises
    ------
    ValueError    if `n` is below 1 or `noise` is negative
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> x, labels = moons(4, noise=0.1, rng=np.random.default_rng(0))
    >>> x.shape, labels
    ((4, 2), array([0, 1, 0, 1]))

    Source: Pedregosa et al., Scikit-learn: Machine Learning in Python, Journal of Machine
    Learning Research 12, 2011 (make_moons).
    """
    labels = np.arange(require_whole_number(n, "n", "moons", at_least=1)) % 2
    t = require_generator(rng, "moons").uniform(0, np.pi, size=n)
    upper = np.column_stack([np.cos(t), np.sin(t)])
    lower = np.column_stack([1 - np.cos(t), 0.5 - np.sin(t)])
    x = np.where(labels[:, None] == 0, upper, lower)
    return x + require_number(noise, "noise", "moons", at_least=0) * rng.standard_normal(
        (n, 2)
    ), labels


def circles(
    n: int, *, noise: float, rng: np.random.Generator
) -> tuple[Array, npt.NDArray[np.int64]]:
    r"""Two circles around the same centre, one of half the other's radius.

    With :math:`t` uniform in :math:`[0, 2\pi]`, class 0 lies on :math:`(\cos t, \sin t)` and
    class 1 on :math:`\tfrac{1}{2}(\cos t, \sin t)`, both with normal noise.

    Parameters
    ----------
    n : int    number of points, at least 1
    noise : float    standard deviation of the noise; 0.1 keeps the circles apart
    rng : numpy.random.Generator

    Returns
    -------
    x, labels : (n, 2), (n,)    float64; int64, 0 and 1 in turn

    Raises
    ------
    ValueError    if `n` is below 1 or `noise` is negative
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> x, labels = circles(4, noise=0.0, rng=np.random.default_rng(0))
    >>> np.hypot(x[:, 0], x[:, 1]), labels
    (array([1. , 0.5, 1. , 0.5]), array([0, 1, 0, 1]))

    Source: Pedregosa et al., Scikit-learn: Machine Learning in Python, Journal of Machine
    Learning Research 12, 2011 (make_circles).
    """
    labels = np.arange(require_whole_number(n, "n", "circles", at_least=1)) % 2
    t = require_generator(rng, "circles").uniform(0, 2 * np.pi, size=n)
    x = np.column_stack([np.cos(t), np.sin(t)]) / (1 + labels[:, None])
    return x + require_number(noise, "noise", "circles", at_least=0) * rng.standard_normal(
        (n, 2)
    ), labels


def spirals(
    n: int, classes: int = 2, *, turns: float = 1.0, noise: float, rng: np.random.Generator
) -> tuple[Array, npt.NDArray[np.int64]]:
    r"""Arms of a spiral, one per class, each turned against the last.

    With the radius :math:`r` uniform in [0, 1], a point of class c lies at the angle
    :math:`2 \pi (r \cdot \text{turns} + c / C)`, with normal noise.

    Parameters
    ----------
    n : int    number of points, at least 1
    classes : int    the number C of arms, at least 1
    turns : float    how often an arm goes round; the more, the harder to tell apart
    noise : float    standard deviation of the noise; 0.02 keeps two arms apart
    rng : numpy.random.Generator

    Returns
    -------
    x, labels : (n, 2), (n,)    float64; int64, the classes in turn

    Raises
    ------
    ValueError    if `n` or `classes` is below 1, or `turns` or `noise` is negative
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> x, labels = spirals(5, 3, noise=0.0, rng=np.random.default_rng(0))
    >>> x.shape, labels
    ((5, 2), array([0, 1, 2, 0, 1]))

    Source: Lang, Witbrock, Learning to Tell Two Spirals Apart, Connectionist Models Summer
    School, 1988 (the task; the arms here start at the centre).
    """
    classes = require_whole_number(classes, "classes", "spirals", at_least=1)
    turns = require_number(turns, "turns", "spirals", at_least=0)
    noise = require_number(noise, "noise", "spirals", at_least=0)
    labels = np.arange(require_whole_number(n, "n", "spirals", at_least=1)) % classes
    radius = require_generator(rng, "spirals").uniform(size=n)
    angle = 2 * np.pi * (radius * turns + labels / classes)
    x = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return x + noise * rng.standard_normal((n, 2)), labels
