"""The student's process as the judge sees it: names to fetch, things to do, calls to watch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.judge.changes import update
from autograder.judge.failures import builtin_exception, read_failure, rebuilt
from autograder.judge.proxies import KINDS, Remote
from autograder.model import Stop
from autograder.sandbox.inside.wire import WireError
from autograder.sandbox.session import SandboxEnded
from dlkit.check import addresses
from dlkit.check.observe import Call, Failure, Observation
from dlkit.check.plain import NotPlain, decode, encode

EMPTY_REPLY = Observation(stopped=Stop.REPLY)
MALFORMED = (NotPlain, LookupError, TypeError, ValueError, ArithmeticError, AttributeError)


@dataclass(frozen=True)
class Name:
    """What a global name of the student turned out to be: "nothing", "module" or "value"."""

    found: str
    value: Any = None


class Student:
    """Asks the student's process; ``operators`` names the classes whose operators students write.

    ``ask`` sends a request and returns the reply; ``revive`` starts the process anew, with all
    that had finished, and says whether there is time for that.
    """

    def __init__(
        self,
        ask: Callable[..., dict[str, Any]],
        call_seconds: float,
        operators: frozenset[str] = frozenset(),
        revive: Callable[[], bool] = lambda: False,
    ) -> None:
        self._ask = ask
        self._call_seconds = call_seconds
        self._operators = operators
        self._revive = revive
        self._passed_in: list[Callable[..., Any]] = []
        self._exceptions: dict[str, type[BaseException]] = {}

    def fetch_all(self, names: Sequence[str]) -> list[Name]:
        """Find out what global names are, in one round trip where their values fit."""
        if not names:
            return []
        kinds = self._ask("fetch", self._call_seconds, names=names).get("found")
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
                case "value":
                    value = self._decoded(reply["value"])
                    if isinstance(value, Remote):
                        object.__setattr__(value, "_origin", name)
                    return Name("value", value)
                case "module":
                    return Name("module", str(reply["module"]))
        except MALFORMED:
            return Name("value", KINDS["object"](self, -1, "value that cannot be read"))
        return Name("nothing")

    def assign(self, name: str, value: Any) -> None:
        """Give the student's later cells a value of the judge; what is not plain is left out."""
        try:
            described = encode(value, _refuse_callables)
        except NotPlain:
            return
        self._ask("assign", self._call_seconds, name=name, value=described)

    def has_operators(self, class_name: str) -> bool:
        """Whether the source says that students write the operators of this class."""
        return class_name in self._operators

    def run(self, function: Remote | str, *args: Any, **kwargs: Any) -> Any:
        """Do something over there as if it were done here: return its value or raise."""
        observation = self.observe(function, args, kwargs)
        if observation.stopped:
            raise SandboxEnded(Stop(observation.stopped))
        if observation.error:
            ends_loops = "StopIteration" in (observation.error.kind, *observation.error.also)
            if ends_loops and function != "next":  # a loop of the test's, with all its checks
                raise rebuilt(observation.error, None)
            raise self._exception(observation.error)
        return observation.value

    def observe(
        self, function: Remote | str, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> Observation:
        """Call something of the student's; nothing that it does raises here."""
        try:
            request = self._request(function, args, kwargs)
            reply = self._ask("call", self._call_seconds, listener=_Listener(self), **request)
        except SandboxEnded as ended:
            return Observation(stopped=ended.stop)
        return self._observation(reply, args, kwargs)

    def observe_all(self, calls: Sequence[Call]) -> list[Observation]:
        """Make several calls in one round trip.

        Where the process ends on the way, it may be the fault of any call not yet answered: those
        are made again in a fresh process, each alone, until the guilty one is found.
        """
        listener = _Listener(self, expected=len(calls))
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
            if (name := function._origin) and name not in refreshed:  # type: ignore[attr-defined]
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
        return {
            "function": function._handle if isinstance(function, Remote) else function,
            "args": encode(tuple(args), self._describe),
            "kwargs": encode(dict(kwargs), self._describe),
        }

    def _observation(
        self, reply: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> Observation:
        try:
            for key, described in reply["after"]:
                update(args[key] if isinstance(key, int) else kwargs[key], self._decoded(described))
            return Observation(
                value=self._decoded(reply["value"]),
                error=read_failure(reply["error"]) if reply["error"] else None,
                warnings=tuple(str(text)[:500] for text in reply["warnings"][:20]),
                changed=tuple(str(name)[:80] for name in reply["changed"]),
                shared=tuple(str(name)[:80] for name in reply["shared"]),
                moved_global_rng=bool(reply["moved_global_rng"]),
                seconds=float(reply["seconds"]),
            )
        except MALFORMED:
            return EMPTY_REPLY

    def _decoded(self, described: Any) -> Any:
        return decode(described, self._resolve)

    def _describe(self, value: Any) -> dict[str, Any]:
        """Describe what is passed in and is not plain: by its handle, or as a function of ours."""
        if isinstance(value, Remote):
            return {"is": "object", "handle": value._handle}
        if addresses.is_everywhere(value):
            return addresses.describe(value)
        if callable(value):
            self._passed_in.append(value)
            return {"is": "callback", "number": len(self._passed_in) - 1}
        raise NotPlain(f"a {type(value).__name__} cannot be passed to a student's function")

    def _resolve(self, described: Any) -> Any:
        name = str(described.get("name"))[:80]
        if described.get("is") == "callback":
            return self._passed_in[int(described["number"])]
        if described.get("is") != "object":
            raise NotPlain("a value of an unknown kind")
        if "bases" in described:
            return self._exception_class(name, [str(base) for base in described["bases"][:20]])
        return KINDS[described["kind"]](self, int(described["handle"]), name)

    def _exception_class(self, name: str, bases: Sequence[str]) -> type[BaseException]:
        """A class of our own for an exception of the student's, so that a test can expect it."""
        if name not in self._exceptions:
            self._exceptions[name] = type(name, (builtin_exception(bases) or Exception,), {})
        return self._exceptions[name]

    def _exception(self, error: Failure) -> BaseException:
        own = self._exceptions.get(error.kind)
        return rebuilt(error, own or builtin_exception((error.kind, *error.also)))


class _Listener:
    """What comes before the reply to a call: parts of it, and calls back into the judge."""

    def __init__(self, student: Student, expected: int = 0) -> None:
        self._student = student
        self._expected = expected
        self.replies: list[Any] = []

    def part(self, replies: Any) -> None:
        room = self._expected - len(self.replies)
        if not isinstance(replies, list) or not 0 < len(replies) <= room:
            raise WireError("these are not the replies to the calls that were made")
        self.replies += replies

    def call_back(self, request: Mapping[str, Any]) -> dict[str, Any]:
        try:
            function = self._student._passed_in[int(request["callback"])]
            args = self._student._decoded(request["args"])
            kwargs = self._student._decoded(request["kwargs"])
            value = function(*args, **kwargs)
            return {"returned": encode(value, self._student._describe)}
        except SandboxEnded:
            raise
        except Exception as fault:
            return {"raised": type(fault).__name__, "message": str(fault)[:500]}


def _refuse_callables(value: Any) -> Any:
    if isinstance(value, Remote):
        return {"is": "object", "handle": value._handle}
    raise NotPlain("this lives in the judge")
