"""nbgrader's own settings under our command: whom it grades, whose files count, what it leaves.

What plain nbgrader does with the same settings was measured with nbgrader 0.9.6: the files and
rights in `autograded/` are the literals here.
"""

import os
import shutil
import stat
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from autograder.commands.main import main
from autograder.coursework import submissions
from autograder.coursework.course import open_course
from autograder.coursework.nbgrader_settings import without_effect
from autograder.errors import CourseError
from autograder.gradebook import open_gradebook
from autograder.grading import pipeline
from autograder.model import WhyInside
from autograder.release import release
from tests.autograder import test_release_course as build
from tests.autograder.conftest import Silent
from tests.autograder.test_release_course import cell, graded_tests, solution

PLAIN_CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'small'\n"
OWN = "c.Autograde.exclude_overwriting = {'ps1': ['helper.py', 'data/own.csv']}\n"


def cells():
    return [
        cell("import helper\nown = open('data/own.csv').read()", "imports", locked=True),
        solution("### BEGIN SOLUTION\ny = 2\n### END SOLUTION", "y"),
        graded_tests("assert helper.double(y) == 4", "test_helper", 3),
        graded_tests("assert y == 2", "test_y", 1),
        graded_tests("assert own == 'ours'", "test_own", 2),
        graded_tests("assert open('data/own.csv').read() == 'ours'", "test_file", 4),
    ]


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """Ada, Bob and Cleo handed in the right answer; Ada has a helper of her own, which is wrong."""
    course = build.make_course(
        tmp_path_factory.mktemp("folders") / "course", cells(), "ps1", PLAIN_CONFIG
    )
    source = course.source / "ps1"
    (source / "data").mkdir()
    (source / "data" / "table.csv").write_text("1,2")
    (source / "data" / "own.csv").write_text("ours")
    (source / "helper.py").write_text("def double(x):\n    return 2 * x\n")
    release(course)
    released = nbformat.read(course.release / "ps1" / "ps1.ipynb", 4)
    released.cells[1].source = "y = 2"
    for student in ("ada", "bob", "cleo"):
        build.write(course.submitted / student / "ps1", "ps1", released.cells)
    ada = course.submitted / "ada" / "ps1"
    (ada / "data").mkdir()
    (ada / "helper.py").write_text("def double(x):\n    return 3 * x\n")
    (ada / "data" / "table.csv").write_text("9,9")
    (ada / "data" / "own.csv").write_text("hers")
    (ada / "photo.png").write_bytes(b"png")
    (ada / "old.pyc").write_bytes(b"")
    (ada / "timestamp.txt").write_text("2026-11-20 12:00:00 UTC")
    pipeline.prepare(open_course(course.root), pipeline.Request("ps1"))  # keeps the controls
    return course.root


@pytest.fixture
def folder(handed_in, tmp_path):
    return Path(shutil.copytree(handed_in, tmp_path / "course"))


def grade(folder, settings="", students=()):
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(settings)
    course = open_course(folder)
    outcome = pipeline.grade(course, pipeline.Request("ps1", tuple(students), workers=1), Silent())
    return {record.student: record.mark for record in outcome.records}, outcome


def test_autograded_has_the_files_and_rights_of_nbgrader(folder):
    assert grade(folder)[0] == {"ada": 10.0, "bob": 10.0, "cleo": 10.0}
    ada = folder / "autograded" / "ada" / "ps1"
    assert {str(path.relative_to(ada)) for path in ada.rglob("*") if path.is_file()} == {
        *("ps1.ipynb", "helper.py", "data/table.csv", "data/own.csv"),
        *("photo.png", "timestamp.txt"),
    }
    assert (ada / "data" / "table.csv").read_text() == "1,2"
    assert (ada / "data" / "own.csv").read_text() == "ours"
    assert {rights(path) for path in ada.rglob("*") if path.is_file()} == {"0o444"}
    metadata = nbformat.read(ada / "ps1.ipynb", 4).cells[2].metadata
    assert metadata.deletable is False
    assert metadata.nbgrader.cell_type == "code" and len(metadata.nbgrader.checksum) == 32


def test_a_huge_file_is_not_copied(folder):
    """It may take no space where it was handed in: a copy would fill the disk."""
    ada = folder / "submitted" / "ada" / "ps1"
    with (ada / "huge.bin").open("wb") as huge:
        huge.truncate(1 << 40)
    grade(folder, students=["ada"])
    copied = folder / "autograded" / "ada" / "ps1"
    assert (copied / "photo.png").exists() and not (copied / "huge.bin").exists()


def test_a_file_with_the_name_of_a_folder_stops_nobody(folder):
    ada = folder / "submitted" / "ada" / "ps1"
    shutil.rmtree(ada / "data")
    (ada / "data").write_text("no folder")
    grade(folder, students=["ada"])
    grade(folder, students=["ada"])
    assert (folder / "autograded" / "ada" / "ps1" / "data" / "table.csv").read_text() == "1,2"


def test_files_that_are_gone_from_the_submission_go_from_autograded(folder):
    grade(folder)
    (folder / "submitted" / "ada" / "ps1" / "photo.png").unlink()
    grade(folder)
    assert not (folder / "autograded" / "ada" / "ps1" / "photo.png").exists()


def test_a_group_of_instructors_may_write(folder):
    grade(folder, "c.CourseDirectory.groupshared = True\n")
    ada = folder / "autograded" / "ada" / "ps1"
    assert rights(ada / "ps1.ipynb") == "0o664"
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o2770 == 0o2770 for path in (ada, ada.parent))


