"""The cells with gates as layers, to stand in a `Sequential` beside those of `nn`."""

import numpy as np

from dlkit.architectures.gru import gru_backward, gru_forward
from dlkit.architectures.lstm import lstm_backward, lstm_forward
from dlkit.arguments import Array, require_generator, require_number, require_whole_number
from dlkit.recurrent.layers import Recurrent


class LSTM(Recurrent):
    r"""LSTM layer, :math:`c_t = f \odot c_{t-1} + i \odot g`, from a cell of zeros.

    Parameters
    ----------
    inputs, units : int    D and H, at least 1
    rng : numpy.random.Generator    draws the weights, uniform up to :math:`1 / \sqrt H`
    return_sequences : bool    return the states of all steps, not only the last
    forget_bias : float    where the bias of the forget gate starts; the others start at 0

    Attributes
    ----------
    params : dict    W of shape (D + H, 4H) and b of shape (4H,), gates in the order i, f, o, g

    Raises
    ------
    ValueError    if a size is below 1
    TypeError     if an argument is of the wrong kind
    ShapeError    from ``forward``, if x is not (N, T, D)

    Conventions: a forget bias of 1, as in Keras. PyTorch has none, and forgets about half of the
    cell at every step until it has learnt better.

    Examples
    --------
    >>> LSTM(3, 5, rng=np.random.default_rng(0)).forward(np.ones((4, 6, 3))).shape
    (4, 5)

    Source: Jozefowicz, Zaremba, Sutskever, An Empirical Exploration of Recurrent Network
    Architectures, ICML, 2015, section 5.
    """

    def __init__(
        self,
        inputs: int,
        units: int,
        *,
        rng: np.random.Generator,
        return_sequences: bool = False,
        forget_bias: float = 1.0,
    ) -> None:
        D = require_whole_number(inputs, "inputs", "LSTM", at_least=1)
        H = require_whole_number(units, "units", "LSTM", at_least=1)
        W = require_generator(rng, "LSTM").uniform(-1, 1, size=(D + H, 4 * H)) / np.sqrt(H)
        b = np.zeros(4 * H)
        b[H : 2 * H] = require_number(forget_bias, "forget_bias", "LSTM")
        super().__init__(H, return_sequences, W=W, b=b)

    def states(self, x: Array, zeros: Array) -> Array:
        self._inputs = x, zeros, zeros, *self.params.values()
        (h, _), self._saved = lstm_forward(*self._inputs, return_saved=True)
        return h

    def gradients(self, dh: Array, need_dx: bool) -> tuple[Array | None, ...]:
        saved = self._saved
        dx, _, _, *others = lstm_backward(dh, None, *self._inputs, saved=saved, need_dx=need_dx)
        return dx, *others


class GRU(Recurrent):
    r"""GRU layer, :math:`h_t = (1 - z) \odot n + z \odot h_{t-1}`, from zeros.

    Parameters
    ----------
    inputs, units : int    D and H, at least 1
    rng : numpy.random.Generator    draws the weights, uniform up to :math:`1 / \sqrt H`
    return_sequences : bool    return the states of all steps, not only the last
    update_bias : float    where the bias of z starts, above 0 to keep more; the others start at 0

    Attributes
    ----------
    params : dict    Wx (D, 3H), Wh (H, 3H) and b (3H,), gates in the order r, z, n

    Raises
    ------
    ValueError    if a size is below 1
    TypeError     if an argument is of the wrong kind
    ShapeError    from ``forward``, if x is not (N, T, D)

    Conventions: an update bias of 1, for the reason of the LSTM's forget bias; PyTorch has none.

    Examples
    --------
    >>> GRU(3, 5, rng=np.random.default_rng(0)).forward(np.ones((4, 6, 3))).shape
    (4, 5)

    Source: Jozefowicz, Zaremba, Sutskever, An Empirical Exploration of Recurrent Network
    Architectures, ICML, 2015, section 5.
    """

    def __init__(
        self,
        inputs: int,
        units: int,
        *,
        rng: np.random.Generator,
        return_sequences: bool = False,
        update_bias: float = 1.0,
    ) -> None:
        D = require_whole_number(inputs, "inputs", "GRU", at_least=1)
        H = require_whole_number(units, "units", "GRU", at_least=1)
        Wx = require_generator(rng, "GRU").uniform(-1, 1, size=(D, 3 * H)) / np.sqrt(H)
        Wh = rng.uniform(-1, 1, size=(H, 3 * H)) / np.sqrt(H)
        b = np.zeros(3 * H)
        b[H : 2 * H] = require_number(update_bias, "update_bias", "GRU")
        super().__init__(H, return_sequences, Wx=Wx, Wh=Wh, b=b)

    def states(self, x: Array, zeros: Array) -> Array:
        self._inputs = x, zeros, *self.params.values()
        h, self._saved = gru_forward(*self._inputs, return_saved=True)
        return h

    def gradients(self, dh: Array, need_dx: bool) -> tuple[Array | None, ...]:
        dx, _, *others = gru_backward(dh, *self._inputs, saved=self._saved, need_dx=need_dx)
        return dx, *others
