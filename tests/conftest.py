"""What tests in more than one folder need: one thread for NumPy, and the site, built once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Threads that wait for each other while other tests run made small products 12 times slower. The
# libraries read this when NumPy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Build the whole site as `make docs` does; return its folder."""
    pytest.importorskip("myst_nb")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-d", folder / "trees"]
    done = subprocess.run(
        [*command, ROOT / "docs", folder / "html"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "html"
