"""JSON by its standard: what is not finite has a text there, since it has no number.

Python writes ``NaN`` and ``Infinity``, which no other reader takes: not a browser, nor most
languages.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

TEXTS = {"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf"}  # of what Python writes
NUMBERS = {text: float(text) for text in TEXTS.values()}


def describe(value: Any) -> Any:
    """Return a value that JSON has as it is, a number that it has not as a description."""
    if type(value) is not float or math.isfinite(value):
        return value
    return {"is": "float", "text": str(value)}


def number(described: Mapping[str, Any]) -> float | complex:
    """Return the number that :func:`describe` described, or a complex one of two such parts."""
    if "parts" in described:
        return complex(*map(_part, described["parts"]))
    return _part(described)


def _part(described: Any) -> float:
    return described if isinstance(described, int | float) else NUMBERS[described["text"]]


def dumps(value: Any, **options: Any) -> str:
    """Write JSON; a number that is not finite, and that nothing has described, by its text."""
    try:
        return json.dumps(value, allow_nan=False, **options) if options else _ENCODER.encode(value)
    except ValueError:
        plain = json.loads(json.dumps(value, **options), parse_constant=TEXTS.__getitem__)
        options.pop("default", None)
        return json.dumps(plain, allow_nan=False, **options)


def loads(text: str | bytes) -> Any:
    """Read JSON; raise :class:`ValueError` for what only Python calls so."""
    if isinstance(text, bytes):
        text = text.decode(json.detect_encoding(text), "surrogatepass")
    return _DECODER.decode(text)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


# Made once: `json.dumps` and `json.loads` with options make one for every message.
_ENCODER = json.JSONEncoder(allow_nan=False)
_DECODER = json.JSONDecoder(parse_constant=_refuse)
