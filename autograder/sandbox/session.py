"""The trusted end of one student's process: start it, ask it, end it.

Everything that comes back is the student's word: it is parsed as plain data, limited in size and
time, and a reply that is late, malformed or missing ends that request with a reason, never this
process.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.errors import MachineError
from autograder.sandbox.inside.wire import Wire, WireClosed, WireError, WireTimeout

READY_SECONDS = 30.0


class SandboxEnded(Exception):
    """The student's process is gone; ``reason`` is "time", "died" or "reply"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Message:
    """Something the kernel published while a cell ran."""

    kind: str
    content: dict[str, Any]


class Session:
    """One running student's process; ``end`` kills it and all it started."""

    def __init__(self, wire: Wire, end: Callable[[], None]) -> None:
        self._wire = wire
        self._end = end
        self._requests = 0
        self.alive = True
        self._await_ready()

    def ask(
        self, op: str, seconds: float, publish: Callable[[Message], None] | None = None, **rest: Any
    ) -> dict[str, Any]:
        """Send a request and return its reply; end the process when that fails."""
        if not self.alive:
            raise SandboxEnded("not run")
        self._requests += 1
        deadline = time.monotonic() + seconds
        try:
            self._wire.send({"op": op, "id": self._requests, **rest})
            return self._reply(deadline, publish)
        except WireTimeout:
            self._fail("time")
        except WireClosed:
            self._fail("died")
        except (WireError, KeyError, TypeError):
            self._fail("reply")
        raise AssertionError("unreachable")

    def end(self) -> None:
        """Kill the process and everything it started."""
        self.alive = False
        self._wire.close()
        self._end()

    def _reply(self, deadline: float, publish: Callable[[Message], None] | None) -> dict[str, Any]:
        while True:
            message = self._wire.receive(deadline)
            if message.get("done") == self._requests:
                if not isinstance(message["reply"], dict):
                    raise WireError("a reply is not a dictionary")
                return message["reply"]
            if publish and isinstance(message.get("content"), dict):
                publish(Message(str(message["kind"]), message["content"]))

    def _fail(self, reason: str) -> None:
        self.end()
        raise SandboxEnded(reason)

    def _await_ready(self) -> None:
        try:
            first = self._wire.receive(time.monotonic() + READY_SECONDS)
        except WireError as fault:
            first = {"fault": str(fault)}
        if not first.get("ready"):
            self.end()
            raise MachineError(f"a student's process could not be fenced off: {first.get('fault')}")
