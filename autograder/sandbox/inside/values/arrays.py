"""Values of numpy beside plain arrays: masked arrays, matrices, dates, objects, polynomials."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from dlkit.check.plain import NotPlain

Inner = Callable[[Any], Any]
MOMENTS = "mM"
POLYNOMIALS = ("Polynomial", "Chebyshev", "Legendre", "Laguerre", "Hermite", "HermiteE")
MAX_ELEMENTS = 1 << 20  # of an array of objects
NUMBERS = "biufc"


def describe(value: Any, described: Inner) -> dict[str, Any] | None:
    """Describe a value of numpy that is no plain array; None for those that are."""
    name = type(value).__name__
    if name in POLYNOMIALS:
        parts = [value.coef, value.domain, value.window]
        return {"class": name, "parts": [described(each) for each in parts]}
    match value:
        case np.ma.MaskedArray():
            parts = [value.data, np.ma.getmaskarray(value), value.fill_value]
            return {"class": "masked", "parts": [described(np.asarray(each)) for each in parts]}
        case np.matrix():
            return {"class": "matrix", "parts": [described(np.asarray(value))]}
        case np.ndarray() | np.generic():
            return _array(value, described)
        case np.dtype():
            plain = value.kind in NUMBERS + MOMENTS + "SUO"
            return {"class": "dtype", "parts": [value.str]} if plain else None
        case np.random.RandomState():
            return _state(value, described)
        case np.poly1d():
            return {"class": "poly1d", "parts": [described(value.coeffs)]}
    return None


def _array(value: Any, described: Inner) -> dict[str, Any] | None:
    """Describe an array of dates, of objects, or with named columns."""
    if value.dtype.kind in MOMENTS:
        numbers = described(np.asarray(value).astype("i8"))
        single = isinstance(value, np.generic)
        return {"class": "moments", "parts": [value.dtype.str, numbers, single]}
    if value.dtype.kind == "O":
        parts = [list(value.shape), [described(item) for item in value.ravel().tolist()]]
        return {"class": "objects", "parts": parts}
    if value.dtype.names:
        columns = [described(np.ascontiguousarray(value[each])) for each in value.dtype.names]
        return {"class": "columns", "parts": [list(value.dtype.names), columns]}
    return None


def _state(value: np.random.RandomState, described: Inner) -> dict[str, Any] | None:
    state: Any = value.get_state(legacy=True)
    if state[0] != "MT19937":
        return None
    return {"class": "RandomState", "parts": [described(state[1]), *map(float, state[2:])]}


def rebuild(data: Mapping[str, Any], decoded: Inner) -> Any:
    """Make it again from its parts."""
    name, parts = data["class"], data["parts"]
    if name in POLYNOMIALS:
        coefficients, domain, window = (_numbers(decoded(part)) for part in parts)
        return getattr(np.polynomial, name)(coefficients, domain, window)
    return MAKERS[name](parts, decoded)


def _numbers(array: Any) -> np.ndarray:
    if not isinstance(array, np.ndarray) or array.dtype.kind not in NUMBERS:
        raise NotPlain("an array of numbers is needed")
    return array


def _masked(parts: Any, decoded: Inner) -> Any:
    values, mask, fill = (decoded(part) for part in parts)
    return np.ma.MaskedArray(values, _numbers(mask).astype(bool), fill_value=fill[()])


def _moments(parts: Any, decoded: Inner) -> Any:
    dtype = np.dtype(str(parts[0]))
    if dtype.kind not in MOMENTS:
        raise NotPlain(f"{dtype} is no dtype of dates")
    moments = _numbers(decoded(parts[1])).astype("i8").view(dtype)
    return moments[()] if parts[2] else moments


def _objects(parts: Any, decoded: Inner) -> Any:
    shape = tuple(int(size) for size in parts[0])
    array = np.empty(len(parts[1]), dtype=object)
    for index, item in enumerate(parts[1]):
        array[index] = decoded(item)
    if len(array) > MAX_ELEMENTS:
        raise NotPlain("an array of objects has too many elements")
    return array.reshape(shape)


def _columns(parts: Any, decoded: Inner) -> Any:
    names, columns = [str(name) for name in parts[0]], [decoded(part) for part in parts[1]]
    if not all(isinstance(column, np.ndarray) and column.dtype.kind != "O" for column in columns):
        raise NotPlain("a column of an array is no plain array")
    dtype = np.dtype([(name, col.dtype) for name, col in zip(names, columns, strict=True)])
    table = np.empty(columns[0].shape, dtype)
    for name, column in zip(names, columns, strict=True):
        table[name] = column
    return table


def _random_state(parts: Any, decoded: Inner) -> Any:
    key, (place, has_kept, kept) = _numbers(decoded(parts[0])), parts[1:]
    state = np.random.RandomState()
    state.set_state(("MT19937", key, int(place), int(has_kept), float(kept)))
    return state


MAKERS: Mapping[str, Callable[[Any, Inner], Any]] = {
    "masked": _masked,
    "matrix": lambda parts, decoded: np.matrix(_numbers(decoded(parts[0]))),
    "moments": _moments,
    "objects": _objects,
    "columns": _columns,
    "RandomState": _random_state,
    "dtype": lambda parts, _: np.dtype(str(parts[0])),
    "poly1d": lambda parts, decoded: np.poly1d(_numbers(decoded(parts[0]))),
}
