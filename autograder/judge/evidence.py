"""Turn what ``grade`` found into records: words for the student, values for the instructor."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from autograder.model import AdviceRecord, ExerciseRecord, FindingRecord, MisconceptionRecord
from autograder.specification.grade import Graded
from dlkit.check.battery import Finding
from dlkit.check.marking import essentials_told

MAX_TEXT = 2_000
MAX_NUMBERS = 100


def exercise_record(graded: Graded) -> ExerciseRecord:
    """Record one graded exercise."""
    return ExerciseRecord(
        exercise=graded.exercise,
        points=graded.points,
        mark=graded.mark,
        seed=graded.seed,
        findings=tuple(_finding(each) for each in graded.findings),
        misconceptions=tuple(
            MisconceptionRecord(each.function, each.name, each.message)
            for each in graded.diagnoses
            if each.name
        ),
        advice=tuple(AdviceRecord(each.function, each.message) for each in graded.diagnoses),
        essentials=essentials_told(graded.findings),
    )


def _finding(finding: Finding) -> FindingRecord:
    check = finding.check
    if finding.passed:
        return FindingRecord(check.function, check.part, check.title, finding.status)
    return FindingRecord(
        function=check.function,
        part=check.part,
        title=check.title,
        status=finding.status,
        message=finding.message,
        call=f"{check.function}({_arguments(check.args, check.kwargs)})",
        answer=_answer(finding),
        expected=_text(getattr(check, "expected", "")),
    )


def _arguments(args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    named = (f"{name}={_text(value)}" for name, value in kwargs.items())
    return ", ".join([*(_text(value) for value in args), *named])[:MAX_TEXT]


def _answer(finding: Finding) -> str:
    observation = finding.observation
    if observation.stopped:
        return f"stopped: {observation.stopped}"
    return observation.error.sentence() if observation.error else _text(observation.value)


def _text(value: Any) -> str:
    try:
        return _shown(value)
    except Exception:  # a number of ten thousand digits, say
        return f"a {type(value).__name__} that cannot be shown"


def _shown(value: Any) -> str:
    if isinstance(value, np.ndarray):
        body = _numbers(value.tolist()) if value.size <= MAX_NUMBERS else _ends(value)
        return f"array({body}, shape={value.shape}, dtype={value.dtype})"[:MAX_TEXT]
    if isinstance(value, list | tuple):
        return f"{type(value).__name__}({', '.join(_text(item) for item in value)})"[:MAX_TEXT]
    if inspect.isfunction(value):  # its repr holds where it lies in memory
        return value.__name__[:MAX_TEXT]
    return repr(value)[:MAX_TEXT]


def _numbers(values: Any) -> str:
    """Nested lists in one line; numpy's own way takes ten times as long, for columns."""
    if isinstance(values, list):
        if values and isinstance(values[0], float):  # by far the most: a row of an array of floats
            return f"[{', '.join([f'{value:.8g}' for value in values])}]"
        return f"[{', '.join(map(_numbers, values))}]"
    return f"{values:.8g}" if isinstance(values, float) else repr(values)


def _ends(array: np.ndarray) -> str:
    flat = array.ravel()
    first, last = flat[: MAX_NUMBERS // 2].tolist(), flat[-MAX_NUMBERS // 2 :].tolist()
    return f"{_numbers(first)[:-1]}, ..., {_numbers(last)[1:]}"
