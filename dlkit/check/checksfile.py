"""``checks.json``: the checks of an assignment as plain data beside its notebook.

It holds, per exercise, the signature, the visible checks with their expected values, the traces
and messages of the catalogued wrong solutions, the hints, and the stubs as they were handed out; no
other code and no reference. Numbers have 12 significant digits, and each check stands on a line of
its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from dlkit.check.battery import KINDS, Check, Value
from dlkit.check.compare import Tolerance
from dlkit.check.misconceptions import PASSES, Misconception
from dlkit.check.rounded import decode, encode

SCHEMA = 2
NAME = "checks.json"
MAX_BYTES = 1_000_000


class ChecksUnavailable(Exception):
    """The file is missing, unreadable or newer than this dlkit; the text says what to do."""


class ChecksMissing(ChecksUnavailable):
    """There is no such file in the folder."""


@dataclass(frozen=True)
class VisibleExercise:
    """What a student's machine knows of one exercise."""

    id: str
    title: str
    points: float
    functions: tuple[str, ...]
    checks: tuple[Check, ...]
    misconceptions: tuple[Misconception, ...]
    hints: tuple[str, ...]
    stubs: Mapping[str, str] = field(default_factory=dict)  # the cell of a function, by its name
    is_core: bool = True


@dataclass(frozen=True)
class ChecksFile:
    """The checks of one assignment, and the ``dlkit`` modules that exist while it is graded."""

    topic: str
    allowed_modules: tuple[str, ...]
    exercises: tuple[VisibleExercise, ...]

    def exercise(self, name: str) -> VisibleExercise | None:
        return next((e for e in self.exercises if e.id == name), None)


def dump(checks: ChecksFile) -> str:
    """Write the checks as JSON text, the same for the same checks."""
    described = {
        "schema": SCHEMA,
        "topic": checks.topic,
        "allowed_modules": list(checks.allowed_modules),
        "exercises": [_describe_exercise(exercise) for exercise in checks.exercises],
    }
    return _text(described, levels=4) + "\n"


def load(folder: Path) -> ChecksFile:
    """Read ``checks.json`` in ``folder``; raise :class:`ChecksUnavailable` with a way out."""
    path = _path(folder)
    try:
        described = json.loads(path.read_text(encoding="utf-8"))
        if described["schema"] > SCHEMA:
            raise ChecksUnavailable(
                f"{NAME} is written for a newer dlkit (schema {described['schema']}; this one "
                f"reads {SCHEMA}). Update dlkit, then restart the kernel."
            )
        exercises = tuple(_read_exercise(each) for each in described["exercises"])
        return ChecksFile(described["topic"], tuple(described["allowed_modules"]), exercises)
    except FileNotFoundError:
        raise ChecksMissing(
            f"{NAME} is not beside this notebook (looked in {folder}). Put the file that came with "
            "the assignment back into this folder."
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise ChecksUnavailable(
            f"{NAME} cannot be read ({type(fault).__name__}). Replace it by the file that came "
            "with the assignment."
        ) from None


def _path(folder: Path) -> Path:
    """Return where the file is: beside a notebook, or in the release of an instructor's source."""
    released = folder.parent.parent / "release" / folder.name / NAME
    from_release = folder.parent.name == "source" and released.is_file()
    return released if from_release else folder / NAME


def _text(data: Any, levels: int) -> str:
    """JSON text with a line for each item of the outermost ``levels``."""
    if levels and isinstance(data, list):
        return "[\n" + ",\n".join(_text(item, levels - 1) for item in data) + "\n]"
    if levels and isinstance(data, dict):
        items = [f"{json.dumps(key)}:{_text(value, levels - 1)}" for key, value in data.items()]
        return "{\n" + ",\n".join(items) + "\n}"
    return json.dumps(data, separators=(",", ":"), allow_nan=False)


def _describe_exercise(exercise: VisibleExercise) -> dict[str, Any]:
    return {
        "id": exercise.id,
        "title": exercise.title,
        "points": exercise.points,
        "is_core": exercise.is_core,
        "functions": list(exercise.functions),
        "checks": [_describe_check(check) for check in exercise.checks],
        "misconceptions": [_describe_misconception(m) for m in exercise.misconceptions],
        "hints": list(exercise.hints),
        "stubs": dict(exercise.stubs),
    }


def _describe_check(check: Check) -> dict[str, Any]:
    described: dict[str, Any] = {"kind": check.kind}
    for entry in fields(check):
        value = getattr(check, entry.name)
        if isinstance(value, Tolerance):
            value = (value.relative, value.of_scale, value.absolute)
        described[entry.name] = encode(value)
    return described


def _describe_misconception(misconception: Misconception) -> dict[str, Any]:
    outcomes = [None if outcome == PASSES else encode(outcome) for outcome in misconception.trace]
    return {
        "function": misconception.function,
        "name": misconception.name,
        "message": misconception.message,
        "trace": outcomes,
    }


def _read_exercise(described: dict[str, Any]) -> VisibleExercise:
    return VisibleExercise(
        id=described["id"],
        title=described["title"],
        points=described["points"],
        is_core=bool(described.get("is_core", True)),
        functions=tuple(described["functions"]),
        checks=tuple(_read_check(dict(check)) for check in described["checks"]),
        misconceptions=tuple(_read_misconception(m) for m in described["misconceptions"]),
        hints=tuple(described["hints"]),
        stubs={str(name): str(text) for name, text in described.get("stubs", {}).items()},
    )


def _read_check(described: dict[str, Any]) -> Check:
    kind = KINDS[described.pop("kind")]
    values = {name: decode(value) for name, value in described.items()}
    if issubclass(kind, Value):
        values["tolerance"] = Tolerance(*values["tolerance"])
    return kind(**values)


def _read_misconception(described: dict[str, Any]) -> Misconception:
    trace = tuple(PASSES if entry is None else decode(entry) for entry in described["trace"])
    return Misconception(described["function"], described["name"], described["message"], trace)
