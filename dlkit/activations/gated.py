"""Inputs that open their own gate: GELU and SiLU multiply z with a smooth step at z."""

import math

import numpy as np
import numpy.typing as npt

from dlkit.activations._elementwise import bell, chain, upstream_and_input
from dlkit.activations.error_function import erf
from dlkit.activations.sigmoidal import sigmoid
from dlkit.arguments import Array, real_array

CUBIC = 0.044715  # of the tanh form of GELU, fitted by its authors


def silu(z: npt.ArrayLike) -> Array:
    r"""Sigmoid linear unit, also called swish, element-wise.

    .. math:: \operatorname{silu}(z) = z \, \sigma(z)

    Parameters
    ----------
    z : array of any shape

    Returns
    -------
    the shape and dtype of `z`    at least -0.2785

    Raises
    ------
    TypeError    if `z` does not hold real numbers

    Examples
    --------
    >>> silu([-1000.0, 0.0, 2.0]).round(4)
    array([-0.    ,  0.    ,  1.7616])

    Source: Elfwing, Uchibe, Doya, Sigmoid-Weighted Linear Units for Neural Network Function
    Approximation in Reinforcement Learning, Neural Networks 107, 2018, pages 3-11.
    """
    z = real_array(z, "z", "silu")
    with np.errstate(under="ignore"):
        return z * sigmoid(z)


def silu_backward(dy: npt.ArrayLike, z: npt.ArrayLike) -> Array:
    r"""Gradient of `silu`, by the product rule.

    .. math:: \operatorname{silu}'(z) = \sigma(z) + z \, \sigma'(z)

    Parameters
    ----------
    dy : the shape of `z`    gradient of the loss with respect to ``silu(z)``
    z : array of any shape    the input of the forward pass

    Returns
    -------
    the shape and dtype of `z`

    Raises
    ------
    ShapeError    if the shapes differ
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> silu_backward([1.0, 1.0], [0.0, 2.0]).round(4)
    array([0.5   , 1.0908])

    Source: Elfwing, Uchibe, Doya, Sigmoid-Weighted Linear Units for Neural Network Function
    Approximation in Reinforcement Learning, Neural Networks 107, 2018, pages 3-11.
    """
    dy, z = upstream_and_input("silu_backward", dy, z)
    with np.errstate(under="ignore"):
        slope = sigmoid(z) + z * bell(z)
    return chain(dy, slope)


def gelu(z: npt.ArrayLike, *, approximate: bool = False) -> Array:
    r"""Gaussian error linear unit: z times the share of a standard normal below z.

    .. math:: \operatorname{gelu}(z) = z \, \Phi(z), \quad
              \Phi(z) = \tfrac{1}{2} \left(1 + \operatorname{erf}\tfrac{z}{\sqrt 2}\right)
              \approx \tfrac{1}{2} \left(1 + \tanh\left(
              \sqrt{\tfrac{2}{\pi}} \, (z + 0.044715 z^3)\right)\right)

    Parameters
    ----------
    z : array of any shape
    approximate : bool    take the form with tanh, which is up to 5e-4 off

    Returns
    -------
    the shape and dtype of `z`    at least -0.17

    Raises
    ------
    TypeError    if `z` does not hold real numbers

    Examples
    --------
    >>> gelu([-1000.0, 0.0, 2.0]).round(4)
    array([-0.    ,  0.    ,  1.9545])
    >>> gelu([-1000.0, 0.0, 2.0], approximate=True).round(4)
    array([-0.    ,  0.    ,  1.9546])

    Source: Hendrycks, Gimpel, Gaussian Error Linear Units (GELUs), arXiv:1606.08415, 2016.
    """
    z = real_array(z, "z", "gelu")
    with np.errstate(under="ignore"):
        return z * _share_below(z, approximate)


def gelu_backward(dy: npt.ArrayLike, z: npt.ArrayLike, *, approximate: bool = False) -> Array:
    r"""Gradient of `gelu`, by the product rule.

    .. math:: \operatorname{gelu}'(z) = \Phi(z) + z \, \Phi'(z), \quad
              \Phi'(z) = \frac{1}{\sqrt{2 \pi}} e^{-z^2 / 2}

    Parameters
    ----------
    dy : the shape of `z`    gradient of the loss with respect to ``gelu(z)``
    z : array of any shape    the input of the forward pass
    approximate : bool    differentiate the form with tanh instead

    Returns
    -------
    the shape and dtype of `z`

    Raises
    ------
    ShapeError    if the shapes differ
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> gelu_backward([1.0, 1.0], [0.0, 2.0]).round(4)
    array([0.5   , 1.0852])

    Source: Hendrycks, Gimpel, Gaussian Error Linear Units (GELUs), arXiv:1606.08415, 2016.
    """
    dy, z = upstream_and_input("gelu_backward", dy, z)
    with np.errstate(under="ignore"):
        slope = _share_below(z, approximate) + z * _density(z, approximate)
    return chain(dy, slope)


def _share_below(z: Array, approximate: bool) -> Array:
    """Return the normal distribution function; (1 + tanh u) / 2 is the sigmoid of 2u."""
    if approximate:
        return sigmoid(_doubled_tanh_argument(z))
    return (1 + erf(z / math.sqrt(2))) / 2


def _density(z: Array, approximate: bool) -> Array:
    """Return the derivative of `_share_below`."""
    if approximate:
        inner = math.sqrt(8 / math.pi) * (1 + 3 * CUBIC * z * z)
        return bell(_doubled_tanh_argument(z)) * inner
    return np.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def _doubled_tanh_argument(z: Array) -> Array:
    return math.sqrt(8 / math.pi) * (z + CUBIC * z * z * z)  # z * z * z: powers are slow
