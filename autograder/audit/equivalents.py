"""Mutants that are right after all, each with the reason: they are no survivors."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from autograder.errors import AutograderError
from autograder.specification import registry

FILE = "equivalents.toml"  # in the folder of a topic's exercises


class Identity(NamedTuple):
    """What stays the same when a line moves: the full name of the function, and the change."""

    function: str
    mutant: str


Reasons = Mapping[Identity, str]


def reasons_for(topics: Iterable[str]) -> Reasons:
    """Read the reasons that stand beside the exercises of these topics."""
    files = (registry.current().folders[topic] / FILE for topic in topics)
    return {identity: reason for file in files for identity, reason in _read(file)}


def _read(file: Path) -> Iterator[tuple[Identity, str]]:
    stored = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    for row in stored.get("equivalent", []):
        if not row.get("reason", "").strip():
            raise AutograderError(f"{file}: give a reason for {row}")
        for function in row["functions"]:
            for mutant in row["mutants"]:
                yield Identity(function, mutant), row["reason"]
