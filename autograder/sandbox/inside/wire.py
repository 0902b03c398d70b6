"""Frames on a socket: four bytes of length, then JSON. Never anything that executes on reading."""

from __future__ import annotations

import socket
import struct
import time
from typing import Any

from dlkit.check import finite

MAX_FRAME = 64 << 20
MAX_PARTS = 2 << 20  # values, lists and dictionaries: each takes far more room than its text
PIECE = 1 << 16  # read at a time
_LENGTH = struct.Struct(">I")


class WireError(Exception):
    """The other end closed, sent too much, or sent something that is not a frame."""


class WireClosed(WireError):
    """The other end is gone."""


class TooLong(WireError):
    """A message of ours is too long to be sent; nothing was sent."""


class WireTimeout(WireError):
    """Nothing complete came before the deadline."""


class Wire:
    """One end of the socket; requests and replies are dictionaries."""

    def __init__(self, end: socket.socket) -> None:
        self._socket = end
        self._came = bytearray()

    def send(self, message: dict[str, Any], deadline: float | None = None) -> None:
        """Send one frame, whole; wait until ``deadline`` for a receiver that does not read."""
        data = finite.dumps(message).encode("ascii")
        if len(data) > MAX_FRAME:
            raise TooLong(f"a message of {len(data)} bytes is larger than {MAX_FRAME}")
        self._wait_until(deadline)
        try:
            self._socket.sendall(_LENGTH.pack(len(data)) + data)
        except TimeoutError:
            raise WireTimeout("the other end does not read") from None
        except OSError as fault:
            raise WireClosed(f"the other end is gone ({fault.strerror})") from None

    def receive(self, deadline: float | None = None) -> dict[str, Any]:
        """Wait for one frame until ``deadline`` (on the monotonic clock; None waits for ever)."""
        (length,) = _LENGTH.unpack(self._take(_LENGTH.size, deadline))
        if length > MAX_FRAME:
            raise WireError(f"a message of {length} bytes is larger than {MAX_FRAME}")
        data = self._take(length, deadline)
        if sum(map(data.count, (b",", b"[", b"{"))) > MAX_PARTS:
            raise WireError("a message has more parts than fit into memory")
        try:
            message = finite.loads(data)
        except (ValueError, RecursionError):
            raise WireError("a message is not JSON") from None
        if not isinstance(message, dict):
            raise WireError("a message is not a dictionary")
        return message

    def fileno(self) -> int:
        return self._socket.fileno()

    def close(self) -> None:
        self._socket.close()

    def _take(self, count: int, deadline: float | None) -> bytes:
        """The next bytes of what came; what came behind them is kept for later."""
        while len(self._came) < count:
            self._came += self._read(deadline)
        data = bytes(self._came[:count])
        del self._came[:count]
        return data

    def _read(self, deadline: float | None) -> bytes:
        self._wait_until(deadline)
        try:
            piece = self._socket.recv(PIECE)
        except TimeoutError:
            raise WireTimeout("no answer in time") from None
        except OSError as fault:
            raise WireClosed(f"the other end is gone ({fault.strerror})") from None
        if not piece:
            raise WireClosed("the other end closed the socket")
        return piece

    def _wait_until(self, deadline: float | None) -> None:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:  # also while more data keeps coming
            raise WireTimeout("there is no time left")
        self._socket.settimeout(left)
