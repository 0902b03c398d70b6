"""A recurrent layer over a whole sequence, and backpropagation through time."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from dlkit.activations import tanh, tanh_backward
from dlkit.arguments import (
    Array,
    fitting_arrays,
    require_callables,
    require_same_shape,
    require_whole_number,
)
from dlkit.recurrent.precision import in_precision_of

Saved: TypeAlias = tuple[Array, Array]
Gradients: TypeAlias = tuple[Array | None, Array, Array, Array, Array]


def rnn_forward(
    x: npt.ArrayLike,
    h0: npt.ArrayLike,
    Wx: npt.ArrayLike,
    Wh: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    activation: Callable[[Array], Array] = tanh,
    return_saved: bool = False,
) -> Array | tuple[Array, Saved]:
    r"""Recurrent layer: `rnn_step` along a sequence, always with the same weights.

    .. math:: h_t = \varphi(x_t W_x + h_{t-1} W_h + b), \qquad t = 1..T

    Parameters
    ----------
    x : (N, T, D)    N sequences of T steps; T may be 0
    h0 : (N, H)    the state before the first step
    Wx, Wh, b : (D, H), (H, H), (H,)
    activation : callable    element-wise
    return_saved : bool    return what `rnn_backward` would otherwise compute again

    Returns
    -------
    h : (N, T, H)    the states :math:`h_1..h_T`, without :math:`h_0`
    h, saved : with `return_saved`    saved is (z, h), the pre-activations and the states

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers, or `activation` is no function

    Conventions: samples first, then time; PyTorch's layers have time first unless told otherwise.

    Examples
    --------
    >>> rnn_forward([[[1.0], [1.0], [1.0]]], [[0.0]], [[1.0]], [[2.0]], [0.0],
    ...             activation=lambda z: z).tolist()
    [[[1.0], [3.0], [7.0]]]

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 10.2.
    """
    require_callables("rnn_forward", activation=activation)
    x, h0, Wx, Wh, b = _arguments("rnn_forward", x, h0, Wx, Wh, b)
    z, h = _unroll(x, h0, Wx, Wh, b, activation)
    return (h, (z, h)) if return_saved else h


def rnn_backward(
    dh: npt.ArrayLike,
    x: npt.ArrayLike,
    h0: npt.ArrayLike,
    Wx: npt.ArrayLike,
    Wh: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    activation: Callable[[Array], Array] = tanh,
    activation_backward: Callable[[Array, Array], Array] = tanh_backward,
    saved: Saved | None = None,
    need_dx: bool = True,
) -> Gradients:
    r"""Gradients of `rnn_forward`: backpropagation through time.

    A state acts on the loss directly and through all later states. From the last step to the
    first, with :math:`\delta_{T+1} = 0`,

    .. math:: \delta_t = \left(dh_t + \delta_{t+1} W_h^\top\right) \odot \varphi'(z_t), \quad
              \frac{\partial L}{\partial W_h} = \sum_t h_{t-1}^\top \delta_t, \quad
              \frac{\partial L}{\partial W_x} = \sum_t x_t^\top \delta_t, \quad
              \frac{\partial L}{\partial h_0} = \delta_1 W_h^\top .

    Parameters
    ----------
    dh : (N, T, H)    gradient of the loss with respect to every state, 0 for one it does not read
    x, h0, Wx, Wh, b : (N, T, D), (N, H), (D, H), (H, H), (H,)    the inputs of the forward pass
    activation : callable    as in `rnn_forward`
    activation_backward : callable    from ``dy, z`` to the gradient with respect to z
    saved : (z, h)    from `rnn_forward`; without it the forward pass runs again
    need_dx : bool    False leaves the first gradient out, as None

    Returns
    -------
    dx, dh0, dWx, dWh, db : (N, T, D), (N, H), (D, H), (H, H), (H,)    with the weights' summed
        over all steps, and each in the dtype of its input

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers
    TypeError     if `activation` or `activation_backward` is no function

    Examples
    --------
    >>> linear = {"activation": lambda z: z, "activation_backward": lambda dy, z: dy}
    >>> x, h0, W = [[[1.0], [1.0], [1.0]]], [[0.0]], [[2.0]]
    >>> gradients = rnn_backward([[[0.0], [0.0], [1.0]]], x, h0, [[1.0]], W, [0.0], **linear)
    >>> [g.tolist() for g in gradients]
    [[[[4.0], [2.0], [1.0]]], [[8.0]], [[7.0]], [[5.0]], [7.0]]

    Source: Werbos, Backpropagation Through Time: What It Does and How to Do It, Proceedings of
    the IEEE 78, 1990, pages 1550-1560.
    """
    require_callables(
        "rnn_backward", activation=activation, activation_backward=activation_backward
    )
    x, h0, Wx, Wh, b, dh = _arguments("rnn_backward", x, h0, Wx, Wh, b, dh)
    z, h = saved or _unroll(x, h0, Wx, Wh, b, activation)
    require_same_shape("rnn_backward", dh=dh, saved=z)
    dz, later = np.empty_like(z), np.zeros_like(z, shape=h0.shape)
    for t in reversed(range(z.shape[1])):
        dz[:, t] = activation_backward(dh[:, t] + later, z[:, t])
        later = dz[:, t] @ Wh.T
    before = np.concatenate([h0[:, None], h], axis=1)[:, :-1]  # (N, T, H): h_0..h_{T-1}
    dWx, dWh = np.tensordot(x, dz, ((0, 1), (0, 1))), np.tensordot(before, dz, ((0, 1), (0, 1)))
    dx = dz @ Wx.T if need_dx else None
    return in_precision_of((x, h0, Wx, Wh, b), (dx, later, dWx, dWh, dz.sum(axis=(0, 1))))


def truncated_bptt(
    dh: npt.ArrayLike,
    x: npt.ArrayLike,
    h0: npt.ArrayLike,
    Wx: npt.ArrayLike,
    Wh: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    k: int,
    activation: Callable[[Array], Array] = tanh,
    activation_backward: Callable[[Array, Array], Array] = tanh_backward,
) -> tuple[Array, Array, Array, Array, Array]:
    r"""Gradients of `rnn_forward` that reach back within a piece of time only.

    The sequence is cut into pieces of k steps, the last perhaps shorter. The *state* goes on from
    piece to piece, the *gradient* stops at the cuts: with the first step s of a piece,

    .. math:: \frac{\partial h_s}{\partial h_{s-1}} := 0 \qquad (s = k + 1, 2k + 1, \dots) .

    Parameters
    ----------
    dh : (N, T, H)    gradient of the loss with respect to every state
    x, h0, Wx, Wh, b : as in `rnn_backward`
    k : int    steps of a piece, at least 1; from T on, the gradients are those of `rnn_backward`
    activation, activation_backward : as in `rnn_backward`

    Returns
    -------
    dx, dh0, dWx, dWh, db : (N, T, D), (N, H), (D, H), (H, H), (H,)    the weights' summed over
        all pieces; dh0 through the first piece alone

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if `k` is below 1
    TypeError     if `k` is not a whole number or another argument not real
    TypeError     if `activation` or `activation_backward` is no function

    Conventions: pieces that do not overlap, all with the weights as they are. In training one
    changes the weights after every piece.

    Examples
    --------
    >>> linear = {"activation": lambda z: z, "activation_backward": lambda dy, z: dy}
    >>> x, h0, W = [[[1.0], [1.0], [1.0]]], [[0.0]], [[2.0]]
    >>> gradients = truncated_bptt([[[0.0], [0.0], [1.0]]], x, h0, [[1.0]], W, [0.0], k=2, **linear)
    >>> [g.tolist() for g in gradients]
    [[[[0.0], [0.0], [1.0]]], [[0.0]], [[1.0]], [[3.0]], [1.0]]

    Source: Williams, Peng, An Efficient Gradient-Based Algorithm for On-Line Training of
    Recurrent Network Trajectories, Neural Computation 2, 1990, pages 490-501.
    """
    require_callables(
        "truncated_bptt", activation=activation, activation_backward=activation_backward
    )
    k = require_whole_number(k, "k", "truncated_bptt", at_least=1)
    x, h0, Wx, Wh, b, dh = _arguments("truncated_bptt", x, h0, Wx, Wh, b, dh)
    z, h = _unroll(x, h0, Wx, Wh, b, activation)
    backward = partial(rnn_backward, activation_backward=activation_backward)
    pieces = []
    for start in range(0, max(h.shape[1], 1), k):
        now = slice(start, start + k)
        state = h[:, start - 1].astype(h0.dtype, copy=False) if start else h0
        saved = (z[:, now], h[:, now])
        pieces.append(backward(dh[:, now], x[:, now], state, Wx, Wh, b, saved=saved))
    dx, dh0, *weights = zip(*pieces, strict=True)
    dWx, dWh, db = (np.sum(gradient, axis=0) for gradient in weights)
    return np.concatenate(dx, axis=1), dh0[0], dWx, dWh, db


def _unroll(
    x: Array, h0: Array, Wx: Array, Wh: Array, b: Array, activation: Callable[[Array], Array]
) -> Saved:
    """Return the pre-activations and the states of all steps, both (N, T, H)."""
    z = (x @ Wx + b).astype(np.result_type(x, h0, Wx, Wh, b), copy=False)  # all steps at once
    h, state = np.empty_like(z), h0
    for t in range(z.shape[1]):
        z[:, t] += state @ Wh
        h[:, t] = state = activation(z[:, t])
    return z, h


def _arguments(
    who: str,
    x: npt.ArrayLike,
    h0: npt.ArrayLike,
    Wx: npt.ArrayLike,
    Wh: npt.ArrayLike,
    b: npt.ArrayLike,
    dh: npt.ArrayLike | None = None,
) -> tuple[Array, ...]:
    arrays = {"x": (x, "N T D"), "h0": (h0, "N H"), "Wx": (Wx, "D H"), "Wh": (Wh, "H H")}
    upstream = {} if dh is None else {"dh": (dh, "N T H")}
    return fitting_arrays(who, **arrays, b=(b, "H"), **upstream)
