"""Backpropagation through an activation: the smallest link of the chain rule."""

import numpy.typing as npt

from dlkit.activations import relu_backward, sigmoid_backward, tanh_backward
from dlkit.arguments import Array

BACKWARDS = {"relu": relu_backward, "sigmoid": sigmoid_backward, "tanh": tanh_backward}


def activation_backward(name: str, dy: npt.ArrayLike, z: npt.ArrayLike) -> Array:
    r"""Gradient of an activation that is chosen by its name.

    .. math:: \frac{\partial L}{\partial z_i} = dy_i \, \varphi'(z_i)

    The Jacobian matrix of an element-wise function is diagonal, so it is never built.

    Parameters
    ----------
    name : str    "relu", "sigmoid" or "tanh", for :math:`\varphi`
    dy : the shape of `z`    gradient of the loss with respect to :math:`\varphi(z)`
    z : array of any shape    the pre-activations of the forward pass

    Returns
    -------
    the shape and dtype of `z`

    Raises
    ------
    ValueError    if `name` is not one of the three
    ShapeError    if the shapes differ
    TypeError     if an array does not hold real numbers

    Conventions: takes the pre-activations z, not the outputs; the slope of ReLU at 0 is 0.

    Examples
    --------
    >>> activation_backward("sigmoid", [1.0, 8.0], [0.0, 0.0])
    array([0.25, 2.  ])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.5.6.
    """
    if name not in BACKWARDS:
        names = ", ".join(BACKWARDS)
        raise ValueError(f"activation_backward: name is {name!r}; one of {names} is needed")
    return BACKWARDS[name](dy, z)
