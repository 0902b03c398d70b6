"""Sparse matrices of scipy, as the places and values of what they store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from dlkit.check.plain import NotPlain

Inner = Callable[[Any], Any]
MAX_SIZE = 1 << 24
FORMATS = ("csr", "csc", "coo", "bsr", "dia", "dok", "lil")


def describe(value: Any, described: Inner) -> dict[str, Any] | None:
    """Describe a sparse matrix; None for other values of scipy."""
    import scipy.sparse

    if not scipy.sparse.issparse(value) or value.ndim != 2:
        return None
    places = value.tocoo()
    parts = [described(each) for each in (places.row, places.col, places.data)]
    return {
        "class": type(value).__name__,
        "format": value.format,
        "shape": list(value.shape),
        "parts": parts,
    }


def rebuild(data: Mapping[str, Any], decoded: Inner) -> Any:
    """Make it again; the places are looked at, for what lies outside would be read as memory."""
    import scipy.sparse

    rows, columns, values = (decoded(part) for part in data["parts"])
    shape = tuple(int(size) for size in data["shape"])
    fit = all(isinstance(each, np.ndarray) and each.ndim == 1 for each in (rows, columns, values))
    if not fit or not len(rows) == len(columns) == len(values) or len(shape) != 2:
        raise NotPlain("this describes no sparse matrix")
    for places, size in ((rows, shape[0]), (columns, shape[1])):
        if places.dtype.kind != "i" or (
            len(places) and not 0 <= places.min() <= places.max() < size
        ):
            raise NotPlain("a place lies outside of a sparse matrix")
    stored = len(np.unique(columns - rows)) * shape[1] if data["format"] == "dia" else 0
    if max(*shape, stored) > MAX_SIZE:  # a format stores a number for each row, column or diagonal
        raise NotPlain(f"a sparse matrix of shape {shape} is too large")
    if data["format"] not in FORMATS:
        raise NotPlain("no such format of sparse matrices")
    kind = (
        scipy.sparse.coo_array if str(data["class"]).endswith("array") else scipy.sparse.coo_matrix
    )
    return kind((values, (rows, columns)), shape=shape).asformat(data["format"])
