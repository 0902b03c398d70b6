"""Expressions and matrices of sympy, as trees of the names of their classes.

Only classes of sympy are called, and only with expressions that were made here: sympy evaluates
text that it is given, so text never reaches one of its constructors, but for the name of a symbol.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dlkit.check.plain import NotPlain

Inner = Callable[[Any], Any]
MAX_DIGITS = 4000
LARGE = 1000  # a factorial or power of more is not worked out here
ASSUMPTIONS = frozenset(
    "commutative real complex integer rational irrational positive negative zero nonzero finite "
    "nonnegative nonpositive even odd prime extended_real imaginary algebraic hermitian".split()
)


def describe(value: Any, described: Inner) -> dict[str, Any] | None:
    """Describe an expression or a dense matrix; None for other values of sympy."""
    import sympy

    if isinstance(value, sympy.MatrixBase):
        frozen = isinstance(value, sympy.ImmutableMatrix)
        parts = [described(item) for item in value.flat()]
        return {"class": "matrix", "shape": list(value.shape), "frozen": frozen, "parts": parts}
    if not isinstance(value, sympy.Basic) or isinstance(value, sympy.Dummy):
        return None
    return _atom(value) or _tree(value, described)


def _atom(value: Any) -> dict[str, Any] | None:
    import sympy

    match value:
        case sympy.Symbol():
            true_or_false = {k: v for k, v in value.assumptions0.items() if k in ASSUMPTIONS}
            return {"class": "symbol", "parts": [value.name, true_or_false]}
        case sympy.Integer():
            return {"class": "integer", "parts": [str(value)]}
        case sympy.Rational():
            return {"class": "rational", "parts": [str(value.p), str(value.q)]}
        case sympy.Float():
            return {"class": "float", "parts": [str(value), value._prec]}
    return None


def _tree(value: Any, described: Inner) -> dict[str, Any] | None:
    from sympy.core.function import AppliedUndef
    from sympy.core.symbol import Str

    if isinstance(value, Str):
        return None
    name = type(value).__name__
    undefined = isinstance(value, AppliedUndef)
    parts = [described(part) for part in value.args]
    return {"class": "undefined" if undefined else "tree", "name": name, "parts": parts}


def rebuild(data: Mapping[str, Any], decoded: Inner) -> Any:
    """Make it again, from the leaves up."""
    import sympy

    name, parts = data["class"], data["parts"]
    if name == "symbol":
        assumptions = {
            str(k): bool(v) for k, v in parts[1].items() if k in ASSUMPTIONS and v is not None
        }
        return sympy.Symbol(str(parts[0]), **assumptions)
    if name in ("integer", "rational", "float"):
        return _number(name, parts)
    inner = [decoded(part) for part in parts]
    if not all(isinstance(part, sympy.Basic) for part in inner):
        raise NotPlain("a part of an expression is no expression")
    if name == "matrix":
        rows, columns = map(int, data["shape"])
        return (sympy.ImmutableMatrix if data["frozen"] else sympy.Matrix)(rows, columns, inner)
    # What sympy would compute from large numbers may take hours; it stays as it was described.
    with sympy.evaluate(not any(map(_is_large, inner))):
        return _function(data)(*inner)


def _is_large(part: Any) -> bool:
    return part.is_Number and part.is_finite is True and bool(abs(part) > LARGE)


def _number(name: str, parts: Any) -> Any:
    import sympy

    if any(len(str(part)) > MAX_DIGITS for part in parts):
        raise NotPlain("a number has too many digits")
    if name == "float":
        return sympy.Float(_decimal(parts[0]), precision=max(1, min(int(parts[1]), 1 << 14)))
    return sympy.Rational(*(int(part) for part in parts))


def _decimal(text: Any) -> str:
    float(text)  # so that nothing but a number is read by sympy
    return str(text)


def _function(data: Mapping[str, Any]) -> Any:
    import sympy

    name = str(data["name"])
    if data["class"] == "undefined":
        return sympy.Function(name)
    singleton = getattr(sympy.S, name, None)
    if not data["parts"] and isinstance(singleton, sympy.Basic):
        return lambda: singleton
    pieces = sympy.functions.elementary.piecewise
    for module in (sympy, sympy.core.numbers, sympy.logic.boolalg, sympy.sets.sets, pieces):
        kind = getattr(module, name, None)
        if isinstance(kind, type) and issubclass(kind, sympy.Basic):
            return kind
    raise NotPlain(f"sympy has no {name} that is sent")
