"""The tape: tensors that remember how they were made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_array
from dlkit.autodiff.comparisons import Compared
from dlkit.autodiff.operations import Operand, Primitive, as_array
from dlkit.autodiff.reverse import backward

# One flag per thread and per asyncio task: a demo that evaluates must not stop one that trains.
_recording: ContextVar[bool] = ContextVar("recording", default=True)

Pull = Callable[[Array], tuple[Array, ...]]


class Tensor(Compared, Operand):
    r"""Array that records what is computed with it, so that gradients can flow back.

    .. math:: y = f(x) \;\text{ is recorded as }\; \text{parents}(y) = (x), \quad
              \text{pull}(dy) = \text{f\_backward}(dy, x)

    Operators are those of NumPy, with broadcasting: ``+ - * / ** @ []`` and the methods ``exp log
    relu tanh sum mean max reshape transpose``. Plain arrays and numbers among them are constants.
    Comparisons give plain arrays of truth values; a tensor of one number is as true as the number.

    Parameters
    ----------
    data : array of any shape    shared, not copied: an optimizer may change it between graphs
    requires_grad : bool    whether ``backward`` should leave a gradient in ``grad``
    name : str    what drawings call it

    Attributes
    ----------
    data : array    the value
    grad : array of the shape of `data`, or None    set by ``backward``
    parents : tuple of Tensor    what it was made of; empty for a leaf
    requires_grad, name : as given    a result is named after its operation

    Raises
    ------
    TypeError     if `data` does not hold real numbers
    ShapeError    from the operators, if shapes do not broadcast

    Conventions: tensors of one's own require a gradient unless told otherwise (PyTorch's default
    is the other way round). The maximum of equal elements is the first of them.

    Examples
    --------
    >>> x, W = Tensor([[1.0, 2.0]]), Tensor([[3.0], [4.0]])
    >>> ((x @ W) ** 2).sum().backward()
    >>> W.grad
    array([[22.],
           [44.]])

    Source: Baydin, Pearlmutter, Radul, Siskind, Automatic Differentiation in Machine Learning:
    a Survey, Journal of Machine Learning Research 18(153), 2018, section 3.2.
    """

    def __init__(self, data: npt.ArrayLike, *, requires_grad: bool = True, name: str = "") -> None:
        if isinstance(data, Tensor):
            raise TypeError("Tensor: data is a Tensor already; use it, or its detach()")
        self.data: Array = real_array(data, "data", "Tensor")
        self.grad: Array | None = None
        self.parents: tuple[Tensor, ...] = ()
        self.requires_grad = requires_grad
        self.name = name
        self._pull: Pull | None = None

    def apply(
        self, primitive: Primitive, inputs: tuple[Any, ...], options: dict[str, Any]
    ) -> Tensor:
        """Compute a primitive of these inputs, and record it where a gradient may be asked for."""
        primitive, operands = primitive.bound(inputs)
        tensors = tuple(self._constant(x) for x in operands)
        arrays = [tensor.data for tensor in tensors]
        wanted = _recording.get() and any(tensor.requires_grad for tensor in tensors)
        result = Tensor(primitive.value(arrays, options), requires_grad=wanted, name=primitive.name)
        if wanted:
            result.parents = tensors
            result._pull = lambda dy: primitive.gradients(dy, arrays, options)
        return result

    def pull(self, dy: Array) -> tuple[Array, ...]:
        """Return the gradients with respect to the parents."""
        return self._pull(dy) if self._pull else ()

    def backward(self, dy: npt.ArrayLike | None = None) -> None:
        """Leave gradients in ``grad`` of everything this tensor was made of."""
        backward(self, dy)

    def zero_grad(self) -> None:
        """Forget the gradient that has accumulated."""
        self.grad = None

    def detach(self) -> Tensor:
        """Return a leaf with the same data that requires no gradient and knows no parents."""
        return Tensor(self.data, requires_grad=False, name=self.name)

    @property
    def shape(self) -> tuple[int, ...]:
        return self.data.shape

    @property
    def T(self) -> Tensor:  # noqa: N802 - NumPy's name
        transposed: Tensor = self.transpose()
        return transposed

    def values_of(self) -> Array:
        return self.data

    def __len__(self) -> int:
        return len(self.data)

    def __float__(self) -> float:
        return self.data.item()  # one element, or NumPy's own complaint

    def __repr__(self) -> str:
        return f"Tensor({np.array2string(self.data, separator=', ', prefix='Tensor(')})"

    def _constant(self, x: Any) -> Tensor:
        if isinstance(x, Tensor):
            return x
        return Tensor(as_array(x, self.data), requires_grad=False)


@contextmanager
def no_grad() -> Iterator[None]:
    r"""Compute without recording: to evaluate a model, or to change its weights.

    Inside, results are element-wise the same, but have no parents: :math:`\text{parents}(y) = ()`.

    Returns
    -------
    context manager    for ``with``; may be nested, and an exception ends it as well

    Examples
    --------
    >>> x = Tensor(3.0)
    >>> with no_grad():
    ...     y = x * x
    >>> y.requires_grad, (x * x).requires_grad
    (False, True)

    Source: Paszke et al., PyTorch: An Imperative Style, High-Performance Deep Learning Library,
    NeurIPS, 2019.
    """
    token = _recording.set(False)
    try:
        yield
    finally:
        _recording.reset(token)