def test_rights_may_be_set(folder):
    grade(folder, "c.Autograde.permissions = 640\n")
    assert rights(folder / "autograded" / "ada" / "ps1" / "photo.png") == "0o640"


def rights(path):
    return oct(stat.S_IMODE(os.stat(path).st_mode))


def test_a_file_that_is_the_students_own_counts_as_handed_in(folder):
    """Plain nbgrader: 1 of 10 for Ada, whose helper is wrong and whose data are other ones.

    It gives Bob and Cleo 1 as well, who handed in no such files: here the source's stand in.
    """
    marks, outcome = grade(folder, OWN)
    assert marks == {"ada": 1.0, "bob": 10.0, "cleo": 10.0}
    inside = {each.grade_id for each in outcome.controls if each.why_inside is WhyInside.FILES}
    assert inside == {"test_helper", "test_own", "test_file"}
    ada = folder / "autograded" / "ada" / "ps1"
    assert (ada / "helper.py").read_text().endswith("3 * x\n")
    assert (ada / "data" / "own.csv").read_text() == "hers"
    assert (ada / "data" / "table.csv").read_text() == "1,2"


def test_the_setting_regrades_what_was_graded_without_it(folder):
    grade(folder)
    _, outcome = grade(folder, OWN)
    changed = {(each.student, each.what): (each.before, each.after) for each in outcome.changed}
    lost = {"test_file": 4.0, "test_helper": 3.0, "test_own": 2.0}
    assert changed == {("ada", name): (points, 0.0) for name, points in lost.items()}


@pytest.mark.parametrize(
    ("settings", "students", "chosen"),
    [
        ("c.CourseDirectory.student_id = 'a*'\n", (), {"ada"}),
        ("c.CourseDirectory.student_id_exclude = 'ada,bob'\n", (), {"cleo"}),
        ("", ("[ab]*",), {"ada", "bob"}),
    ],
)
def test_settings_and_patterns_choose_whom_to_grade(folder, settings, students, chosen):
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(settings)
    found = submissions.find(open_course(folder), "ps1", students)
    assert {each.student for each in found} == chosen


def test_an_archive_of_a_mac_is_no_student_and_a_link_to_elsewhere_no_file(folder):
    (folder / "submitted" / "__MACOSX" / "ps1").mkdir(parents=True)
    ada = folder / "submitted" / "ada" / "ps1"
    (ada / "secret").symlink_to("/etc/passwd")
    (ada / "again.png").symlink_to("photo.png")
    (found,) = submissions.find(open_course(folder), "ps1", ("ada",))
    assert {path.name for path in found.files} >= {"again.png", "photo.png"}
    assert "secret" not in {path.name for path in found.files}
    everybody = submissions.find(open_course(folder), "ps1", ())
    assert {each.student for each in everybody} == {"ada", "bob", "cleo"}


def test_a_time_that_cannot_be_read_is_told(folder):
    (folder / "submitted" / "ada" / "ps1" / "timestamp.txt").write_text("But I want to be a time")
    (folder / "submitted" / "bob" / "ps1" / "timestamp.txt").write_text("")
    told = []
    pipeline.prepare(open_course(folder), pipeline.Request("ps1"), told.append)
    assert told == [
        "ada: timestamp.txt holds 'But I want to be a time', no time; not counted as late."
    ]


def test_no_student_is_made_where_the_settings_say_so(folder):
    with open_gradebook(open_course(folder)) as gradebook:
        gradebook.add_student("bob")
    marks, outcome = grade(folder, "c.Autograde.create_student = False\n")
    assert marks == {"bob": 10.0}
    assert "c.Autograde.create_student is False: ada, cleo" in outcome.problems[0]


def test_each_setting_without_effect_is_named_once(folder):
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write("c.Autograde.post_convert_hook = print\nc.Execute.execute_retries = 2\n")
        config.write("c.OverwriteCells.add_missing_cells = True\nc.Execute.timeout = 7\n")
    told = list(without_effect(open_course(folder).config))
    assert [each.partition(" has no effect")[0] for each in told] == [
        *("c.Execute.execute_retries", "c.OverwriteCells.add_missing_cells"),
        "c.Autograde.post_convert_hook",
    ]
    output = CliRunner().invoke(main, ["grade", "ps1", "--course", str(folder)]).stderr
    assert output.count("note: c.") == 3


def test_another_structure_of_folders_is_refused(folder):
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write("c.CourseDirectory.directory_structure = '{nbgrader_step}/{assignment_id}'\n")
    with pytest.raises(CourseError, match="directory_structure"):
        open_course(folder)


def test_one_notebook_may_be_graded_and_the_others_stay(folder):
    build.write(
        folder / "source" / "ps1",
        "second",
        [solution("z = 1", "z"), graded_tests("assert z == 1", "test_z", 2)],
    )
    release(open_course(folder))
    ada = folder / "submitted" / "ada" / "ps1"
    build.write(ada, "second", [solution("z = 1", "z")])
    grade(folder, students=["ada"])
    build.write(ada, "ps1", [])
    build.write(ada, "second", [solution("z = 2", "z")])
    course = open_course(folder)
    request = pipeline.Request("ps1", ("ada",), "sec*", workers=1)
    (record,) = pipeline.grade(course, request, Silent()).records
    assert record.mark == 10.0 and set(record.endings) == {"ps1", "second"}
    assert pipeline.grade(course, request, Silent()).kept == 1
    assert grade(folder, students=["ada"])[0] == {"ada": 6.0}  # for the tests of files alone
    with pytest.raises(CourseError, match=r"ps1 has no notebook 'third': ps1, second"):
        pipeline.prepare(course, pipeline.Request("ps1", ("ada",), "third"))
