"""What the last value of a test cell stands for: a pass, a mark, or neither.

The list is one of what is good. A score is often computed from what a student returned, so a value
of any other kind may be a student's way to turn a score into a pass; a human looks.
"""

from __future__ import annotations

import ast
import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.judge.proxies import reference
from autograder.model import COMPLETE, Ending, EndingKind

NUMBERS = (int, float, Fraction, Decimal, np.floating)
DRAWN = "matplotlib"  # lines, texts and axes of the judge's own never come from a student


def is_shown(source: str, tree: ast.Module) -> bool:
    """Whether the last line shows a value: no text that stands there, and no ``;`` behind it."""
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr) or source.rstrip().endswith(";"):
        return False
    is_text = isinstance(last.value, ast.Constant) and isinstance(last.value.value, str)
    return not (is_text or isinstance(last.value, ast.JoinedStr))


def read_mark(value: Any, points: float) -> tuple[float | None, Ending]:
    """Return the mark that a test cell's last value stands for, or None and why there is none."""
    value = _single(value)
    if value is None or value is True or _is_drawn(value):
        return float(points), COMPLETE
    if value is False:  # what passed is as good as any other end, what failed would be as well
        return None, Ending(EndingKind.TEST_NO_NUMBER, message=f"bare bool {value}")
    if reference(value) or not isinstance(value, NUMBERS):
        return None, Ending(EndingKind.TEST_NO_NUMBER, message=type(value).__name__)
    mark = _as_float(value)
    if not math.isfinite(mark) or not 0 <= mark <= points:
        return None, Ending(EndingKind.TEST_OUT_OF_RANGE, message=f"{mark:.15g}", limit=points)
    return mark, COMPLETE


def _single(value: Any) -> Any:
    """The number of Python's in a number of numpy's or an array of one; all else as it is."""
    is_array = type(value) is np.ndarray and value.ndim == 0
    is_number = (is_array or isinstance(value, np.generic)) and value.dtype.kind in "biuf"
    return value.item() if is_number else value


def _as_float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:  # a whole number of a thousand digits
        return math.inf
    except ValueError:  # a decimal number that signals that it is none
        return math.nan


def _is_drawn(value: Any) -> bool:
    parts = value if type(value) in (list, tuple) else [value]
    kinds = {type(each).__module__.partition(".")[0] for each in parts if not reference(each)}
    return bool(parts) and kinds == {DRAWN} and not any(map(reference, parts))
