"""Steps along the gradient: plain, with momentum, and with Nesterov's look ahead."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, arrays_alike, require_number


def sgd_step(w: npt.ArrayLike, dw: npt.ArrayLike, *, lr: float) -> Array:
    r"""Gradient descent: a step against the gradient.

    With the gradient :math:`g` and the learning rate :math:`\eta`,

    .. math:: w \leftarrow w - \eta g .

    Parameters
    ----------
    w : array of any shape    the weights
    dw : the shape of `w`    the gradient g, of one sample, of a mini-batch, or of all samples
    lr : float    the learning rate :math:`\eta \ge 0`

    Returns
    -------
    w : the shape and dtype of `w`    a new array

    Raises
    ------
    ShapeError    if the shapes differ
    ValueError    if `lr` is negative or not finite
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> sgd_step([1.0, 2.0], [10.0, -10.0], lr=0.1)
    array([0., 3.])

    Source: Robbins, Monro, A Stochastic Approximation Method, Annals of Mathematical Statistics
    22, 1951, pages 400-407.
    """
    weights, g = arrays_alike("sgd_step", w=w, dw=dw)
    lr = require_number(lr, "lr", "sgd_step", at_least=0)
    with np.errstate(under="ignore"):
        return weights - lr * g


def momentum_step(
    w: npt.ArrayLike, dw: npt.ArrayLike, v: npt.ArrayLike, *, lr: float, momentum: float = 0.9
) -> tuple[Array, Array]:
    r"""Momentum: a step along a decaying sum of all gradients so far.

    .. math:: v \leftarrow \mu v + g, \qquad w \leftarrow w - \eta v

    Parameters
    ----------
    w, dw : arrays of one shape    the weights and their gradient g
    v : the shape of `w`    the velocity, zeros before the first step
    lr : float    the learning rate :math:`\eta \ge 0`
    momentum : float    :math:`\mu` in [0, 1); a constant gradient gets 1/(1 - mu) times as far

    Returns
    -------
    w, v : the shape and dtype of `w`    new arrays

    Raises
    ------
    ShapeError    if the shapes differ
    ValueError    if `lr` is negative or `momentum` outside [0, 1)
    TypeError     if an argument does not hold real numbers

    Conventions: the learning rate stands outside the velocity, as in PyTorch. The lecture's
    :math:`v \leftarrow \mu v + \eta g,\ w \leftarrow w - v` takes the same steps while
    :math:`\eta` is constant; when :math:`\eta` drops, its velocity still carries the old one for
    about 1/(1 - mu) steps. With :math:`(1 - \mu) g` in place of g (an average, not a sum) every
    step is 1 - mu times as long.

    Examples
    --------
    >>> w, v = momentum_step([1.0], [2.0], [0.0], lr=0.1)
    >>> momentum_step(w, [2.0], v, lr=0.1)
    (array([0.42]), array([3.8]))

    Source: Polyak, Some methods of speeding up the convergence of iteration methods, USSR
    Computational Mathematics and Mathematical Physics 4(5), 1964, pages 1-17.
    """
    weights, g, velocity = arrays_alike("momentum_step", w=w, dw=dw, v=v)
    lr = require_number(lr, "lr", "momentum_step", at_least=0)
    momentum = require_number(momentum, "momentum", "momentum_step", at_least=0, below=1)
    with np.errstate(under="ignore"):
        velocity = momentum * velocity + g
        return weights - lr * velocity, velocity


def nesterov_step(
    w: npt.ArrayLike, dw: npt.ArrayLike, v: npt.ArrayLike, *, lr: float, momentum: float = 0.9
) -> tuple[Array, Array]:
    r"""Nesterov's momentum: the newest gradient counts once more.

    .. math:: v \leftarrow \mu v + g, \qquad w \leftarrow w - \eta (g + \mu v)

    Parameters
    ----------
    w, dw : arrays of one shape    the weights and their gradient g
    v : the shape of `w`    the velocity, zeros before the first step
    lr : float    the learning rate :math:`\eta \ge 0`
    momentum : float    :math:`\mu` in [0, 1)

    Returns
    -------
    w, v : the shape and dtype of `w`    new arrays

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `momentum_step`

    Conventions: in the original the gradient is taken ahead, at :math:`u - \eta \mu v`. Here, as
    in PyTorch, w *is* that point: with :math:`w = u - \eta \mu v` the two take the same steps at
    a constant learning rate, and the gradient is needed only where the weights are.

    Examples
    --------
    >>> w, v = nesterov_step([1.0], [2.0], [0.0], lr=0.1)
    >>> w, v
    (array([0.62]), array([2.]))

    Source: Sutskever, Martens, Dahl, Hinton, On the importance of initialization and momentum in
    deep learning, ICML, 2013.
    """
    weights, g, velocity = arrays_alike("nesterov_step", w=w, dw=dw, v=v)
    lr = require_number(lr, "lr", "nesterov_step", at_least=0)
    momentum = require_number(momentum, "momentum", "nesterov_step", at_least=0, below=1)
    with np.errstate(under="ignore"):
        velocity = momentum * velocity + g
        return weights - lr * (g + momentum * velocity), velocity
