"""A pair becomes an operation, and operands get the operators of NumPy.

`Operand` is what the modes share: a `Tensor` records an operation to go back through it later, a
`Dual` pushes a derivative through it at once. Neither knows a formula.
"""

from __future__ import annotations

import numbers
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial, wraps
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit import activations
from dlkit.arguments import Array, ShapeError, real_array, require_callables
from dlkit.autodiff import pairs, products, reductions
from dlkit.autodiff.tangents import multilinear, selecting, symmetric

Function = Callable[..., Any]


@dataclass(frozen=True)
class Primitive:
    """A pair, with its name and, for forward mode, the rule that pushes a tangent through it.

    ``differentiable`` is how many of the inputs get a gradient; those after them, like the labels
    of a loss, are passed on as they are. None means all.
    """

    name: str
    forward: Function
    backward: Function
    push: Function | None = None
    differentiable: int | None = None

    def bound(self, inputs: Sequence[Any]) -> tuple[Primitive, Sequence[Any]]:
        """Return the primitive of the differentiable inputs alone, and those inputs."""
        if self.differentiable is None:
            return self, inputs
        free, fixed = inputs[: self.differentiable], inputs[self.differentiable :]
        if any(isinstance(x, Operand) for x in fixed):
            raise TypeError(
                f"{self.name}: the targets are a tensor; only the predictions get a gradient, so "
                "give the targets as a plain array"
            )

        def forward(*x: Array, **options: Any) -> Any:
            return self.forward(*x, *fixed, **options)

        def backward(dy: Array, *x: Array, **options: Any) -> Any:
            return self.backward(dy, *x, *fixed, **options)

        return Primitive(self.name, forward, backward, self.push), free

    def with_options(self, options: dict[str, Any]) -> Primitive:
        """Return the primitive with these keyword options filled in."""
        if not options:
            return self
        return replace(
            self,
            forward=partial(self.forward, **options),
            backward=partial(self.backward, **options),
        )

    def operation(self) -> Function:
        """Return the function that applies this primitive to operands, or to plain arrays."""

        @wraps(self.forward)
        def operation(*inputs: Any, **options: Any) -> Any:
            for x in inputs:
                if isinstance(x, Operand):
                    return x.apply(self, inputs, options)
            return self.forward(*inputs, **options)

        return operation

    def value(self, inputs: list[Any], options: dict[str, Any]) -> Array:
        """Compute the output of plain arrays."""
        return np.asarray(self.forward(*inputs, **options))

    def gradients(
        self, dy: Array, inputs: list[Array], options: dict[str, Any]
    ) -> tuple[Array, ...]:
        """Compute one gradient per input, of its shape and dtype."""
        returned = self.backward(dy, *inputs, **options)
        returned = returned if isinstance(returned, tuple | list) else (returned,)
        shapes, needed = [np.shape(gradient) for gradient in returned], [x.shape for x in inputs]
        if shapes != needed:
            raise ShapeError(
                f"{self.name}: its backward returned gradients of the shapes {shapes}; the inputs "
                f"have the shapes {needed}, and each needs a gradient of its own shape"
            )
        return tuple(np.asarray(g, x.dtype) for g, x in zip(returned, inputs, strict=True))


class Operand:
    """Anything with operators: they all go through `apply`, which each mode defines."""

    __array_ufunc__ = None  # so that array * operand asks the operand, not NumPy

    def apply(self, primitive: Primitive, inputs: tuple[Any, ...], options: dict[str, Any]) -> Any:
        raise NotImplementedError

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise TypeError(
            f"a {type(self).__name__} came where a plain array is needed; take an operation of "
            "dlkit.autodiff.ops, or make one of the function with op()"
        )

    def __add__(self, other: Any) -> Any:
        return self.apply(ADD, (self, other), {})

    def __radd__(self, other: Any) -> Any:
        return self.apply(ADD, (other, self), {})

    def __sub__(self, other: Any) -> Any:
        return self.apply(SUBTRACT, (self, other), {})

    def __rsub__(self, other: Any) -> Any:
        return self.apply(SUBTRACT, (other, self), {})

    def __mul__(self, other: Any) -> Any:
        return self.apply(MULTIPLY, (self, other), {})

    def __rmul__(self, other: Any) -> Any:
        return self.apply(MULTIPLY, (other, self), {})

    def __truediv__(self, other: Any) -> Any:
        return self.apply(DIVIDE, (self, other), {})

    def __rtruediv__(self, other: Any) -> Any:
        return self.apply(DIVIDE, (other, self), {})

    def __matmul__(self, other: Any) -> Any:
        return self.apply(MATMUL, (self, other), {})

    def __rmatmul__(self, other: Any) -> Any:
        return self.apply(MATMUL, (other, self), {})

    def __neg__(self) -> Any:
        return self * -1.0

    def __pow__(self, exponent: float) -> Any:
        if not isinstance(exponent, numbers.Real):
            raise TypeError(
                f"power: the exponent is {type(exponent).__name__}; one real number is needed. "
                "For a variable exponent write (exponent * base.log()).exp()"
            )
        return self.apply(POWER, (self,), {"exponent": float(exponent)})

    def __getitem__(self, index: Any) -> Any:
        return self.apply(GETITEM, (self,), {"index": index})

    def exp(self) -> Any:
        return self.apply(EXP, (self,), {})

    def log(self) -> Any:
        return self.apply(LOG, (self,), {})

    def relu(self) -> Any:
        return self.apply(RELU, (self,), {})

    def tanh(self) -> Any:
        return self.apply(TANH, (self,), {})

    def sum(self, axis: reductions.Axis = None, keepdims: bool = False) -> Any:
        return self.apply(SUM, (self,), {"axis": axis, "keepdims": keepdims})

    def mean(self, axis: reductions.Axis = None, keepdims: bool = False) -> Any:
        return self.apply(MEAN, (self,), {"axis": axis, "keepdims": keepdims})

    def max(self, axis: reductions.Axis = None, keepdims: bool = False) -> Any:
        return self.apply(MAX, (self,), {"axis": axis, "keepdims": keepdims})

    def reshape(self, *shape: int | tuple[int, ...]) -> Any:
        lengths = shape[0] if len(shape) == 1 else shape  # (2, 3) and 2, 3 alike
        return self.apply(RESHAPE, (self,), {"shape": lengths})

    def transpose(self, *axes: int) -> Any:
        return self.apply(TRANSPOSE, (self,), {"axes": axes or None})


