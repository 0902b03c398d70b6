"""Stop a call that does not come back, in the student's own kernel as the grader does.

No interrupt reaches a call that is inside one long step of a library, such as the product of two
huge matrices. Then the student is told what goes on, and how to end it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dlkit.check import display
from dlkit.check.clock import TimeUp, limit
from dlkit.check.observe import Observation, observe
from dlkit.check.panel import Panel

CALL_SECONDS = 2.0  # as in the sandbox
BUSY_SECONDS = 5.0  # until a call that could not be stopped is explained


class Patient:
    """A function whose every observed call may take :data:`CALL_SECONDS`."""

    def __init__(self, function: Callable[..., Any], seconds: float = CALL_SECONDS) -> None:
        self._function = function
        self.__wrapped__ = function  # where `inspect.signature` looks
        self._seconds = seconds

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._function(*args, **kwargs)

    def __observe__(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Observation:
        """What :func:`dlkit.check.observe.observe` calls in its own place."""
        try:
            with _explained(self._function):
                return observe(self._function, args, kwargs, limit(self._seconds))
        except TimeUp:
            return Observation(stopped="time")


@contextmanager
def _explained(function: Callable[..., Any]) -> Iterator[None]:
    """Say from another thread that a call is still busy, once it should long have been stopped."""
    timer = threading.Timer(BUSY_SECONDS, _explain, [getattr(function, "__name__", "the function")])
    timer.daemon = True
    try:
        timer.start()
    except RuntimeError:  # no threads (a kernel in a browser): then there is no note
        yield
        return
    try:
        yield
    finally:
        timer.cancel()


def _explain(name: str) -> None:
    reason = (
        f"busy for {BUSY_SECONDS:g} seconds with one call, and nothing can interrupt it from here. "
        "Does it make an array far larger than you meant? If it does not end by itself, choose "
        "Kernel → Interrupt Kernel, and if that does not help, Kernel → Restart Kernel."
    )
    display.show(Panel(name, "error", reason), kind="busy")
