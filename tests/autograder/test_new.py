"""``autograder new``: what it writes passes at once, and it overwrites nothing."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from autograder.audit import run
from autograder.commands.main import main
from autograder.coursework.course import open_course
from autograder.errors import CourseError
from autograder.release import release
from autograder.skeleton import begin
from autograder.skeleton.address import address_of
from autograder.skeleton.setting import SETTING_LINE
from autograder.specification.registry import using
from dlkit.topics import ORDER

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    """A course folder with nothing but its configuration."""
    (tmp_path / "nbgrader_config.py").write_text('c = get_config()\nc.Exchange.root = ""')
    return tmp_path


@pytest.fixture
def dlkit_course(tmp_path, course_modules):
    """A course that is dlkit's own by its order of topics, with dlkit's shared cells."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    shutil.copytree(ROOT / "course/shared_cells", tmp_path / "course/shared_cells")
    (tmp_path / "dlkit").mkdir()
    shutil.copy(ROOT / "dlkit/topics.py", tmp_path / "dlkit")
    return tmp_path


def new(folder, *arguments):
    result = CliRunner().invoke(main, ["new", *arguments, "--course", str(folder)])
    assert "Traceback" not in result.output
    return result


def files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_what_is_written_passes_audit_and_release_at_once(folder):
    made = new(folder, "words", "--json")
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["additions"] == []
    course = open_course(folder)
    with using(course.registry):
        report = run(("words",), seeds=3, workers=1)
    assert report.passed, report.as_table()
    (released,) = release(course)
    assert (released.points, released.warnings) == (10, ())


def test_in_dlkits_own_course_the_shared_cells_are_filled_in(dlkit_course):
    made = new(dlkit_course, "shapes")
    assert made.exit_code == 0, made.output
    assert "dlkit/shapes/" in made.output and "tests/dlkit/test_shapes*.py" in made.output
    (released,) = release(open_course(dlkit_course), ["shapes"])
    assert (released.assignment, released.warnings) == ("a00_shapes", ())
    notebook = nbformat.read(dlkit_course / "source/a00_shapes/shapes.ipynb", as_version=4)
    nbformat.validate(notebook)
    texts = {cell.id: cell.source for cell in notebook.cells}
    assert "What holds everywhere" in texts["conventions"]
    assert texts["label_mean_of"].startswith("**Core** · **difficulty** ●○○○○")


def test_a_second_exercise_is_written_and_the_rest_is_told(folder):
    new(folder, "words")
    before = files(folder)
    made = new(folder, "words", "--function", "longest", "--json")
    told = json.loads(made.stdout)
    assert made.exit_code == 1
    assert told["written"] == ["exercises/a01_words/exercises/longest.py"]
    assert [each["file"] for each in told["additions"]] == [
        "exercises/a01_words/exercises/__init__.py",
        "exercises/a01_words/exercises/syllabus.toml",
        "source/a01_words/words.ipynb",
    ]
    after = files(folder)
    assert {name: after[name] for name in before} == before


def test_an_exercise_that_exists_is_left_alone(folder):
    new(folder, "words")
    before = files(folder)
    again = new(folder, "a01_words")
    assert again.exit_code == 2
    assert "mean_of.py exists already" in again.output and "--function" in again.output
    assert files(folder) == before


def test_an_existing_notebook_is_left_alone_and_its_cells_are_told(folder):
    notebook = folder / "source/a01_words/words.ipynb"
    notebook.parent.mkdir(parents=True)
    notebook.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    made = new(folder, "words")
    assert made.exit_code == 1
    assert 'check("words.mean_of", mean_of)' in made.output
    assert json.loads(notebook.read_text())["cells"] == []


def test_the_setting_is_added_once_at_the_end(folder):
    new(folder, "words")
    new(folder, "running_means")
    text = (folder / "nbgrader_config.py").read_text()
    assert text == f'c = get_config()\nc.Exchange.root = ""\n{SETTING_LINE}\n'
    assert (folder / "source/a02_running_means/running_means.ipynb").is_file()


def test_a_configuration_that_begins_otherwise_is_left_alone(folder):
    config = "from traitlets.config import Config\nsettings = get_config()\n"
    (folder / "nbgrader_config.py").write_text(config)
    made = new(folder, "words")
    assert made.exit_code == 1
    assert re.search(r"add to nbgrader_config.py:\n  " + re.escape(SETTING_LINE), made.output)
    assert (folder / "nbgrader_config.py").read_text() == config


@pytest.mark.parametrize(
    ("topic", "assignment"),
    [
        ("losses", f"a{ORDER.index('losses'):02}_losses"),
        ("a02_losses", "a02_losses"),
        ("a16_knitting", "a16_knitting"),
    ],
)
def test_in_dlkits_own_course_the_order_of_topics_gives_the_address(
    dlkit_course, topic, assignment
):
    assert address_of(open_course(dlkit_course), topic, "f").assignment == assignment


@pytest.mark.parametrize(
    ("topic", "function", "told"),
    [
        ("knitting", "f", "a16_knitting"),
        ("a05_losses", "f", "the order of topics says 'a02_losses'"),
        ("My-Topic", "f", "cannot be the name of a topic"),
        ("losses", "lambda", "cannot be the name of a function"),
        ("losses", "check", "has a meaning"),
    ],
)
def test_names_that_cannot_be_used_are_refused(dlkit_course, topic, function, told):
    before = files(dlkit_course)
    with pytest.raises(CourseError, match=told):
        begin(open_course(dlkit_course), topic, function)
    assert files(dlkit_course) == before