ADD = Primitive("add", pairs.add, pairs.add_backward, symmetric)
SUBTRACT = Primitive("subtract", pairs.subtract, pairs.subtract_backward, symmetric)
MULTIPLY = Primitive("multiply", pairs.multiply, pairs.multiply_backward, symmetric)
DIVIDE = Primitive("divide", pairs.divide, pairs.divide_backward, symmetric)
POWER = Primitive("power", pairs.power, pairs.power_backward, symmetric)
EXP = Primitive("exp", pairs.exp, pairs.exp_backward, symmetric)
LOG = Primitive("log", pairs.log, pairs.log_backward, symmetric)
RELU = Primitive("relu", activations.relu, activations.relu_backward, symmetric)
TANH = Primitive("tanh", activations.tanh, activations.tanh_backward, symmetric)
MATMUL = Primitive("matmul", products.matmul, products.matmul_backward, multilinear)
SUM = Primitive("sum", reductions.total, reductions.sum_backward, multilinear)
MEAN = Primitive("mean", reductions.mean, reductions.mean_backward, multilinear)
MAX = Primitive("max", reductions.largest, reductions.max_backward, selecting)
RESHAPE = Primitive("reshape", pairs.reshape, pairs.reshape_backward, multilinear)
TRANSPOSE = Primitive("transpose", pairs.transpose, pairs.transpose_backward, multilinear)
GETITEM = Primitive("getitem", reductions.select, reductions.getitem_backward, multilinear)


def op(f: Function, f_backward: Function, *, push: Function | None = None) -> Function:
    r"""Operation on tensors that is made of a pair, the student's own too.

    .. math:: y = f(x_1, \dots, x_k), \qquad
              \Big(\frac{\partial L}{\partial x_1}, \dots, \frac{\partial L}{\partial x_k}\Big)
              = \text{f\_backward}\Big(\frac{\partial L}{\partial y}, x_1, \dots, x_k\Big)

    Parameters
    ----------
    f : callable    from arrays and keyword options to one array
    f_backward : callable    from ``dy``, the same arrays and options to one gradient per array
    push : callable, optional    the rule of forward mode: ``tangents.symmetric``,
        ``tangents.multilinear`` or ``tangents.selecting``

    Returns
    -------
    callable    from tensors, duals or arrays to one of that kind, with the name and text of `f`

    Raises
    ------
    ShapeError    on the way back, if a gradient has not the shape of its array
    TypeError     if forward mode is asked of an operation without `push`
    TypeError     if `f` or `f_backward` is no function

    Examples
    --------
    >>> from dlkit.autodiff import Tensor
    >>> cube = op(lambda x: x**3, lambda dy, x: 3 * x**2 * dy)
    >>> x = Tensor([1.0, -2.0])
    >>> cube(x).sum().backward()
    >>> x.grad
    array([ 3., 12.])

    Source: Baydin, Pearlmutter, Radul, Siskind, Automatic Differentiation in Machine Learning:
    a Survey, Journal of Machine Learning Research 18(153), 2018, section 3.2.
    """
    require_callables("op", f=f, f_backward=f_backward)
    return Primitive(getattr(f, "__name__", type(f).__name__), f, f_backward, push).operation()


def as_array(value: npt.ArrayLike, like: Array) -> Array:
    """Return an operand as an array; a bare number takes the precision of its partner."""
    if isinstance(value, numbers.Real):
        return np.asarray(value, like.dtype)
    return real_array(value, "an operand", "autodiff")
