"""Steps with a learning rate per weight: Adagrad, RMSprop, Adadelta.

Each divides by the size that the gradients of that weight had so far. Only the memory differs:
Adagrad remembers all of them, RMSprop and Adadelta forget.
"""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, arrays_alike, require_number


def adagrad_step(
    w: npt.ArrayLike, dw: npt.ArrayLike, s: npt.ArrayLike, *, lr: float = 1e-2, eps: float = 1e-10
) -> tuple[Array, Array]:
    r"""Adagrad: divide by the root of the sum of all squared gradients.

    .. math:: s \leftarrow s + g^2, \qquad w \leftarrow w - \frac{\eta \, g}{\sqrt{s} + \epsilon}

    Parameters
    ----------
    w, dw : arrays of one shape    the weights and their gradient g
    s : the shape of `w`    the sum of squares, zeros before the first step
    lr : float    the learning rate :math:`\eta \ge 0`, the length of the first step
    eps : float    :math:`\epsilon > 0`, which a weight without any gradient needs

    Returns
    -------
    w, s : the shape and dtype of `w`    new arrays

    Raises
    ------
    ShapeError    if the shapes differ
    ValueError    if `lr` is negative or `eps` not positive
    TypeError     if an argument does not hold real numbers

    Conventions: eps is outside the root (the lecture's form, and PyTorch's). A constant gradient
    gives steps of :math:`\eta / \sqrt{t}`: the sum never shrinks.

    Examples
    --------
    >>> adagrad_step([1.0, 1.0], [4.0, -0.5], [0.0, 0.0], lr=0.5)
    (array([0.5, 1.5]), array([16.  ,  0.25]))

    Source: Duchi, Hazan, Singer, Adaptive Subgradient Methods for Online Learning and Stochastic
    Optimization, Journal of Machine Learning Research 12, 2011.
    """
    weights, g, squares = arrays_alike("adagrad_step", w=w, dw=dw, s=s)
    lr = require_number(lr, "lr", "adagrad_step", at_least=0)
    eps = require_number(eps, "eps", "adagrad_step", above=0)
    with np.errstate(under="ignore"):
        squares = squares + g * g
        return weights - lr * g / (np.sqrt(squares) + eps), squares


def rmsprop_step(
    w: npt.ArrayLike,
    dw: npt.ArrayLike,
    s: npt.ArrayLike,
    *,
    lr: float = 1e-2,
    rho: float = 0.99,
    eps: float = 1e-8,
) -> tuple[Array, Array]:
    r"""RMSprop: divide by the root of the decaying mean of squared gradients.

    .. math:: s \leftarrow \rho s + (1 - \rho) g^2, \qquad
              w \leftarrow w - \frac{\eta \, g}{\sqrt{s} + \epsilon}

    Parameters
    ----------
    w, dw : arrays of one shape    the weights and their gradient g
    s : the shape of `w`    the mean of squares, zeros before the first step
    lr : float    the learning rate :math:`\eta \ge 0`, the length of a step in the long run
    rho : float    :math:`\rho` in [0, 1), the share of the past
    eps : float    :math:`\epsilon > 0`

    Returns
    -------
    w, s : the shape and dtype of `w`    new arrays

    Raises
    ------
    ShapeError    if the shapes differ
    ValueError    if `lr` is negative, `rho` outside [0, 1), or `eps` not positive
    TypeError     if an argument does not hold real numbers

    Conventions: eps outside the root, rho = 0.99 (PyTorch; Hinton's lecture and Keras have 0.9).
    The mean starts at 0 and is not corrected, so the first step is :math:`\eta / \sqrt{1 - \rho}`
    long, ten times the later ones.

    Examples
    --------
    >>> rmsprop_step([1.0], [4.0], [0.0], lr=0.01)
    (array([0.9]), array([0.16]))

    Source: Tieleman, Hinton, Lecture 6.5, rmsprop: Divide the gradient by a running average of
    its recent magnitude, Coursera: Neural Networks for Machine Learning, 2012.
    """
    weights, g, squares = arrays_alike("rmsprop_step", w=w, dw=dw, s=s)
    lr = require_number(lr, "lr", "rmsprop_step", at_least=0)
    rho = require_number(rho, "rho", "rmsprop_step", at_least=0, below=1)
    eps = require_number(eps, "eps", "rmsprop_step", above=0)
    with np.errstate(under="ignore"):
        squares = rho * squares + (1 - rho) * g * g
        return weights - lr * g / (np.sqrt(squares) + eps), squares


def adadelta_step(
    w: npt.ArrayLike,
    dw: npt.ArrayLike,
    s: npt.ArrayLike,
    d: npt.ArrayLike,
    *,
    lr: float = 1.0,
    rho: float = 0.9,
    eps: float = 1e-6,
) -> tuple[Array, Array, Array]:
    r"""Adadelta: RMSprop whose learning rate is the size of its own earlier steps.

    .. math:: s \leftarrow \rho s + (1 - \rho) g^2, \qquad
              \Delta = \frac{\sqrt{d + \epsilon}}{\sqrt{s + \epsilon}} \, g, \qquad
              d \leftarrow \rho d + (1 - \rho) \Delta^2, \qquad
              w \leftarrow w - \eta \Delta

    Parameters
    ----------
    w, dw : arrays of one shape    the weights and their gradient g
    s : the shape of `w`    the mean of squared gradients, zeros before the first step
    d : the shape of `w`    the mean of squared steps, zeros before the first step
    lr : float    a factor :math:`\eta \ge 0`, 1 in the paper
    rho : float    :math:`\rho` in [0, 1), the share of the past
    eps : float    :math:`\epsilon > 0`; its root sets the length of the first steps

    Returns
    -------
    w, s, d : the shape and dtype of `w`    new arrays

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `rmsprop_step`

    Conventions: eps inside both roots, and in :math:`\Delta` the old d. Both means decay; there
    is no window of the last n gradients. rho = 0.9 and eps = 1e-6 as in PyTorch; the paper has
    rho = 0.95. A step has the unit of w, so that the scale of the loss nearly drops out.

    Examples
    --------
    >>> w, s, d = adadelta_step([1.0], [4.0], [0.0], [0.0])
    >>> w.round(6), s, d
    (array([0.996838]), array([1.6]), array([9.99999375e-07]))

    Source: Zeiler, ADADELTA: An Adaptive Learning Rate Method, arXiv:1212.5701, 2012.
    """
    weights, g, squares, steps = arrays_alike("adadelta_step", w=w, dw=dw, s=s, d=d)
    lr = require_number(lr, "lr", "adadelta_step", at_least=0)
    rho = require_number(rho, "rho", "adadelta_step", at_least=0, below=1)
    eps = require_number(eps, "eps", "adadelta_step", above=0)
    with np.errstate(under="ignore"):
        squares = rho * squares + (1 - rho) * g * g
        step = np.sqrt(steps + eps) / np.sqrt(squares + eps) * g
        return weights - lr * step, squares, rho * steps + (1 - rho) * step * step
