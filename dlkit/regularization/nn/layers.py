"""The layers of a network without convolutions and recurrences."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit import activations
from dlkit._requirements import Array, generator, number, whole_number
from dlkit.backprop import dense_backward
from dlkit.initialization import he_normal
from dlkit.regularization.batch_norm import batchnorm_backward, batchnorm_forward
from dlkit.regularization.dropout import dropout_backward, dropout_forward
from dlkit.regularization.layer_norm import layernorm_backward, layernorm_forward
from dlkit.regularization.nn.layer import Function, Layer
from dlkit.shapes import dense_forward


class Dense(Function):
    r"""Dense layer, :math:`y = xW + b`.

    Parameters
    ----------
    inputs, outputs : int    D and M, at least 1
    rng : numpy.random.Generator    draws the weights
    init : callable    from the shape ``(D, M)`` and ``rng=`` to the weights; biases start at 0

    Attributes
    ----------
    params : dict    W of shape (D, M) and b of shape (M,)

    Raises
    ------
    ValueError    if a size is below 1
    TypeError     if an argument is of the wrong kind
    ShapeError    from ``forward``, if x is not (N, D)

    Examples
    --------
    >>> Dense(3, 2, rng=np.random.default_rng(0)).forward(np.ones((4, 3))).shape
    (4, 2)

    Source: He, Zhang, Ren, Sun, Delving Deep into Rectifiers, ICCV, 2015, section 2.2.
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        *,
        rng: np.random.Generator,
        init: Callable[..., npt.ArrayLike] = he_normal,
    ) -> None:
        D = whole_number("Dense", "inputs", inputs, least=1)
        M = whole_number("Dense", "outputs", outputs, least=1)
        W = init((D, M), rng=generator("Dense", rng))
        super().__init__(dense_forward, dense_backward, W=W, b=np.zeros(M))


class Activation(Function):
    r"""An activation by its name, :math:`y = \varphi(x)`, element-wise.

    Parameters
    ----------
    name : str    of `dlkit.activations`: "relu", "tanh", "sigmoid", "gelu" ...
    **options : float    for the activation, such as the slope of "leaky_relu"

    Attributes
    ----------
    params : dict    empty; there are no arrays to learn

    Raises
    ------
    ValueError    if there is no such activation

    Examples
    --------
    >>> Activation("relu").forward(np.array([-1.0, 2.0]))
    array([0., 2.])

    Source: Glorot, Bordes, Bengio, Deep Sparse Rectifier Neural Networks, AISTATS, 2011.
    """

    def __init__(self, name: str, **options: Any) -> None:
        pairs = [n for n in activations.__all__ if f"{n}_backward" in activations.__all__]
        if name not in pairs:
            raise ValueError(f"Activation: name is {name!r}; one of {', '.join(pairs)} is needed")
        backward = getattr(activations, f"{name}_backward")
        super().__init__(getattr(activations, name), backward, options=options)


class Flatten(Layer):
    r"""Make one row of each sample, :math:`(N, C, H, W) \to (N, C H W)`.

    Parameters
    ----------
    none

    Attributes
    ----------
    params : dict    empty; there are no arrays to learn

    Raises
    ------
    ValueError    from ``backward``, if dy has another number of elements

    Examples
    --------
    >>> Flatten().forward(np.zeros((5, 2, 3, 4))).shape
    (5, 24)

    Source: Chollet et al., Keras, 2015, the Flatten layer.
    """

    def __init__(self) -> None:
        super().__init__()

    def forward(self, x: Array) -> Array:
        self._shape = x.shape
        return x.reshape(len(x), int(np.prod(x.shape[1:])))  # (N, C, H, W) -> (N, C*H*W)

    def backward(self, dy: Array, *, need_dx: bool = True) -> Array:
        return dy.reshape(self._shape)  # (N, C*H*W) -> (N, C, H, W)


