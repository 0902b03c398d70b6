"""The release is nbgrader's own; a refused one leaves folder and gradebook as they were."""

import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning

from autograder.errors import GradebookError, NotebookError
from autograder.release import ReleaseRefused, release
from tests.autograder import test_release_course as build
from tests.autograder.test_release_course import cell, graded_tests, solution

BIN = Path(sys.executable).parent
NO_HIDING = build.CONFIG + (
    "c.ClearHiddenTests.enabled = False\n"  # as a slip in the settings might do
)


@pytest.fixture
def course(tmp_path):
    return build.make_course(tmp_path)


def state(course):
    """Every file of release/ and every cell that the gradebook knows."""
    files = {p: p.read_bytes() for p in course.release.rglob("*") if p.is_file()}
    with Gradebook(course.db_url) as gradebook:
        cells = {
            (notebook.name, each.name, each.source)
            for assignment in gradebook.assignments
            for notebook in assignment.notebooks
            for each in notebook.source_cells
        }
    return files, cells


def rewrite(course, cells):
    build.write(course.source / "ps1", "ps1", cells)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "cells"), [("ps1", build.plain_cells()), ("a02_losses", build.exercise_cells())]
)
def test_release_and_gradebook_equal_those_of_nbgrader(tmp_path, name, cells):
    folders = {who: tmp_path / who for who in ("ours", "theirs")}
    for folder in folders.values():
        folder.mkdir()
    ours = build.make_course(folders["ours"], cells, name)
    release(ours, [name])
    theirs = build.make_course(folders["theirs"], cells, name)
    (ours.release / name / "checks.json").unlink(missing_ok=True)  # it is all that we add
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", name]
    subprocess.run(command, cwd=theirs.root, env=environment, check=True, capture_output=True)
    mine, expected = state(ours), state(theirs)
    assert mine[1] == expected[1]
    assert {p.relative_to(ours.root): text for p, text in mine[0].items()} == {
        p.relative_to(theirs.root): text for p, text in expected[0].items()
    }


def test_hidden_lines_in_the_result_refuse_the_release(tmp_path):
    course = build.make_course(tmp_path, config=NO_HIDING)
    with pytest.raises(ReleaseRefused, match=r"test_double\): the release would show 'assert dou"):
        release(course)
    assert not course.release.exists()
    assert not (tmp_path / "gradebook.db").exists()
    assert list(course.private.iterdir()) == []


def test_a_refused_release_leaves_the_old_one_and_the_gradebook(course):
    release(course)
    before = state(course)
    (course.root / "nbgrader_config.py").write_text(NO_HIDING)
    rewrite(course, [*build.plain_cells(), solution(grade_id="more")])
    with pytest.raises(ReleaseRefused):
        release(build.open_course(course.root))
    assert state(course) == before


def test_a_fault_in_one_assignment_stops_all(course):
    build.write(course.source / "ps2", "ps2", [solution(grade_id="")])
    with pytest.raises(ReleaseRefused, match="ps2 is not released, it has 1 problem:"):
        release(course)
    assert not course.release.exists()


def test_a_line_that_is_also_shown_is_no_leak(tmp_path):
    cells = [cell("return x + x", "hint", "markdown", locked=True), *build.plain_cells()]
    assert release(build.make_course(tmp_path, cells))


def test_the_stub_in_a_hidden_region_is_no_leak(tmp_path):
    source = build.TESTS.replace("assert double(21) == 42", "raise NotImplementedError()")
    assert release(build.make_course(tmp_path, [solution(), graded_tests(source)]))


def test_what_nbgrader_refuses_is_told_in_one_sentence(tmp_path, capfd):
    broken = solution()
    broken.metadata["nbgrader"]["checksum"] = "short"
    course = build.make_course(tmp_path, [broken])
    with pytest.raises(NotebookError, match=r"nbgrader cannot release ps1\.ipynb: Notebook failed"):
        release(course)
    assert capfd.readouterr() == ("", "")
    assert not course.release.exists()


def submit(course):
    with warnings.catch_warnings(), Gradebook(course.db_url) as gradebook:
        warnings.simplefilter("ignore", SAWarning)  # nbgrader's own
        gradebook.add_student("ada")
        gradebook.add_submission("ps1", "ada")


def test_cells_may_change_but_not_come_or_go_while_submissions_exist(course):
    release(course)
    submit(course)
    rewrite(course, [*build.plain_cells()[:-3], solution(grade_id="triple")])
    before = state(course)
    with pytest.raises(NotebookError, match=r"gone: draw, why; new: triple\), and 1 submissions"):
        release(course)
    assert state(course) == before
    changed = build.plain_cells()
    changed[3] = graded_tests("assert double(3) == 6", points=4)
    rewrite(course, changed)
    assert release(course)[0].points == 7
    assert ("ps1", "test_double", "assert double(3) == 6") in state(course)[1]


def test_notebooks_may_not_come_or_go_while_submissions_exist(course):
    release(course)
    submit(course)
    build.write(course.source / "ps1", "second", build.plain_cells())
    before = state(course)
    with pytest.raises(NotebookError, match="nbgrader refuses it: Cannot modify"):
        release(course)
    assert state(course) == before


def test_the_old_release_comes_back_when_the_new_cannot_be_moved(course, monkeypatch):
    release(course)
    before = state(course)
    real_move = shutil.move

    def move(source, target):
        if Path(source).parent.name.startswith("release-") and Path(source).name != "before":
            raise OSError(28, "No space left on device")
        return real_move(source, target)

    monkeypatch.setattr("autograder.release.generate.shutil.move", move)
    with pytest.raises(OSError, match="No space left"):
        release(course)
    assert state(course) == before


def test_a_gradebook_that_is_none_stops_the_release(course):
    (course.root / "gradebook.db").write_text("shopping list")
    with pytest.raises(GradebookError, match="is not a gradebook"):
        release(course)
    assert not course.release.exists()


def test_the_working_folder_and_the_path_do_not_matter_and_stay(course, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    before = dict(os.environ)
    release(course)
    assert Path.cwd() == elsewhere and dict(os.environ) == before
    assert (course.release / "ps1" / "ps1.ipynb").exists()


@pytest.mark.slow
def test_the_command_needs_no_path_and_may_run_anywhere(course):
    arguments = [str(BIN / "autograder"), "release", "ps1", "--course", str(course.root)]
    done = subprocess.run(
        arguments, cwd="/", env={"PATH": "/usr/bin"}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "ps1: released ps1.ipynb, 6 points.\n"
        "  1 test cell: 1 judged outside the student's process, 0 in it.\n"
    )
    nbformat.read(course.release / "ps1" / "ps1.ipynb", 4)
