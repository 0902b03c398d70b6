"""Orthogonal weights: through any number of linear layers no length changes."""

from collections.abc import Sequence

import numpy as np

from dlkit.arguments import Array, require_generator, require_number
from dlkit.initialization.fans import fans


def orthogonal(shape: Sequence[int], *, gain: float = 1.0, rng: np.random.Generator) -> Array:
    r"""Weights whose rows or columns, whichever are fewer, are orthonormal.

    .. math:: W^\top W = \text{gain}^2 I \;\; (D \ge M), \qquad
              W W^\top = \text{gain}^2 I \;\; (D \le M)

    Parameters
    ----------
    shape : (D, M) or (F, C, \*kernel)    a convolution counts as the matrix (F, C times kernel)
    gain : float    positive
    rng : numpy.random.Generator

    Returns
    -------
    array of shape `shape`, float64

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `fans`
    ValueError    if `gain` is not positive

    Conventions: from the QR decomposition of a normal matrix, with the signs that make the
    diagonal of R positive. Without them the result would follow the habits of the algorithm
    instead of being equally likely in every direction.

    Examples
    --------
    >>> W = orthogonal((4, 2), rng=np.random.default_rng(0))
    >>> np.abs(W.T @ W - np.eye(2)).max() < 1e-12
    np.True_

    Source: Saxe, McClelland, Ganguli, Exact solutions to the nonlinear dynamics of learning in
    deep linear neural networks, ICLR, 2014; Mezzadri, How to generate random matrices from the
    classical compact groups, Notices of the AMS 54, 2007.
    """
    fans(shape)
    gain = require_number(gain, "gain", "orthogonal", above=0)
    drawn = require_generator(rng, "orthogonal").standard_normal(tuple(shape))
    matrix = drawn.reshape(shape[0], -1)  # (F, C * kernel)
    is_wide = matrix.shape < matrix.T.shape
    q, r = np.linalg.qr(matrix.T if is_wide else matrix)
    q = q * np.copysign(1.0, np.diag(r))
    return gain * (q.T if is_wide else q).reshape(shape)
