"""Curves shaped like an S, and the integral of one: sigmoid, tanh, softplus.

Each is written with exp(-|z|), which is at most 1 whatever the sign of z: nothing overflows.
"""

import numpy as np
import numpy.typing as npt

from dlkit.activations._elementwise import bell, chain, upstream_and_input
from dlkit.arguments import Array, real_array


def sigmoid(z: npt.ArrayLike) -> Array:
    r"""Logistic sigmoid, from 0 through 1/2 to 1, element-wise.

    .. math:: \sigma(z) = \frac{1}{1 + e^{-z}} = \begin{cases}
              1 / (1 + e^{-|z|}) & z \ge 0 \\
              e^{-|z|} / (1 + e^{-|z|}) & z < 0 \end{cases}

    Parameters
    ----------
    z : array of any shape

    Returns
    -------
    the shape and dtype of `z`    in [0, 1]

    Raises
    ------
    TypeError    if `z` does not hold real numbers

    Examples
    --------
    >>> sigmoid([0.0, 1000.0, -1000.0])
    array([0.5, 1. , 0. ])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 3.10.
    """
    z = real_array(z, "z", "sigmoid")
    with np.errstate(under="ignore"):  # exp(-1000) rounds to 0, as it should
        e = np.exp(-np.abs(z))
        result: Array = np.where(z >= 0, 1, e) / (1 + e)
        return result


def sigmoid_backward(dy: npt.ArrayLike, z: npt.ArrayLike) -> Array:
    r"""Gradient of `sigmoid`: at most a quarter of the upstream gradient.

    .. math:: \sigma'(z) = \sigma(z) (1 - \sigma(z)) = \frac{e^{-|z|}}{(1 + e^{-|z|})^2}

    Parameters
    ----------
    dy : the shape of `z`    gradient of the loss with respect to ``sigmoid(z)``
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
    >>> sigmoid_backward([1.0, 2.0, 1.0], [0.0, 0.0, 1000.0])
    array([0.25, 0.5 , 0.  ])

    Source: Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.2.
    """
    dy, z = upstream_and_input("sigmoid_backward", dy, z)
    return chain(dy, bell(z))


def tanh(z: npt.ArrayLike) -> Array:
    r"""Hyperbolic tangent, from -1 through 0 to 1, element-wise.

    .. math:: \tanh z = \frac{1 - e^{-2z}}{1 + e^{-2z}} = 2 \sigma(2z) - 1

    Parameters
    ----------
    z : array of any shape

    Returns
    -------
    the shape and dtype of `z`    in [-1, 1]

    Raises
    ------
    TypeError    if `z` does not hold real numbers

    Conventions: NumPy's own, which neither overflows nor cancels near 0. By hand the same takes
    ``e = expm1(-2 * abs(z))``: the result is ``-e / (2 + e)`` with the sign of z.

    Examples
    --------
    >>> tanh([0.0, 1000.0, -1000.0, 1e-12])
    array([ 0.e+00,  1.e+00, -1.e+00,  1.e-12])

    Source: LeCun, Bottou, Orr, Müller, Efficient BackProp, in Neural Networks: Tricks of the
    Trade, Springer, 1998, section 4.4.
    """
    with np.errstate(under="ignore"):
        return np.tanh(real_array(z, "z", "tanh"))


def tanh_backward(dy: npt.ArrayLike, z: npt.ArrayLike) -> Array:
    r"""Gradient of `tanh`: the whole upstream gradient at 0, little in the tails.

    .. math:: \tanh' z = 1 - \tanh^2 z = 4 \sigma'(2z)

    Parameters
    ----------
    dy : the shape of `z`    gradient of the loss with respect to ``tanh(z)``
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
    >>> tanh_backward([1.0, 2.0, 1.0], [0.0, 0.0, 1000.0])
    array([1., 2., 0.])

    Source: LeCun, Bottou, Orr, Müller, Efficient BackProp, in Neural Networks: Tricks of the
    Trade, Springer, 1998, section 4.4.
    """
    dy, z = upstream_and_input("tanh_backward", dy, z)
    return chain(dy, 4 * bell(2 * z))


def softplus(z: npt.ArrayLike) -> Array:
    r"""Smooth rectifier, the integral of the sigmoid, element-wise.

    .. math:: \operatorname{softplus}(z) = \log(1 + e^z) = \max(z, 0) + \log(1 + e^{-|z|})

    Parameters
    ----------
    z : array of any shape

    Returns
    -------
    the shape and dtype of `z`    at least 0

    Raises
    ------
    TypeError    if `z` does not hold real numbers

    Conventions: exact everywhere; PyTorch returns z itself above 20, which is 2e-9 off.

    Examples
    --------
    >>> softplus([0.0, 1000.0, -1000.0]).round(6)
    array([6.93147e-01, 1.00000e+03, 0.00000e+00])

    Source: Dugas, Bengio, Bélisle, Nadeau, Garcia, Incorporating Second-Order Functional
    Knowledge for Better Option Pricing, NIPS, 2000.
    """
    z = real_array(z, "z", "softplus")
    with np.errstate(under="ignore"):
        return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def softplus_backward(dy: npt.ArrayLike, z: npt.ArrayLike) -> Array:
    r"""Gradient of `softplus`: the upstream gradient times the sigmoid.

    .. math:: \operatorname{softplus}'(z) = \sigma(z)

    Parameters
    ----------
    dy : the shape of `z`    gradient of the loss with respect to ``softplus(z)``
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
    >>> softplus_backward([1.0, 2.0, 1.0], [0.0, 1000.0, -1000.0])
    array([0.5, 2. , 0. ])

    Source: Dugas, Bengio, Bélisle, Nadeau, Garcia, Incorporating Second-Order Functional
    Knowledge for Better Option Pricing, NIPS, 2000.
    """
    dy, z = upstream_and_input("softplus_backward", dy, z)
    return chain(dy, sigmoid(z))
