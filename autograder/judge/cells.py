"""Run one trusted cell in the judge and read its mark from the value of its last expression."""

from __future__ import annotations

import ast
import contextlib
import ctypes
import io
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from types import CodeType
from typing import Any

from autograder.coursework import names
from autograder.errors import AutograderError
from autograder.judge.failures import Unjudged, is_by_student
from autograder.judge.hard_stop import process_ends_after
from autograder.judge.last_value import is_shown, read_mark
from autograder.model import Ending, EndingKind, raised
from autograder.sandbox.session import SandboxEnded

LOOK_SECONDS = 0.05
GRACE_SECONDS = 5.0  # between the exception that ends a test and the end of the process
SLEEP = time.sleep  # which a test may replace


@dataclass(frozen=True)
class Judged:
    """How a trusted cell ended, its mark (None is for a human), what it printed."""

    mark: float | None
    ending: Ending
    text: str = ""
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
        return Judged(None, Ending(EndingKind.TEST_BROKEN, message=str(fault)))
    Unjudged.noted.clear()
    try:
        with process_ends_after(seconds + GRACE_SECONDS), limited(seconds):
            value, text = run(tree, namespace, label)
    except TookTooLong:
        return Judged(None, Ending(EndingKind.TEST_TIMED_OUT, limit=seconds))
    except SandboxEnded as ended:
        stopped = Ending(EndingKind.CALL_STOPPED, stop=ended.stop)
        return Judged(0.0, stopped, lines=_lines(ended, label))
    except AutograderError as fault:
        return Judged(None, Ending(EndingKind.TEST_BROKEN, message=str(fault)))
    except KeyboardInterrupt:
        raise
    except BaseException as exception:  # `pytest.raises` that saw nothing raised is no Exception
        if not Unjudged.noted:
            return Judged(0.0, _raised(exception), lines=_lines(exception, label))
    if Unjudged.noted:  # also where the test has caught it
        return Judged(None, Ending(EndingKind.NOT_JUDGED, message=str(Unjudged.noted[0])))
    mark, ending = read_mark(value if is_shown(source, tree) else None, points)
    return Judged(mark, ending, text, value)


def _raised(exception: BaseException) -> Ending:
    try:
        message = str(exception)
    except Exception:  # it holds an object of the student's, which is asked for its text
        message = ""
    return raised(type(exception).__name__, message, by_student=is_by_student(exception))


def _lines(exception: BaseException, label: str) -> tuple[int, ...]:
    """The lines of a cell that an exception came through, each once, last the one it left last."""
    walked = traceback.walk_tb(exception.__traceback__)
    lines = [line for frame, line in walked if frame.f_code.co_filename == label]
    return tuple(reversed(dict.fromkeys(reversed(lines))))


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
        SLEEP(LOOK_SECONDS)
        with _looking:
            for thread in [each for each, until in _until.items() if until < time.monotonic()]:
                del _until[thread]
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(thread), ctypes.py_object(TookTooLong)
                )


class NoKernel:
    """What ``get_ipython()`` gives in the judge: magics of a trusted cell do nothing there."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.user_ns = namespace

    def __getattr__(self, name: str) -> Any:
        return lambda *_args, **_kwargs: None


class _Printed(io.StringIO):
    """What a test prints where it has put no stream of its own."""

    nobody_reads = True  # what the student's code prints need not come here


@contextlib.contextmanager
def _captured() -> Iterator[io.StringIO]:
    printed = _Printed()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        yield printed
