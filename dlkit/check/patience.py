"""Stop a call that does not come back, in the student's own kernel as the grader does.

Where the system has no timer for it (Windows), or outside the main thread, calls run as long as
they run, and the student interrupts the kernel.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dlkit.check.observe import Observation, observe

CALL_SECONDS = 2.0  # as in the sandbox


class _TimeUp(BaseException):
    """Not an Exception, so that no ``except Exception`` of a student holds it up."""


class Patient:
    """A function whose every observed call may take :data:`CALL_SECONDS`."""

    def __init__(self, function: Callable[..., Any], seconds: float = CALL_SECONDS) -> None:
        self._function = function
        self.__wrapped__ = function  # where `inspect.signature` looks
        self._seconds = seconds

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._function(*args, **kwargs)

    def observe(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Observation:
        """What :func:`dlkit.check.observe.observe` calls in its own place."""
        try:
            with _alarm(self._seconds):
                return observe(self._function, args, kwargs)
        except _TimeUp:
            return Observation(stopped="time")


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    on_main = threading.current_thread() is threading.main_thread()
    if not (on_main and hasattr(signal, "setitimer")):
        yield
        return
    before = signal.signal(signal.SIGALRM, _time_up)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _time_up(*_: Any) -> None:
    raise _TimeUp
