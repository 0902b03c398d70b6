"""Make the calls that the judge observes for ``grade``: plain data in, plain data out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from dlkit.check.observe import Observation, observe
from dlkit.check.plain import decode, encode

from .objects import Objects
from .wire import Wire

FLUSH_SECONDS = 0.01
Request = Mapping[str, Any]


class Calls:
    """Observed calls of the student's functions."""

    def __init__(self, wire: Wire, objects: Objects) -> None:
        self._wire = wire
        self._objects = objects

    def call(self, request: Request) -> dict[str, Any]:
        """Observe one call; the observation, and what the call changed in its arguments."""
        function = self._objects[request["function"]]
        args, kwargs = self._decoded(request["args"]), self._decoded(request["kwargs"])
        observation = observe(function, args, kwargs)
        encoded = {**dict(enumerate(request["args"]["items"])), **dict(request["kwargs"]["items"])}
        values = {**dict(enumerate(args)), **kwargs}
        return {
            **vars(observation),
            "error": observation.error and vars(observation.error),
            "value": self._encoded(observation.value),
            "after": list(self._changed(encoded, values, observation)),
        }

    def call_each(self, requests: Iterable[Request]) -> dict[str, Any]:
        """Make several calls; what is done is sent on when it has waited for a moment."""
        done: list[dict[str, Any]] = []
        sent = time.monotonic()
        for request in requests:
            done.append(self.call(request))
            if time.monotonic() - sent > FLUSH_SECONDS:
                self._wire.send({"part": done})
                done, sent = [], time.monotonic()
        return {"rest": done}

    def _changed(
        self, encoded: Mapping[Any, Any], values: Mapping[Any, Any], observation: Observation
    ) -> Iterator[list[Any]]:
        """Arguments that are other than they came, so that the judge's own become the same."""
        written = {name.partition("[")[0] for name in observation.changed}
        for key, value in values.items():
            name = f"argument {key + 1}" if isinstance(key, int) else key
            holds_state = isinstance(value, list | dict | set | np.random.Generator)
            if name in written or (holds_state and self._encoded(value) != encoded[key]):
                yield [key, self._encoded(value)]

    def _encoded(self, value: Any) -> Any:
        """Describe a value; here a subclass travels as its base, and nothing is shared."""
        try:
            return encode(value, self._objects.__call__)
        except Exception:  # not plain, or it stumbles when it is looked at
            return self._objects(value)

    def _decoded(self, data: Any) -> Any:
        return decode(data, self._objects.resolve)
