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
        return json.dumps(value, allow_nan=False, **options)
    except ValueError:
        plain = json.loads(json.dumps(value, **options), parse_constant=TEXTS.__getitem__)
        options.pop("default", None)
        return json.dumps(plain, allow_nan=False, **options)


def loads(text: str | bytes) -> Any:
    """Read JSON; raise :class:`ValueError` for what only Python calls so."""
    return json.loads(text, parse_constant=_refuse)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
