"""What all tests share: one thread for NumPy, the site, built once, and the time that they take."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

# Threads that wait for each other while other tests run made small products 12 times slower. The
# libraries read this when NumPy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).parents[1]


def pytest_configure(config):
    from tests.processor_time import ProcessorTime

    config.pluginmanager.register(ProcessorTime())


@pytest.hookimpl(optionalhook=True)  # where tests run in parallel
def pytest_xdist_auto_num_workers():
    """One process more than processors: a quarter of the time a test waits, for a browser say."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Build the whole site as `make docs` does, once for all processes; return its folder."""
    pytest.importorskip("myst_nb")
    fcntl = pytest.importorskip("fcntl", reason="builds of the site wait for each other by it")
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "site"
    with open(f"{folder}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            build(folder)
    return folder / "html"


@pytest.fixture(scope="session")
def part():
    """Import one module of docs/_ext by its name; they lie beside the site, in no package."""

    def load(name):
        sys.path.insert(0, str(ROOT / "docs/_ext"))
        try:
            return importlib.import_module(name)
        finally:
            sys.path.remove(str(ROOT / "docs/_ext"))

    return load


def build(folder):
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-d", folder / "trees"]
    done = subprocess.run(
        [*command, ROOT / "docs", folder / "html"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
