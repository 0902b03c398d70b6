"""The checks: what is called, what is needed, and how an answer is found right or wrong.

A check is plain data, so that it can lie in ``checks.json`` on a student's machine; the grader
runs the same checks with other numbers. Running one never raises because of the student.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from dlkit.check import messages, properties
from dlkit.check.compare import DOUBLE, Difference, Tolerance, difference
from dlkit.check.observe import Observation, observe, observe_all
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
    """One call of one function: arguments, the part of the mark it counts for, a short title."""

    kind: ClassVar[str]
    function: str
    part: str
    title: str
    args: tuple = ()
    kwargs: dict[str, Any] = field(default_factory=dict)

    def run(self, functions: Functions) -> Finding:
        """Call the function on copies of the arguments and judge what happened."""
        function = functions[self.function]
        seen = observe(function, fresh(self.args), fresh(self.kwargs))
        return self.judge(seen, function)

    def judge(self, seen: Observation, function: Callable[..., Any]) -> Finding:
        if seen.stopped:
            return self._finding("stopped", messages.stopped(self.title, seen), seen)
        if seen.error and seen.error.kind == "NotImplementedError":
            return self._finding("not attempted", messages.NOT_ATTEMPTED, seen)
        return self._judge(seen, function)

    def _judge(self, seen: Observation, function: Callable[..., Any]) -> Finding:
        raise NotImplementedError

    def _finding(
        self, status: str, message: str, seen: Observation, wrong: Difference | None = None
    ) -> Finding:
        return Finding(check=self, status=status, message=message, observation=seen, wrong=wrong)

    def _passed_or(self, message: str, seen: Observation) -> Finding:
        return self._finding("failed" if message else "passed", message, seen)


@dataclass(frozen=True, kw_only=True)
class Value(Check):
    """The result equals ``expected`` within ``tolerance``."""

    kind: ClassVar[str] = "value"
    expected: Any
    tolerance: Tolerance = DOUBLE

    def _judge(self, seen: Observation, function: Callable[..., Any]) -> Finding:
        if seen.error:
            return self._finding("failed", messages.raised(self.title, seen.error), seen)
        wrong = difference(seen.value, self.expected, self.tolerance)
        if wrong is None:
            return self._finding("passed", "", seen)
        return self._finding("failed", messages.explain(self, wrong), seen, wrong)


@dataclass(frozen=True, kw_only=True)
class Error(Check):
    """The call is refused with an exception of kind ``expected``."""

    kind: ClassVar[str] = "error"
    expected: str

    def _judge(self, seen: Observation, function: Callable[..., Any]) -> Finding:
        return self._passed_or(messages.refusal(self, seen), seen)


@dataclass(frozen=True, kw_only=True)
class Purity(Check):
    """Arguments stay unchanged, the result is new memory, a second call gives the same."""

    kind: ClassVar[str] = "purity"

    def _judge(self, seen: Observation, function: Callable[..., Any]) -> Finding:
        if seen.error:
            return self._finding("failed", messages.raised(self.title, seen.error), seen)
        again = observe(function, fresh(self.args), fresh(self.kwargs))
        return self._passed_or(messages.impurity(self, seen, again), seen)


@dataclass(frozen=True, kw_only=True)
class Property(Check):
    """A law that holds without a reference, by its name in :mod:`dlkit.check.properties`."""

    kind: ClassVar[str] = "property"
    name: str
    parameters: dict[str, Any] = field(default_factory=dict)

    def run(self, functions: Functions) -> Finding:
        caller = properties.Caller(functions[self.function])
        law = properties.NAMED[self.name]
        try:
            with np.errstate(all="ignore"):  # the law computes with whatever numbers came
                message = law(caller, self.args, self.kwargs, **self.parameters)
        except properties.CallFailed as failed:
            return self.judge(failed.observation, functions[self.function])
        except properties.NotNumbers as fault:
            message = str(fault)
        except Exception:  # an axis that the result has not, or an object that will not be touched
            message = f"nothing can be done with the result: {messages.kind_of(caller.last.value)}"
        return self._passed_or(f"{self.title}: {message}" if message else "", caller.last)

    def _judge(self, seen: Observation, function: Callable[..., Any]) -> Finding:
        if seen.error:
            return self._finding("failed", messages.raised(self.title, seen.error), seen)
        return self._finding("failed", f"{self.title}: the call gave no value.", seen)


ONE_CALL = (Value, Error)  # what these see of a call is all they need
KINDS: dict[str, type[Check]] = {kind.kind: kind for kind in (Value, Error, Purity, Property)}


def run_all(checks: Sequence[Check], functions: Functions) -> tuple[Finding, ...]:
    """Run the checks in order; one that was stopped from outside ends the rest as not run."""
    findings: list[Finding] = []
    for group in _groups(checks):
        if findings and findings[-1].status == "stopped":
            findings += (_not_run(check) for check in group)
        elif isinstance(group[0], ONE_CALL):
            calls = [(functions[c.function], fresh(c.args), fresh(c.kwargs)) for c in group]
            for check, seen in zip(group, observe_all(calls), strict=True):
                late = findings and findings[-1].status == "stopped"
                found = _not_run(check) if late else check.judge(seen, functions[check.function])
                findings.append(found)
        else:
            findings.append(group[0].run(functions))
    return tuple(findings)


def _groups(checks: Sequence[Check]) -> Iterator[list[Check]]:
    """Neighbours that make one call each go together, everything else goes alone."""
    together: list[Check] = []
    for check in checks:
        if isinstance(check, ONE_CALL):
            together.append(check)
            continue
        if together:
            yield together
            together = []
        yield [check]
    if together:
        yield together


def _not_run(check: Check) -> Finding:
    unrun = Observation(stopped="not run")
    return Finding(check=check, status="stopped", message=messages.NOT_RUN, observation=unrun)
