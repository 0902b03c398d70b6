"""The small mistakes a mutant makes: what one piece of source may be replaced by.

Only replacements that a person could have typed, and none that cannot matter: no text of
messages, and no exchange of arguments where the function does not care.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_TWINS = (
    *(("mean", "sum"), ("maximum", "minimum"), ("max", "min"), ("argmax", "argmin")),
    *(("any", "all"), ("floor", "ceil"), ("zeros", "ones"), ("zeros_like", "ones_like")),
    *(("lower", "upper"), ("startswith", "endswith"), ("lstrip", "rstrip"), ("keys", "values")),
)
FUNCTIONS = dict(_TWINS) | {second: first for first, second in _TWINS}
FUNCTIONS |= {"log1p": "log", "expm1": "exp"}
MAPS = frozenset(
    (
        "sorted",
        "reversed",
        "set",
        "abs",
        "exp",
        "log",
        "log1p",
        "expm1",
        "sqrt",
        "square",
        "sign",
        "tanh",
    )
)
TEXT_MAPS = frozenset(("lower", "upper", "strip", "lstrip", "rstrip"))  # methods without arguments
COMMUTATIVE = frozenset(
    (
        *("add", "multiply", "maximum", "minimum", "fmax", "fmin", "max", "min", "hypot"),
        *("logaddexp", "logical_and", "logical_or", "logical_xor", "equal", "not_equal"),
        *("array_equal", "allclose", "isclose", "result_type", "promote_types"),
    )
)


def alternatives(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in the place of ``node``, each a new node that shares its children."""
    match node:
        case ast.Constant() | ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            yield from map(ast.Constant, _numbers(ast.literal_eval(node)))
        case ast.UnaryOp(op=ast.USub() | ast.Not() | ast.Invert()):
            yield node.operand
        case ast.BinOp():
            for operator in OPERATORS.get(type(node.op), ()):
                yield ast.BinOp(node.left, operator(), node.right)
        case ast.AugAssign():
            for operator in OPERATORS.get(type(node.op), ()):
                yield ast.AugAssign(node.target, operator(), node.value)
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        case ast.Compare():
            yield from _comparisons(node)
        case ast.IfExp():
            yield ast.IfExp(node.test, node.orelse, node.body)
        case ast.Call():
            yield from _calls(node)
        case ast.Attribute(attr=name) if name in FUNCTIONS:
            yield ast.Attribute(node.value, FUNCTIONS[name], node.ctx)
        case ast.Subscript() if _adds_an_axis(node.slice):
            yield node.value
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            yield from _without_conditions(node)


def _numbers(value: Any) -> tuple[Any, ...]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, float):
        return (value / 2, value * 2) if value else (1.0,)
    if isinstance(value, int):
        other = {value + 1, -value} | ({0} if value == 1 else set())
        return tuple(sorted(other - {value}))
    return ()


def _comparisons(node: ast.Compare) -> Iterator[ast.Compare]:
    for position, operator in enumerate(node.ops):
        for other in COMPARISONS[type(operator)]:
            ops = [*node.ops[:position], other(), *node.ops[position + 1 :]]
            yield ast.Compare(node.left, ops, node.comparators)


def _calls(node: ast.Call) -> Iterator[ast.expr]:
    """Forget the function, take its twin, exchange two arguments, leave the axis to the default."""
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name in MAPS and node.args:
        yield node.args[0]
    if name in TEXT_MAPS and isinstance(node.func, ast.Attribute) and not node.args:
        yield node.func.value
    if isinstance(node.func, ast.Name) and name in FUNCTIONS:
        yield ast.Call(ast.Name(FUNCTIONS[name], ast.Load()), node.args, node.keywords)
    starred = any(isinstance(argument, ast.Starred) for argument in node.args)
    if len(node.args) == 2 and not starred and name not in COMMUTATIVE:
        yield ast.Call(node.func, node.args[::-1], node.keywords)
    without_axis = [keyword for keyword in node.keywords if keyword.arg != "axis"]
    if len(without_axis) < len(node.keywords):
        yield ast.Call(node.func, node.args, without_axis)


def _without_conditions(node: Any) -> Iterator[ast.expr]:
    """Take each `if` out of a comprehension."""
    parts = {name: value for name, value in ast.iter_fields(node) if name != "generators"}
    for position, clause in enumerate(node.generators):
        for condition in clause.ifs:
            others = [each for each in clause.ifs if each is not condition]
            bare = ast.comprehension(clause.target, clause.iter, others, clause.is_async)
            generators = [*node.generators]
            generators[position] = bare
            yield type(node)(**parts, generators=generators)


def _adds_an_axis(index: ast.expr) -> bool:
    items = index.elts if isinstance(index, ast.Tuple) else [index]
    return any(isinstance(item, ast.Constant) and item.value is None for item in items)
