"""Call a function once and note everything that can be seen from outside.

The same code watches a function in the student's own kernel and, staged beside it, in the
sandbox; the judge receives the same :class:`Observation` over the wire.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import linecache
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlkit.check.contents import changed, contents, shared

MT19937_BYTES = 625 * 4  # 624 words and a position
DEFAULT: Any = {"divide": "warn", "over": "warn", "invalid": "warn", "under": "ignore"}
UNLIMITED: AbstractContextManager[None] = contextlib.nullcontext()


# A function, its arguments, and those given by keyword.
Call = tuple[Callable[..., Any], tuple[Any, ...], Mapping[str, Any]]


@dataclass(frozen=True)
class Failure:
    """An exception of the observed function, with the line of the function's own file.

    ``also`` names the classes that ``kind`` is derived from: a ShapeError is a ValueError too.
    """

    kind: str
    message: str
    line_number: int = 0
    line: str = ""
    also: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Say where it stopped and with what, in one line of plain text."""
        where = f" at line {self.line_number} of its cell, `{self.line}`," if self.line else ""
        message = self.message.strip().rstrip(".")
        what = f"{self.kind}: {message}" if message else self.kind
        return f"stopped{where} with {what}"


@dataclass(frozen=True)
class Observation:
    """What one call showed.

    ``value`` or ``error`` is the outcome; ``stopped`` says why there is neither ("time", "died",
    "not run", "reply"). The rest is evidence: names of arguments that changed or that share
    memory with the result, warnings, and whether numpy's global random state moved.
    """

    value: Any = None
    error: Failure | None = None
    stopped: str = ""
    warnings: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    moved_global_rng: bool = False
    seconds: float = 0.0


def observe(
    function: Callable[..., Any],
    args: tuple[Any, ...] = (),
    kwargs: Mapping[str, Any] | None = None,
    limit: AbstractContextManager[None] = UNLIMITED,
) -> Observation:
    """Call ``function`` and watch it; its text output and warnings are swallowed, not shown.

    It runs under numpy's default error state, whatever ``np.seterr`` the caller has made, and
    within ``limit``, which holds for nothing of our own.

    A proxy (a function that lives in another process) brings a method ``__observe__`` of its own.
    """
    remote = getattr(type(function), "__observe__", None)
    if remote is not None:
        observation: Observation = remote(function, args, dict(kwargs or {}))
        return observation
    return _observe_here(function, args, dict(kwargs or {}), limit)


def observe_all(calls: Sequence[Call]) -> Iterator[Observation]:
    """Observe several calls; those of one student's process are sent in one round trip.

    Any other call is made when its observation is asked for.
    """
    together = {getattr(type(function), "__observe_all__", None) for function, _, _ in calls}
    remote = together.pop() if len(together) == 1 else None
    return iter(remote(calls)) if remote else (observe(*call) for call in calls)


def _observe_here(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    limit: AbstractContextManager[None],
) -> Observation:
    before, rng_before = contents(args, kwargs), _global_rng()
    value, error = None, None
    started = time.perf_counter()
    with warnings.catch_warnings(record=True) as caught, _Silence(), np.errstate(**DEFAULT):
        warnings.simplefilter("always")
        with limit:
            try:
                value = function(*args, **kwargs)
            except (Exception, SystemExit) as exception:
                error = describe(exception, function)
    seconds = time.perf_counter() - started
    return Observation(
        value=value,
        error=error,
        warnings=tuple(f"{w.category.__name__}: {w.message}" for w in caught),
        changed=changed(before, contents(args, kwargs)),
        shared=shared(value, args, kwargs),
        moved_global_rng=_global_rng() != rng_before,
        seconds=seconds,
    )


def describe(exception: BaseException, function: Callable[..., Any] | None = None) -> Failure:
    """Reduce an exception to its kind, message and the last line inside ``function``'s file."""
    own_file = getattr(getattr(function, "__code__", None), "co_filename", None)
    frames = traceback.extract_tb(exception.__traceback__)
    own = [frame for frame in frames if frame.filename == own_file]
    number = (own[-1].lineno or 0) if own else 0
    return Failure(
        kind=type(exception).__name__,
        message=_text(exception) or _stub(exception, frames),
        line_number=number,
        line=linecache.getline(own[-1].filename, number).strip() if own else "",
        also=tuple(base.__name__ for base in type(exception).__mro__[1:-2]),
    )


def _text(exception: BaseException) -> str:
    with contextlib.suppress(Exception):  # a student's exception class may fail in __str__
        return str(exception)[:500]
    return ""


def _stub(exception: BaseException, frames: Sequence[traceback.FrameSummary]) -> str:
    """The name of the function that is not written yet: another one may have called it."""
    return frames[-1].name if frames and isinstance(exception, NotImplementedError) else ""


class _Silence:
    """Swallows what is printed. A class, since a generator would take as long as a small call."""

    def __enter__(self) -> None:
        self._streams = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = io.StringIO()

    def __exit__(self, *_: object) -> None:
        sys.stdout, sys.stderr = self._streams


def _global_rng() -> tuple[int, bytes]:
    """The state of numpy's global generator, read where it lies: asking for a copy takes longer
    than most calls that are watched."""
    bits: Any = np.random.get_bit_generator()  # type: ignore[attr-defined]
    if type(bits) is not np.random.MT19937:
        return id(bits), repr(bits.state).encode()
    return id(bits), ctypes.string_at(bits.ctypes.state_address, MT19937_BYTES)
