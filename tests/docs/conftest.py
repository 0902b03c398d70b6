"""The modules that build the site lie beside it and belong to no package."""

import importlib
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def part():
    """Import one module of docs/_ext by its name."""

    def load(name):
        sys.path.insert(0, str(ROOT / "docs/_ext"))
        try:
            return importlib.import_module(name)
        finally:
            sys.path.remove(str(ROOT / "docs/_ext"))

    return load
