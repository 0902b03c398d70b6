"""The layers for sequences, to stand in a `Sequential` beside those of `nn`."""

from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    ShapeError,
    require_axes,
    require_generator,
    require_whole_number,
    whole_numbers,
)
from dlkit.initialization import normal, orthogonal, xavier_uniform
from dlkit.recurrent.embeddings import embed, embed_backward
from dlkit.recurrent.sequences import rnn_backward, rnn_forward
from dlkit.regularization.nn import Layer


class Recurrent(Layer):
    """What the recurrent layers share: a start from zeros, and one state or all of them.

    A subclass runs its pair in `states` and in `gradients`, which leave out those of the start.
    """

    def __init__(self, units: int, return_sequences: bool, **params: npt.ArrayLike) -> None:
        super().__init__(**params)
        self.units, self.return_sequences = units, return_sequences
        self._inputs: tuple[Array, ...] = ()
        self._saved: Any = None

    def states(self, x: Array, zeros: Array) -> Array:
        """Return the states of all steps, (N, T, H)."""
        raise NotImplementedError(f"{type(self).__name__} has no states")

    def gradients(self, dh: Array, need_dx: bool) -> tuple[Array | None, ...]:
        """Return the gradients of x and of the parameters."""
        raise NotImplementedError(f"{type(self).__name__} has no gradients")

    def forward(self, x: Array) -> Array:
        require_axes(x, "NTD", "x", type(self).__name__)
        if not self.return_sequences and x.shape[1] == 0:
            raise ShapeError(
                f"{type(self).__name__}: x has shape {x.shape}; a sequence without steps has no "
                "last state"
            )
        dtype = next(iter(self.params.values())).dtype
        h = self.states(x, np.zeros((len(x), self.units), dtype))
        self._shape = h.shape
        return h if self.return_sequences else h[:, -1]

    def backward(self, dy: Array, *, need_dx: bool = True) -> Array | None:
        dh = dy
        if not self.return_sequences:  # only the last state has been read
            dh = np.zeros(self._shape, dy.dtype)
            dh[:, -1] = dy
        dx, *gradients = self.gradients(dh, need_dx)
        for place, gradient in zip(self.grads.values(), gradients, strict=True):
            place[...] = gradient
        return dx


class RNN(Recurrent):
    r"""Recurrent layer, :math:`h_t = \tanh(x_t W_x + h_{t-1} W_h + b)`, from zeros.

    Parameters
    ----------
    inputs, units : int    D and H, at least 1
    rng : numpy.random.Generator    draws the weights
    return_sequences : bool    return the states of all steps, not only the last

    Attributes
    ----------
    params : dict    Wx of shape (D, H), Wh of shape (H, H), orthogonal at the start, and b

    Raises
    ------
    ValueError    if a size is below 1
    TypeError     if an argument is of the wrong kind
    ShapeError    from ``forward``, if x is not (N, T, D)

    Conventions: an orthogonal Wh, which neither shortens nor lengthens a state.

    Examples
    --------
    >>> RNN(3, 5, rng=np.random.default_rng(0)).forward(np.ones((4, 6, 3))).shape
    (4, 5)

    Source: Saxe, McClelland, Ganguli, Exact solutions to the nonlinear dynamics of learning in
    deep linear neural networks, ICLR, 2014.
    """

    def __init__(
        self,
        inputs: int,
        units: int,
        *,
        rng: np.random.Generator,
        return_sequences: bool = False,
    ) -> None:
        D = require_whole_number(inputs, "inputs", "RNN", at_least=1)
        H = require_whole_number(units, "units", "RNN", at_least=1)
        Wx = xavier_uniform((D, H), rng=require_generator(rng, "RNN"))
        Wh = orthogonal((H, H), rng=rng)
        super().__init__(H, return_sequences, Wx=Wx, Wh=Wh, b=np.zeros(H))

    def states(self, x: Array, zeros: Array) -> Array:
        self._inputs = x, zeros, *self.params.values()
        h, self._saved = rnn_forward(*self._inputs, return_saved=True)
        return h

    def gradients(self, dh: Array, need_dx: bool) -> tuple[Array | None, ...]:
        dx, _, *others = rnn_backward(dh, *self._inputs, saved=self._saved, need_dx=need_dx)
        return dx, *others


class Embedding(Layer):
    r"""Symbols as rows of a matrix that is learnt, :math:`y_{nt} = E_{i_{nt}}`.

    Parameters
    ----------
    symbols, features : int    C and D, at least 1
    rng : numpy.random.Generator    draws the rows from a normal distribution of deviation 1
    padding : int or None    a symbol whose row stays at 0

    Attributes
    ----------
    params : dict    E of shape (C, D)

    Raises
    ------
    ValueError    if a size is below 1, or `padding` or an id in ``forward`` is outside 0..C-1
    TypeError     if an argument is of the wrong kind; from ``forward`` if ids are no integers

    Examples
    --------
    >>> Embedding(9, 3, rng=np.random.default_rng(0)).forward(np.array([[1, 8]])).shape
    (1, 2, 3)

    Source: Bengio, Ducharme, Vincent, Jauvin, A Neural Probabilistic Language Model, Journal of
    Machine Learning Research 3, 2003, pages 1137-1155.
    """

    reads_integers = True

    def __init__(
        self,
        symbols: int,
        features: int,
        *,
        rng: np.random.Generator,
        padding: int | None = None,
    ) -> None:
        C = require_whole_number(symbols, "symbols", "Embedding", at_least=1)
        D = require_whole_number(features, "features", "Embedding", at_least=1)
        E = normal((C, D), std=1.0, rng=require_generator(rng, "Embedding"))
        if padding is not None:
            E[whole_numbers([padding], C, "padding", "Embedding")] = 0
        super().__init__(E=E)
        self.padding = padding

    def forward(self, x: Array) -> Array:
        self._ids = x
        return embed(x, self.params["E"])

    def backward(self, dy: Array, *, need_dx: bool = True) -> None:
        dE = embed_backward(dy, self._ids, self.params["E"], padding=self.padding)
        self.grads["E"][...] = dE


class EachStep(Layer):
    r"""A layer for single samples at every step, :math:`y_{nt} = f(x_{nt})`.

    Parameters
    ----------
    layer : Layer    such as `Dense`, from (N, D) to (N, M)

    Attributes
    ----------
    children : list of Layer    the one layer; its arrays are those that are learnt

    Raises
    ------
    ShapeError    from ``forward``, if x is not (N, T, D)

    Examples
    --------
    >>> from dlkit.regularization import nn
    >>> EachStep(nn.Dense(3, 2, rng=np.random.default_rng(0))).forward(np.ones((4, 6, 3))).shape
    (4, 6, 2)

    Source: Chollet et al., Keras, 2015, the TimeDistributed layer.
    """

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.children = [layer]

    def forward(self, x: Array) -> Array:
        require_axes(x, "NTD", "x", "EachStep")
        self._steps = N, T = x.shape[:2]
        y = self.children[0].forward(x.reshape(N * T, x.shape[2]))  # (N, T, D) -> (N*T, D)
        return y.reshape(N, T, *y.shape[1:])

    def backward(self, dy: Array, *, need_dx: bool = True) -> Array | None:
        N, T = self._steps
        flat = dy.reshape(N * T, *dy.shape[2:])  # (N, T, M) -> (N*T, M)
        dx = self.children[0].backward(flat, need_dx=need_dx)
        return None if dx is None else dx.reshape(N, T, *dx.shape[1:])
