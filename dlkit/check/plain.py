"""Plain data to and from JSON: numbers, text, containers, numpy arrays.

The codec of the wire between the judge and a student's process: every bit arrives. Only *data*
passes, never code: no object arrays, no pickle. Whatever is not plain is offered to a hook (the
wire turns functions into handles) or refused. ``checks.json`` is written by
:mod:`dlkit.check.rounded`, which does the same with numbers that can be read.
"""

from __future__ import annotations

import base64
import datetime
import decimal
import fractions
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from dlkit.check import finite
from dlkit.check.hashes import as_dict, as_frozenset, as_set, named_tuple

ARRAY_KINDS = "biufcSU"
BIT_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
MAX_DEPTH, MAX_CHARACTER = 32, 0x10FFFF
MAX_FIELDS = 256  # of a named tuple: its class is made on the spot
MAX_RANGE, MAX_EXPONENT = 1 << 20, 10_000  # a few letters must not stand for hours of work
SINGLE = frozenset({type(None), bool, int, float, str})
EXACT = frozenset({list, tuple, dict, set, frozenset, bytes, complex})
CONTAINERS: Mapping[str, Hook] = {"tuple": tuple, "set": as_set, "frozenset": as_frozenset}
# Values of the standard library that compare by what they hold: what makes each of them again.
STANDARD: Mapping[type, Callable[[Any], list[Any]]] = {
    fractions.Fraction: lambda v: [v.numerator, v.denominator],
    decimal.Decimal: lambda v: [str(v)],
    datetime.date: lambda v: [v.year, v.month, v.day],
    datetime.timedelta: lambda v: [v.days, v.seconds, v.microseconds],
    range: lambda v: [v.start, v.stop, v.step],
    slice: lambda v: [b if b is None else _index(b) for b in (v.start, v.stop, v.step)],
}


class NotPlain(TypeError):
    """The value is not plain data, or the JSON does not describe any."""


Hook = Callable[[Any], Any]


def _refuse(value: Any) -> Any:
    raise NotPlain(f"a {type(value).__name__} is not plain data (numbers, text, lists, arrays)")


def _index(bound: Any) -> int:
    return int(bound.__index__() if hasattr(bound, "__index__") else _refuse(bound))


def encode(value: Any, hook: Hook = _refuse, depth: int = 0) -> Any:
    """Return a JSON-ready description of ``value``; ``hook`` describes what is not plain.

    A hook with a method ``first`` is asked for every value that is more than a number or a text.
    """
    if depth > MAX_DEPTH:
        raise NotPlain(f"data nested deeper than {MAX_DEPTH} levels")
    if type(value) in SINGLE:
        return finite.describe(value)
    if first := getattr(hook, "first", None):
        described = first(value, lambda item: encode(item, hook, depth + 1))
        if described is not None:
            return described
    if isinstance(value, np.ndarray | np.generic):
        return encode_array(value)
    for base in (bool, int, float, str):
        if isinstance(value, base):  # a subclass travels as its base: only the value counts
            return encode(base(value))
    if type(value) is complex:
        return {"is": "complex", "parts": [*map(finite.describe, (value.real, value.imag))]}
    if isinstance(value, list | tuple | dict | set | frozenset):
        return encode_container(value, lambda item: encode(item, hook, depth + 1))
    if type(value) is bytes:
        return {"is": "bytes", "data": base64.b64encode(value).decode("ascii")}
    if type(value) in STANDARD:
        made_of = STANDARD[type(value)](value)
        return {"is": "standard", "type": type(value).__name__, "made of": made_of}
    if isinstance(value, np.random.Generator):
        return {"is": "generator", "state": encode(value.bit_generator.state, depth=depth + 1)}
    return hook(value)


def is_exact(value: Any) -> bool:
    """Whether it is of a base class itself and arrives as it is."""
    if type(value) is np.ndarray:
        return value.dtype.kind in ARRAY_KINDS
    return type(value) in SINGLE or type(value) in EXACT


def decode(data: Any, hook: Hook = _refuse) -> Any:
    """Rebuild the value that :func:`encode` described; base classes only."""
    try:
        return _decode(data, hook, 0)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as fault:
        raise NotPlain(f"this describes no plain data: {fault}") from fault


