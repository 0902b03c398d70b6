"""Uniform weights: the scales of the normal ones, with hard bounds."""

import math
from collections.abc import Sequence

import numpy as np

from dlkit.arguments import Array, require_generator, require_number
from dlkit.initialization.fans import fans


def xavier_uniform(shape: Sequence[int], *, gain: float = 1.0, rng: np.random.Generator) -> Array:
    r"""Uniform weights with the variance of `xavier_normal`.

    .. math:: W_{ij} \sim \mathcal{U}(-a, a), \qquad
              a = \text{gain} \sqrt{\frac{6}{\text{fan}_{in} + \text{fan}_{out}}}

    The variance of :math:`\mathcal{U}(-a, a)` is :math:`a^2 / 3`, hence the 6.

    Parameters
    ----------
    shape : (D, M) or (F, C, \*kernel)    as in `fans`
    gain : float    makes up for the activation, which the derivation leaves out
    rng : numpy.random.Generator

    Returns
    -------
    array of shape `shape`, float64    in [-a, a)

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `fans`
    ValueError    if `gain` is not positive

    Examples
    --------
    >>> abs(xavier_uniform((400, 200), rng=np.random.default_rng(0))).max().round(3)
    np.float64(0.1)

    Source: Glorot, Bengio, Understanding the difficulty of training deep feedforward neural
    networks, AISTATS, 2010, equation 16.
    """
    gain = require_number(gain, "gain", "xavier_uniform", above=0)
    a = gain * math.sqrt(6 / sum(fans(shape)))
    return require_generator(rng, "xavier_uniform").uniform(-a, a, tuple(shape))


def torch_default_linear(shape: Sequence[int], *, rng: np.random.Generator) -> Array:
    r"""Uniform weights as PyTorch draws them when it is told nothing.

    .. math:: W_{ij} \sim \mathcal{U}(-a, a), \qquad a = \frac{1}{\sqrt{\text{fan}_{in}}}

    The variance is :math:`1 / (3 \, \text{fan}_{in})`: a linear layer keeps a third of the
    variance of its inputs, and a ReLU layer a sixth of their mean square.

    Parameters
    ----------
    shape : (D, M) or (F, C, \*kernel)    as in `fans`
    rng : numpy.random.Generator

    Returns
    -------
    array of shape `shape`, float64    in [-a, a)

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `fans`

    Conventions: PyTorch writes this as ``kaiming_uniform_(a=sqrt(5))``. It draws the biases with
    the same bound; elsewhere biases start at 0.

    Examples
    --------
    >>> abs(torch_default_linear((100, 300), rng=np.random.default_rng(0))).max().round(3)
    np.float64(0.1)

    Source: Paszke et al., PyTorch: An Imperative Style, High-Performance Deep Learning Library,
    NeurIPS, 2019 (torch.nn.Linear).
    """
    a = 1 / math.sqrt(fans(shape)[0])
    return require_generator(rng, "torch_default_linear").uniform(-a, a, tuple(shape))
