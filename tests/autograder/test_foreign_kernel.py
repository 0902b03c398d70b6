"""A notebook in a made-up language is graded by its own kernel, inside the same fence."""

import json
import os
import shutil
import socket
from pathlib import Path

import pytest

from autograder.coursework.course import open_course
from autograder.errors import MachineError, NotebookError
from autograder.grading import pipeline
from autograder.model import Stop
from autograder.release import release
from autograder.results import records
from tests.autograder import calculator
from tests.autograder import test_release_course as build
from tests.autograder.conftest import ISOLATION_LEVELS, Silent, nbgrader
from tests.autograder.test_parity import marks
from tests.autograder.test_release_course import cell, graded_tests, solution
from tests.autograder.test_sandbox import _names_of_processes

pytestmark = pytest.mark.slow  # whole classes

NAME, KERNEL = "sums", "calculator"
CONFIG = """c = get_config()
c.CourseDirectory.course_id = "sums"
c.ClearSolutions.code_stub = {"calculator": "### YOUR CODE HERE", "python": "pass"}
c.AutograderLimits.cell_seconds = 1.0
"""
DOUBLE = "### BEGIN SOLUTION\nlet double be 2 * rate\n### END SOLUTION"
AREA = "### BEGIN SOLUTION\nlet area be 4 * rate\n### END SOLUTION"
TEST_AREA = (
    "expect area > 0\n### BEGIN HIDDEN TESTS\n2 if area == 12 else 0.5\n### END HIDDEN TESTS"
)
HONEST = {
    "right": ("let double be rate + rate", "let area be 12"),
    "partly": ("let double be 6", "let area be 5"),
    "typo": ("let double be 2 *", "say 'nothing'"),
}
LEFT = f"calc.{os.getpid()}"  # the name of a process


@pytest.fixture(scope="module", autouse=True)
def kernels(tmp_path_factory):
    """Two kernelspecs: one of the calculator, one whose program ends at once."""
    folder = tmp_path_factory.mktemp("jupyter")
    for name, module in ((KERNEL, "calculator.py"), ("broken", "missing.py")):
        place = folder / "kernels" / name
        place.mkdir(parents=True)
        argv = ["python3", f"{{resource_dir}}/{module}", "-f", "{connection_file}"]
        spec = {"argv": argv, "display_name": name, "language": "calculator"}
        (place / "kernel.json").write_text(json.dumps(spec))
        shutil.copy(calculator.__file__, place)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(folder))
        yield


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A released course in the calculator's language, to which nobody has handed in."""
    folder = tmp_path_factory.mktemp("foreign") / "course"
    (folder / "source" / NAME).mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(CONFIG)
    cells = [
        cell("let rate be 3", "given", locked=True),
        solution(DOUBLE, "double"),
        graded_tests("expect double == 6", "test_double", 1),
        solution(AREA, "area"),
        graded_tests(TEST_AREA, "test_area", 2),
    ]
    notebook = build.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "name": KERNEL,
        "display_name": KERNEL,
        "language": "calculator",
    }
    (folder / "source" / NAME / "sums.ipynb").write_text(json.dumps(notebook))
    release(open_course(folder), [NAME])
    return folder


@pytest.fixture(scope="module")
def graded(released, tmp_path_factory):
    """The records of a class, by student; some of it tries what is forbidden."""
    folder = tmp_path_factory.mktemp("graded")
    course = Path(shutil.copytree(released, folder / "course"))
    (folder / "secret.txt").write_text("geheim")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        dial, read = f"dial({listening.getsockname()[1]})", f"read('{folder}/secret.txt')"
        others = {
            "hangs": ("forever()", "let area be 12"),
            "leaves": (f"let double be 6 * stay('{LEFT}')", "leave(1)"),
            "curious": (f"let double be {dial}", f"let area be {read}"),
        }
        hand_in(course, HONEST | others)
        opened = open_course(course)
        pipeline.grade(opened, pipeline.Request(NAME, workers=1), Silent())
    return {student: records.read(opened, NAME, student) for student in HONEST | others}


@pytest.fixture
def course(released, tmp_path):
    return Path(shutil.copytree(released, tmp_path / "course"))


def hand_in(course, students):
    """Hand in the released notebook with these two answers, for each student."""
    for student, answers in students.items():
        notebook = json.loads((course / "release" / NAME / "sums.ipynb").read_text())
        by_name = dict(zip(("double", "area"), answers, strict=True))
        for each in notebook["cells"]:
            if answer := by_name.get(each["metadata"]["nbgrader"]["grade_id"]):
                each["source"] = answer
        folder = course / "submitted" / student / NAME
        folder.mkdir(parents=True)
        (folder / "sums.ipynb").write_text(json.dumps(notebook))


