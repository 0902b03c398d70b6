"""Adam, which joins momentum and a learning rate per weight, and Adam with weight decay."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    ShapeError,
    arrays_alike,
    real_array,
    require_number,
    require_whole_number,
)


def adam_step(
    w: npt.ArrayLike,
    dw: npt.ArrayLike,
    m: npt.ArrayLike,
    v: npt.ArrayLike,
    t: int,
    *,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, Array, Array]:
    r"""Adam: the mean gradient, divided by the root of the mean squared gradient.

    .. math:: m \leftarrow \beta_1 m + (1 - \beta_1) g, \qquad
              v \leftarrow \beta_2 v + (1 - \beta_2) g^2, \qquad
              w \leftarrow w - \eta \,
              \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \epsilon}

    Both means start at 0, so after t steps of a constant g they hold only the shares
    :math:`1 - \beta_1^t` and :math:`1 - \beta_2^t` of it; the divisions put that right.

    Parameters
    ----------
    w, dw : arrays of one shape    the weights and their gradient g
    m : the shape of `w`    the mean of gradients, zeros before the first step
    v : the shape of `w`    the mean of squared gradients, zeros before the first step
    t : int    the number of this step, counted from 1
    lr : float    the learning rate :math:`\eta \ge 0`, the length of the first step
    beta1, beta2 : float    in [0, 1), the shares of the past in m and v
    eps : float    :math:`\epsilon > 0`, which a weight without any gradient needs

    Returns
    -------
    w, m, v : the shape and dtype of `w`    new arrays; m and v uncorrected, for the next step

    Raises
    ------
    ShapeError    if the shapes differ
    ValueError    if `t` is below 1, `lr` negative, a beta outside [0, 1), or `eps` not positive
    TypeError     if `t` is not a whole number or another argument not real

    Conventions: eps is outside the root and added after the correction (PyTorch and algorithm 1
    of the paper); inside the root it moves the weights by about 1e-7 in 50 steps. The lecture
    writes v with beta1 and with g in place of :math:`g^2`: then the root is taken of a negative
    number, nan, as soon as a gradient is negative.

    Examples
    --------
    >>> w, m, v = adam_step([1.0, 1.0], [4.0, -0.1], [0.0, 0.0], [0.0, 0.0], 1, lr=0.5)
    >>> w.round(6), m, v
    (array([0.5, 1.5]), array([ 0.4 , -0.01]), array([1.6e-02, 1.0e-05]))

    Source: Kingma, Ba, Adam: A Method for Stochastic Optimization, ICLR, 2015, algorithm 1.
    """
    weights, g, m, v = arrays_alike("adam_step", w=w, dw=dw, m=m, v=v)
    t, lr, beta1, beta2, eps = adam_numbers("adam_step", t, lr, beta1, beta2, eps)
    with np.errstate(under="ignore"):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        root = np.sqrt(v / (1 - beta2**t))
        return weights - lr / (1 - beta1**t) * m / (root + eps), m, v


def adamw_step(
    w: npt.ArrayLike,
    dw: npt.ArrayLike,
    m: npt.ArrayLike,
    v: npt.ArrayLike,
    t: int,
    *,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: npt.ArrayLike = 1e-2,
) -> tuple[Array, Array, Array]:
    r"""AdamW: Adam, while every weight shrinks by a share of its own.

    With the step :math:`\Delta` of `adam_step` and the decay :math:`\lambda`,

    .. math:: w \leftarrow (1 - \eta \lambda) w - \eta \Delta .

    Parameters
    ----------
    w, dw, m, v, t : as in `adam_step`
    lr, beta1, beta2, eps : float    as in `adam_step`
    weight_decay : float, or the shape of `w`    :math:`\lambda \ge 0`; 0 for biases

    Returns
    -------
    w, m, v : the shape and dtype of `w`    new arrays

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `adam_step`
    ShapeError    if `weight_decay` is neither one number nor of the shape of `w`
    ValueError    if `weight_decay` is negative or not finite

    Conventions: without a gradient w shrinks by exactly lr times weight_decay. The gradient
    :math:`\lambda w` of an L2 penalty, put into Adam, would be divided by the root of v like any
    other and so would barely decay the weights with large gradients.

    Examples
    --------
    >>> w, m, v = adamw_step([8.0, 8.0], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0], 1, lr=0.5,
    ...                      weight_decay=[0.25, 0.0])
    >>> w
    array([7., 8.])

    Source: Loshchilov, Hutter, Decoupled Weight Decay Regularization, ICLR, 2019, algorithm 2.
    """
    weights, g, m, v = arrays_alike("adamw_step", w=w, dw=dw, m=m, v=v)
    t, lr, beta1, beta2, eps = adam_numbers("adamw_step", t, lr, beta1, beta2, eps)
    decay = _decay(weight_decay, weights)
    with np.errstate(under="ignore"):
        shrunk = weights * (1 - lr * decay)
    return adam_step(shrunk, g, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)


def adam_numbers(
    who: str, t: object, lr: object, beta1: object, beta2: object, eps: object
) -> tuple[int, float, float, float, float]:
    """Return the numbers that Adam and its variants share; t = 0 would divide by 1 - beta**0."""
    return (
        require_whole_number(t, "t", who, at_least=1),
        require_number(lr, "lr", who, at_least=0),
        require_number(beta1, "beta1", who, at_least=0, below=1),
        require_number(beta2, "beta2", who, at_least=0, below=1),
        require_number(eps, "eps", who, above=0),
    )


def _decay(weight_decay: npt.ArrayLike, w: Array) -> Array:
    """Return the decay in the dtype of the weights: one number, or one per weight."""
    decay = real_array(weight_decay, "weight_decay", "adamw_step").astype(w.dtype, copy=False)
    if decay.shape not in ((), w.shape):
        raise ShapeError(
            f"adamw_step: weight_decay has shape {decay.shape} but w has shape {w.shape}; "
            "one number or one per weight is needed"
        )
    outside = decay[~((decay >= 0) & (decay < np.inf))]
    if outside.size:
        raise ValueError(
            f"adamw_step: weight_decay is {outside[0]}; a finite number from 0 on is needed"
        )
    return decay