def _decode(data: Any, hook: Hook, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise NotPlain(f"data nested deeper than {MAX_DEPTH} levels")
    if data is None or isinstance(data, bool | int | float | str):
        return data
    if isinstance(data, list):
        return [_decode(item, hook, depth + 1) for item in data]
    if not isinstance(data, dict):
        raise NotPlain(f"unexpected {type(data).__name__} in a message")
    if "items" in data:
        return decode_container(data, lambda item: _decode(item, hook, depth + 1))
    match data.get("is"):
        case "array":
            return apply_layout(_decode_buffer(data), data)
        case "scalar":
            return _decode_buffer(data)[()]
        case "float" | "complex":
            return finite.number(data)
        case "bytes":
            return base64.b64decode(data["data"])
        case "standard":
            return _decode_standard(data["type"], data["made of"])
        case "generator":
            return _decode_generator(_decode(data["state"], _refuse, depth + 1))
    return hook(data)


def _decode_standard(name: str, made_of: list[Any]) -> Any:
    kind = {kind.__name__: kind for kind in STANDARD}[name]
    parts = (str,) if kind is decimal.Decimal else (int, type(None)) if kind is slice else (int,)
    if not all(type(part) in parts for part in made_of):
        raise NotPlain(f"this describes no {name}")
    value: Any = kind(*made_of)
    if kind is range and len(value) > MAX_RANGE:
        raise NotPlain(f"a range of {len(value)} numbers is too long")
    if kind is decimal.Decimal and value.is_finite() and abs(value.adjusted()) > MAX_EXPONENT:
        raise NotPlain("a decimal number is too large or too small")
    return value


def decode_container(data: dict[str, Any], decoded: Hook) -> Any:
    if data["is"] == "dict":
        return as_dict([(decoded(key), decoded(value)) for key, value in data["items"]])
    items = [decoded(item) for item in data["items"]]
    if data["is"] == "named tuple" and len(data["fields"]) <= MAX_FIELDS:
        return named_tuple(str(data["name"]), tuple(map(str, data["fields"])))(*items)
    return CONTAINERS[data["is"]](items)


def fresh(value: Any) -> Any:
    """Copy plain data so that a callee cannot reach the original; arrays keep their layout."""
    if type(value) in SINGLE:
        return value
    if isinstance(value, np.ndarray):
        return laid_out(value, _layout(value))
    if isinstance(value, list | tuple):
        return type(value)(fresh(item) for item in value)
    if isinstance(value, dict):
        return {key: fresh(item) for key, item in value.items()}
    if isinstance(value, np.random.Generator):
        return _decode_generator(value.bit_generator.state)
    return value


def laid_out(array: np.ndarray, layout: str) -> np.ndarray:
    """Copy ``array`` into layout ``"C"``, ``"F"`` or ``"strided"`` (a view with gaps)."""
    if layout != "strided":
        return np.array(array, order="C" if layout == "C" else "F")
    gapped = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), dtype=array.dtype)
    gapped[..., ::2] = array
    return gapped[..., ::2]


def _layout(array: np.ndarray) -> str:
    if array.flags.c_contiguous:
        return "C"
    return "F" if array.flags.f_contiguous else "strided"


def encode_container(value: Any, described: Hook) -> Any:
    """A subclass of a container travels as its base, a named tuple with its names."""
    if isinstance(value, dict):
        return {"is": "dict", "items": [[described(k), described(v)] for k, v in value.items()]}
    if isinstance(value, set | frozenset):
        kind = "frozenset" if isinstance(value, frozenset) else "set"
        return {"is": kind, "items": [described(item) for item in sorted(value, key=repr)]}
    items = [described(item) for item in value]
    if isinstance(value, list):
        return items
    fields = getattr(type(value), "_fields", None)
    if fields is None:
        return {"is": "tuple", "items": items}
    name = type(value).__name__
    return {"is": "named tuple", "name": name, "fields": list(fields), "items": items}


def _encode_buffer(array: np.ndarray) -> dict[str, Any]:
    if array.dtype.kind not in ARRAY_KINDS:
        raise NotPlain(f"an array of dtype {array.dtype} is not plain data")
    data = base64.b64encode(array.tobytes()).decode("ascii")
    return {"dtype": array.dtype.str, "shape": list(array.shape), "data": data}


def encode_array(array: np.ndarray | np.generic) -> dict[str, Any]:
    if isinstance(array, np.generic):
        return {"is": "scalar", **_encode_buffer(np.asarray(array))}
    return {"is": "array", **_encode_buffer(array), **describe_layout(array)}


def describe_layout(array: np.ndarray) -> dict[str, Any]:
    """Describe what an array has beside its contents, where it is not as usual."""
    described: dict[str, Any] = {}
    if _layout(array) != "C":
        described["layout"] = _layout(array)
    if not array.flags.writeable:
        described["read_only"] = True
    return described


def apply_layout(contents: np.ndarray, data: dict[str, Any]) -> np.ndarray:
    """Copy ``contents`` into an array as :func:`describe_layout` described it."""
    layout = data.get("layout", "C")
    array = laid_out(contents, layout if layout in ("C", "F") else "strided")
    array.flags.writeable = not data.get("read_only", False)
    return array


def _decode_buffer(data: dict[str, Any]) -> np.ndarray:
    dtype, shape = np.dtype(str(data["dtype"])), tuple(int(n) for n in data["shape"])
    if dtype.kind not in ARRAY_KINDS or any(n < 0 for n in shape):
        raise NotPlain(f"an array of dtype {dtype} and shape {shape} is not plain data")
    content = base64.b64decode(data["data"])
    array = np.frombuffer(content, dtype=dtype).reshape(shape)
    if dtype.kind == "U" and (np.frombuffer(content, f"{dtype.byteorder}u4") > MAX_CHARACTER).any():
        raise NotPlain("an array of text holds what is no character")
    return array.view(np.uint8) != 0 if dtype.kind == "b" else array


def _decode_generator(state: Any) -> np.random.Generator:
    name = state.get("bit_generator") if isinstance(state, dict) else None
    if name not in BIT_GENERATORS:
        raise NotPlain(f"{name!r} is not one of numpy's bit generators")
    bits = getattr(np.random, name)()
    bits.state = state
    return np.random.Generator(bits)
