"""What a student reads when a check fails: what was checked, what came, the likely cause.

Plain, short, certain, and never the expected numbers.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from dlkit.check.compare import Difference, difference, kind_of
from dlkit.check.contents import ITSELF
from dlkit.check.observe import Failure, Observation

if TYPE_CHECKING:
    from dlkit.check.battery import Check, Error, Purity, Value

OVERFLOWS_AT = 700.0  # of exp, in float64 nearly
NOT_RUN = "not run, because an earlier call of this exercise had to be stopped."

STOPPED = {
    "time": "the call did not come back in time and was stopped. Is there a loop that never ends?",
    "died": "the call ended the whole Python process (memory, exit or a crash).",
    "reply": "the call gave something that is not plain numbers, text, lists or arrays.",
}


def stopped(title: str, observation: Observation) -> str:
    """Say why a call was ended from outside."""
    return f"{title}: {STOPPED.get(observation.stopped, NOT_RUN)}"


def not_attempted(stub: Failure) -> str:
    """Say which function is not written yet."""
    what = f"`{stub.message}`" if stub.message.isidentifier() else "the cell"
    return f"not attempted yet: {what} still raises NotImplementedError."


def raised(check: Check, error: Failure) -> str:
    """Say that a call that should give a value ended in an exception."""
    return f"your code {error.sentence()}. {seen_with(check)}"


def explain(check: Value, wrong: Difference) -> str:
    """Say how the answer to a value check differs and, where it is certain, why."""
    cause = ""
    if wrong.aspect == "finite":
        cause = _overflow_cause(check.args)
    elif wrong.aspect == "value":
        cause = _transposed(wrong.answer, wrong.expected)
    elif wrong.aspect == "shape":
        cause = _shape_cause(wrong)
    return f"{case_name(check)}: {wrong.text}.{' ' + cause if cause else ''}"


def noisy(check: Value, warnings: tuple[str, ...]) -> str:
    """Say that the result is right, but that numpy has warned on the way to it; "" where not."""
    from_numpy = [text for text in warnings if text.startswith("RuntimeWarning")]
    if not from_numpy:
        return ""
    said = from_numpy[0].partition(": ")[2]
    return f"{case_name(check)}: the result is right, but on the way numpy warns of “{said}”."


def case_name(check: Check) -> str:
    """Name a case; one for paper by its call, so that its numbers can be redone."""
    if getattr(check, "is_paper", False):
        return call_text(check.function, check.args, check.kwargs)
    return check.title


def seen_with(check: Check) -> str:
    """Say where a fault shows: a case has a name, a property or purity check states a rule."""
    if check.kind in ("property", "purity"):
        return f"(Seen in the check “{check.title}”.)"
    return f"(Seen with {case_name(check)}.)"


def call_text(function: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    """Write a call with small arguments as a student would type it."""
    named = [f"{name}={_named_text(name, value)}" for name, value in kwargs.items()]
    return f"`{function}({', '.join([*map(_number_text, args), *named])})`"


def _named_text(name: str, value: Any) -> str:
    return name if isinstance(value, np.random.Generator) else _number_text(value)


def _number_text(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return _number_text(value.tolist())
    if isinstance(value, list | tuple):
        listed = ", ".join(map(_number_text, value))
        if isinstance(value, tuple):
            return f"({listed},)" if len(value) == 1 else f"({listed})"
        return f"[{listed}]"
    if isinstance(value, np.ufunc):
        return f"np.{value.__name__}"
    if inspect.isfunction(value):
        return value.__name__
    return f"{value:g}" if isinstance(value, float) else repr(value)


def refusal(check: Error, observation: Observation) -> str:
    """Say that an input was accepted, or refused in another way than asked; "" where right."""
    if observation.error is None:
        return (
            f"{check.title}: this input must be refused with a {check.expected}, "
            f"but {kind_of(observation.value)} came back."
        )
    if check.expected in (observation.error.kind, *observation.error.also):
        return ""
    happened = observation.error.sentence()
    return f"{check.title}: a {check.expected} is needed, but your code {happened}."


def impurity(check: Purity, observation: Observation, again: Observation) -> str:
    """Say which rule of a pure function was broken; "" where none was."""
    if observation.changed:
        return (
            f"{check.title}: {', '.join(observation.changed)} of {check.function} was changed by "
            "the call. Work on a copy, and return something new."
        )
    if ITSELF in observation.shared:
        return (
            f"{check.title}: entries of the result share one number in memory: a change of one "
            "changes all of them, or is refused. Return a copy."
        )
    if observation.shared:
        return (
            f"{check.title}: the result shares its memory with {', '.join(observation.shared)}: a "
            "change of one changes both. Return something new."
        )
    if observation.moved_global_rng:
        generators = [k for k, v in check.kwargs.items() if isinstance(v, np.random.Generator)]
        instead = f"draw from `{generators[0]}` alone" if generators else "nothing here is random"
        return f"{check.title}: numpy's global random state was used; {instead}."
    if again.error or again.stopped or difference(again.value, observation.value):
        return f"{check.title}: a second call with the same arguments gave another result."
    return ""


def _overflow_cause(args: tuple[Any, ...]) -> str:
    """Say where inf or nan can come from; with large numbers it is an exponential."""
    arrays = [np.abs(each[np.isfinite(each)]) for each in args if _is_floats(each)]
    largest = max((float(each.max(initial=0.0)) for each in arrays), default=0.0)
    if largest > OVERFLOWS_AT:
        return (
            f"Numbers as large as {largest:g} came in: exp({largest:g}) is more than a float can "
            f"hold, and exp(-{largest:g}) rounds to 0. Neither may decide the result."
        )
    return "Look for log(0), a division by 0, an exponential that overflows, or inf minus inf."


def _is_floats(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "iuf"


def _transposed(answer: Any, expected: Any) -> str:
    square = np.ndim(answer) == 2 and np.shape(answer) == np.shape(expected)[::-1]
    if square and np.allclose(np.asarray(answer).T, expected):
        return "It is the transpose of the right one."
    return ""


def _shape_cause(wrong: Difference) -> str:
    answer, expected = np.shape(wrong.answer), np.shape(wrong.expected)
    if answer == expected[::-1] and answer != expected:
        return "Rows and columns are exchanged."
    if [n for n in answer if n != 1] == [n for n in expected if n != 1]:
        more = len(answer) > len(expected)
        return f"An axis of length 1 is {'too many' if more else 'missing'}."
    return ""
