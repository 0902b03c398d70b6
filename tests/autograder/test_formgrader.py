"""What an instructor sees in nbgrader's own tools after our grader has run."""

import csv
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from course import sample_class
from tests.autograder.conftest import NAME

TOKEN = "formgrader"
EXPECTED = {student.name: student.mark for student in sample_class.STUDENTS}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(graded, tmp_path_factory):
    """A Jupyter server in the graded course, with nbgrader's extensions; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("jupyter")
    folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    environment = {**os.environ, **{name: str(home / name) for name in folders}}
    options = ["--no-browser", "--allow-root", "--ip=127.0.0.1", "--ServerApp.port_retries=0"]
    settings = [f"--port={port}", f"--IdentityProvider.token={TOKEN}", "--ServerApp.root_dir=."]
    command = [sys.executable, "-m", "jupyter", "lab", *options, *settings]
    process = subprocess.Popen(
        command, cwd=graded, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    _await(address, process)
    yield address
    process.terminate()
    process.wait()


def _await(address, process):
    for _ in range(300):
        assert process.poll() is None, "the server ended"
        try:
            return get(f"{address}/api/status")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError("the server did not answer in a minute")


def get(url):
    request = urllib.request.Request(url, headers={"Authorization": f"token {TOKEN}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode()


def test_formgrader_lists_the_marks_of_the_class(server):
    listed = json.loads(get(f"{server}/formgrader/api/submissions/{NAME}"))
    assert {each["student"]: each["code_score"] for each in listed} == EXPECTED
    assert all(each["autograded"] for each in listed)


def test_formgrader_shows_a_submission_with_its_marks(server):
    listed = json.loads(get(f"{server}/formgrader/api/submitted_notebooks/{NAME}/losses"))
    best = max(listed, key=lambda each: each["code_score"])
    page = get(f"{server}/formgrader/submissions/{best['id']}")
    assert "def mse" in page
    assert "checks passed" in page


def test_nbgrader_export_shows_the_marks(graded, tmp_path):
    program = "import sys; from nbgrader.apps.nbgraderapp import main; sys.exit(main())"
    target = tmp_path / "grades.csv"
    command = [sys.executable, "-c", program, "export", f"--to={target}"]
    subprocess.run(command, cwd=graded, check=True)
    with target.open() as file:
        rows = {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(file)}
    assert rows == EXPECTED
