"""ipykernel's own execution of cells, without its sockets: what it would publish goes to a wire.

The kernel's ``do_execute`` is used as it is, so magics, rich output, tracebacks and top-level
await come out as in a student's JupyterLab.
"""

from __future__ import annotations

import asyncio
import builtins
import functools
import io
import linecache
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

# The debugger is not used in here, and takes a quarter of the time to start.
sys.modules["debugpy"] = None  # type: ignore[assignment]

from ipykernel.eventloops import enable_gui  # noqa: E402
from ipykernel.ipkernel import IPythonKernel  # noqa: E402
from ipykernel.jsonutil import json_clean  # noqa: E402
from IPython.core.history import HistoryManager  # noqa: E402
from jupyter_client.session import Session  # noqa: E402

from .figures import FIGURES  # noqa: E402
from .wire import Wire  # noqa: E402

Publish = Callable[[str, dict[str, Any]], None]


class _Session(Session):
    """A session that hands every published message to ``publish`` instead of a socket."""

    publish: Publish

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *_: Any, **__: Any) -> Any:
        if isinstance(msg_or_type, dict):
            msg_or_type, content = msg_or_type["header"]["msg_type"], msg_or_type["content"]
        self.publish(msg_or_type, json_clean(content or {}))
        return {}


class _Outlet:
    """Joins neighbouring pieces of text, so that a loop of prints is not a flood of messages."""

    def __init__(self, publish: Publish) -> None:
        self._publish = publish
        self._name = ""
        self._pieces: list[str] = []
        self._size = 0
        self._flushed = time.monotonic()

    def __call__(self, kind: str, content: dict[str, Any]) -> None:
        if kind != "stream":
            self.flush()
            self._publish(kind, content)
            return
        if content["name"] != self._name:
            self.flush()
            self._name = content["name"]
        self._pieces.append(content["text"])
        self._size += len(content["text"])
        if self._size > 1 << 15 or time.monotonic() - self._flushed > 0.2:
            self.flush()

    def flush(self) -> None:
        """Publish what has gathered."""
        text, self._pieces, self._size = "".join(self._pieces), [], 0
        self._flushed = time.monotonic()
        if text:
            self._publish("stream", {"name": self._name, "text": text})


class _Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` inside the kernel."""

    encoding = "UTF-8"

    def __init__(self, name: str, publish: Publish, descriptor: int) -> None:
        self.name = name
        self._publish = publish
        self._descriptor = descriptor

    def write(self, text: str) -> int:
        if text:
            self._publish("stream", {"name": self.name, "text": str(text)})
        return len(text)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._descriptor


class _Transformed:
    """The shell's ``transform_cell``: ipykernel asks for each cell, and IPython once more.

    The answer is kept between the two while all transformers are IPython's own; another's may
    count how often it is asked.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._transform: Callable[[str], str] = shell.transform_cell
        self._standard = self._transformers()
        self._last = ("", "")

    def __call__(self, code: str) -> str:
        if self._transformers() != self._standard:
            return self._transform(code)
        if code != self._last[0]:
            self._last = (code, self._transform(code))
        return self._last[1]

    def _transformers(self) -> list[Any]:
        manager = self._shell.input_transformer_manager
        lines = [*manager.cleanup_transforms, *manager.line_transforms]
        return [*lines, *manager.token_transformers, *self._shell.input_transformers_post]


class Kernel:
    """One IPython kernel: built and warmed up once, connected after the fork.

    ``execute`` runs a cell and reports how it ended; what it shows is published on the wire.
    """

    def __init__(self) -> None:
        # No other session would read a history database.
        HistoryManager.enabled = False  # type: ignore[assignment]
        session = _Session(key=b"")
        session.publish = lambda kind, content: self._outlet(kind, content)
        log = logging.getLogger("kernel")
        kernel: Any = IPythonKernel.instance(session=session, iopub_socket=object(), log=log)
        # ipykernel asks on which thread it runs, to cancel a cell on SIGINT; here the judge kills.
        kernel.shell_channel_thread = SimpleNamespace(parent_thread=None)
        self._kernel, shell = kernel, kernel.shell
        shell.transform_cell = _Transformed(shell)
        shell.displayhook.session = shell.display_pub.session = session
        # `%matplotlib inline` has ipykernel look for its application, which does not run here.
        shell.enable_gui = functools.partial(enable_gui, kernel=kernel)
        shell.displayhook.pub_socket = shell.display_pub.pub_socket = object()
        self._outlet = _Outlet(lambda kind, content: None)

    def preload_imports(self, cells: Iterable[str]) -> None:
        """Run cells of our own, so that every child has what they load; then forget them."""
        self._loop = asyncio.new_event_loop()
        streams = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = _Stream("stdout", self._outlet, 1)
        for cell in cells:
            self._loop.run_until_complete(self._run(cell))
        sys.stdout, sys.stderr = streams
        self._kernel.shell.reset(new_session=False)
        self._kernel.shell.execution_count = 1
        linecache.clearcache()
        self._loop.close()

    def connect(self, wire: Wire) -> None:
        """Publish on ``wire`` from now on; in the child, behind its fence."""
        self._outlet = _Outlet(lambda kind, content: wire.send({"kind": kind, "content": content}))
        self._kernel.shell.events.callbacks["post_execute"].insert(0, FIGURES.keep)
        self._raw = _capture_descriptors()
        builtins.input = self._kernel.raw_input  # which refuses: nobody is there to type
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        sys.stdout = _Stream("stdout", self._outlet, 1)
        sys.stderr = _Stream("stderr", self._outlet, 2)

    @property
    def namespace(self) -> dict[str, Any]:
        """The student's global names."""
        names: dict[str, Any] = self._kernel.shell.user_ns
        return names

    def execute(self, code: str) -> dict[str, Any]:
        """Run one cell; outputs are published, the reply says "ok" or which error ended it."""
        FIGURES.put_away()
        reply = self._loop.run_until_complete(self._run(code))
        self._publish_raw()
        self._outlet.flush()
        return {key: reply.get(key) for key in ("status", "ename", "evalue", "traceback")}

    async def _run(self, code: str) -> dict[str, Any]:
        # Inside a running loop, so that top-level await works.
        reply = await self._kernel.do_execute(code, silent=False, store_history=True)
        cleaned: dict[str, Any] = json_clean(reply)
        return cleaned

    def _publish_raw(self) -> None:
        """Publish what subprocesses and C code wrote on the file descriptors."""
        text = self._raw.read().decode("utf-8", "replace")
        if text:
            self._outlet("stream", {"name": "stdout", "text": text})


def _capture_descriptors() -> Any:
    raw = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  (open as long as the process)
    os.dup2(raw.fileno(), 1)
    os.dup2(raw.fileno(), 2)
    return os.fdopen(os.open(f"/proc/self/fd/{raw.fileno()}", os.O_RDONLY), "rb", buffering=0)
