"""Straight above 0, an exponential towards a floor below: ELU and SELU."""

import numpy as np
import numpy.typing as npt

from dlkit.activations._elementwise import chain, step, upstream_and_input
from dlkit.arguments import Array, real_array, require_number

# With these, mean 0 and variance 1 pass a layer of independent units unchanged.
SELU_A = 1.6732632423543772
SELU_SCALE = 1.0507009873554805


def elu(z: npt.ArrayLike, *, a: float = 1.0) -> Array:
    r"""Exponential linear unit, which sinks to -`a` instead of stopping at 0.

    .. math:: \operatorname{elu}(z) = \max(z, 0) + a \left(e^{\min(z, 0)} - 1\right)

    Parameters
    ----------
    z : array of any shape
    a : float    the depth of the floor, 0 or more

    Returns
    -------
    the shape and dtype of `z`    at least -`a`

    Raises
    ------
    ValueError    if `a` is negative or not finite
    TypeError     if `z` does not hold real numbers or `a` is not one number

    Examples
    --------
    >>> elu([-1000.0, 0.0, 3.0], a=2.0)
    array([-2.,  0.,  3.])

    Source: Clevert, Unterthiner, Hochreiter, Fast and Accurate Deep Network Learning by
    Exponential Linear Units, ICLR, 2016.
    """
    z = real_array(z, "z", "elu")
    a = require_number(a, "a", "elu", at_least=0)
    with np.errstate(under="ignore"):
        # The minimum first: exp(1e4) would overflow where its value is not even used.
        return np.maximum(z, 0) + a * np.expm1(np.minimum(z, 0))


def elu_backward(dy: npt.ArrayLike, z: npt.ArrayLike, *, a: float = 1.0) -> Array:
    r"""Gradient of `elu`: the upstream gradient above 0, a fading share of it below.

    .. math:: \operatorname{elu}'(z) = \begin{cases} 1 & z > 0 \\ a e^z & z \le 0 \end{cases}

    Parameters
    ----------
    dy : the shape of `z`    gradient of the loss with respect to ``elu(z, a=a)``
    z : array of any shape    the input of the forward pass
    a : float    the depth of the floor, 0 or more

    Returns
    -------
    the shape and dtype of `z`

    Raises
    ------
    ShapeError    if the shapes differ
    ValueError    if `a` is negative or not finite
    TypeError     if an array does not hold real numbers or `a` is not one number

    Conventions: the slope at exactly 0 is `a`, as in PyTorch; only `a` = 1 has no kink there.

    Examples
    --------
    >>> elu_backward([5.0, 5.0, 5.0], [-1000.0, 0.0, 3.0], a=2.0)
    array([ 0., 10.,  5.])

    Source: Clevert, Unterthiner, Hochreiter, Fast and Accurate Deep Network Learning by
    Exponential Linear Units, ICLR, 2016.
    """
    dy, z = upstream_and_input("elu_backward", dy, z)
    a = require_number(a, "a", "elu_backward", at_least=0)
    positive = step(z)
    with np.errstate(under="ignore"):
        slope = positive + (1 - positive) * a * np.exp(np.minimum(z, 0))
    return chain(dy, slope)


def selu(z: npt.ArrayLike) -> Array:
    r"""Scaled ELU, with the two constants that keep mean 0 and variance 1.

    .. math:: \operatorname{selu}(z) = \lambda \left(\max(z, 0)
              + \alpha \left(e^{\min(z, 0)} - 1\right)\right), \quad
              \lambda \approx 1.0507, \; \alpha \approx 1.6733

    Parameters
    ----------
    z : array of any shape

    Returns
    -------
    the shape and dtype of `z`

    Raises
    ------
    TypeError    if `z` does not hold real numbers

    Examples
    --------
    >>> selu([-1000.0, 0.0, 1.0]).round(4)
    array([-1.7581,  0.    ,  1.0507])

    Source: Klambauer, Unterthiner, Mayr, Hochreiter, Self-Normalizing Neural Networks, NIPS,
    2017, equation 2.
    """
    z = real_array(z, "z", "selu")
    with np.errstate(under="ignore"):
        return SELU_SCALE * elu(z, a=SELU_A)


def selu_backward(dy: npt.ArrayLike, z: npt.ArrayLike) -> Array:
    r"""Gradient of `selu`.

    .. math:: \operatorname{selu}'(z) = \lambda \begin{cases}
              1 & z > 0 \\ \alpha e^z & z \le 0 \end{cases}

    Parameters
    ----------
    dy : the shape of `z`    gradient of the loss with respect to ``selu(z)``
    z : array of any shape    the input of the forward pass

    Returns
    -------
    the shape and dtype of `z`

    Raises
    ------
    ShapeError    if the shapes differ
    TypeError     if an argument does not hold real numbers

    Conventions: the slope at exactly 0 is that from below, as in PyTorch.

    Examples
    --------
    >>> selu_backward([1.0, 1.0], [0.0, 1.0]).round(4)
    array([1.7581, 1.0507])

    Source: Klambauer, Unterthiner, Mayr, Hochreiter, Self-Normalizing Neural Networks, NIPS,
    2017, equation 2.
    """
    dy, z = upstream_and_input("selu_backward", dy, z)
    with np.errstate(under="ignore"):
        return SELU_SCALE * elu_backward(dy, z, a=SELU_A)
