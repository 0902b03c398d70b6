"""The trusted end of one student's process: start it, ask it, end it.

Everything that comes back is the student's word: it is parsed as plain data, limited in size and
time, and a reply that is late, malformed or missing ends that request with a reason, never this
process.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from autograder.errors import MachineError
from autograder.model import Stop
from autograder.sandbox.inside.wire import TooLong, Wire, WireClosed, WireError, WireTimeout

READY_SECONDS = 30.0


class SandboxEnded(Exception):
    """No answer will come, and why."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(stop)
        self.stop = stop


class NotReady(MachineError):
    """A process could not be made ready to serve; ``why`` is what it said."""

    def __init__(self, why: str) -> None:
        super().__init__(f"a student's process could not be fenced off: {why}")
        self.why = why


@dataclass(frozen=True)
class Message:
    """Something the kernel published while a cell ran."""

    kind: str
    content: dict[str, Any]


class Listener(Protocol):
    """Who is told of what comes before the reply to a call."""

    def part(self, replies: Any) -> None:
        """Some of several calls are done."""

    def call_back(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Call a function of the judge's that was passed in; the answer is sent back."""


class Session:
    """One running student's process; ``end`` kills it and all it started."""

    def __init__(self, wire: Wire, end: Callable[[], None]) -> None:
        self._wire = wire
        self._end = end
        self._requests = 0
        self.alive = True
        self.until = float("inf")  # on the monotonic clock: no answer is waited for any longer
        self._await_ready()

    def ask(
        self,
        op: str,
        seconds: float,
        publish: Callable[[Message], None] | None = None,
        listener: Listener | None = None,
        **rest: Any,
    ) -> dict[str, Any]:
        """Send a request and return its reply; end the process when that fails.

        A part of a reply, and a call back into the judge, give it ``seconds`` anew.
        """
        if not self.alive:
            raise SandboxEnded(Stop.NOT_RUNNING)
        self._requests += 1
        try:
            self._send({"op": op, "id": self._requests, **rest}, seconds)
            return self._reply(self._requests, seconds, publish, listener)
        except TooLong:
            raise SandboxEnded(Stop.TOO_MUCH) from None
        except WireTimeout:
            self._fail(Stop.TIME)
        except WireClosed:
            self._fail(Stop.DIED)
        except (WireError, KeyError, TypeError):
            self._fail(Stop.REPLY)
        raise AssertionError("unreachable")

    def end(self) -> None:
        """Kill the process and everything it started."""
        self.alive = False
        self._wire.close()
        with contextlib.suppress(MachineError):  # its warm parent is gone, and with it all it made
            self._end()

    def _send(self, message: dict[str, Any], seconds: float) -> None:
        self._wire.send(message, min(time.monotonic() + seconds, self.until))

    def _reply(
        self,
        request: int,
        seconds: float,
        publish: Callable[[Message], None] | None,
        listener: Listener | None,
    ) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while True:
            message = self._wire.receive(min(deadline, self.until))
            if message.get("done") == request:
                if not isinstance(message["reply"], dict):
                    raise WireError("a reply is not a dictionary")
                return message["reply"]
            if listener and "part" in message:
                listener.part(message["part"])
                deadline = time.monotonic() + seconds
            elif listener and "callback" in message:
                self._send(listener.call_back(message), seconds)
                deadline = time.monotonic() + seconds
            elif publish and isinstance(message.get("content"), dict):
                publish(Message(str(message["kind"]), message["content"]))

    def _fail(self, stop: Stop) -> None:
        self.end()
        raise SandboxEnded(stop)

    def _await_ready(self) -> None:
        try:
            first = self._wire.receive(time.monotonic() + READY_SECONDS)
        except WireError as fault:
            first = {"fault": str(fault)}
        if not first.get("ready"):
            self.end()
            raise NotReady(str(first.get("fault")))
