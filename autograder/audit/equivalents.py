"""Mutants that are right after all, each with the reason: they are no survivors."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import NamedTuple

from autograder.errors import AutograderError


class Identity(NamedTuple):
    """What stays the same when a line moves: the full name of the function, and the change."""

    function: str
    mutant: str


Reasons = Mapping[Identity, str]


def reasons_for(topics: Iterable[str]) -> Reasons:
    """Read the reasons that are stored for the mutants of these topics."""
    text = resources.files(__package__).joinpath("equivalents.toml").read_text(encoding="utf-8")
    stored = tomllib.loads(text)
    return {identity: reason for topic in topics for identity, reason in _read(stored, topic)}


def _read(stored: Mapping[str, list], topic: str) -> Iterable[tuple[Identity, str]]:
    for row in stored.get(topic, []):
        if not row.get("reason", "").strip():
            raise AutograderError(f"equivalents.toml: give a reason for {row}")
        for function in row["functions"]:
            for mutant in row["mutants"]:
                yield Identity(function, mutant), row["reason"]
