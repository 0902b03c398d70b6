"""One step of a recurrent network: the new state from the input and the old state."""

from collections.abc import Callable

import numpy.typing as npt

from dlkit.activations import tanh, tanh_backward
from dlkit.arguments import Array, ShapeError, fitting_arrays, require_callables
from dlkit.recurrent.precision import in_precision_of


def rnn_step(
    x: npt.ArrayLike,
    h: npt.ArrayLike,
    Wx: npt.ArrayLike,
    Wh: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    activation: Callable[[Array], Array] = tanh,
) -> Array:
    r"""One step of a recurrent layer, which mixes what it sees with what it remembers.

    .. math:: h_t = \varphi(x_t W_x + h_{t-1} W_h + b)

    Parameters
    ----------
    x : (N, D)    the inputs of this step
    h : (N, H)    the state before it
    Wx, Wh, b : (D, H), (H, H), (H,)    the same at every step
    activation : callable    element-wise

    Returns
    -------
    (N, H)    the state after this step

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers, or `activation` is no function

    Conventions: one bias. PyTorch adds two, of which only the sum matters.

    Examples
    --------
    >>> rnn_step([[1.0]], [[2.0]], [[0.5]], [[0.25]], [-1.0])
    array([[0.]])

    Source: Elman, Finding Structure in Time, Cognitive Science 14, 1990, pages 179-211.
    """
    require_callables("rnn_step", activation=activation)
    x, h, Wx, Wh, b = fitting_arrays(
        "rnn_step", x=(x, "N D"), h=(h, "N H"), Wx=(Wx, "D H"), Wh=(Wh, "H H"), b=(b, "H")
    )
    return activation(x @ Wx + h @ Wh + b)


def rnn_step_backward(
    dh: npt.ArrayLike,
    x: npt.ArrayLike,
    h: npt.ArrayLike,
    Wx: npt.ArrayLike,
    Wh: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    activation_backward: Callable[[Array, Array], Array] = tanh_backward,
) -> tuple[Array, Array, Array, Array, Array]:
    r"""Gradients of `rnn_step`.

    With :math:`z = x_t W_x + h_{t-1} W_h + b` and :math:`\delta = dh \odot \varphi'(z)`,

    .. math:: \frac{\partial L}{\partial x_t} = \delta W_x^\top, \quad
              \frac{\partial L}{\partial h_{t-1}} = \delta W_h^\top, \quad
              \frac{\partial L}{\partial W_x} = x_t^\top \delta, \quad
              \frac{\partial L}{\partial W_h} = h_{t-1}^\top \delta, \quad
              \frac{\partial L}{\partial b} = \sum_n \delta_n .

    Parameters
    ----------
    dh : (N, H)    gradient of the loss with respect to the state after the step
    x, h, Wx, Wh, b : (N, D), (N, H), (D, H), (H, H), (H,)    the inputs of the step
    activation_backward : callable    from ``dy, z`` to the gradient with respect to z

    Returns
    -------
    dx, dh, dWx, dWh, db : (N, D), (N, H), (D, H), (H, H), (H,)    dh is that of the state before
        the step; each has the dtype of its input

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers, or `activation_backward` is no function

    Conventions: the weights count as those of this step alone (the immediate derivative). A
    sequence adds up the steps.

    Examples
    --------
    >>> gradients = rnn_step_backward([[1.0]], [[1.0]], [[2.0]], [[0.5]], [[0.25]], [-1.0])
    >>> [g.tolist() for g in gradients]
    [[[0.5]], [[0.25]], [[1.0]], [[2.0]], [1.0]]

    Source: Werbos, Backpropagation Through Time: What It Does and How to Do It, Proceedings of
    the IEEE 78, 1990, pages 1550-1560.
    """
    who = "rnn_step_backward"
    require_callables(who, activation_backward=activation_backward)
    x, h, Wx, Wh, b, dh = fitting_arrays(
        who, x=(x, "N D"), h=(h, "N H"), Wx=(Wx, "D H"), Wh=(Wh, "H H"), b=(b, "H"), dh=(dh, "N H")
    )
    dz = activation_backward(dh, x @ Wx + h @ Wh + b)
    if dz.shape != dh.shape:
        raise ShapeError(f"{who}: activation_backward returned {dz.shape}; {dh.shape} is needed")
    gradients = dz @ Wx.T, dz @ Wh.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)
    return in_precision_of((x, h, Wx, Wh, b), gradients)
