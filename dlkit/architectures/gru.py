"""Gated recurrent unit: a state that is kept by shares, with two gates and no cell.

Everywhere in this file the gates come in the order **r, z, n**: reset, update, and the candidate.
"""

from typing import cast

import numpy.typing as npt

from dlkit.architectures._gru import Gradients, Saved, through_time, unroll
from dlkit.arguments import Array, ShapeError, fitting_arrays
from dlkit.recurrent.precision import in_precision_of


def gru_step(
    x: npt.ArrayLike, h: npt.ArrayLike, Wx: npt.ArrayLike, Wh: npt.ArrayLike, b: npt.ArrayLike
) -> Array:
    r"""One step of a GRU: a share z of the old state, the rest from a candidate.

    With the slices :math:`a = x_t W_x + b` and :math:`u = h_{t-1} W_h`, each three of width H,

    .. math:: r = \sigma(a_r + u_r), \quad z = \sigma(a_z + u_z), \quad
              n = \tanh(a_n + r \odot u_n), \qquad h_t = (1 - z) \odot n + z \odot h_{t-1} .

    Parameters
    ----------
    x : (N, D)    the inputs of this step
    h : (N, H)    the state before it
    Wx, Wh, b : (D, 3H), (H, 3H), (3H,)    for r, z and n, in this order

    Returns
    -------
    (N, H)    the state after this step

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers

    Conventions: z near 1 keeps the state; the paper of 2014 exchanges z and 1 - z. The reset
    gate acts after the product with Wh, as in PyTorch and cuDNN; in the paper before it. One bias:
    PyTorch has a second one inside the reset, which is 0 here.

    Examples
    --------
    >>> gru_step([[0.0]], [[8.0]], [[0.0] * 3], [[0.0] * 3], [0.0, 0.0, 100.0])
    array([[4.5]])

    Source: Cho et al., Learning Phrase Representations using RNN Encoder-Decoder for Statistical
    Machine Translation, EMNLP, 2014, section 2.3.
    """
    x, h, Wx, Wh, b = fitting_arrays(
        "gru_step", x=(x, "N D"), h=(h, "N H"), Wx=(Wx, "D 3H"), Wh=(Wh, "H 3H"), b=(b, "3H")
    )
    _, _, states = unroll(x[:, None], h, Wx, Wh, b)
    after: Array = states[1]
    return after


def gru_step_backward(
    dh: npt.ArrayLike,
    x: npt.ArrayLike,
    h: npt.ArrayLike,
    Wx: npt.ArrayLike,
    Wh: npt.ArrayLike,
    b: npt.ArrayLike,
) -> tuple[Array, Array, Array, Array, Array]:
    r"""Gradients of `gru_step`.

    .. math:: da_n = dh \odot (1 - z) \odot (1 - n^2), \quad
              da_z = dh \odot (h_{t-1} - n) \odot z (1 - z), \quad
              da_r = da_n \odot u_n \odot r (1 - r)

    .. math:: du = [da_r, da_z, r \odot da_n], \qquad
              \frac{\partial L}{\partial h_{t-1}} = dh \odot z + du \, W_h^\top .

    Parameters
    ----------
    dh : (N, H)    gradient of the loss with respect to the state after the step
    x, h, Wx, Wh, b : (N, D), (N, H), (D, 3H), (H, 3H), (3H,)    the inputs of the step

    Returns
    -------
    dx, dh, dWx, dWh, db : the shapes and dtypes of x, h, Wx, Wh, b

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> W, b = [[0.0] * 3], [0.0] * 3
    >>> gradients = gru_step_backward([[1.0]], [[2.0]], [[8.0]], W, W, b)
    >>> gradients[1], gradients[4]
    (array([[0.5]]), array([0. , 2. , 0.5]))

    Source: Cho et al., Learning Phrase Representations using RNN Encoder-Decoder for Statistical
    Machine Translation, EMNLP, 2014, section 2.3.
    """
    x, h, Wx, Wh, b, dh = fitting_arrays(
        "gru_step_backward",
        x=(x, "N D"),
        h=(h, "N H"),
        Wx=(Wx, "D 3H"),
        Wh=(Wh, "H 3H"),
        b=(b, "3H"),
        dh=(dh, "N H"),
    )
    sequence = x[:, None]  # (N, 1, D)
    saved = unroll(sequence, h, Wx, Wh, b)
    gradients = through_time(dh[:, None], sequence, Wx, Wh, saved, need_dx=True)
    dx, dh, dWx, dWh, db = in_precision_of((x, h, Wx, Wh, b), gradients)
    return cast(Array, dx)[:, 0], dh, dWx, dWh, db


