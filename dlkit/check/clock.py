"""A limit of time on code, kept from inside the process that runs it.

Where the system has a timer, its signal interrupts the code. Elsewhere (Windows, a browser, a
thread) the interpreter asks the clock at every jump and call of the code: slower, but an endless
loop makes jumps or calls. Neither reaches a single long step of a library.
"""

from __future__ import annotations

import math
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

GRACE_SECONDS = 1.0  # once, for what the code closes and puts back on its way out
TICK_SECONDS = 0.05  # between two signals, for code that keeps the first exception to itself
TOOLS = (3, 4)  # numbers that `sys.monitoring` leaves to everybody
WITHOUT_SIGNALS = ("emscripten", "wasi")  # their timers exist, and never go off in a running loop


class TimeUp(BaseException):
    """Not an Exception, so that no ``except Exception`` of a student holds it up."""


class Limit:
    """A block that may take some seconds; after them :class:`TimeUp` is raised in it.

    Code that catches even that gets it again: after the time of grace at every occasion.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until = math.inf
        self._is_grace = False
        self._thread = threading.get_ident()

    def __enter__(self) -> None:
        self._until = time.monotonic() + self._seconds
        self._start()

    def __exit__(self, *_: object) -> None:
        self._until = math.inf
        self._stop()

    def ask(self, code: CodeType, *_: object) -> None:
        """Raise where time is up, unless it is the end of the block that asks."""
        if time.monotonic() < self._until or threading.get_ident() != self._thread:
            return
        if code is Limit.__exit__.__code__:
            return
        if not self._is_grace:
            self._is_grace = True
            self._until = time.monotonic() + GRACE_SECONDS
        raise TimeUp

    def _start(self) -> None:
        raise NotImplementedError

    def _stop(self) -> None:
        raise NotImplementedError


class ByTimer(Limit):
    """The system's timer interrupts the main thread."""

    def _start(self) -> None:
        self._before = signal.signal(signal.SIGALRM, self._went_off)
        signal.setitimer(signal.ITIMER_REAL, self._seconds, TICK_SECONDS)

    def _stop(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._before)

    def _went_off(self, _: int, frame: FrameType | None) -> None:
        if frame:
            self.ask(frame.f_code)


class ByEvents(Limit):
    """The interpreter tells of jumps and calls (Python 3.12)."""

    def _start(self) -> None:
        self._monitoring: Any = sys.monitoring  # type: ignore[attr-defined]
        free = (tool for tool in TOOLS if self._monitoring.get_tool(tool) is None)
        self._tool = next(free, None)
        if self._tool is None:  # a check in a check in a check
            return
        self._monitoring.use_tool_id(self._tool, "dlkit.check")
        events = self._monitoring.events
        for event in (events.JUMP, events.PY_START, events.PY_RESUME):
            self._monitoring.register_callback(self._tool, event, self.ask)
        self._monitoring.set_events(self._tool, events.JUMP | events.PY_START | events.PY_RESUME)

    def _stop(self) -> None:
        if self._tool is not None:
            self._monitoring.set_events(self._tool, 0)
            self._monitoring.free_tool_id(self._tool)


class ByTrace(Limit):
    """The interpreter tells of every line, to a function that it drops once that has raised.

    Where the stack is full the call of that function raises: such a recursion, caught again and
    again by the code, is not stopped.
    """

    def _start(self) -> None:
        self._before = sys.gettrace()
        sys.settrace(self._traced)

    def _stop(self) -> None:
        sys.settrace(self._before)

    def _traced(self, frame: FrameType, *_: object) -> Callable[..., Any]:
        self.ask(frame.f_code)
        return self._traced


def limit(seconds: float) -> Limit:
    """Return the best limit that there is on this machine and in this thread."""
    on_main = threading.current_thread() is threading.main_thread()
    if on_main and hasattr(signal, "setitimer") and sys.platform not in WITHOUT_SIGNALS:
        return ByTimer(seconds)
    return ByEvents(seconds) if hasattr(sys, "monitoring") else ByTrace(seconds)
