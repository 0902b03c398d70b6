"""Long short-term memory: a cell that is added to, and three gates that guard it.

Everywhere in this file the gates come in the order **i, f, o, g**: input, forget, output, and the
candidate. `W` is (D + H, 4H): the rows of the input, then those of the state.
"""

from typing import cast

import numpy.typing as npt

from dlkit.architectures._lstm import Gradients, Saved, through_time, unroll
from dlkit.arguments import Array, ShapeError, fitting_arrays
from dlkit.recurrent.precision import in_precision_of


def lstm_step(
    x: npt.ArrayLike, h: npt.ArrayLike, c: npt.ArrayLike, W: npt.ArrayLike, b: npt.ArrayLike
) -> tuple[Array, Array]:
    r"""One step of an LSTM: keep a share of the cell, add to it, show a part.

    With the sigmoid :math:`\sigma` and four slices of width H of one product,

    .. math:: (\tilde i, \tilde f, \tilde o, \tilde g) = [x_t, h_{t-1}] W + b, \quad
              i, f, o = \sigma(\tilde i), \sigma(\tilde f), \sigma(\tilde o), \quad
              g = \tanh \tilde g

    .. math:: c_t = f \odot c_{t-1} + i \odot g, \qquad h_t = o \odot \tanh c_t .

    Parameters
    ----------
    x : (N, D)    the inputs of this step
    h, c : (N, H), (N, H)    the state and the cell before it
    W : (D + H, 4H)    the rows of x above those of h
    b : (4H,)    the slice H..2H is the bias of the forget gate: start it at 1 or more

    Returns
    -------
    h, c : (N, H), (N, H)    after the step; h in (-1, 1)

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers

    Conventions: gates in the order i, f, o, g; PyTorch has i, f, g, o, and two biases, of which
    only the sum matters. No peephole from the cell to the gates.

    Examples
    --------
    >>> h, c = lstm_step([[0.0]], [[0.0]], [[3.0]], [[0.0] * 4] * 2, [-100.0, 100.0, 100.0, 0.0])
    >>> c, h.round(4)
    (array([[3.]]), array([[0.9951]]))

    Source: Gers, Schmidhuber, Cummins, Learning to Forget: Continual Prediction with LSTM,
    Neural Computation 12, 2000, pages 2451-2471.
    """
    x, h, c, W, b = fitting_arrays(
        "lstm_step", x=(x, "N D"), h=(h, "N H"), c=(c, "N H"), W=(W, "D+H 4H"), b=(b, "4H")
    )
    _, states, cells, _ = unroll(x[:, None], h, c, W, b)
    return states[1], cells[1]


def lstm_step_backward(
    dh: npt.ArrayLike,
    dc: npt.ArrayLike,
    x: npt.ArrayLike,
    h: npt.ArrayLike,
    c: npt.ArrayLike,
    W: npt.ArrayLike,
    b: npt.ArrayLike,
) -> tuple[Array, Array, Array, Array, Array]:
    r"""Gradients of `lstm_step`.

    The cell gets its gradient from later and through the state that it shows:

    .. math:: \delta = dc + dh \odot o \odot (1 - \tanh^2 c_t), \qquad
              \frac{\partial L}{\partial c_{t-1}} = \delta \odot f

    .. math:: d\tilde i = \delta \odot g \odot i (1 - i), \quad
              d\tilde f = \delta \odot c_{t-1} \odot f (1 - f), \quad
              d\tilde o = dh \odot \tanh c_t \odot o (1 - o), \quad
              d\tilde g = \delta \odot i \odot (1 - g^2)

    and from the four slices :math:`dz` as in a dense layer, :math:`[dx, dh_{t-1}] = dz \, W^\top`,
    :math:`dW = [x, h_{t-1}]^\top dz`.

    Parameters
    ----------
    dh, dc : (N, H), (N, H)    gradients of the loss with respect to the state and the cell after
    x, h, c, W, b : (N, D), (N, H), (N, H), (D + H, 4H), (4H,)    the inputs of the step

    Returns
    -------
    dx, dh, dc, dW, db : the shapes and dtypes of x, h, c, W, b

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> gradients = lstm_step_backward([[0.0]], [[1.0]], [[0.0]], [[0.0]], [[3.0]],
    ...                                [[0.0] * 4] * 2, [0.0] * 4)
    >>> gradients[2], gradients[4]
    (array([[0.5]]), array([0.  , 0.75, 0.  , 0.5 ]))

    Source: Graves, Schmidhuber, Framewise Phoneme Classification with Bidirectional LSTM and
    Other Neural Network Architectures, Neural Networks 18, 2005, pages 602-610.
    """
    x, h, c, W, b, dh, dc = fitting_arrays(
        "lstm_step_backward",
        x=(x, "N D"),
        h=(h, "N H"),
        c=(c, "N H"),
        W=(W, "D+H 4H"),
        b=(b, "4H"),
        dh=(dh, "N H"),
        dc=(dc, "N H"),
    )
    sequence = x[:, None]  # (N, 1, D)
    saved = unroll(sequence, h, c, W, b)
    gradients = through_time(dh[:, None], dc[:, None], sequence, W, saved, need_dx=True)
    dx, dh, dc, dW, db = in_precision_of((x, h, c, W, b), gradients)
    return cast(Array, dx)[:, 0], dh, dc, dW, db


