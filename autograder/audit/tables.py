"""The TOML files beside an assignment's exercises."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from autograder.errors import SpecificationError
from autograder.specification import registry


def path_of(topic: str, name: str) -> Path:
    """A file in the folder of a topic's exercises, whether it exists or not."""
    current = registry.current()
    if topic not in current.folders:
        raise SpecificationError(current.lacks(topic))
    return current.folders[topic] / name


def read(file: Path) -> dict[str, Any]:
    """The content of a file; empty where there is none."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except tomllib.TOMLDecodeError as fault:
        raise SpecificationError(f"{file} cannot be read: {fault}. Mend that line.") from None
