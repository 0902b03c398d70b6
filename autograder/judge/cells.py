"""Run one trusted cell in the judge and read its mark from the value of its last expression."""

from __future__ import annotations

import ast
import contextlib
import ctypes
import io
import math
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from types import CodeType
from typing import Any

import numpy as np

from autograder.coursework import names
from autograder.errors import AutograderError
from autograder.sandbox.session import SandboxEnded

LOOK_SECONDS = 0.05
STOPPED = {
    "time": "a call did not come back in time and was stopped",
    "died": "a call ended the student's process",
    "reply": "a call returned something that cannot be judged",
    "too much": "a call was given more than can be sent",
    "kernel": "the kernel does not start beside the files that were handed in",
    "not run": "the student's process was not running",
}


@dataclass(frozen=True)
class Judged:
    """How a trusted cell ended: its mark (None is for a human), a reason, what it printed."""

    mark: float | None
    reason: str
    text: str
    value: Any = None
    lines: tuple[int, ...] = ()  # of the cell, on the way to where it failed


def run(tree: ast.Module, namespace: dict[str, Any], label: str) -> tuple[Any, str]:
    """Execute a cell; return the value of its last expression and what it printed."""
    body, last = _compiled(tree, label)
    value = None
    with _captured() as printed:
        exec(body, namespace)
        if last is not None:
            value = eval(last, namespace)
    return value, printed.getvalue()


@lru_cache(maxsize=names.KEPT)
def _compiled(tree: ast.Module, label: str) -> tuple[CodeType, CodeType | None]:
    """The code of a cell and that of its last expression; the same for every submission."""
    *body, last = tree.body or [ast.Pass(lineno=1, col_offset=0)]
    if not isinstance(last, ast.Expr):
        return compile(ast.Module([*body, last], []), label, "exec"), None
    whole = compile(ast.Module(body, []), label, "exec")
    return whole, compile(ast.Expression(last.value), label, "eval")


def judge(
    source: str, namespace: dict[str, Any], points: float, label: str, seconds: float
) -> Judged:
    """Run a test cell. A student's failure gives 0; a fault of the test gives None."""
    try:
        tree = names.parse(source)
    except SyntaxError as fault:
        return Judged(None, f"the test cell is at fault: {fault}", "")
    try:
        with limited(seconds):
            value, text = run(tree, namespace, label)
    except TookTooLong:
        return Judged(None, f"the test cell itself did not end within {seconds:.0f} s", "")
    except SandboxEnded as ended:
        return Judged(0.0, STOPPED[ended.reason], "", lines=_lines(ended, label))
    except AutograderError as fault:
        return Judged(None, f"the test cell is at fault: {fault}", "")
    except KeyboardInterrupt:
        raise
    except BaseException as exception:  # `pytest.raises` that saw nothing raised is no Exception
        reason = f"{type(exception).__name__}: {exception}"[:500]
        return Judged(0.0, reason, "", lines=_lines(exception, label))
    mark, reason = read_mark(value, points)
    return Judged(mark, reason, text, value)


def _lines(exception: BaseException, label: str) -> tuple[int, ...]:
    """The lines of a cell that an exception came through, each once, last the one it left last."""
    walked = traceback.walk_tb(exception.__traceback__)
    found = [line for frame, line in walked if frame.f_code.co_filename == label]
    return tuple(reversed(dict.fromkeys(reversed(found))))


def read_mark(value: Any, points: float) -> tuple[float | None, str]:
    """Return the mark that a test cell's last value stands for, or None and why there is none."""
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
        value = value.item()
    if isinstance(value, np.ndarray | complex):  # what came into it may have been a student's
        return None, f"the test cell ends with a {type(value).__name__}: is that a pass or a mark?"
    if isinstance(value, Fraction | Decimal):
        value = float(value)
    if isinstance(value, bool):
        return None, f"the test cell ends with the bare bool {value}: is that a pass or a mark?"
    if not isinstance(value, int | float):
        return float(points), ""
    if not math.isfinite(value) or not 0 <= value <= points:
        return None, f"the test cell ends with {value}, which is no mark between 0 and {points:g}"
    return float(value), ""


class TookTooLong(BaseException):
    """A test cell does not end; no ``except Exception`` of the test shall catch this."""


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Interrupt this thread with `TookTooLong` when the block takes longer."""
    _watchdog()
    thread = threading.get_ident()
    with _looking:
        _until[thread] = time.monotonic() + seconds
    try:
        yield
    finally:
        with _looking:
            _until.pop(thread, None)


_until: dict[int, float] = {}  # when the cell that a thread runs has to have ended
_looking = threading.Lock()


@cache
def _watchdog() -> threading.Thread:
    """One thread that looks at all of them: one for each cell would cost more than most cells."""
    thread = threading.Thread(target=_watch, daemon=True)
    thread.start()
    return thread


def _watch() -> None:
    while True:
        time.sleep(LOOK_SECONDS)
        with _looking:
            for thread in [each for each, until in _until.items() if until < time.monotonic()]:
                del _until[thread]
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(thread), ctypes.py_object(TookTooLong)
                )


class NoKernel:
    """What ``get_ipython()`` gives in the judge: magics of a trusted cell do nothing there."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_args, **_kwargs: None


@contextlib.contextmanager
def _captured() -> Iterator[io.StringIO]:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        yield printed
