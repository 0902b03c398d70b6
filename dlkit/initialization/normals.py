"""Normal weights, from one fixed scale to scales that the fans decide."""

import math
from collections.abc import Sequence

import numpy as np

from dlkit.activations import erf
from dlkit.arguments import Array, require_generator, require_number
from dlkit.initialization.fans import fans, whole_sizes

CUT = 2.0  # in standard deviations of the normal before it is cut

# The variance of a standard normal between -CUT and CUT is 1 - 2 CUT density(CUT) / probability.
_DENSITY = math.exp(-CUT * CUT / 2) / math.sqrt(2 * math.pi)
_PROBABILITY = float(erf(CUT / math.sqrt(2)))
STD_AFTER_CUT = math.sqrt(1 - 2 * CUT * _DENSITY / _PROBABILITY)  # 0.8796


def normal(shape: Sequence[int], *, std: float, rng: np.random.Generator) -> Array:
    r"""Normal weights with a standard deviation that ignores the fans.

    .. math:: W_{ij} \sim \mathcal{N}(0, \text{std}^2)

    Parameters
    ----------
    shape : tuple of any length
    std : float    at least 0
    rng : numpy.random.Generator

    Returns
    -------
    array of shape `shape`, float64

    Raises
    ------
    ValueError    if `std` or a size is negative
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> normal((2, 3), std=0.01, rng=np.random.default_rng(0)).shape
    (2, 3)

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 8.4.
    """
    sizes = whole_sizes("normal", shape, least=0)
    std = require_number(std, "std", "normal", at_least=0)
    return np.asarray(std * require_generator(rng, "normal").standard_normal(sizes))


def lecun_normal(shape: Sequence[int], *, gain: float = 1.0, rng: np.random.Generator) -> Array:
    r"""Normal weights that keep the variance from a layer's inputs to its outputs.

    .. math:: W_{ij} \sim \mathcal{N}\left(0, \frac{\text{gain}^2}{\text{fan}_{in}}\right)

    Parameters
    ----------
    shape : (D, M) or (F, C, \*kernel)    as in `fans`
    gain : float    makes up for what the activation takes away; `calibrate_gain` finds it
    rng : numpy.random.Generator

    Returns
    -------
    array of shape `shape`, float64

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `fans`
    ValueError    if `gain` is not positive

    Conventions: a plain normal. Keras' LecunNormal is truncated.

    Examples
    --------
    >>> lecun_normal((100, 2), rng=np.random.default_rng(0)).std().round(1)
    np.float64(0.1)

    Source: LeCun, Bottou, Orr, Müller, Efficient BackProp, in Neural Networks: Tricks of the
    Trade, Springer, 1998, section 4.6.
    """
    fan_in, _ = fans(shape)
    gain = require_number(gain, "gain", "lecun_normal", above=0)
    return normal(shape, std=gain / math.sqrt(fan_in), rng=rng)


def he_normal(shape: Sequence[int], *, rng: np.random.Generator) -> Array:
    r"""Normal weights that keep the mean square of a signal through ReLU layers.

    .. math:: W_{ij} \sim \mathcal{N}\left(0, \frac{2}{\text{fan}_{in}}\right)

    ReLU halves the mean square of a symmetric signal; the 2 makes up for it.

    Parameters
    ----------
    shape : (D, M) or (F, C, \*kernel)    as in `fans`
    rng : numpy.random.Generator

    Returns
    -------
    array of shape `shape`, float64

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `fans`

    Conventions: a plain normal, as in the paper; `he_truncated` is Keras' form of it.

    Examples
    --------
    >>> he_normal((200, 2), rng=np.random.default_rng(0)).std().round(1)
    np.float64(0.1)

    Source: He, Zhang, Ren, Sun, Delving Deep into Rectifiers, ICCV, 2015, equation 10.
    """
    return lecun_normal(shape, gain=math.sqrt(2), rng=rng)


