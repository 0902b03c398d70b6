"""The layers that do something else in training than in evaluation."""

from typing import Any

import numpy as np

from dlkit.arguments import Array, require_generator, require_number, require_whole_number
from dlkit.regularization.augmentation import random_shifts
from dlkit.regularization.batch_norm import batchnorm_backward, batchnorm_forward
from dlkit.regularization.dropout import dropout_backward, dropout_forward
from dlkit.regularization.nn.layer import Layer


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
        self.p, self.rng = require_number(p, "p", "Dropout"), require_generator(rng, "Dropout")
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
        D = require_whole_number(features, "features", "BatchNorm", at_least=1)
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


class RandomShift(Layer):
    r"""Move each image by a few pixels in training.

    A layer around `random_shifts`, from :math:`(N, C, H, W)` to the same shape.

    Parameters
    ----------
    most : int    the largest move, from 0 on
    rng : numpy.random.Generator    draws the moves

    Attributes
    ----------
    most, rng : as given    a checkpoint needs the state of `rng`; there are no arrays to learn

    Raises
    ------
    ValueError     if `most` is negative
    TypeError      if an argument is of the wrong kind
    ShapeError     from ``forward``, if x is not (N, C, H, W)
    RuntimeError   from ``backward``: it stands in front of everything that learns

    Conventions: new moves at every step, so that hardly an image comes twice; none in evaluation.

    Examples
    --------
    >>> layer = RandomShift(1, rng=np.random.default_rng(0))
    >>> layer.train(False)
    >>> layer.forward(np.ones((1, 1, 1, 2)))
    array([[[[1., 1.]]]])

    Source: Simard, Steinkraus, Platt, Best Practices for Convolutional Neural Networks Applied
    to Visual Document Analysis, ICDAR, 2003, section 2.
    """

    def __init__(self, most: int, *, rng: np.random.Generator) -> None:
        super().__init__()
        self.most = require_whole_number(most, "most", "RandomShift", at_least=0)
        self.rng = require_generator(rng, "RandomShift")

    def forward(self, x: Array) -> Array:
        return random_shifts(x, self.most, rng=self.rng) if self.training else x

    def backward(self, dy: Array, *, need_dx: bool = True) -> Array:
        raise RuntimeError("RandomShift: it has no backward; put it in front of what learns")
