"""The loop of a child: one request, one reply, and published messages in between."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .acts import Acts
from .beside import Beside
from .calls import Calls
from .files import Folder
from .kernel import Kernel
from .objects import Objects
from .wire import TooLong, Wire, WireError

if TYPE_CHECKING:
    from .foreign import ForeignKernel


class Server:
    """Serves the judge until the socket closes."""

    def __init__(self, wire: Wire, kernel: Kernel | ForeignKernel) -> None:
        self._wire = wire
        self._kernel = kernel
        self._objects = Objects(self._call_back, lambda name: self._beside.find_class(name))
        self._beside = Beside(self._objects, lambda: self._kernel.namespace)
        self._acts = Acts(self._objects, self._beside)
        self._calls = Calls(wire, self._objects)
        self._folder = Folder(os.getcwd())  # as the student's code finds it

    def run(self) -> None:
        """Take request after request."""
        while True:
            try:
                self._serve(self._wire.receive())
            except WireError:
                return

    def _serve(self, request: Mapping[str, Any]) -> None:
        try:
            reply = self._answer(request)
        except WireError:
            raise
        except Exception:  # a value of the student's that stumbles when it is looked at
            reply = {}  # nothing that can be judged
        try:
            self._wire.send({"done": request["id"], "reply": reply})
        except (TooLong, TypeError, ValueError, RecursionError):
            self._wire.send({"done": request["id"], "reply": {}})  # nothing that can be judged

    def _answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        match request["op"]:
            case "execute":
                return self._kernel.execute(request["code"])
            case "fetch":
                self._beside.open(request["beside"])
                return {"found": [self._beside.fetch(name) for name in request["names"]]}
            case "act":
                return self._acts.act(request)
            case "call":
                return self._calls.call(request)
            case "call each":
                return self._calls.call_each(request["calls"])
            case "assign":
                self._beside.take(request["beside"])
                return {"beside": self._beside.give(request["beside"])}
            case "files":
                return {"files": self._folder.changed()}
            case "modules":
                return {"modules": sorted(sys.modules)}
        sys.exit(f"unknown request {request['op']!r}")

    def _call_back(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Have the judge call a function that it passed in; serve its own calls meanwhile."""
        described = {"args": self._objects.encoded(args), "kwargs": self._objects.encoded(kwargs)}
        printed = self._acts.streams.taken()
        self._wire.send({"callback": number, **described, **printed})
        while True:
            answer = self._wire.receive()
            if "op" in answer:
                self._serve(answer)
            elif "raised" in answer:
                raise self._objects.exception(answer)
            else:
                return self._objects.decoded(answer["returned"])
