"""Two straight lines with a bend at 0: ReLU, and ReLU with a slope below."""

import numpy as np
import numpy.typing as npt

from dlkit.activations._elementwise import chain, step, upstream_and_input
from dlkit.arguments import Array, ShapeError, real_array


def relu(z: npt.ArrayLike) -> Array:
    r"""Rectifier: what is negative becomes 0, element-wise.

    .. math:: \operatorname{relu}(z) = \max(z, 0)

    Parameters
    ----------
    z : array of any shape

    Returns
    -------
    the shape and dtype of `z`    at least 0

    Raises
    ------
    TypeError    if `z` does not hold real numbers

    Examples
    --------
    >>> relu([-2.0, 0.0, 3.0])
    array([0., 0., 3.])

    Source: Glorot, Bordes, Bengio, Deep Sparse Rectifier Neural Networks, AISTATS, 2011.
    """
    return np.maximum(real_array(z, "z", "relu"), 0)


def relu_backward(dy: npt.ArrayLike, z: npt.ArrayLike) -> Array:
    r"""Gradient of `relu`: the upstream gradient where the input was positive.

    .. math:: \operatorname{relu}'(z) = \mathbb{1}[z > 0]

    Parameters
    ----------
    dy : the shape of `z`    gradient of the loss with respect to ``relu(z)``
    z : array of any shape    the input of the forward pass

    Returns
    -------
    the shape and dtype of `z`

    Raises
    ------
    ShapeError    if the shapes differ
    TypeError     if an argument does not hold real numbers

    Conventions: the slope at exactly 0 is 0, as in PyTorch; every number in [0, 1] would be a
    subgradient.

    Examples
    --------
    >>> relu_backward([5.0, 5.0, 5.0], [-2.0, 0.0, 3.0])
    array([0., 0., 5.])

    Source: Glorot, Bordes, Bengio, Deep Sparse Rectifier Neural Networks, AISTATS, 2011.
    """
    dy, z = upstream_and_input("relu_backward", dy, z)
    return chain(dy, step(z))


def leaky_relu(z: npt.ArrayLike, a: npt.ArrayLike) -> Array:
    r"""Rectifier that lets the share `a` of what is negative through.

    .. math:: y = \max(z, 0) + a \min(z, 0)

    Parameters
    ----------
    z : array of any shape; (N, D) where `a` has a slope per channel
    a : number, or (D,)    the slope below 0, fixed (leaky ReLU) or learnt (parametric ReLU)

    Returns
    -------
    the shape and dtype of `z`

    Raises
    ------
    ShapeError    if `a` is neither one number nor one per column of `z`
    TypeError     if an argument does not hold real numbers

    Conventions: any slope is allowed, above 1 too, where max(z, a z) would be wrong.

    Examples
    --------
    >>> leaky_relu([[-2.0, -2.0], [0.0, 3.0]], [0.5, 0.25])
    array([[-1. , -0.5],
           [ 0. ,  3. ]])

    Source: He, Zhang, Ren, Sun, Delving Deep into Rectifiers, ICCV, 2015, section 2.1.
    """
    z, a = _input_and_slope("leaky_relu", z, a)
    with np.errstate(under="ignore"):
        return np.maximum(z, 0) + a.astype(z.dtype) * np.minimum(z, 0)


def leaky_relu_backward(
    dy: npt.ArrayLike, z: npt.ArrayLike, a: npt.ArrayLike
) -> tuple[Array, Array]:
    r"""Gradients of `leaky_relu`, of the input and of the slope.

    .. math:: \frac{\partial L}{\partial z_{nd}} = dy_{nd} \begin{cases}
              1 & z_{nd} > 0 \\ a_d & z_{nd} \le 0 \end{cases}, \qquad
              \frac{\partial L}{\partial a_d} = \sum_n dy_{nd} \min(z_{nd}, 0)

    Parameters
    ----------
    dy : the shape of `z`    gradient of the loss with respect to ``leaky_relu(z, a)``
    z : array of any shape; (N, D) where `a` has a slope per channel
    a : number, or (D,)    the slope below 0

    Returns
    -------
    dz, da : the shapes and dtypes of z and a    da sums over all elements that share a slope

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers

    Conventions: the slope at exactly 0 is `a`, as in PyTorch; with `a` = 0 this is `relu`.

    Examples
    --------
    >>> dz, da = leaky_relu_backward([[5.0, 5.0]], [[-2.0, 3.0]], 0.5)
    >>> dz
    array([[2.5, 5. ]])
    >>> float(da)
    -10.0

    Source: He, Zhang, Ren, Sun, Delving Deep into Rectifiers, ICCV, 2015, section 2.1.
    """
    dy, z = upstream_and_input("leaky_relu_backward", dy, z)
    z, a = _input_and_slope("leaky_relu_backward", z, a)
    positive = step(z)
    dz = chain(dy, positive + a.astype(z.dtype) * (1 - positive))
    with np.errstate(under="ignore"):
        da = np.sum(dy * np.minimum(z, 0), axis=0 if a.ndim else None)
    return dz, np.asarray(da, dtype=a.dtype)


def _input_and_slope(who: str, z: npt.ArrayLike, a: npt.ArrayLike) -> tuple[Array, Array]:
    """Return z, and a slope that is one number or one per column of z."""
    inputs, slope = real_array(z, "z", who), real_array(a, "a", who)
    if slope.ndim and not (inputs.ndim == 2 and slope.shape == inputs.shape[1:]):
        raise ShapeError(
            f"{who}: a has shape {slope.shape} but z has shape {inputs.shape}; "
            "a must be a number, or (D,) where z is (N, D)"
        )
    return inputs, slope
