"""What a layer is: parameters with their gradients, a way forward and a way back.

No formula stands here. A layer calls a pair ``f``, ``f_backward`` of some topic, keeps the inputs
in between, and files the gradients.
"""

import inspect
from collections.abc import Callable, Iterator
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, real_array, require_callables

SEVERAL = (tuple, list)  # what a pair with parameters returns its gradients in


class Layer:
    r"""A part of a network, with what it learns; the base of every layer.

    A layer maps :math:`x` to :math:`y = f(x; \theta)` in `forward`, and in `backward` the
    gradient with respect to y to the one with respect to x. A subclass writes both.

    Parameters
    ----------
    **params : arrays of any shape    what the layer learns, by name

    Attributes
    ----------
    params, grads : dict of arrays    the parameters and, after `backward`, their gradients; in a
        `Sequential` both are views of its vectors p and g, to be changed in place
    buffers : dict of arrays    what is kept but not learnt, such as running means
    children : list of Layer    layers inside this one
    training : bool    whether dropout drops and batch norm uses the batch; see `train`
    reads_integers : bool    whether the inputs are indices, as those of an embedding

    Raises
    ------
    TypeError    if a parameter does not hold real numbers

    Examples
    --------
    >>> class Double(Layer):
    ...     def forward(self, x):
    ...         return 2 * x
    ...     def backward(self, dy, *, need_dx=True):
    ...         return 2 * dy
    >>> Double().backward(np.array([3.0]))
    array([6.])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.5.6.
    """

    reads_integers = False

    def __init__(self, **params: npt.ArrayLike) -> None:
        who = type(self).__name__
        self.params: dict[str, Array] = {
            name: real_array(value, name, who).copy() for name, value in params.items()
        }
        self.grads = {name: np.zeros_like(value) for name, value in self.params.items()}
        self.buffers: dict[str, Array] = {}
        self.children: list[Layer] = []
        self.training = True

    @property
    def size(self) -> int:
        """The number of weights, those of the layers inside included."""
        own = sum(value.size for value in self.params.values())
        return own + sum(child.size for child in self.children)

    def bind(self, p: Array, g: Array) -> None:
        """Move the parameters into p and the gradients into g, two vectors of `size` numbers."""
        start = 0
        for name, value in self.params.items():
            here = slice(start, start + value.size)
            self.params[name], self.grads[name] = p[here].reshape(value.shape), g[here]
            self.params[name][...] = value
            self.grads[name] = self.grads[name].reshape(value.shape)
            start = here.stop
        for name, value in self.buffers.items():
            self.buffers[name] = value.astype(p.dtype)
        for child in self.children:
            here = slice(start, start + child.size)
            child.bind(p[here], g[here])
            start = here.stop

    def train(self, mode: bool = True) -> None:
        """Switch to training, or with False to evaluation, in every layer inside too."""
        self.training = mode
        for child in self.children:
            child.train(mode)

    def named_buffers(self, prefix: str = "") -> Iterator[tuple[str, Array]]:
        """Yield name and array of every buffer, as in ("2.running_mean", array)."""
        for name, value in self.buffers.items():
            yield prefix + name, value
        for index, child in enumerate(self.children):
            yield from child.named_buffers(f"{prefix}{index}.")

    def forward(self, x: Array) -> Array:
        """Return the outputs, and remember what `backward` needs."""
        raise NotImplementedError(f"{type(self).__name__} has no forward")

    def backward(self, dy: Array, *, need_dx: bool = True) -> Array | None:
        """Write the gradients of the parameters into `grads`; return that of the inputs."""
        raise NotImplementedError(f"{type(self).__name__} has no backward")


