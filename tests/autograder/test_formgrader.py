"""What an instructor sees in nbgrader's own tools after our grader has run."""

import csv
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from autograder.coursework.course import open_course
from autograder.gradebook import open_gradebook
from course import sample_class
from tests.autograder.conftest import NAME, nbgrader

TOKEN = "formgrader"
EXPECTED = {student.name: student.mark for student in sample_class.STUDENTS}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(graded, tmp_path_factory):
    """The graded course, a copy."""
    return Path(shutil.copytree(graded, tmp_path_factory.mktemp("formgrader") / "course"))


@pytest.fixture(scope="module")
def server(folder, tmp_path_factory):
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
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
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


def get(url, data=None):
    request = urllib.request.Request(url, data, headers={"Authorization": f"token {TOKEN}"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return answer.read().decode()


def test_formgrader_lists_the_marks_of_the_class(server):
    listed = json.loads(get(f"{server}/formgrader/api/submissions/{NAME}"))
    assert {each["student"]: each["code_score"] for each in listed} == EXPECTED
    # There is nothing to show of the upload that was cut off.
    assert [each["student"] for each in listed if not each["autograded"]] == ["wanda"]


def test_formgrader_shows_a_submission_with_its_marks(server):
    listed = json.loads(get(f"{server}/formgrader/api/submitted_notebooks/{NAME}/losses"))
    best = max(listed, key=lambda each: each["code_score"])
    page = re.sub("<[^>]*>", "", get(f"{server}/formgrader/submissions/{best['id']}"))
    assert "def mse" in page
    assert "checks passed" in page


def test_the_button_of_formgrader_grades_in_the_sandbox_and_keeps_what_a_human_gave(server, folder):
    with open_gradebook(open_course(folder)) as gradebook:
        grade = gradebook.find_grade("test_mse", "losses", NAME, "ugur")
        grade.auto_score, grade.manual_score, grade.extra_credit = 1.0, 9.0, 0.5
        gradebook.db.commit()
    answer = json.loads(get(f"{server}/formgrader/api/submission/{NAME}/ugur/autograde", b"{}"))
    assert answer["success"], answer
    assert "test_mse was missing and was put back" in answer["log"]
    with open_gradebook(open_course(folder)) as gradebook:
        grade = gradebook.find_grade("test_mse", "losses", NAME, "ugur")
        assert (grade.auto_score, grade.manual_score, grade.extra_credit) == (6.5, 9.0, 0.5)
        assert grade.needs_manual_grade


def test_nbgrader_export_shows_the_marks(graded, tmp_path):
    target = tmp_path / "grades.csv"
    assert nbgrader(graded, "export", f"--to={target}").returncode == 0
    with target.open() as file:
        rows = {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(file)}
    assert rows == EXPECTED