def xavier_normal(shape: Sequence[int], *, gain: float = 1.0, rng: np.random.Generator) -> Array:
    r"""Normal weights between what the signal and what its gradient would need.

    .. math:: W_{ij} \sim \mathcal{N}\left(0,
              \text{gain}^2 \frac{2}{\text{fan}_{in} + \text{fan}_{out}}\right)

    The signal keeps its variance with :math:`1 / \text{fan}_{in}`, the gradient with
    :math:`1 / \text{fan}_{out}`: both at once only in a square layer.

    Parameters
    ----------
    shape : (D, M) or (F, C, \*kernel)    as in `fans`
    gain : float    makes up for the activation, which the derivation leaves out
    rng : numpy.random.Generator

    Returns
    -------
    array of shape `shape`, float64

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `fans`
    ValueError    if `gain` is not positive

    Examples
    --------
    >>> xavier_normal((150, 50), rng=np.random.default_rng(0)).std().round(2)
    np.float64(0.1)

    Source: Glorot, Bengio, Understanding the difficulty of training deep feedforward neural
    networks, AISTATS, 2010, equation 12.
    """
    gain = require_number(gain, "gain", "xavier_normal", above=0)
    return normal(shape, std=gain * math.sqrt(2 / sum(fans(shape))), rng=rng)


def truncated_normal(shape: Sequence[int], *, std: float, rng: np.random.Generator) -> Array:
    r"""Normal weights without tails: what falls outside is drawn again.

    .. math:: W_{ij} \sim \mathcal{N}(0, s^2) \;\big|\; |W_{ij}| \le 2 s, \qquad
              s = \frac{\text{std}}{0.8796}

    Parameters
    ----------
    shape : tuple of any length
    std : float    at least 0; that of the weights returned, after the cut
    rng : numpy.random.Generator

    Returns
    -------
    array of shape `shape`, float64    at most 2.274 std in size

    Raises
    ------
    ValueError    if `std` or a size is negative
    TypeError     if an argument is of the wrong kind

    Conventions: the cut alone leaves 0.8796 of the deviation, which is corrected here as in
    Keras' VarianceScaling; PyTorch's ``trunc_normal_`` and Keras' TruncatedNormal correct nothing.

    Examples
    --------
    >>> W = truncated_normal((100, 100), std=0.1, rng=np.random.default_rng(0))
    >>> W.std().round(3), abs(W).max() <= 0.2274
    (np.float64(0.1), np.True_)

    Source: Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions, volume 1, 2nd
    edition, Wiley, 1994, section 13.10.1.
    """
    std = require_number(std, "std", "truncated_normal", at_least=0)
    return np.asarray(std / STD_AFTER_CUT * _within_cut(shape, rng))


def _within_cut(shape: Sequence[int], rng: np.random.Generator) -> Array:
    """Draw standard normal numbers, and again for those beyond the cut, until none is left."""
    z = normal(shape, std=1.0, rng=rng)
    outside = np.abs(z) > CUT
    if outside.any():
        z[outside] = _within_cut((int(np.count_nonzero(outside)),), rng)
    return z


def he_truncated(shape: Sequence[int], *, rng: np.random.Generator) -> Array:
    r"""Truncated normal weights with the deviation of `he_normal`.

    .. math:: \operatorname{Var} W_{ij} = \frac{2}{\text{fan}_{in}}, \qquad
              |W_{ij}| \le \frac{2}{0.8796} \sqrt{\frac{2}{\text{fan}_{in}}}

    Parameters
    ----------
    shape : (D, M) or (F, C, \*kernel)    as in `fans`
    rng : numpy.random.Generator

    Returns
    -------
    array of shape `shape`, float64

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `fans`

    Conventions: Keras' HeNormal. Without the correction by 0.8796 a signal would lose 23 percent
    of its mean square in every layer.

    Examples
    --------
    >>> abs(he_truncated((200, 20), rng=np.random.default_rng(0))).max().round(2)
    np.float64(0.23)

    Source: He, Zhang, Ren, Sun, Delving Deep into Rectifiers, ICCV, 2015, equation 10.
    """
    fan_in, _ = fans(shape)
    return truncated_normal(shape, std=math.sqrt(2 / fan_in), rng=rng)
