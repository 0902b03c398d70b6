"""Every notebook of every topic runs from top to bottom: solved, and as students get it."""

import html
import json
import re
import shutil

import nbformat
import pytest
from nbclient import NotebookClient

from tests.course.notebooks import every_exercise_of_a_notebook, every_notebook, settings, stem
from tests.course.topics import ROOT

pytestmark = pytest.mark.slow  # a kernel runs every cell of every notebook twice

SECONDS = 60  # for one cell, on a busy machine
MEDIA = ("image/png", "image/jpeg", "image/svg+xml")
NO_NETWORK = """
import socket
def _refuse(*args): raise OSError("this notebook must run without a network")
socket.socket.connect = socket.getaddrinfo = _refuse
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Run a notebook beside what students get with it; once, however often it is asked for."""
    done = {}

    def run_once(address, document, kind):
        if (address, kind) not in done:
            folder = tmp_path_factory.mktemp(kind) / address
            shutil.copytree(ROOT / "release" / address, folder)
            shutil.copy(ROOT / "nbgrader_config.py", folder)  # it names the exercises for `grade`
            done[address, kind] = executed(document, folder)
        return done[address, kind]

    return run_once


def executed(document, folder):
    """Run All, without a network: an exception stops it, except in cells with the tag for that."""
    document.cells.insert(0, nbformat.v4.new_code_cell(NO_NETWORK))
    place = {"metadata": {"path": str(folder)}}
    NotebookClient(document, timeout=SECONDS, kernel_name="python3", resources=place).execute()
    return {cell.id: cell.outputs for cell in document.cells if cell.cell_type == "code"}


@pytest.fixture
def solved(run, notebook):
    return run(notebook.address, notebook.document, "solved")


@pytest.fixture
def bare(run, notebook):
    return run(notebook.address, released(notebook), "bare")


def released(notebook):
    return nbformat.read(ROOT / "release" / notebook.address / notebook.path.name, as_version=4)


def texts(outputs, kind):
    return [output.data["text/plain"] for output in outputs if output.output_type == kind]


def errors(cells):
    return {o.ename for outputs in cells.values() for o in outputs if o.output_type == "error"}


# ---------------------------------------------------------------- solved


@every_exercise_of_a_notebook
def test_the_solution_passes_every_check_and_gets_every_point(notebook, exercise, solved):
    outputs = solved[f"test_{stem(exercise)}"]
    assert re.search(r"all \d+ checks passed", texts(outputs, "display_data")[0])
    assert [float(text) for text in texts(outputs, "execute_result")] == [exercise.points]


@every_notebook
def test_the_solved_notebook_ends_without_errors_and_warnings(notebook, solved):
    assert errors(solved) == set()
    outputs = (output for outputs in solved.values() for output in outputs)
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []


@every_notebook
def test_every_illustration_is_one_picture_with_a_description(notebook, solved):
    tagged = [c.id for c in notebook.document.cells if "illustration" in c.metadata.get("tags", [])]
    assert len(tagged) >= 2
    for name in tagged:
        assert len(descriptions(solved[name])) == 1, name


@every_notebook
def test_no_picture_is_shown_without_a_description(notebook, solved):
    for name, outputs in solved.items():
        data = [output.data for output in outputs if "data" in output]
        assert not [kind for each in data for kind in each if kind in MEDIA], name
        assert all(len(words) > 40 for words in descriptions(outputs)), name


def descriptions(outputs):
    """The words of every picture that a cell shows, empty where an image has none."""
    pages = [output.data.get("text/html", "") for output in outputs if "data" in output]
    images = [image for page in pages for image in re.findall(r"<img\b[^>]*>", page)]
    words = [re.search(r'alt="([^"]*)"', image) for image in images]
    return [html.unescape(found[1]) if found else "" for found in words]


# ---------------------------------------------------------------- as students get it


@every_notebook
def test_the_release_shows_nothing_that_is_hidden(notebook):
    text = json.dumps(released(notebook), ensure_ascii=False)
    for word in ("SOLUTION", "MARK SCHEME", "HIDDEN TESTS", "autograder import"):
        assert word not in text
    for cell in released(notebook).cells:
        if settings(cell).get("solution"):
            blank = "YOUR ANSWER HERE" if cell.cell_type == "markdown" else "# YOUR CODE HERE"
            assert blank in cell.source


@every_exercise_of_a_notebook
def test_the_bare_release_says_what_is_missing(notebook, exercise, bare):
    (message,) = texts(bare[f"test_{stem(exercise)}"], "display_data")
    assert message == f"{exercise.id}: not attempted yet."


@every_notebook
def test_the_bare_release_runs_to_its_end_and_misses_only_the_solutions(notebook, bare):
    assert errors(bare) <= {"NotImplementedError"}
