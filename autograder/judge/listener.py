"""What comes from a student's process before the reply to a request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from autograder.judge.failures import Unjudged
from autograder.sandbox.inside.wire import WireError
from autograder.sandbox.session import SandboxEnded
from dlkit.check.plain import NotPlain


class Listener:
    """What comes before the reply to a call: parts of it, and calls back into the judge."""

    def __init__(self, student: Any, expected: int = 0) -> None:
        self._student = student
        self._expected = expected
        self.replies: list[Any] = []

    def part(self, replies: Any) -> None:
        room = self._expected - len(self.replies)
        if not isinstance(replies, list) or not 0 < len(replies) <= room:
            raise WireError("these are not the replies to the calls that were made")
        self.replies += replies

    def call_back(self, request: Mapping[str, Any]) -> dict[str, Any]:
        student, descriptions = self._student, self._student.descriptions
        try:
            student.beside.hear(request)
            function = descriptions.passed_in(request["callback"])
            args = descriptions.decoded(request["args"])
            kwargs = descriptions.decoded(request["kwargs"])
            is_asked = callable(function)
            value = function(*args, **kwargs) if is_asked else list(_one(function))
        except SandboxEnded:
            raise
        except Exception as fault:
            raised: dict[str, Any] = descriptions.raised(fault)
            return raised
        try:
            return {"returned": descriptions.encoded(value)}
        except NotPlain as refusal:
            raise Unjudged(str(refusal)) from None


def _one(iterator: Iterator[Any]) -> Iterator[Any]:
    """The next of an iterator, if there is one."""
    for each in iterator:
        yield each
        return
