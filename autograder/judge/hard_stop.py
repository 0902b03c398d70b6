"""End this process where no exception reaches: in a long loop of C code.

`sum(range(n))` of a student's ``n`` holds the interpreter's lock for days. Only a thread without
that lock can end it, and with it the whole process; the grader goes on with another one.
"""

from __future__ import annotations

import contextlib
import faulthandler
import time
from collections.abc import Iterator

_deadlines: list[float] = []  # of the blocks that run, on the monotonic clock


@contextlib.contextmanager
def process_ends_after(seconds: float) -> Iterator[None]:
    """End this process, with its traceback on stderr, where the block takes longer."""
    _deadlines.append(time.monotonic() + seconds)
    _arm()
    try:
        yield
    finally:
        _deadlines.pop()
        _arm()


def _arm() -> None:
    """Set the only timer there is to what is due first."""
    if not _deadlines:
        faulthandler.cancel_dump_traceback_later()
        return
    left = max(min(_deadlines) - time.monotonic(), 0.001)
    faulthandler.dump_traceback_later(left, exit=True, file=2)
