"""Jupyter servers for a browser: each with its own configuration, on a port of its own."""

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

TEMPLATES = Path(__file__).parents[2] / "course/lectures"
START_TIME = 60.0  # seconds; a server needs about 3 on an idle machine


@dataclass(frozen=True)
class Server:
    """A running server and the folder it shows."""

    url: str  # without a slash at the end
    folder: Path
    token: str = ""

    def lab(self, notebook: str) -> str:
        """Return the address of a notebook in JupyterLab, with an empty workspace."""
        return f"{self.url}/lab/tree/{notebook}?reset&token={self.token}"

    def page(self, notebook: str) -> str:
        """Return the address of a notebook as Voila's page."""
        return f"{self.url}/voila/render/{notebook}"


@contextlib.contextmanager
def jupyterlab(folder: Path, home: Path, *options: str) -> Iterator[Server]:
    """Run JupyterLab on `folder`. Nothing of the user's own settings is read or written.

    `home` takes configuration and state; further `options` go to the command line.
    """
    (home / "config/labconfig").mkdir(parents=True)
    # The news would ask the Internet, and lay a box over the page.
    unwanted = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    (home / "config/labconfig/page_config.json").write_text(json.dumps(unwanted))
    command = ["jupyterlab", f"--ServerApp.root_dir={folder}"]
    with _lab(command, folder, home, *options) as server:
        yield server


@contextlib.contextmanager
def student_lab(folder: Path, home: Path, *options: str) -> Iterator[Server]:
    """Run what `make lab` runs, with `folder` as the desk."""
    with _lab(["course.start", "--desk", str(folder)], folder, home, *options) as server:
        yield server


@contextlib.contextmanager
def _lab(command: list[str], folder: Path, home: Path, *options: str) -> Iterator[Server]:
    token, port = secrets.token_hex(16), _free_port()
    command += ["--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    command += [f"--IdentityProvider.token={token}", *options]
    url = f"http://127.0.0.1:{port}"
    with _running(command, home, f"{url}/api"):
        yield Server(url, folder, token)


@contextlib.contextmanager
def voila(folder: Path, home: Path, *options: str) -> Iterator[Server]:
    """Run Voila on `folder` with the page of the lectures, which asks no other server."""
    port = _free_port()
    command = ["voila", str(folder), "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    command.append("--template=lecture")
    with _running([*command, *options], home, f"http://127.0.0.1:{port}/"):
        yield Server(f"http://127.0.0.1:{port}", folder)


@contextlib.contextmanager
def lectures(home: Path, *options: str) -> Iterator[Server]:
    """Run what `make lectures` runs."""
    port = _free_port()
    command = ["course.lectures", "--no-browser", f"--port={port}"]
    with _running([*command, *options], home, f"http://127.0.0.1:{port}/"):
        yield Server(f"http://127.0.0.1:{port}", home)


@contextlib.contextmanager
def _running(command: list[str], home: Path, health: str) -> Iterator[None]:
    """Start ``python -m command``, wait until `health` answers, and end it afterwards."""
    home.mkdir(parents=True, exist_ok=True)
    own = {
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "IPYTHONDIR": home / "ipython",
        "JUPYTER_PATH": TEMPLATES,
    }
    environment = os.environ | {name: str(path) for name, path in own.items()}
    log = home / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(health, process, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + START_TIME
    while time.monotonic() < give_up and process.poll() is None:
        with contextlib.suppress(URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(url, timeout=5).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"{' '.join(process.args[2:4])} did not start:\n{log.read_text()[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
