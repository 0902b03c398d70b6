"""The loop of the sandbox: one request, one reply, and published messages in between."""

from __future__ import annotations

import ctypes
import random
import resource
import signal
import socket
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

from .calls import Handles, assign, call, fetch
from .kernel import Kernel
from .wire import Wire, WireError


def main(descriptor: int, limits: Mapping[str, int]) -> None:
    """Serve the judge on the socket ``descriptor`` until it closes."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: end with the judge
    wire = Wire(socket.socket(fileno=descriptor))
    kernel = Kernel(lambda kind, content: wire.send({"kind": kind, "content": content}))
    handles = Handles()
    random.seed(0)
    np.random.seed(0)  # unseeded student code must not make two runs differ
    limit_resources(limits)
    wire.send({"ready": True})
    while True:
        try:
            request = wire.receive()
        except WireError:
            return
        wire.send({"done": request["id"], "reply": _serve(request, kernel, handles)})


def limit_resources(limits: Mapping[str, int]) -> None:
    """Limit this process and all it starts; soft and hard, so that nothing can be raised again."""
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def _serve(request: dict[str, Any], kernel: Kernel, handles: Handles) -> dict[str, Any]:
    match request["op"]:
        case "execute":
            return kernel.execute(request["code"])
        case "fetch":
            return fetch(kernel.namespace, request["name"], handles)
        case "call":
            return call(request["handle"], request["args"], request["kwargs"], handles)
        case "assign":
            return assign(kernel.namespace, request["name"], request["value"])
    sys.exit(f"unknown request {request['op']!r}")
