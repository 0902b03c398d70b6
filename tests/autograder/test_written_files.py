"""Files that a student's code writes stand in autograded/ after the run, as in nbgrader."""

import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.coursework.course import open_course
from autograder.grading import pipeline
from autograder.release import release
from tests.autograder import test_release_course as build
from tests.autograder.conftest import Silent
from tests.autograder.test_nbgrader_settings import PLAIN_CONFIG, rights

PICTURE = b"\x89PNG\r\n\0\xff"
WRITES = f"""import os
os.makedirs("plots/fine", exist_ok=True)
open("plots/fine/curve.png", "wb").write({PICTURE!r})
open("table.csv", "w").write("1,2\\n")
open("log.txt", "a").write("more")
"""
# Names that pass for another file: of the source, of nbgrader, of the notebook, of a cache.
FORGES = """import os
os.makedirs("PS1.ipynb"); os.makedirs("__pycache__"); os.makedirs("data", exist_ok=True)
for name in ("ps1.ipynb", "PS1.ipynb/x", "timestamp.txt", "sub.pyc", "__pycache__/x", "data/1.csv"):
    open(name, "w").write("forged")
open("submission_secret.txt", "w").write("forged")
open("a\\nb", "w").write("forged")
open("honest.txt", "w").write("mine")
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Two notebooks; a file beside the source's; Ada handed in a log, which her code adds to."""
    course = build.make_course(
        tmp_path_factory.mktemp("written") / "course",
        [build.solution("y = 2", "y")],
        "ps1",
        PLAIN_CONFIG,
    )
    build.write(course.source / "ps1", "second", [build.solution("z = 1", "z")])
    (course.source / "ps1" / "data").mkdir()
    (course.source / "ps1" / "data" / "1.csv").write_text("ours")
    release(course)
    ada = hand_in(course.root, WRITES)
    build.write(ada, "second", [build.solution("open('second.txt', 'w').write('2')", "z")])
    (ada / "log.txt").write_text("one ")
    grade(course.root)
    return course.root


@pytest.fixture
def folder(graded, tmp_path):
    return Path(shutil.copytree(graded, tmp_path / "course"))


def hand_in(folder, code):
    ada = folder / "submitted" / "ada" / "ps1"
    build.write(ada, "ps1", [build.solution(code, "y")])
    return ada


def grade(folder, notebook="*"):
    request = pipeline.Request("ps1", ("ada",), notebook, workers=1)
    pipeline.grade(open_course(folder), request, Silent())


def autograded(folder):
    """The files beside the autograded notebooks, and what is in them."""
    ada = folder / "autograded" / "ada" / "ps1"
    files = {str(path.relative_to(ada)): path for path in ada.rglob("*") if path.is_file()}
    for name in ("ps1.ipynb", "second.ipynb"):
        assert nbformat.read(files.pop(name), 4).cells
    return {place: path.read_bytes() for place, path in files.items()}


def test_what_the_code_wrote_stands_beside_the_notebook(graded):
    assert autograded(graded) == {
        "plots/fine/curve.png": PICTURE,
        "table.csv": b"1,2\n",
        "log.txt": b"one more",
        "second.txt": b"2",
        "data/1.csv": b"ours",
    }
    submitted = graded / "submitted" / "ada" / "ps1"
    assert {path.name for path in submitted.iterdir()} == {"ps1.ipynb", "second.ipynb", "log.txt"}
    assert (submitted / "log.txt").read_text() == "one "
    assert rights(graded / "autograded" / "ada" / "ps1" / "table.csv") == "0o444"


def test_what_it_no_longer_writes_is_gone_after_the_next_run(folder):
    hand_in(folder, "open('other.csv', 'w').write('3')")
    grade(folder)
    assert set(autograded(folder)) == {"other.csv", "log.txt", "second.txt", "data/1.csv"}


def test_where_one_notebook_is_run_the_files_of_the_others_stay(folder):
    hand_in(folder, "open('table.csv', 'w').write('3')")
    grade(folder, "ps1")
    files = autograded(folder)
    assert files["second.txt"] == b"2" and files["table.csv"] == b"3"
    assert files["log.txt"] == b"one "


def test_a_file_of_another_name_is_the_only_one_that_comes(folder):
    ada = hand_in(folder, FORGES)
    (ada / "timestamp.txt").write_text("2026-11-20 12:00:00 UTC")
    grade(folder)
    assert autograded(folder) == {
        "timestamp.txt": b"2026-11-20 12:00:00 UTC",
        "data/1.csv": b"ours",
        "log.txt": b"one ",
        "second.txt": b"2",
        "honest.txt": b"mine",
    }