def marks_of(record):
    return [cell.mark for cell in record.cells if cell.role == "test"]


def errors_of(record):
    outputs = [output for cell in record.cells for output in cell.outputs]
    return [each["ename"] for each in outputs if each["output_type"] == "error"]


def test_its_release_hides_what_is_hidden(released):
    text = (released / "release" / NAME / "sums.ipynb").read_text()
    assert "2 * rate" not in text and "area == 12" not in text and "YOUR CODE HERE" in text


def test_its_marks_are_read_from_what_its_cells_show(graded):
    assert {student: marks_of(graded[student]) for student in HONEST} == {
        "right": [1.0, 2.0],
        "partly": [1.0, 0.5],
        "typo": [0.0, 0.0],
    }
    assert errors_of(graded["typo"]) == ["SyntaxError", "NameError", "NameError"]


def test_its_record_says_that_the_marks_can_be_forged(graded):
    assert graded["right"].status == "graded" and not graded["right"].faults
    assert graded["right"].isolation.endswith("tests in the student's own kernel (calculator)")


def test_a_cell_that_hangs_or_ends_its_kernel_costs_itself_alone(graded):
    assert marks_of(graded["hangs"]) == [0.0, 2.0]
    assert marks_of(graded["leaves"]) == [1.0, 0.0]
    stops = {cell.ending.stop for name in ("hangs", "leaves") for cell in graded[name].cells}
    assert {Stop.TIME, Stop.DIED} <= stops


def test_it_reaches_no_file_and_no_network_outside_and_leaves_no_process(graded):
    assert marks_of(graded["curious"]) == [0.0, 0.0]
    assert errors_of(graded["curious"])[::2] == ["OSError", "FileNotFoundError"]
    assert LEFT not in _names_of_processes()


def test_its_marks_are_those_of_nbgrader(course):
    hand_in(course, HONEST)
    theirs = Path(shutil.copytree(course, course.with_name("theirs")))
    pipeline.grade(open_course(course), pipeline.Request(NAME, workers=1), Silent())
    done = nbgrader(theirs, "autograde", NAME)
    assert done.returncode == 0, done.stderr[-2000:]
    assert marks(course, NAME) == marks(theirs, NAME)


def test_a_notebook_of_python_beside_it_is_judged_from_outside_as_always(course, grade_here):
    build.write(course / "source" / NAME, "doubles", [solution(), graded_tests()])
    release(open_course(course), [NAME])
    hand_in(course, {"right": HONEST["right"]})
    forged = "double = abs\nget_ipython().input_transformers_cleanup.append(lambda lines: [])"
    cells = [solution(forged), graded_tests()]
    build.write(course / "submitted" / "right" / NAME, "doubles", cells)
    (job,) = pipeline.prepare(open_course(course), pipeline.Request(NAME))
    assert marks_of(grade_here(job).record) == [0.0, 1.0, 2.0]


def first_job(course, kernel, isolation=None):
    """The job of one submission to a source notebook that names this kernel."""
    hand_in(course, {"right": HONEST["right"]})
    path = course / "source" / NAME / "sums.ipynb"
    path.write_text(path.read_text().replace(f'"name": "{KERNEL}"', f'"name": "{kernel}"'))
    request = pipeline.Request(NAME, isolation=isolation)
    return pipeline.prepare(open_course(course), request)[0]


def test_a_kernel_that_does_not_start_is_told_with_what_it_said_and_what_to_do(course):
    told = r"the kernel 'broken' does not start .*missing.py.*c.AutograderSandbox.allow"
    with pytest.raises(MachineError, match=told):
        first_job(course, "broken")  # the model solution is the first that it would run


def test_a_kernel_that_is_not_installed_is_told_with_those_that_are(course):
    with pytest.raises(NotebookError, match=r"'nowhere', which is not .* broken, calculator"):
        first_job(course, "nowhere")


@pytest.mark.skipif("landlock" not in ISOLATION_LEVELS, reason="no Landlock here")
def test_where_no_socket_is_allowed_no_kernel_is_started(course, grade_here):
    with pytest.raises(MachineError, match="through sockets, which the isolation by landlock"):
        grade_here(first_job(course, KERNEL, "landlock"))
