"""What the student's code prints and warns while a test uses it: kept for the test's streams."""

from __future__ import annotations

import builtins
import contextlib
import io
import sys
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

MAX_TEXT = 1 << 18  # letters that are kept of one act
MAX_WARNINGS = 100


class Streams:
    """Stands in for ``sys.stdout`` and ``sys.stderr``, and gathers warnings."""

    def __init__(self) -> None:
        self._pieces: list[list[str]] = []
        self._left = MAX_TEXT
        self._caught: list[Any] = []

    def __enter__(self) -> None:
        self._before = sys.stdout, sys.stderr
        self._warnings = warnings.catch_warnings(record=True)
        caught = self._warnings.__enter__()
        assert caught is not None  # as it records
        self._caught = caught
        warnings.simplefilter("always")
        sys.stdout, sys.stderr = _Stream(self, "stdout"), _Stream(self, "stderr")

    def __exit__(self, *_: object) -> None:
        sys.stdout, sys.stderr = self._before
        self._warnings.__exit__(None, None, None)

    def add(self, name: str, text: str) -> None:
        text = text[: self._left]
        self._left -= len(text)
        if text and self._pieces and self._pieces[-1][0] == name:
            self._pieces[-1][1] += text
        elif text:
            self._pieces.append([name, text])

    def taken(self) -> dict[str, Any]:
        """What was printed and warned since this was asked last."""
        printed, self._pieces = self._pieces, []
        caught, self._caught[:] = list(self._caught[:MAX_WARNINGS]), []
        told = (w for w in caught if not issubclass(w.category, ResourceWarning))
        warned = [[[b.__name__ for b in w.category.__mro__], str(w.message)[:500]] for w in told]
        both = {"printed": printed, "warned": warned}
        return {key: value for key, value in both.items() if value}


class _Stream(io.TextIOBase):
    """One of the two streams."""

    encoding = "UTF-8"

    def __init__(self, streams: Streams, name: str) -> None:
        self.name = name
        self._streams = streams

    def write(self, text: str) -> int:
        self._streams.add(self.name, str(text))
        return len(text)

    def writable(self) -> bool:
        return True


@contextlib.contextmanager
def errors(beside: Mapping[str, Any]) -> Iterator[None]:
    """Make errors of what the test makes errors of: numpy's faults, warnings."""
    with np.errstate(**beside.get("errstate", {})):
        if name := beside.get("strict"):
            kind = getattr(builtins, str(name), Warning)
            warnings.filterwarnings("error", category=kind)
        yield
