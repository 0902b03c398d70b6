"""Dropout: at every training step other units are left out, so that none is relied upon."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_array, require_generator, require_number, require_same_shape


def dropout_forward(
    x: npt.ArrayLike, p: float, *, rng: np.random.Generator, train: bool = True
) -> tuple[Array, Array]:
    r"""Set each element to 0 with probability p, and scale up what remains.

    .. math:: y = x \odot m, \qquad m_i = \begin{cases} 0 & \text{with probability } p \\
              \frac{1}{1 - p} & \text{otherwise} \end{cases}

    so that the expected output is x.

    Parameters
    ----------
    x : array of any shape
    p : float    the probability of *dropping*, in [0, 1]
    rng : numpy.random.Generator    drawn from only where something may be dropped
    train : bool    False returns x itself, with a mask of ones

    Returns
    -------
    y, mask : the shape and dtype of `x`    the mask is m, the scale included

    Raises
    ------
    ValueError    if `p` is outside [0, 1]
    TypeError     if an argument is of the wrong kind

    Conventions: p is the share that is dropped, as in PyTorch; the scale is applied in training
    ("inverted"), so evaluation needs none. p = 1 drops everything.

    Examples
    --------
    >>> y, mask = dropout_forward(np.ones(6), 0.5, rng=np.random.default_rng(1))
    >>> y
    array([2., 2., 0., 2., 0., 0.])

    Source: Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, Dropout: A Simple Way to
    Prevent Neural Networks from Overfitting, JMLR 15, 2014, section 10.
    """
    x = real_array(x, "x", "dropout_forward")
    p = require_number(p, "p", "dropout_forward", at_least=0, at_most=1)
    require_generator(rng, "dropout_forward")
    if not train or p == 0:
        return x.copy(), np.ones_like(x)
    if p == 1:
        return np.zeros_like(x), np.zeros_like(x)
    mask = (rng.random(x.shape) >= p).astype(x.dtype)
    mask /= x.dtype.type(1 - p)
    return x * mask, mask


def dropout_backward(dy: npt.ArrayLike, mask: npt.ArrayLike) -> Array:
    r"""Gradient of dropout: what was dropped gets none.

    .. math:: \frac{\partial L}{\partial x} = dy \odot m

    Parameters
    ----------
    dy : array of any shape    gradient of the loss with respect to the output
    mask : the shape of `dy`    as `dropout_forward` returned it

    Returns
    -------
    the shape and dtype of `mask`

    Raises
    ------
    ShapeError    if the shapes differ
    TypeError     if an argument does not hold real numbers

    Conventions: the mask is data: the same one forward and backward.

    Examples
    --------
    >>> dropout_backward([3.0, 3.0], [2.0, 0.0])
    array([6., 0.])

    Source: Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, Dropout: A Simple Way to
    Prevent Neural Networks from Overfitting, JMLR 15, 2014, section 5.
    """
    dy, mask = (
        real_array(dy, "dy", "dropout_backward"),
        real_array(mask, "mask", "dropout_backward"),
    )
    require_same_shape("dropout_backward", dy=dy, mask=mask)
    return (dy * mask).astype(mask.dtype, copy=False)