def lstm_forward(
    x: npt.ArrayLike,
    h0: npt.ArrayLike,
    c0: npt.ArrayLike,
    W: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    return_saved: bool = False,
) -> tuple[Array, Array] | tuple[tuple[Array, Array], Saved]:
    r"""LSTM layer: `lstm_step` along a sequence, always with the same weights.

    .. math:: (h_t, c_t) = \operatorname{lstm\_step}(x_t, h_{t-1}, c_{t-1}; W, b),
              \qquad t = 1..T

    Parameters
    ----------
    x : (N, T, D)    N sequences of T steps; T may be 0
    h0, c0 : (N, H), (N, H)    the state and the cell before the first step
    W, b : (D + H, 4H), (4H,)    as in `lstm_step`
    return_saved : bool    return what `lstm_backward` would otherwise compute again

    Returns
    -------
    h, c : (N, T, H), (N, T, H)    the states and cells of the steps 1..T
    (h, c), saved : with `return_saved`    saved holds the gates (T, N, 4H), the states and the
        cells (T + 1, N, H), and the tanh of the cells (T, N, H); h and c are views of it

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers

    Conventions: gates in the order i, f, o, g.

    Examples
    --------
    >>> h, c = lstm_forward([[[0.0]] * 3], [[0.0]], [[8.0]], [[0.0] * 4] * 2, [0.0] * 4)
    >>> c
    array([[[4.],
            [2.],
            [1.]]])

    Source: Gers, Schmidhuber, Cummins, Learning to Forget: Continual Prediction with LSTM,
    Neural Computation 12, 2000, pages 2451-2471.
    """
    x, h0, c0, W, b = _sequences("lstm_forward", x, h0, c0, W, b)
    saved = unroll(x, h0, c0, W, b)
    h, c = saved[1][1:].swapaxes(0, 1), saved[2][1:].swapaxes(0, 1)  # (N, T, H)
    return ((h, c), saved) if return_saved else (h, c)


def lstm_backward(
    dh: npt.ArrayLike,
    dc: npt.ArrayLike | None,
    x: npt.ArrayLike,
    h0: npt.ArrayLike,
    c0: npt.ArrayLike,
    W: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    saved: Saved | None = None,
    need_dx: bool = True,
) -> Gradients:
    r"""Gradients of `lstm_forward`: backpropagation through time.

    Along the cells alone a gradient is multiplied by nothing but the forget gates:

    .. math:: \frac{\partial c_T}{\partial c_t} = \prod_{s = t + 1}^{T} f_s + \dots

    Parameters
    ----------
    dh : (N, T, H)    gradient of the loss with respect to every state
    dc : (N, T, H) or None    that with respect to every cell; None where the loss reads no cell
    x, h0, c0, W, b : as in `lstm_forward`    the inputs of the forward pass
    saved : four arrays    from `lstm_forward`; without them the forward pass runs again
    need_dx : bool    False leaves the first gradient out, as None

    Returns
    -------
    dx, dh0, dc0, dW, db : the shapes and dtypes of x, h0, c0, W, b    dW and db summed over steps

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> dh, dc = [[[0.0]] * 3], [[[0.0], [0.0], [1.0]]]
    >>> x, W, b = [[[0.0]] * 3], [[0.0] * 4] * 2, [0.0] * 4
    >>> lstm_backward(dh, dc, x, [[0.0]], [[8.0]], W, b)[2]
    array([[0.125]])

    Source: Hochreiter, Schmidhuber, Long Short-Term Memory, Neural Computation 9, 1997,
    pages 1735-1780; the complete gradient: Graves, Schmidhuber, Neural Networks 18, 2005.
    """
    x, h0, c0, W, b, dh = _sequences("lstm_backward", x, h0, c0, W, b, dh=dh)
    if dc is not None:
        _, dc = fitting_arrays("lstm_backward", dh=(dh, "N T H"), dc=(dc, "N T H"))
    saved = saved or unroll(x, h0, c0, W, b)
    if saved[0].shape != (*dh.shape[1::-1], 4 * dh.shape[2]):
        raise ShapeError("lstm_backward: saved is of another forward pass; its shapes do not fit")
    return in_precision_of((x, h0, c0, W, b), through_time(dh, dc, x, W, saved, need_dx))


def _sequences(
    who: str,
    x: npt.ArrayLike,
    h0: npt.ArrayLike,
    c0: npt.ArrayLike,
    W: npt.ArrayLike,
    b: npt.ArrayLike,
    **upstream: npt.ArrayLike,
) -> tuple[Array, ...]:
    arrays = {"x": (x, "N T D"), "h0": (h0, "N H"), "c0": (c0, "N H"), "W": (W, "D+H 4H")}
    more = {name: (value, "N T H") for name, value in upstream.items()}
    return fitting_arrays(who, **arrays, b=(b, "4H"), **more)
