"""The texts of the skeleton's files and cells, filled in by name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import jinja2


def fill(name: str, names: Mapping[str, str]) -> str:
    """Fill in the template ``name``, such as ``exercise.py`` or ``cells/test.py``."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template(f"{name}.j2").render(names)
