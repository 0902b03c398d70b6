"""Forward mode: numbers that carry their derivative along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_array, require_callables, require_same_shape
from dlkit.autodiff.comparisons import Compared
from dlkit.autodiff.operations import Operand, Primitive, as_array


class Dual(Compared, Operand):
    r"""Value with a tangent: how fast it changes along one direction of the inputs.

    .. math:: f(x + \varepsilon v) = f(x) + \varepsilon \, J v, \qquad \varepsilon^2 = 0

    Nothing is recorded: value and derivative travel together, once through the program.

    Parameters
    ----------
    value : array of any shape
    tangent : the shape of `value`

    Attributes
    ----------
    value, tangent : arrays of one shape

    Raises
    ------
    ShapeError    if the shapes differ
    TypeError     if an argument does not hold real numbers; from an operation without a rule
        for forward mode

    Examples
    --------
    >>> x = Dual(3.0, 1.0)
    >>> y = x * x + x
    >>> y.value, y.tangent
    (array(12.), array(7.))

    Source: Wengert, A Simple Automatic Derivative Evaluation Program, Communications of the ACM
    7, 1964, pages 463-464.
    """

    def __init__(self, value: npt.ArrayLike, tangent: npt.ArrayLike) -> None:
        self.value: Array = real_array(value, "value", "Dual")
        self.tangent = real_array(tangent, "tangent", "Dual").astype(self.value.dtype)
        require_same_shape("Dual", value=self.value, tangent=self.tangent)

    def apply(self, primitive: Primitive, inputs: tuple[Any, ...], options: dict[str, Any]) -> Dual:
        """Compute a primitive of these inputs, and push their tangents through it."""
        primitive, operands = primitive.bound(inputs)
        if primitive.push is None:
            raise TypeError(
                f"{primitive.name}: there is no rule for forward mode; give op() a push, for "
                "example dlkit.autodiff.tangents.symmetric for an element-wise function"
            )
        arrays = [x.value if isinstance(x, Dual) else as_array(x, self.value) for x in operands]
        tangents = [x.tangent if isinstance(x, Dual) else None for x in operands]
        value = primitive.value(arrays, options)
        return Dual(value, primitive.push(primitive, arrays, tangents, options))

    def values_of(self) -> Array:
        return self.value

    def __repr__(self) -> str:
        return f"Dual({self.value.tolist()}, {self.tangent.tolist()})"


def jvp(f: Callable[[Dual], Dual], x: npt.ArrayLike, v: npt.ArrayLike) -> tuple[Array, Array]:
    r"""Product of the Jacobian matrix of a function with a vector, by dual numbers.

    .. math:: f(x), \quad J v = \lim_{h \to 0} \frac{f(x + h v) - f(x)}{h}

    One run gives one direction, so n inputs take n runs; going back takes one per output.

    Parameters
    ----------
    f : callable    from one operand to one operand, written with the operators of `Tensor`
    x : array of any shape    where
    v : the shape of `x`    the direction

    Returns
    -------
    y, tangent : arrays of the shape of ``f(x)``    the value and its change along v

    Raises
    ------
    ShapeError    if the shapes of `x` and `v` differ
    TypeError     if an argument does not hold real numbers, or `f` uses an operation without a
        rule for forward mode
    TypeError     if `f` is no function

    Examples
    --------
    >>> jvp(lambda x: x[0] * x[1], [2.0, 3.0], [1.0, 10.0])
    (array(6.), array(23.))

    Source: Baydin, Pearlmutter, Radul, Siskind, Automatic Differentiation in Machine Learning:
    a Survey, Journal of Machine Learning Research 18(153), 2018, section 3.1.
    """
    require_callables("jvp", f=f)
    y = f(Dual(x, v))
    if isinstance(y, Dual):
        return y.value, y.tangent
    constant = real_array(np.asarray(y), "f(x)", "jvp")  # does not depend on x
    return constant, np.zeros_like(constant)
