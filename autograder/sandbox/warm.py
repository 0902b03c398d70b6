"""The trusted end of a warm parent: start it, have it import, let it fork students' processes."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.errors import MachineError, NoIsolation
from autograder.model import Limits, Stop
from autograder.sandbox import cgroups, folders, launch, staging
from autograder.sandbox.inside.wire import Wire
from autograder.sandbox.launch import World
from autograder.sandbox.session import NotReady, SandboxEnded, Session
from autograder.sandbox.staging import ENGINE, SITE, View

BOOT_SECONDS = 60.0
MAX_FILES, MAX_BYTES = 128, 48 << 20  # of companions, which have to fit into the working folder
MAX_LETTERS = 32 << 10  # of their names, which have to fit into a packet
NO_SOCKETS = (
    "the kernel {kernel!r} speaks through sockets, which the isolation by landlock does not allow. "
    "Grade on a machine that offers namespaces or bubblewrap (autograder doctor says which)."
)
NO_KERNEL = (
    "the kernel {kernel!r} does not start in the sandbox (by {isolation_level}): {why}. In there "
    "exist /usr, the folder of its kernelspec and those beside its program. Name what else it "
    'needs, as in c.AutograderSandbox.allow = ["/opt/julia"], or choose another kernel in the '
    "source notebook."
)
PROGRAM = (
    f"import sys; sys.path[:0] = [{SITE!r}, {ENGINE!r}]; "
    "from inside.warm import main; main(int(sys.argv[1]))"
)


class WarmParent:
    """One warm parent on an isolation level; ``slot`` numbers those of a run from 0.

    ``limits`` hold for all its children together, where control groups can be made.
    """

    def __init__(
        self, isolation_level: str, view: View, slot: int = 0, limits: Limits | None = None
    ) -> None:
        self.isolation_level = isolation_level
        self._kernels = {each.name: each for each in view.kernels}
        self._known_to_start: set[str] = set()
        self._group = cgroups.make(limits or Limits())
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        world = World(view, staging.settled_files())
        self._launch = launch.prepare(isolation_level, world, PROGRAM, [str(theirs.fileno())])
        self._control = ours
        argv = self._launch.argv
        argv = self._group.around(argv) if self._group else argv
        self._process = _start(self._launch, argv, theirs)
        ours.settimeout(BOOT_SECONDS)
        self._ask(launch.fence(isolation_level, view, slot, self._launch.base))

    @property
    def alive(self) -> bool:
        """Whether the other end is still there; all children die with it."""
        watch = select.poll()
        with contextlib.suppress(ValueError):  # closed on this side
            watch.register(self._control, 0)  # hang-ups are always told
            return not watch.poll(0)
        return False

    def fork(
        self, limits: Limits, files: Mapping[str, str] | None = None, kernel: str = ""
    ) -> Session:
        """Start a student's process; ``files`` are copied into its folder, by name.

        Its cells are run by ``kernel``, one of the view's, or by the kernel that is forked with it.
        """
        described = self._described(kernel) if kernel else {}
        ours, theirs = socket.socketpair()
        opened = _opened(files or {})
        request = {"op": "fork", "kernel": described}
        request |= {"files": list(opened), "limits": resource_limits(limits)}
        try:
            child = self._ask(request, [theirs.fileno(), *opened.values()])["child"]
        except BaseException:
            ours.close()
            raise
        finally:
            for handle in opened.values():
                os.close(handle)
            theirs.close()
        return self._session(Wire(ours), child, kernel)

    def import_all(self, modules: Sequence[str]) -> int:
        """Import modules once for all children to come; return how many that brought."""
        brought = 0
        for start in range(0, len(modules), 500):  # a packet has room for about a thousand names
            request = {"op": "import", "modules": list(modules[start : start + 500])}
            brought += self._ask(request)["imported"]
        return brought

    def close(self) -> None:
        """End the parent, and with it every child; a second time there is nothing to do."""
        if self._control.fileno() < 0:
            return
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2.0)
        self._process.kill()
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()
        if self._group:
            self._group.close()
        launch.clean_up(self._launch)

    def _described(self, kernel: str) -> dict[str, Any]:
        if self.isolation_level == "landlock":
            raise NoIsolation(NO_SOCKETS.format(kernel=kernel))
        return self._kernels[kernel].described(self._launch.base, SITE)

    def _session(self, wire: Wire, child: int, kernel: str) -> Session:
        """Open a session; that a kernel does not start is the machine's fault the first time only.

        Later it is for what was handed in, which lies beside the notebook.
        """
        try:
            session = Session(wire, lambda: self._end(child))
        except NotReady as fault:
            if not kernel:
                raise
            if kernel in self._known_to_start:
                raise SandboxEnded(Stop.KERNEL) from None
            raise MachineError(
                NO_KERNEL.format(kernel=kernel, isolation_level=self.isolation_level, why=fault.why)
            ) from None
        self._known_to_start.add(kernel)
        return session

    def _end(self, child: int) -> None:
        self._ask({"op": "end", "child": child})
        if self._launch.base:
            for folder in (staging.WORK, staging.HOME):
                folders.empty(Path(f"{self._launch.base}{folder}"))

    def _ask(self, request: Mapping[str, Any], handles: Sequence[int] = ()) -> dict[str, Any]:
        try:
            socket.send_fds(self._control, [json.dumps(request).encode()], list(handles))
        except OSError as fault:
            raise self._fault(fault) from None
        return self._receive()

    def _receive(self) -> dict[str, Any]:
        try:
            packet = self._control.recv(1 << 16)
        except OSError as fault:
            raise self._fault(fault) from None
        if not packet:
            raise self._fault("it ended")
        return json.loads(packet)

    def _fault(self, fault: object) -> MachineError:
        words = b""
        if self._control.fileno() >= 0:
            self._process.kill()
            words = self._process.stderr.read() if self._process.stderr else b""
            self.close()
        return MachineError(
            f"the sandbox ({self.isolation_level}) does not work: {fault}; {_tail(words)}"
        )


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


def _opened(files: Mapping[str, str]) -> dict[str, int]:
    """Open as many of the files as there is room for, the first ones first."""
    opened: dict[str, int] = {}
    room, letters = MAX_BYTES, MAX_LETTERS
    for name, path in files.items():
        size, length = os.lstat(path).st_size, len(json.dumps(name))
        if len(opened) < MAX_FILES and size <= room and length <= letters:
            with contextlib.suppress(OSError):  # one that cannot be read is left out
                opened[name] = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
                room, letters = room - size, letters - length
    return opened


def _start(
    launched: launch.Launch, argv: Sequence[str], theirs: socket.socket
) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        argv,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=launched.environment,
        cwd=launched.folder,
        pass_fds=[theirs.fileno()],
        start_new_session=True,
    )
    theirs.close()
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(launched.stdin)
        process.stdin.close()
    return process


def _tail(words: bytes) -> str:
    lines = words.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
