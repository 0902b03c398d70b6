"""Mutants that are right after all, each with the reason: they are no survivors.

They are kept in ``equivalents.toml`` beside the exercises. :func:`draft` adds survivors there; the
audit refuses an entry until somebody has written its reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from autograder.audit import tables
from autograder.audit.trials import Trial
from autograder.errors import SpecificationError

FILE = "equivalents.toml"  # in the folder of a topic's exercises
HEAD = "# Mutants that no check can fail because they are right, each with the reason.\n"


class Identity(NamedTuple):
    """What stays the same when a line moves: the full name of the function, and the change."""

    function: str
    mutant: str


Reasons = Mapping[Identity, str]


def reasons_for(topics: Iterable[str]) -> Reasons:
    """Read the reasons that stand beside the exercises of these topics."""
    files = (tables.path_of(topic, FILE) for topic in topics)
    return {identity: reason for file in files for identity, reason in _read(file)}


def draft(topic: str, survivors: Iterable[Trial]) -> Path | None:
    """Add the mutants among ``survivors`` to the topic's file, without reasons; return the file.

    An entry holds the mutants of one line of one function, since one reason often suits them all.
    What the file holds stays as it is; with nothing to add it is left alone, and None comes back.
    """
    places: dict[tuple[str, str], list[str]] = {}
    for trial in survivors:
        if trial.kind == "mutant" and not trial.crash:
            places.setdefault((trial.function, trial.place), []).append(trial.name)
    if not places:
        return None
    file = tables.path_of(topic, FILE)
    text = file.read_text(encoding="utf-8") if file.exists() else HEAD
    entries = (_entry(function, place, names) for (function, place), names in places.items())
    file.write_text("\n".join((text.rstrip("\n") + "\n", *entries)), encoding="utf-8")
    return file


def _entry(function: str, place: str, mutants: Iterable[str]) -> str:
    names = "".join(f"    {_quoted(name)},\n" for name in mutants)
    where = f"# {place}\n" if place else ""
    return (
        f"{where}[[equivalent]]\nfunctions = [{_quoted(function)}]\n"
        f'mutants = [\n{names}]\nreason = ""\n'
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # whose escapes TOML shares


def _read(file: Path) -> Iterator[tuple[Identity, str]]:
    for number, row in enumerate(tables.read(file).get("equivalent", []), 1):
        functions, mutants = _names(row, "functions"), _names(row, "mutants")
        if not functions or not mutants:
            raise SpecificationError(
                f"{file}, entry {number}: functions and mutants are needed, each a list of names."
            )
        if not str(row.get("reason", "")).strip():
            raise SpecificationError(
                f"{file}, entry {number}: {mutants[0]!r} in {functions[0]} has no reason. Write "
                "why it is right after all; where it is not, take the entry out and ask for what "
                "it breaks."
            )
        for function in functions:
            for mutant in mutants:
                yield Identity(function, mutant), row["reason"]


def _names(row: Mapping[str, Any], key: str) -> list[str]:
    names = row.get(key)
    return names if isinstance(names, list) and all(isinstance(n, str) for n in names) else []