def gru_forward(
    x: npt.ArrayLike,
    h0: npt.ArrayLike,
    Wx: npt.ArrayLike,
    Wh: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    return_saved: bool = False,
) -> Array | tuple[Array, Saved]:
    r"""GRU layer: `gru_step` along a sequence, always with the same weights.

    .. math:: h_t = \operatorname{gru\_step}(x_t, h_{t-1}; W_x, W_h, b), \qquad t = 1..T

    Parameters
    ----------
    x : (N, T, D)    N sequences of T steps; T may be 0
    h0 : (N, H)    the state before the first step
    Wx, Wh, b : (D, 3H), (H, 3H), (3H,)    as in `gru_step`
    return_saved : bool    return what `gru_backward` would otherwise compute again

    Returns
    -------
    h : (N, T, H)    the states of the steps 1..T
    h, saved : with `return_saved`    saved holds r, z, n (T, N, 3H), the slice u_n (T, N, H) and
        the states (T + 1, N, H), of which h is a view

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> gru_forward([[[0.0]] * 3], [[8.0]], [[0.0] * 3], [[0.0] * 3], [0.0] * 3).tolist()
    [[[4.0], [2.0], [1.0]]]

    Source: Cho et al., Learning Phrase Representations using RNN Encoder-Decoder for Statistical
    Machine Translation, EMNLP, 2014, section 2.3.
    """
    x, h0, Wx, Wh, b = _sequences("gru_forward", x, h0, Wx, Wh, b)
    saved = unroll(x, h0, Wx, Wh, b)
    h = saved[2][1:].swapaxes(0, 1)  # (N, T, H)
    return (h, saved) if return_saved else h


def gru_backward(
    dh: npt.ArrayLike,
    x: npt.ArrayLike,
    h0: npt.ArrayLike,
    Wx: npt.ArrayLike,
    Wh: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    saved: Saved | None = None,
    need_dx: bool = True,
) -> Gradients:
    r"""Gradients of `gru_forward`: backpropagation through time.

    .. math:: \frac{\partial h_t}{\partial h_{t-1}} = \operatorname{diag}(z_t) + \dots

    so an update gate near 1 lets the gradient pass.

    Parameters
    ----------
    dh : (N, T, H)    gradient of the loss with respect to every state
    x, h0, Wx, Wh, b : as in `gru_forward`    the inputs of the forward pass
    saved : three arrays    from `gru_forward`; without them the forward pass runs again
    need_dx : bool    False leaves the first gradient out, as None

    Returns
    -------
    dx, dh0, dWx, dWh, db : the shapes and dtypes of x, h0, Wx, Wh, b

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> x, W = [[[0.0]] * 3], [[0.0] * 3]
    >>> gru_backward([[[0.0], [0.0], [1.0]]], x, [[8.0]], W, W, [0.0] * 3)[1]
    array([[0.125]])

    Source: Cho et al., Learning Phrase Representations using RNN Encoder-Decoder for Statistical
    Machine Translation, EMNLP, 2014, section 2.3.
    """
    x, h0, Wx, Wh, b, dh = _sequences("gru_backward", x, h0, Wx, Wh, b, dh=dh)
    saved = saved or unroll(x, h0, Wx, Wh, b)
    if saved[0].shape != (*dh.shape[1::-1], 3 * dh.shape[2]):
        raise ShapeError("gru_backward: saved is of another forward pass; its shapes do not fit")
    return in_precision_of((x, h0, Wx, Wh, b), through_time(dh, x, Wx, Wh, saved, need_dx))


def _sequences(
    who: str,
    x: npt.ArrayLike,
    h0: npt.ArrayLike,
    Wx: npt.ArrayLike,
    Wh: npt.ArrayLike,
    b: npt.ArrayLike,
    **upstream: npt.ArrayLike,
) -> tuple[Array, ...]:
    arrays = {"x": (x, "N T D"), "h0": (h0, "N H"), "Wx": (Wx, "D 3H"), "Wh": (Wh, "H 3H")}
    more = {name: (value, "N T H") for name, value in upstream.items()}
    return fitting_arrays(who, **arrays, b=(b, "3H"), **more)
