"""Layers in a row, whose weights and gradients each lie in one flat vector."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, plain_array
from dlkit.regularization.nn.layer import Layer
from dlkit.regularization.nn.trainable import Trainable


class Sequential(Trainable, Layer):
    r"""Layers in a row, trained as one.

    .. math:: y = f_L(\cdots f_2(f_1(x; \theta_1); \theta_2) \cdots; \theta_L)

    Parameters
    ----------
    layers : list of Layer    at least one; each object may stand there once
    dtype : numpy dtype    float32 trains about twice as fast, float64 is exact

    Attributes
    ----------
    p, g : (size,), (size,)    all weights and all gradients; an optimizer changes p in place
    children : list of Layer    the layers, whose arrays are views of p and g
    training : bool    see `train`

    Raises
    ------
    ValueError    if there is no layer, a layer comes twice, or a name in `compile` is unknown
    TypeError     if something in the list is not a layer, or `dtype` another one

    Conventions: `backward` overwrites g, so nothing has to be set to zero between the steps.

    Examples
    --------
    >>> from dlkit.regularization import nn
    >>> model = Sequential([nn.Dense(2, 3, rng=np.random.default_rng(0)), nn.Activation("relu")])
    >>> model.size, model.p.shape, model.forward(np.ones((4, 2))).shape
    (9, (9,), (4, 3))

    Source: Chollet et al., Keras, 2015, the Sequential model.
    """

    def __init__(self, layers: Iterable[Layer], *, dtype: npt.DTypeLike = np.float64) -> None:
        super().__init__()
        if np.dtype(dtype) not in (np.float64, np.float32):
            raise TypeError(f"Sequential: dtype is {np.dtype(dtype)}; float64 or float32 is needed")
        self.children = list(layers)
        if not self.children:
            raise ValueError("Sequential: there is no layer; at least one is needed")
        for index, layer in enumerate(self.children):
            if not isinstance(layer, Layer):
                raise TypeError(
                    f"Sequential: entry {index} is {type(layer).__name__}; a Layer is needed "
                    "(nn.Function makes one from any pair)"
                )
            if any(layer is earlier for earlier in self.children[:index]):
                raise ValueError(f"Sequential: entry {index} has come before; make a second layer")
        self.reads_integers = self.children[0].reads_integers
        self._learning = [index for index, layer in enumerate(self.children) if layer.size]
        self.bind(np.zeros(self.size, dtype), np.zeros(self.size, dtype))

    def bind(self, p: Array, g: Array) -> None:
        """Move all weights into p and all gradients into g."""
        super().bind(p, g)
        self.p, self.g = p, g

    def forward(self, x: npt.ArrayLike) -> Array:
        """Return the outputs for a batch of inputs."""
        h = plain_array(x, "x", "Sequential")
        if not self.reads_integers:
            h = h.astype(self.p.dtype, copy=False)
        index = 0
        try:
            for index in range(len(self.children)):
                h = self.children[index].forward(h)
        except Exception as error:
            error.add_note(self._where(index))
            raise
        return h

    def backward(self, dy: Array, *, need_dx: bool = True) -> Array | None:
        """Write all gradients into g; return that of the inputs if it is needed."""
        first = 0 if need_dx or not self._learning else self._learning[0]
        gradient: Any = dy
        index = 0
        try:
            for index in reversed(range(first, len(self.children))):
                needed = need_dx or index > first
                gradient = self.children[index].backward(gradient, need_dx=needed)
        except Exception as error:
            error.add_note(self._where(index))
            raise
        return gradient if need_dx else None

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make the arrays of the layers views again, after copy.deepcopy."""
        self.__dict__.update(state)
        self.bind(self.p, self.g)

    def _where(self, index: int) -> str:
        return f"in layer {index}, {type(self.children[index]).__name__}"

    def state(self) -> dict[str, Array]:
        """Return copies of the weights p and of every buffer, by name."""
        return {"p": self.p.copy(), **{name: a.copy() for name, a in self.named_buffers()}}

    def load_state(self, state: dict[str, Array]) -> None:
        """Put back what `state` returned; another network's state is refused."""
        places = {"p": self.p, **dict(self.named_buffers())}
        if {k: np.shape(a) for k, a in state.items()} != {k: a.shape for k, a in places.items()}:
            raise ShapeError(
                f"Sequential.load_state: the state has {_shapes(state)}; "
                f"this network has {_shapes(places)}"
            )
        for name, place in places.items():
            place[...] = state[name]


def _shapes(state: dict[str, Array]) -> str:
    return ", ".join(f"{name} {np.shape(array)}" for name, array in state.items())
