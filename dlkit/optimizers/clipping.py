"""Clipping: a bound on how far one bad gradient can throw the weights."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_arrays, require_number


def clip_by_global_norm(
    grads: Sequence[npt.ArrayLike], max_norm: float
) -> tuple[list[Array], float]:
    r"""Shorten the gradient of all weights together, keeping its direction.

    .. math:: \lVert g \rVert = \sqrt{\sum_i \lVert g_i \rVert^2}, \qquad
              g_i \leftarrow g_i \min\left(1, \frac{c}{\lVert g \rVert}\right)

    Parameters
    ----------
    grads : list of arrays of any shapes    the gradients of all the weights
    max_norm : float    the bound :math:`c > 0`

    Returns
    -------
    grads, norm : list of new arrays, float    the norm before clipping, worth watching

    Raises
    ------
    ValueError    if `max_norm` is not positive
    TypeError     if `grads` is not a list of real arrays

    Conventions: PyTorch divides by the norm plus 1e-6, which leaves a gradient of norm 1 shorter
    by one part in a million. A norm that is nan, or infinite, gives nan.

    Examples
    --------
    >>> clip_by_global_norm([[3.0], [[4.0, 0.0]]], 1.0)
    ([array([0.6]), array([[0.8, 0. ]])], 5.0)

    Source: Pascanu, Mikolov, Bengio, On the difficulty of training recurrent neural networks,
    ICML, 2013, algorithm 1.
    """
    g = real_arrays(grads, "grads", "clip_by_global_norm")
    max_norm = require_number(max_norm, "max_norm", "clip_by_global_norm", above=0)
    norm = _global_norm(g)
    scale = 1.0 if norm <= max_norm else max_norm / norm
    with np.errstate(under="ignore", invalid="ignore"):  # inf times 0 is nan, as it should be
        return [scale * a for a in g], norm


def clip_by_value(grads: Sequence[npt.ArrayLike], limit: float) -> list[Array]:
    r"""Cut every entry of the gradients to an interval, which turns their direction.

    .. math:: g \leftarrow \min(\max(g, -c), c)

    Parameters
    ----------
    grads : list of arrays of any shapes
    limit : float    the bound :math:`c > 0`

    Returns
    -------
    list of new arrays    the shapes and dtypes of `grads`

    Raises
    ------
    ValueError    if `limit` is not positive
    TypeError     if `grads` is not a list of real arrays

    Examples
    --------
    >>> clip_by_value([[3.0, -0.5], [-4.0]], 1.0)
    [array([ 1. , -0.5]), array([-1.])]

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 10.11.1.
    """
    limit = require_number(limit, "limit", "clip_by_value", above=0)
    return [np.clip(g, -limit, limit) for g in real_arrays(grads, "grads", "clip_by_value")]


def _global_norm(g: list[Array]) -> float:
    """Return the norm over all arrays, of entries scaled to 1, whose squares do not overflow."""
    # NumPy's maximum, since Python's loses a nan that is not the first
    largest = float(np.max([np.max(np.abs(a), initial=0) for a in g], initial=0))
    if largest == 0 or not np.isfinite(largest):
        return largest
    with np.errstate(under="ignore"):
        squares = sum(float(np.sum((a.astype(np.float64) / largest) ** 2)) for a in g)
    return largest * float(np.sqrt(squares))
