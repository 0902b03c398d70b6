"""Many dimensions: all volume lies near the surface, and all directions are at right angles."""

import math

import numpy as np

from dlkit.arguments import Array, require_generator, require_number, require_whole_number


def shell_fraction(dimensions: int, eps: float) -> float:
    r"""Share of a ball's volume that lies in its outermost shell.

    For the shell from :math:`(1 - \varepsilon) R` to R,

    .. math:: 1 - (1 - \varepsilon)^D .

    Parameters
    ----------
    dimensions : int    D, at least 1
    eps : float    thickness of the shell as a share of the radius, in [0, 1]

    Returns
    -------
    float (no arrays)    in [0, 1]

    Raises
    ------
    ValueError    if `dimensions` is below 1 or `eps` is outside [0, 1]
    TypeError     if an argument is of the wrong kind

    Conventions: a share, not percent, and of the whole ball, so that it tends to 1 with D.

    Examples
    --------
    >>> round(shell_fraction(100, 0.01), 3)
    0.634

    Source: Blum, Hopcroft, Kannan, Foundations of Data Science, Cambridge, 2020, section 2.3.
    """
    D = require_whole_number(dimensions, "dimensions", "shell_fraction", at_least=1)
    eps = require_number(eps, "eps", "shell_fraction", at_least=0, at_most=1)
    if eps == 1:
        return 1.0
    return -math.expm1(D * math.log1p(-eps))  # keeps all digits of a tiny eps


def sample_ball(n: int, dimensions: int, *, rng: np.random.Generator) -> Array:
    r"""Points evenly spread over the unit ball.

    With a normal z for the direction and u uniform in [0, 1],

    .. math:: x = u^{1/D} \frac{z}{\lVert z \rVert}, \qquad P(\lVert x \rVert \le r) = r^D .

    Parameters
    ----------
    n : int    number of points, 0 or more
    dimensions : int    D, at least 1
    rng : numpy.random.Generator

    Returns
    -------
    (n, D)    float64, no row longer than 1

    Raises
    ------
    ValueError    if `n` is negative or `dimensions` below 1
    TypeError     if an argument is of the wrong kind

    Conventions: the ball with its inside, not the sphere. Drawing from the cube until a point is
    inside would take 10²⁷ trials for one point in 50 dimensions.

    Examples
    --------
    >>> x = sample_ball(1000, 100, rng=np.random.default_rng(0))
    >>> np.mean(np.linalg.norm(x, axis=1) > 0.99).round(1)
    np.float64(0.6)

    Source: Blum, Hopcroft, Kannan, Foundations of Data Science, Cambridge, 2020, section 2.5.
    """
    n = require_whole_number(n, "n", "sample_ball", at_least=0)
    D = require_whole_number(dimensions, "dimensions", "sample_ball", at_least=1)
    z = require_generator(rng, "sample_ball").standard_normal((n, D))
    radius = rng.uniform(size=n) ** (1 / D)
    points: Array = z * (radius / np.linalg.norm(z, axis=1))[:, None]
    return points


def mean_pairwise_cos(n: int, dimensions: int, *, rng: np.random.Generator) -> float:
    r"""Mean size of the cosine between random directions, over all pairs.

    .. math:: \frac{2}{n (n - 1)} \sum_{i < j} \frac{|z_i^\top z_j|}{\lVert z_i \rVert
              \lVert z_j \rVert} \; \approx \; \sqrt{\frac{2}{\pi D}}, \qquad
              z_i \sim \mathcal{N}(0, I)

    Parameters
    ----------
    n : int    number of directions, at least 2
    dimensions : int    D, at least 1
    rng : numpy.random.Generator

    Returns
    -------
    float (no arrays)    in [0, 1]

    Raises
    ------
    ValueError    if `n` is below 2 or `dimensions` below 1
    TypeError     if an argument is of the wrong kind

    Conventions: absolute values, since the cosines themselves have the mean 0 in every dimension;
    a direction is not compared with itself.

    Examples
    --------
    >>> round(mean_pairwise_cos(300, 100, rng=np.random.default_rng(0)), 3)
    0.08

    Source: Blum, Hopcroft, Kannan, Foundations of Data Science, Cambridge, 2020, section 2.4.
    """
    n = require_whole_number(n, "n", "mean_pairwise_cos", at_least=2)
    D = require_whole_number(dimensions, "dimensions", "mean_pairwise_cos", at_least=1)
    z = require_generator(rng, "mean_pairwise_cos").standard_normal((n, D))
    z /= np.linalg.norm(z, axis=1, keepdims=True)
    cosines = z @ z.T  # (n, n)
    return float(np.mean(np.abs(cosines[np.triu_indices(n, k=1)])))
