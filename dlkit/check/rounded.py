"""Plain data to and from JSON for a file that people read and compare: decimal numbers.

Numbers keep 12 significant digits. The last digits of a computed number depend on the processor
and its BLAS; 12 do not, in results that are far from cancelling, and they are far more than any
check asks for. ``nan``, the infinities and the sign of zero survive, as do dtype, shape and
memory layout. :mod:`dlkit.check.plain`, which describes all other data, keeps every bit; functions
are described by :mod:`dlkit.check.addresses`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from dlkit.check import addresses, plain

DIGITS = 12
DIGITS_OF = {2: 5, 4: 9}  # by bytes: float16 and float32 are exact with so many
NUMBERS, EXACT = "fc", "biuU"  # kinds of dtype that are written as a list


def encode(value: Any) -> Any:
    """Return a description of ``value`` that is JSON by the standard: without NaN."""
    if isinstance(value, np.ndarray | np.generic):
        return _encode_array(value)
    if isinstance(value, float):
        number = _decimal(value, DIGITS)
        return {"is": "float", "text": number} if isinstance(number, str) else number
    if type(value) is complex:
        return {"is": "complex", "parts": _decimal([value.real, value.imag], DIGITS)}
    if isinstance(value, list | tuple | dict | set | frozenset):
        return plain.encode_container(value, encode)
    return plain.encode(value, addresses.describe)


def decode(data: Any) -> Any:
    """Rebuild the value that :func:`encode` described; raise :class:`plain.NotPlain`."""
    try:
        return _decode(data)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as fault:
        raise plain.NotPlain(f"this describes no plain data: {fault}") from fault


def as_stored(value: Any) -> Any:
    """Return ``value`` as a reader of the file will have it."""
    return decode(encode(value))


def _decode(data: Any) -> Any:
    if isinstance(data, list):
        return [_decode(item) for item in data]
    if not isinstance(data, dict):
        return data
    if "items" in data:
        return plain.decode_container(data, _decode)
    match data.get("is"):
        case "complex":
            return complex(*map(float, data["parts"]))
        case "array" if "values" in data:
            return plain.apply_layout(_decode_values(data), data)
        case "scalar" if "values" in data:
            return _decode_values(data)[()]
    return plain.decode(data, addresses.resolve)


def _encode_array(value: np.ndarray | np.generic) -> Any:
    array = np.asarray(value)
    kind = array.dtype.kind
    if kind not in NUMBERS + EXACT:
        return plain.encode(value)
    parts = np.stack([array.real, array.imag], axis=-1) if kind == "c" else array
    values = parts.tolist()
    if kind in NUMBERS:
        values = _decimal(values, DIGITS_OF.get(parts.dtype.itemsize, DIGITS))
    return {
        "is": "scalar" if isinstance(value, np.generic) else "array",
        "dtype": array.dtype.str,
        "shape": list(array.shape),
        "values": values,
        **plain.describe_layout(array),
    }


def _decode_values(data: dict[str, Any]) -> np.ndarray:
    dtype, shape = np.dtype(str(data["dtype"])), tuple(data["shape"])
    if dtype.kind not in NUMBERS + EXACT:
        raise plain.NotPlain(f"an array of dtype {dtype} is not plain data")
    if dtype.kind != "c":
        return np.array(data["values"], dtype).reshape(shape)
    parts = np.array(data["values"], f"{dtype.byteorder}f{dtype.itemsize // 2}")
    return parts.reshape((*shape, 2)).view(dtype)[..., 0]


def _decimal(value: Any, digits: int) -> Any:
    """Round a number, or every number in nested lists; what JSON has no number for is a text."""
    if isinstance(value, list):
        return [_decimal(item, digits) for item in value]
    return float(f"{value:.{digits}g}") if math.isfinite(value) else str(float(value))