class Function(Layer):
    r"""Any pair of functions as a layer, a student's own too.

    .. math:: y = f(x, \theta_1, \theta_2, \ldots), \qquad
              \frac{\partial L}{\partial x}, \frac{\partial L}{\partial \theta_1}, \ldots
              = \text{f\_backward}(dy, x, \theta_1, \ldots)

    Parameters
    ----------
    f : callable    from the inputs and the parameters to the outputs
    f_backward : callable    from ``dy`` and the arguments of `f` to one gradient per array; to
        one plain array where there are no parameters
    options : dict    keyword arguments for both
    **params : arrays of any shape    in the order in which `f` takes them

    Attributes
    ----------
    params, grads : dict of arrays    as in `Layer`

    Raises
    ------
    ShapeError    from ``backward``, if a gradient has not the shape of its parameter
    TypeError     if a parameter does not hold real numbers, or the number of gradients is wrong
    TypeError     if `f` or `f_backward` is no function
    RuntimeError  from ``backward``, if there was no ``forward`` before

    Conventions: where the pair offers them, ``need_dx=False`` skips a gradient nobody reads, and
    ``return_saved=True`` hands what is dear to compute from `f` to `f_backward` as ``saved``.

    Examples
    --------
    >>> def scale(x, a):
    ...     return a * x
    >>> def scale_backward(dy, x, a):
    ...     return a * dy, np.sum(x * dy)
    >>> layer = Function(scale, scale_backward, a=3.0)
    >>> layer.forward(np.array([1.0, 2.0])), layer.backward(np.array([1.0, 10.0]))
    (array([3., 6.]), array([ 3., 30.]))
    >>> layer.grads
    {'a': array(21.)}

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.5.6.
    """

    def __init__(
        self,
        f: Callable[..., Any],
        f_backward: Callable[..., Any],
        *,
        options: dict[str, Any] | None = None,
        **params: npt.ArrayLike,
    ) -> None:
        require_callables("Function", f=f, f_backward=f_backward)
        super().__init__(**params)
        self._f, self._f_backward, self._options = f, f_backward, options or {}
        skip = {"need_dx": False} if _offers(f_backward, "need_dx") else {}
        self._back_options = {True: self._options, False: self._options | skip}
        self._saves = _offers(f, "return_saved") and _offers(f_backward, "saved")
        self._inputs: tuple[Array, ...] = ()
        self._saved: dict[str, Any] = {}

    def forward(self, x: Array) -> Array:
        self._inputs = (x, *self.params.values())
        if not self._saves:
            return cast(Array, self._f(*self._inputs, **self._options))
        y, saved = self._f(*self._inputs, return_saved=True, **self._options)
        self._saved = {"saved": saved}
        return cast(Array, y)

    def backward(self, dy: Array, *, need_dx: bool = True) -> Array | None:
        if not self._inputs:
            raise RuntimeError(f"{self._name()}: no forward pass has come before")
        options = self._back_options[need_dx]
        gradients = self._f_backward(dy, *self._inputs, **self._saved, **options)
        if not self.params:
            return cast(Array | None, gradients)
        if not isinstance(gradients, SEVERAL) or len(gradients) != 1 + len(self.params):
            raise TypeError(
                f"{self._name()}: {_count(gradients)} came; a tuple with one gradient for x "
                f"and one for each of {', '.join(self.params)} is needed"
            )
        for (name, place), gradient in zip(self.grads.items(), gradients[1:], strict=True):
            if np.shape(gradient) != place.shape:
                raise ShapeError(
                    f"{self._name()}: the gradient of {name} has shape {np.shape(gradient)}; "
                    f"the shape of {name}, {place.shape}, is needed"
                )
            place[...] = gradient
        return cast(Array | None, gradients[0])

    def _name(self) -> str:
        return getattr(self._f_backward, "__name__", "f_backward")


def _offers(function: Callable[..., Any], keyword: str) -> bool:
    """Whether a function takes an argument of that name; ufuncs and the like do not tell."""
    try:
        return keyword in inspect.signature(function).parameters
    except (TypeError, ValueError):
        return False


def _count(gradients: Any) -> str:
    if isinstance(gradients, SEVERAL):
        return f"{len(gradients)} gradient{'s' * (len(gradients) != 1)}"
    return type(gradients).__name__
