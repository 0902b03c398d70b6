"""Landscapes drawn at random: sums of waves, with many critical points of every kind."""

from collections.abc import Callable

import numpy as np

from dlkit.arguments import Array, fitting_arrays, require_generator, require_whole_number


def random_waves(
    dimensions: int, *, waves: int = 50, rng: np.random.Generator
) -> tuple[Callable[[Array], float], Callable[[Array], Array]]:
    r"""Smooth random function of many variables, and its gradient.

    With :math:`\omega_k \sim \mathcal{N}(0, I)` and phases uniform in :math:`[0, 2\pi)`,

    .. math:: f(x) = \sqrt{\tfrac{2}{K}} \sum_k \cos(\omega_k^\top x + \varphi_k), \qquad
              \nabla f(x) = -\sqrt{\tfrac{2}{K}} \sum_k \omega_k \sin(\omega_k^\top x + \varphi_k)

    For many waves that is a Gaussian random field of mean 0 and variance 1.

    Parameters
    ----------
    dimensions : int    the number D of variables, at least 1
    waves : int    the number K of waves, at least 1
    rng : numpy.random.Generator

    Returns
    -------
    f, gradient : callables    from an array of shape (D,) to a number and to a (D,)

    Raises
    ------
    ValueError    if a number is below 1
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> f, gradient = random_waves(3, rng=np.random.default_rng(0))
    >>> gradient(np.zeros(3)).shape
    (3,)

    Source: Bray, Dean, Statistics of Critical Points of Gaussian Fields on Large-Dimensional
    Spaces, Physical Review Letters 98, 2007, 150201.
    """
    D = require_whole_number(dimensions, "dimensions", "random_waves", at_least=1)
    K = require_whole_number(waves, "waves", "random_waves", at_least=1)
    omega = require_generator(rng, "random_waves").standard_normal((K, D))
    phase = rng.uniform(0, 2 * np.pi, K)
    size = np.sqrt(2 / K)

    def angles(x: Array) -> Array:
        return fitting_arrays("random_waves", omega=(omega, "K D"), x=(x, "D"))[1] @ omega.T + phase

    def f(x: Array) -> float:
        return float(size * np.sum(np.cos(angles(x))))

    def gradient(x: Array) -> Array:
        slope: Array = -size * (np.sin(angles(x)) @ omega)
        return slope

    return f, gradient
