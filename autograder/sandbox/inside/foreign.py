"""A kernel in a process of its own, of any language: for what a fork of ours cannot run.

jupyter_client starts the kernel and speaks its protocol, over sockets in a folder, since there is
no network in here. The process that starts it is behind the fence already; so are the kernel and
every process that it makes.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from typing import Any, BinaryIO

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager

from .wire import Wire

START_SECONDS = 25.0  # less than the judge waits for this process to be ready
OF_NO_CELL = ("status", "execute_input")  # messages that say how a cell is getting on


class NotStarted(Exception):
    """The kernel gave no sign of life; the message says what it said instead."""


class ForeignKernel:
    """A kernel as its kernelspec describes it, with the interface of `kernel.Kernel`."""

    def __init__(self, described: Mapping[str, Any]) -> None:
        self._spec = KernelSpec(**described)
        self._client: Any = None

    def connect(self, wire: Wire) -> None:
        """Start it, wait until it answers, publish on ``wire`` from now on."""
        self._wire = wire
        errors = tempfile.TemporaryFile()  # noqa: SIM115  (open as long as the process)
        try:
            manager = self._started(errors)
            self._client = _client(manager)
        except Exception as fault:
            raise NotStarted(_sentence(fault, errors)) from None
        process: subprocess.Popen[bytes] = manager.provisioner.process  # type: ignore
        threading.Thread(target=_end_with, args=[process], daemon=True).start()

    @property
    def namespace(self) -> dict[str, Any]:
        """Refuse: objects of a foreign kernel cannot be reached."""
        return {}

    def execute(self, code: str) -> dict[str, Any]:
        """Run one cell; outputs are published, the reply says "ok" or which error ended it."""
        reply = self._client.execute_interactive(
            code, allow_stdin=False, stop_on_error=False, output_hook=self._publish
        )["content"]
        if any(each.get("source") == "ask_exit" for each in reply.get("payload") or ()):
            os._exit(0)  # the kernel is about to end, and no other cell shall pay for that
        return {key: reply.get(key) for key in ("status", "ename", "evalue", "traceback")}

    def _publish(self, message: Mapping[str, Any]) -> None:
        if message["msg_type"] not in OF_NO_CELL:
            self._wire.send({"kind": message["msg_type"], "content": message["content"]})

    def _started(self, errors: BinaryIO) -> KernelManager:
        manager = KernelManager(
            kernel_spec_manager=_TheOnly(self._spec),
            transport="ipc",
            connection_file=os.path.join(tempfile.mkdtemp(), "kernel.json"),
        )
        manager.start_kernel(stdout=subprocess.DEVNULL, stderr=errors)
        return manager


class _TheOnly(KernelSpecManager):
    """Knows the one kernel that was described, whatever it is asked for."""

    def __init__(self, spec: KernelSpec) -> None:
        super().__init__()
        self._spec = spec

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return self._spec


def _client(manager: KernelManager) -> BlockingKernelClient:
    client: BlockingKernelClient = manager.client()
    client.start_channels(stdin=False, hb=False)
    client.wait_for_ready(timeout=START_SECONDS)
    return client


def _end_with(kernel: subprocess.Popen[bytes]) -> None:
    """End this process when the kernel ends, so that the judge does not wait for its answers."""
    kernel.wait()
    os._exit(0)


def _sentence(fault: Exception, errors: BinaryIO) -> str:
    errors.seek(0)
    lines = errors.read(1 << 16).decode(errors="replace").strip().splitlines()
    return f"{fault or type(fault).__name__} ({lines[-1][:300] if lines else 'it said nothing'})"
