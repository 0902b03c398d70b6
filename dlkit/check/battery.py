"""The checks: what is called, what is needed, and how an answer is found right or wrong.

A check is plain data, so that it can lie in ``checks.json`` on a student's machine; the grader
runs the same checks with other numbers. Running one never raises because of the student.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, ClassVar

import numpy as np

from dlkit.check import messages, properties
from dlkit.check.answers import Calls, Drawn, NotNumbers
from dlkit.check.compare import (
    DOUBLE,
    Difference,
    Tolerance,
    difference,
    kind_of,
    none_may_be_right,
)
from dlkit.check.observe import Call, Failure, Observation, observe_all
from dlkit.check.plain import fresh

PARTS = ("values", "gradients", "edges", "purity and speed")

Functions = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one check found.

    ``status`` is "passed", "failed", "stopped" (the call was ended from outside) or
    "not attempted" (the stub is still there); ``message`` is for the student, and empty where
    the check passed. ``observation`` and ``wrong`` keep the evidence for the instructor.
    """

    check: Check
    status: str
    message: str = ""
    observation: Observation = field(default_factory=Observation)
    wrong: Difference | None = None

    @property
    def passed(self) -> bool:
        return self.status == "passed"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One call of one function: arguments, the part of the mark it counts for, a short title.

    ``essential`` says what the exercise is about where this check decides it, else it is empty.
    """

    kind: ClassVar[str]
    function: str
    part: str
    title: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    essential: str = ""

    def calls(self) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
        """The arguments of each call that has to be seen."""
        return [(self.args, self.kwargs)]

    def run(self, functions: Functions) -> Finding:
        """Make the calls on copies of the arguments and judge what happened."""
        return self.judge(list(observe_all(_watched(self, functions))))

    def judge(self, observations: Sequence[Observation]) -> Finding:
        """Judge what the calls showed; the first that was stopped, or met a stub, decides."""
        for each in observations:
            if each.stopped:
                return self._finding("stopped", messages.stopped(self.title, each), each)
            if each.error and each.error.kind == "NotImplementedError":
                return self._finding("not attempted", messages.not_attempted(each.error), each)
        return self._judge(observations)

    def _judge(self, observations: Sequence[Observation]) -> Finding:
        raise NotImplementedError

    def _raised(self, observation: Observation, error: Failure) -> Finding:
        return self._finding("failed", messages.raised(self, error), observation)

    def _finding(
        self, status: str, message: str, observation: Observation, wrong: Difference | None = None
    ) -> Finding:
        return Finding(
            check=self, status=status, message=message, observation=observation, wrong=wrong
        )

    def _passed_or(self, message: str, observation: Observation) -> Finding:
        return self._finding("failed" if message else "passed", message, observation)


@dataclass(frozen=True, kw_only=True)
class Value(Check):
    """The result equals ``expected`` within ``tolerance``.

    ``is_paper`` marks the case whose numbers can be redone by hand, ``is_technical`` one that is
    about memory and dtypes and not about the formula.
    """

    kind: ClassVar[str] = "value"
    expected: Any
    tolerance: Tolerance = DOUBLE
    is_paper: bool = False
    is_technical: bool = False

    def _judge(self, observations: Sequence[Observation]) -> Finding:
        (only,) = observations
        if only.error:
            return self._raised(only, only.error)
        wrong = difference(only.value, self.expected, self.tolerance)
        if wrong is None:
            return self._finding("passed", "", only)
        return self._finding("failed", messages.explain(self, wrong), only, wrong)


@dataclass(frozen=True, kw_only=True)
class Silent(Value):
    """As :class:`Value`, and numpy warns of nothing on the way."""

    kind: ClassVar[str] = "silent"

    def _judge(self, seen: Sequence[Observation]) -> Finding:
        finding = super()._judge(seen)
        (only,) = seen
        if not finding.passed:
            return finding
        return self._passed_or(messages.noisy(self, only.warnings), only)


@dataclass(frozen=True, kw_only=True)
class Error(Check):
    """The call is refused with an exception of kind ``expected``."""

    kind: ClassVar[str] = "error"
    expected: str

    def _judge(self, observations: Sequence[Observation]) -> Finding:
        (only,) = observations
        return self._passed_or(messages.refusal(self, only), only)


@dataclass(frozen=True, kw_only=True)
class Purity(Check):
    """Arguments stay unchanged, the result is new memory, a second call gives the same."""

    kind: ClassVar[str] = "purity"

    def calls(self) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
        return 2 * super().calls()

    def _judge(self, observations: Sequence[Observation]) -> Finding:
        first, again = observations
        if first.error:
            return self._raised(first, first.error)
        return self._passed_or(messages.impurity(self, first, again), first)


@dataclass(frozen=True, kw_only=True)
class Property(Check):
    """What holds without a reference, by its name in :mod:`dlkit.check.properties`."""

    kind: ClassVar[str] = "property"
    name: str
    parameters: dict[str, Any] = field(default_factory=dict)

    def calls(self) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
        return [self._call(asked) for asked in next(self._property())]

    def _judge(self, observations: Sequence[Observation]) -> Finding:
        for each in observations:
            if each.error:
                return self._raised(each, each.error)
        message = self._broken(tuple(each.value for each in observations))
        return self._passed_or(f"{self.title}: {message}" if message else "", observations[-1])

    def _call(self, asked: tuple[Any, ...] | Drawn) -> tuple[tuple[Any, ...], dict[str, Any]]:
        if isinstance(asked, Drawn):
            return asked.args, {**self.kwargs, "rng": np.random.default_rng(asked.seed)}
        return asked, self.kwargs

    def _property(self) -> Calls:
        return properties.NAMED[self.name](self.args, **self.parameters)

    def _broken(self, values: tuple[Any, ...]) -> str:
        """Say how the property was broken by what the calls gave; "" where it holds."""
        calls = self._property()
        next(calls)
        try:
            with np.errstate(all="ignore"):  # a property computes with whatever numbers came
                calls.send(values)
        except StopIteration as end:
            return str(end.value)
        except NotNumbers as fault:
            return str(fault)
        except Exception:  # an axis that the result has not, or an object that will not be touched
            return f"nothing can be done with the result: {kind_of(values[-1])}"
        raise AssertionError(f"the property {self.name} asks twice")


KINDS: dict[str, type[Check]] = {
    kind.kind: kind for kind in (Value, Silent, Error, Purity, Property)
}


def run_all(checks: Sequence[Check], functions: Functions) -> tuple[Finding, ...]:
    """Run the checks in order; one that was stopped from outside ends the rest as not run.

    Where the functions live in another process, all calls are sent in one round trip. Here each
    check is judged before the next call, which may write into what the last one has returned.
    """
    calls = [_watched(check, functions) for check in checks]
    observations = observe_all([call for group in calls for call in group])
    may_give_none = _functions_that_may_give_none(checks)
    findings: list[Finding] = []
    for check, group in zip(checks, calls, strict=True):
        if findings and findings[-1].status == "stopped":
            findings.append(_not_run(check))
            continue
        seen = list(islice(observations, len(group)))
        with none_may_be_right(check.function in may_give_none):
            findings.append(check.judge(seen))
    return tuple(findings)


def _functions_that_may_give_none(checks: Sequence[Check]) -> set[str]:
    """The functions for which None is the right result of one check at least."""
    return {
        check.function for check in checks if isinstance(check, Value) and check.expected is None
    }


def _watched(check: Check, functions: Functions) -> list[Call]:
    function = functions[check.function]
    return [(function, fresh(args), fresh(kwargs)) for args, kwargs in check.calls()]


def _not_run(check: Check) -> Finding:
    unrun = Observation(stopped="not run")
    return Finding(check=check, status="stopped", message=messages.NOT_RUN, observation=unrun)
