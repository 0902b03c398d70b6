"""Read an expression of x and y that somebody has typed, and let the engine compute it."""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

from dlkit.autodiff import Tensor

MOST_NODES = 12  # so many boxes can be read in one picture
LEAVES = ("x", "y")
FUNCTIONS = ("tanh", "exp", "log", "relu")
OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
SIGNS = {"add": "+", "subtract": "−", "multiply": "×", "divide": "÷"}


class NotAnExpression(Exception):
    """What was typed cannot be computed; the text says what is possible."""


def computed(typed: str, x: float, y: float) -> Tensor:
    """Return the result of an expression at x and y, with the graph behind it."""
    try:
        tree = ast.parse(typed.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise NotAnExpression(
            "This is no expression: a bracket or an operand is missing."
        ) from None
    leaves = {"x": Tensor(x, name="x"), "y": Tensor(y, name="y")}
    try:
        return as_tensor(value(tree.body, leaves))
    except (ValueError, ArithmeticError) as fault:
        raise NotAnExpression(f"It has no value here: {fault}.") from None


def value(tree: ast.expr, leaves: Mapping[str, Tensor]) -> Any:
    """Compute one part of the tree: names, numbers, four operators, powers, four functions."""
    match tree:
        case ast.Name(id=name) if name in leaves:
            return leaves[name]
        case ast.Constant(value=int() | float() as number) if abs(number) <= 1000:
            return number
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return value(inner, leaves) * -1
        case ast.BinOp(left=base, op=ast.Pow(), right=ast.Constant(value=int() | float() as p)):
            if abs(p) > 9:
                raise NotAnExpression("Exponents up to 9 fit into the picture.")
            return as_tensor(value(base, leaves)) ** p
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in OPERATORS:
            first = as_tensor(value(left, leaves))
            return OPERATORS[type(sign)](first, value(right, leaves))
        case ast.Call(func=ast.Name(id=name), args=[inner], keywords=[]) if name in FUNCTIONS:
            return getattr(as_tensor(value(inner, leaves)), name)()
    raise NotAnExpression("Use x, y, numbers, + - * / **, and tanh, exp, log or relu of something.")


def as_tensor(part: Any) -> Tensor:
    """Return a number as a constant, and a tensor as it is."""
    return part if isinstance(part, Tensor) else Tensor(float(part), requires_grad=False)


def label(node: Tensor) -> str:
    """Name a node: a leaf by its letter, a constant by its number, a result by its operation."""
    if not node.parents:
        return node.name or f"{node.data.item():g}"
    return SIGNS.get(node.name, node.name)
