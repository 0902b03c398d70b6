"""The student's process as the judge sees it: names to fetch, things to do, calls to watch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.judge.beside import Beside
from autograder.judge.descriptions import Descriptions
from autograder.judge.failures import Unjudged, read_failure
from autograder.judge.listener import Listener
from autograder.judge.proxies import reference
from autograder.model import Stop
from autograder.sandbox.inside.changes import update
from autograder.sandbox.inside.wire import WireError
from autograder.sandbox.session import SandboxEnded
from dlkit.check.observe import Call, Observation
from dlkit.check.plain import NotPlain, encode

EMPTY_REPLY = Observation(stopped=Stop.REPLY)
MALFORMED = (
    *(NotPlain, LookupError, TypeError, ValueError, ArithmeticError, AttributeError),
    *(RecursionError, StopIteration, AssertionError, NotImplementedError),
)
PARTS = ("getattr", "getitem")  # what these give is part of a student's object
MAX_NAMES = 20  # of arguments in an observation, and of warnings
TOO_MUCH = "the test gives the student's code more than can be sent to it at a time"


@dataclass(frozen=True)
class Name:
    """What a global name of the student turned out to be: "nothing", "module" or "value".

    ``place`` is the module, or the module and the name in it, where it says it comes from.
    """

    found: str
    value: Any = None
    place: tuple[str, str] = ("", "")


class Student:
    """Asks the student's process; ``operators`` names the classes whose operators students write.

    ``ask`` sends a request and returns the reply; ``revive`` starts the process anew, with all
    that had finished, and says whether there is time for that.
    """

    def __init__(
        self,
        ask: Callable[..., dict[str, Any]],
        call_seconds: float,
        revive: Callable[[], bool] = lambda: False,
    ) -> None:
        self._ask = ask
        self._call_seconds = call_seconds
        self._revive = revive

    def meet(self, descriptions: Descriptions, beside: Beside) -> None:
        """Say how values are described, and what goes along with every act."""
        self.descriptions, self.beside = descriptions, beside

    def fetch_all(self, names: Sequence[str]) -> list[Name]:
        """Find out what global names are, in one round trip where their values fit."""
        if not names:
            return []
        opening = self.beside.opening()
        reply = self._ask("fetch", self._call_seconds, names=names, beside=opening)
        kinds = reply.get("found")
        if isinstance(kinds, list) and len(kinds) == len(names):
            return [self._name(*pair) for pair in zip(names, kinds, strict=True)]
        if len(names) == 1:
            return [self._name(names[0], None)]
        return [self.fetch(name) for name in names]

    def fetch(self, name: str) -> Name:
        """Find out what a global name is, and bring its value if it is plain data."""
        return self.fetch_all([name])[0]

    def _name(self, name: str, reply: Any) -> Name:
        try:
            match reply["found"]:
                case "value" | "module":
                    value = self.descriptions.decoded(reply["value"])
                    if theirs := reference(value):
                        theirs.origin = name
                    module, inner = map(str, reply["place"])
                    return Name(str(reply["found"]), value, (module, inner))
        except MALFORMED:
            return Name("value", self.descriptions.unreadable())
        return Name("nothing")

    def exchange(self) -> None:
        """Make both ends the same without an act."""
        sent = self.beside.sent()
        if sent:
            reply = self._ask("assign", self._call_seconds, listener=Listener(self), beside=sent)
            self.beside.take(reply.get("beside") or {}, live=False)

    def run(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        """Do something over there as if it were done here: return its value or raise.

        ``function`` is the name of an act or a stand-in. Its class tells which: a stand-in's ``==``
        asks the student's code.
        """
        beside = self.beside.sent()  # first: what is described from here on may refer to it
        act = function if type(function) is str else ""
        try:
            request = {
                "do": act or function._stands_for.handle,
                "args": self.descriptions.encoded(tuple(args)),
                "kwargs": self.descriptions.encoded(dict(kwargs)),
                "beside": beside,
            }
            reply = self._ask("act", self._call_seconds, listener=Listener(self), **request)
        except NotPlain as refusal:
            raise Unjudged(str(refusal)) from None
        except SandboxEnded as ended:
            if ended.stop is Stop.TOO_MUCH:
                raise Unjudged(TOO_MUCH) from None
            raise
        return self._outcome(act, reply)

    def _outcome(self, act: str, reply: Mapping[str, Any]) -> Any:
        try:
            value = self.descriptions.decoded(reply["value"])
            self.beside.take(reply["beside"], live=act in PARTS, is_call=not act)
            error = reply["error"] and self.descriptions.exceptions.rebuilt(
                reply["error"], self.descriptions.decoded
            )
        except MALFORMED:
            raise SandboxEnded(Stop.REPLY) from None
        if isinstance(error, StopIteration) and act != "next":
            raise RuntimeError(f"StopIteration: {error}")  # it would end a loop of the test's
        if error:
            raise error
        return value

    def observe(
        self, function: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> Observation:
        """Call something of the student's; nothing that it does raises here."""
        try:
            request = self._request(function, args, kwargs)
            reply = self._ask("call", self._call_seconds, listener=Listener(self), **request)
        except SandboxEnded as ended:
            return Observation(stopped=ended.stop)
        return self._observation(reply, args, kwargs)

    def observe_all(self, calls: Sequence[Call]) -> list[Observation]:
        """Make several calls in one round trip.

        Where the process ends on the way, it may be the fault of any call not yet answered: those
        are made again in a fresh process, each alone, until the guilty one is found.
        """
        listener = Listener(self, expected=len(calls))
        try:
            requests = [self._request(f, args, kwargs) for f, args, kwargs in calls]
            rest = self._ask("call each", self._call_seconds, listener=listener, calls=requests)
            if rest.get("rest"):
                listener.part(rest["rest"])
            ended = Stop.REPLY
        except WireError:
            ended = Stop.REPLY
        except SandboxEnded as end:
            ended = end.stop
        replies = listener.replies[: len(calls)]
        observations = [
            self._observation(r, c[1], c[2]) for r, c in zip(replies, calls, strict=False)
        ]
        left = calls[len(observations) :]
        if len(left) > 1 and ended is not Stop.NOT_RUNNING and self._revive():
            return observations + self._one_by_one(left)
        stops = [ended, *[Stop.NOT_RUNNING] * len(left)][: len(left)]
        return observations + [Observation(stopped=stop) for stop in stops]

    def _one_by_one(self, calls: Sequence[Call]) -> list[Observation]:
        refreshed: dict[str, Any] = {}
        observations = []
        for function, args, kwargs in calls:
            name = function._stands_for.origin  # type: ignore[attr-defined]
            if name and name not in refreshed:
                refreshed[name] = self._again(name)
            observations.append(self.observe(refreshed.get(name, function), args, kwargs))
        return observations

    def _again(self, name: str) -> Any:
        try:
            return self.fetch(name).value
        except SandboxEnded:
            return None

    def _request(
        self, function: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> dict[str, Any]:
        own = reference(function)  # none of a process that has ended
        return {
            "function": own.handle if own else -1,
            "args": encode(tuple(args), self.descriptions.__call__),
            "kwargs": encode(dict(kwargs), self.descriptions.__call__),
        }

    def _observation(
        self, reply: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> Observation:
        decoded = self.descriptions.decoded
        try:
            for key, described in reply["after"]:
                update(args[key] if isinstance(key, int) else kwargs[key], decoded(described))
            error = reply["error"] and read_failure(reply["error"])
            return Observation(
                value=decoded(reply["value"]),
                error=error or None,
                warnings=tuple(str(text)[:500] for text in reply["warnings"][:MAX_NAMES]),
                changed=tuple(str(name)[:80] for name in reply["changed"][:MAX_NAMES]),
                shared=tuple(str(name)[:80] for name in reply["shared"][:MAX_NAMES]),
                moved_global_rng=bool(reply["moved_global_rng"]),
                seconds=float(reply["seconds"]),
            )
        except MALFORMED:
            return EMPTY_REPLY
