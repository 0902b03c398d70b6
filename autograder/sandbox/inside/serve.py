"""The loop of a child: one request, one reply, and published messages in between."""

from __future__ import annotations

import sys
from typing import Any

from .calls import Handles, assign, call, fetch
from .kernel import Kernel
from .wire import Wire, WireError


def serve(wire: Wire, kernel: Kernel) -> None:
    """Serve the judge until the socket closes."""
    handles = Handles()
    while True:
        try:
            request = wire.receive()
            wire.send({"done": request["id"], "reply": _answer(request, kernel, handles)})
        except WireError:
            return


def _answer(request: dict[str, Any], kernel: Kernel, handles: Handles) -> dict[str, Any]:
    match request["op"]:
        case "execute":
            return kernel.execute(request["code"])
        case "fetch":
            return fetch(kernel.namespace, request["name"], handles)
        case "call":
            return call(request["handle"], request["args"], request["kwargs"], handles)
        case "assign":
            return assign(kernel.namespace, request["name"], request["value"])
        case "modules":
            return {"modules": sorted(sys.modules)}
    sys.exit(f"unknown request {request['op']!r}")
