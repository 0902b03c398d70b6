"""``autograder compare``: plain nbgrader and this grader agree on a course like real ones.

The differences that are declared stand here by name; each is a row in docs/decisions/marks.md.
"""

import json

import pytest
from click.testing import CliRunner

from autograder.commands.compare import compare
from autograder.comparison import reasons
from autograder.comparison.reasons import Reason
from autograder.coursework.course import open_course
from autograder.model import COMPLETE, CellRecord, Ending, EndingKind, Record, Role, Stop, raised
from tests.styled_course import SUBMISSIONS, make_course

STDERR = [{"output_type": "stream", "name": "stderr", "text": "careful"}]
FAILED = raised("NameError", "name 'np' is not defined", by_student=False)
DECLARED = {"weather": [("noisy", "test_means", 0.0, 3.0, Reason.STDERR)]}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("styled") / "course"
    make_course(folder)
    return folder


def files_of(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.slow
@pytest.mark.parametrize("name", SUBMISSIONS)
def test_no_mark_differs_but_by_decision(course, name, tmp_path):
    before = files_of(course)
    arguments = [name, "--course", str(course), "--json", "--scratch", str(tmp_path / "kept")]
    result = CliRunner().invoke(compare, arguments)
    told = json.loads(result.stdout)
    differing = [
        (each["student"], each["grade_id"], each["theirs"], each["ours"], each["reason"])
        for each in told["differences"]
    ]
    assert differing == DECLARED.get(name, [])
    assert result.exit_code == 0 and told["submissions"] == 4
    assert told["marks"] == 4 * len(told["controls"])
    assert files_of(course) == before
    assert (tmp_path / "kept/nbgrader/gradebook.db").is_file()


def error(kind):
    return [{"output_type": "error", "ename": kind, "evalue": ""}]


@pytest.mark.parametrize(
    ("mark", "ending", "shown", "reason"),
    [
        (None, Ending(EndingKind.TEST_NO_NUMBER), [], Reason.NO_MARK),
        (0.0, FAILED, None, Reason.NO_CELL),
        (0.0, Ending(EndingKind.CALL_STOPPED, stop=Stop.TIME), [], Reason.LIMIT),
        (0.0, Ending(EndingKind.OUT_OF_TIME, limit=60), [], Reason.LIMIT),
        (1.0, COMPLETE, STDERR, Reason.STDERR),
        (1.0, COMPLETE, error("CellTimeoutError"), Reason.TIMEOUT),
        (1.0, COMPLETE, [*STDERR, *error("AssertionError")], Reason.UNEXPLAINED),
        (0.0, FAILED, [], Reason.UNEXPLAINED),
    ],
)
def test_each_difference_has_its_reason(mark, ending, shown, reason):
    cell = CellRecord("t", Role.TEST, 1.0, mark, ending)
    assert reasons._reason(cell, shown) is reason


def test_a_submission_that_nbgrader_gave_up_has_no_notebook_there(light):
    cell = CellRecord("t", Role.TEST, 1.0, 1.0)
    record = Record("light", "right", "light", "", {"light": COMPLETE}, (cell,))
    explained = reasons._explained(open_course(light), record, cell)
    assert explained == (Reason.GIVEN_UP, "here it passed")


def test_a_difference_without_a_decision_says_how_the_test_ended_here_and_there():
    cell = CellRecord("t", Role.TEST, 1.0, 0.0, FAILED)
    assert reasons._details(cell, error("ValueError")) == (
        "here NameError: name 'np' is not defined; there ValueError"
    )
