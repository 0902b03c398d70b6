"""The trusted end of one student's process: start it, ask it, end it.

Everything that comes back is the student's word: it is parsed as plain data, limited in size and
time, and a reply that is late, malformed or missing ends that request with a reason, never this
process.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.errors import MachineError
from autograder.model import Limits
from autograder.sandbox import isolation
from autograder.sandbox.inside.wire import Wire, WireError, WireTimeout
from autograder.sandbox.isolation import World
from autograder.sandbox.staging import ENGINE, SITE

BOOT_SECONDS = 30.0
PROGRAM = (
    f"import sys, json; sys.path[:0] = [{SITE!r}, {ENGINE!r}]; "
    "from inside.main import main; main(int(sys.argv[1]), json.loads(sys.argv[2]))"
)


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
    """One running student process; use as a context manager."""

    def __init__(self, rung: str, world: World, limits: Limits) -> None:
        self._limits = limits
        self._requests = 0
        self.alive = True
        ours, theirs = socket.socketpair()
        rlimits = json.dumps(resource_limits(limits))
        self._launch = isolation.prepare(rung, world, PROGRAM, [str(theirs.fileno()), rlimits])
        self._wire = Wire(ours)
        self._process = _start(self._launch, theirs)
        self._await_ready()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

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
        except (WireError, KeyError, TypeError):
            self._fail("died" if self._exited() else "reply")
        raise AssertionError("unreachable")

    def end(self) -> None:
        """Kill the process and everything it started, and remove its folder."""
        self.alive = False
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._wire.close()
        for pipe in (self._process.stdin, self._process.stderr):
            if pipe:
                pipe.close()
        isolation.clean_up(self._launch)

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

    def _exited(self) -> bool:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.5)
        return self._process.poll() is not None

    def _await_ready(self) -> None:
        try:
            ready = self._wire.receive(time.monotonic() + BOOT_SECONDS)
        except WireError as fault:
            self._process.kill()
            words = self._process.stderr.read() if self._process.stderr else b""
            self.end()
            raise MachineError(
                f"the sandbox did not start ({fault}): {words.decode(errors='replace')[-500:]}"
            ) from None
        if not ready.get("ready"):
            raise MachineError(f"the sandbox started with {ready!r}")


def resource_limits(limits: Limits) -> dict[str, int]:
    """The rlimits of a student's process, by name."""
    return {
        "DATA": limits.memory_bytes,
        "AS": limits.memory_bytes + (3 << 30),  # libraries reserve far more than they use
        "FSIZE": limits.file_bytes,
        "NPROC": limits.processes,
        "NOFILE": 256,
        "CORE": 0,
        "CPU": int(limits.submission_seconds) + 5,
    }


def _start(launch: isolation.Launch, theirs: socket.socket) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        launch.argv,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=launch.environment,
        cwd=launch.folder,
        pass_fds=[theirs.fileno()],
        start_new_session=True,
    )
    theirs.close()
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(launch.stdin)
        process.stdin.close()
    return process