class Dropout(Layer):
    r"""Dropout, :math:`y = x \odot m` in training and :math:`y = x` otherwise.

    Parameters
    ----------
    p : float    the probability of dropping, in [0, 1]
    rng : numpy.random.Generator    draws the masks, arrays of the shape of x

    Attributes
    ----------
    p, rng : as given    a checkpoint needs the state of `rng`

    Raises
    ------
    ValueError    if `p` is outside [0, 1]
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> Dropout(1.0, rng=np.random.default_rng(0)).forward(np.ones(2))
    array([0., 0.])

    Source: Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, Dropout: A Simple Way to
    Prevent Neural Networks from Overfitting, JMLR 15, 2014.
    """

    def __init__(self, p: float, *, rng: np.random.Generator) -> None:
        super().__init__()
        self.p, self.rng = number("Dropout", "p", p), generator("Dropout", rng)
        dropout_forward(np.zeros(1), p, rng=np.random.default_rng(0))  # refuses a wrong p now

    def forward(self, x: Array) -> Array:
        y, self._mask = dropout_forward(x, self.p, rng=self.rng, train=self.training)
        return y

    def backward(self, dy: Array, *, need_dx: bool = True) -> Array:
        return dropout_backward(dy, self._mask)


class BatchNorm(Layer):
    r"""Batch norm, :math:`y = \gamma \hat x + \beta`, with its running state.

    Parameters
    ----------
    features : int    D for inputs (N, D), C for images (N, C, H, W)
    momentum, eps : float    as in `batchnorm_forward`

    Attributes
    ----------
    params : dict    gamma and beta, of shape (D,)
    buffers : dict    running_mean and running_var, of shape (D,)

    Raises
    ------
    ValueError    if an argument is out of range; from ``forward`` as in `batchnorm_forward`
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> BatchNorm(1).forward(np.array([[1.0], [3.0]])).round(3).ravel()
    array([-1.,  1.])

    Source: Ioffe, Szegedy, Batch Normalization, ICML, 2015.
    """

    def __init__(self, features: int, *, momentum: float = 0.1, eps: float = 1e-5) -> None:
        D = whole_number("BatchNorm", "features", features, least=1)
        super().__init__(gamma=np.ones(D), beta=np.zeros(D))
        self.buffers = {"running_mean": np.zeros(D), "running_var": np.ones(D)}
        self.momentum, self.eps = momentum, eps

    def forward(self, x: Array) -> Array:
        mode: dict[str, Any] = {"train": self.training, "eps": self.eps}
        # The backward pass reads the state as it was, in the mode of this pass.
        state = [array.copy() for array in self.buffers.values()]
        self._inputs, self._mode = (x, *self.params.values(), *state), mode
        y, *new = batchnorm_forward(*self._inputs, momentum=self.momentum, **mode)
        for place, array in zip(self.buffers.values(), new, strict=True):
            place[...] = array
        return y

    def backward(self, dy: Array, *, need_dx: bool = True) -> Array:
        dx, *gradients = batchnorm_backward(dy, *self._inputs, **self._mode)
        for place, gradient in zip(self.grads.values(), gradients, strict=True):
            place[...] = gradient
        return dx


class LayerNorm(Function):
    r"""Layer norm, :math:`y = \gamma \hat x + \beta`, over the last axis.

    Parameters
    ----------
    features : int    D, the length of the last axis
    eps : float    as in `layernorm_forward`

    Attributes
    ----------
    params : dict    gamma and beta, of shape (D,)

    Raises
    ------
    ValueError    if `features` is below 1
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> LayerNorm(2).forward(np.array([[1.0, 3.0]])).round(3)
    array([[-1.,  1.]])

    Source: Ba, Kiros, Hinton, Layer Normalization, arXiv:1607.06450, 2016, section 3.
    """

    def __init__(self, features: int, *, eps: float = 1e-5) -> None:
        D = whole_number("LayerNorm", "features", features, least=1)
        super().__init__(
            layernorm_forward,
            layernorm_backward,
            options={"eps": eps},
            gamma=np.ones(D),
            beta=np.zeros(D),
        )
