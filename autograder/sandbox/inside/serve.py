"""The loop of a child: one request, one reply, and published messages in between."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .calls import Calls
from .kernel import Kernel
from .wire import TooLong, Wire, WireError

if TYPE_CHECKING:
    from .foreign import ForeignKernel


class Server:
    """Serves the judge until the socket closes."""

    def __init__(self, wire: Wire, kernel: Kernel | ForeignKernel) -> None:
        self._wire = wire
        self._kernel = kernel
        self._calls = Calls(wire, self._serve)

    def run(self) -> None:
        """Take request after request."""
        while True:
            try:
                self._serve(self._wire.receive())
            except WireError:
                return

    def _serve(self, request: Mapping[str, Any]) -> None:
        reply = self._answer(request)
        try:
            self._wire.send({"done": request["id"], "reply": reply})
        except TooLong:
            self._wire.send({"done": request["id"], "reply": {}})  # nothing that can be judged

    def _answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        match request["op"]:
            case "execute":
                return self._kernel.execute(request["code"])
            case "fetch":
                namespace, names = self._kernel.namespace, request["names"]
                return {"found": [self._calls.fetch(namespace, name) for name in names]}
            case "call":
                return self._calls.call(request)
            case "call each":
                return self._calls.call_each(request["calls"])
            case "assign":
                return self._calls.assign(self._kernel.namespace, request["name"], request["value"])
            case "modules":
                return {"modules": sorted(sys.modules)}
        sys.exit(f"unknown request {request['op']!r}")
