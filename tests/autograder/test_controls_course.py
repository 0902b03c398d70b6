"""The model solution and the bare release, graded: what release, grade, records and pages say.

The marks that stand here are those that plain nbgrader 0.9.6 gives the same notebooks.
"""

import json
import shutil

import pytest
from click.testing import CliRunner

from autograder.commands.explain import explain
from autograder.commands.grade import grade
from autograder.commands.release import release
from autograder.commands.report import report
from autograder.coursework.course import open_course
from autograder.results import controls, records
from tests.autograder import test_release_course as build

# nbgrader runs the model solution to generate tests, and leaves sockets of its kernel open.
LEFT_OPEN = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
pytestmark = [pytest.mark.slow, LEFT_OPEN]

AWAITS = "async def asked():\n    return double(2)\n\nassert await asked() == 4"
SOLVED = "### BEGIN SOLUTION\na = 5\n### END SOLUTION"
TEMPLATES = """python3:
    setup: "from hashlib import sha1"
    hash: 'sha1({{snippet}}.encode("utf-8")+b"{{salt}}").hexdigest()'
    dispatch: "type({{snippet}})"
    normalize: "str({{snippet}})"
    check: 'assert {{snippet}} == \"\"\"{{value}}\"\"\", \"\"\"{{message}}\"\"\"'
    success: "print('right')"
    templates:
        default:
            - test: "type({{snippet}})"
              fail: "the type is wrong"
            - test: "{{snippet}}"
              fail: "the value is wrong"
"""
CELLS = [
    build.solution(),
    build.graded_tests(),
    build.graded_tests(AWAITS, "test_await", 2),
    build.solution(SOLVED, "five"),
    build.graded_tests("### HASHED AUTOTEST a", "test_five", 1),
    build.graded_tests("# nothing is asked", "test_nothing", 1),
]
MARKS = {
    "right": {"test_double": 3, "test_await": 2, "test_five": 1, "test_nothing": 1},
    "untouched": {"test_double": 0, "test_await": 0, "test_five": 0, "test_nothing": 1},
}


def run(command, course, *arguments):
    return CliRunner().invoke(command, [*arguments, "--course", str(course)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("controls") / "course"
    folder.mkdir()
    build.make_course(folder, CELLS)
    path = folder / "source/ps1/ps1.ipynb"
    notebook = json.loads(path.read_text())
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.write_text(json.dumps(notebook | {"metadata": {"kernelspec": kernel}}))
    (folder / "autotests.yml").write_text(TEMPLATES)
    return folder


@pytest.fixture(scope="module")
def released(folder):
    return run(release, folder, "ps1", "--json")


@pytest.fixture(scope="module")
def graded(folder, released):
    """What ``grade --json`` says of a right notebook and of one that nobody has touched."""
    for student, step in (("right", "source"), ("untouched", "release")):
        target = folder / "submitted" / student / "ps1"
        target.mkdir(parents=True)
        shutil.copy(folder / step / "ps1" / "ps1.ipynb", target)
    return run(grade, folder, "ps1", "--json")


def test_release_tells_where_each_test_is_judged(released):
    (told,) = json.loads(released.stdout)["released"]
    places = {each["grade_id"]: each["place"] for each in told["controls"]}
    assert released.exit_code == 1
    assert places == {
        "test_double": "outside",
        "test_await": "inside",
        "test_five": "outside",
        "test_nothing": "outside",
    }
    sentences = {each["grade_id"]: each["sentence"] for each in told["warnings"]}
    assert "where a mark can be forged" in sentences["test_await"]
    assert "nobody has touched gets its full points" in sentences["test_nothing"]


def test_every_mark_is_nbgraders_generated_tests_included(folder, graded):
    assert json.loads(graded.stdout)["problems"] == []
    for record in records.records_for(open_course(folder), "ps1"):
        marks = {cell.grade_id: cell.mark for cell in record.cells if cell.points}
        assert marks == MARKS[record.student]


def test_grade_tells_it_too_and_so_do_records_and_pages(folder, graded):
    told = json.loads(graded.stdout)
    assert {each["grade_id"]: each["place"] for each in told["controls"]}["test_await"] == "inside"
    assert [each["inside"] for each in told["records"]] == [["test_await"]] * 2
    assert "in the student's process" in run(explain, folder, "ps1", "right", "test_await").stdout
    run(report, folder, "ps1")
    page = (folder / ".autograder/reports/ps1.html").read_text()
    assert "test_await: the tests ran in the student&#39;s process" in page


def test_the_table_names_what_is_not_simply_judged_outside(folder, graded):
    told = run(grade, folder, "ps1").stderr
    assert "4 test cells: 3 judged outside the student's process, 1 in it." in told
    assert "test_await" in told and "test_nothing" in told and "test_double" not in told


def test_the_controls_are_kept_until_something_changes(folder, graded):
    path = controls.path_of(open_course(folder), "ps1")
    written = path.stat().st_mtime_ns
    run(grade, folder, "ps1", "--force")
    assert path.stat().st_mtime_ns == written  # neither grade nor the first grade ran them again


def test_a_strict_course_runs_nothing_inside_and_leaves_the_mark_to_a_human(
    folder, graded, tmp_path
):
    strict = tmp_path / "strict"
    shutil.copytree(folder, strict)
    with (strict / "nbgrader_config.py").open("a") as config:
        config.write("c.AutograderSandbox.strict = True\n")
    told = json.loads(run(grade, strict, "ps1", "--json").stdout)
    (right, _) = told["records"]
    assert right["faults"]["test_await"]["kind"] == "only inside" and right["inside"] == []
    assert right["mark"] == 5
    refused = run(release, strict, "ps1")
    assert refused.exit_code == 2 and "test_await" in refused.stderr


def test_a_test_that_the_model_solution_fails_is_not_released_and_is_told_by_grade(tmp_path):
    wrong = build.graded_tests("assert double(2) == 5", "test_wrong", 1)
    course = build.make_course(tmp_path, [build.solution(), wrong])
    refused = run(release, tmp_path, "ps1")
    assert refused.exit_code == 2
    assert "test_wrong): the source's own solution does not pass" in refused.stderr
    build.release(course, ["ps1"])  # an earlier release, which nobody had tried
    shutil.copytree(tmp_path / "release/ps1", tmp_path / "submitted/ada/ps1")
    told = run(grade, tmp_path, "ps1")
    assert told.exit_code == 1 and "look: ps1.ipynb, cell 2 (test_wrong)" in told.stderr
