"""Where the controls place a test cell, as the model solution and the bare release do in it."""

import pytest

from autograder.coursework.course import open_course
from autograder.grading import pipeline, placing, worker
from autograder.grading.placing import Trial
from autograder.judge.signs import signs
from autograder.model import (
    COMPLETE,
    Cell,
    CellRecord,
    Ending,
    EndingKind,
    Notebook,
    Place,
    Role,
    WhyInside,
    raised,
)
from autograder.results import control_words
from autograder.results import controls as kept_controls
from tests.ordinary_course import make_course

KEY = ("nb", "t")
NAME_ERROR = raised("NameError", "name 'np' is not defined", by_student=False)
WRONG = raised("AssertionError", "", by_student=False)


def record(mark, ending=COMPLETE):
    return CellRecord("t", Role.TEST, 2.0, mark, ending)


def control(model, bare, *, model_inside=None, bare_inside=None, answered=True, source="f()"):
    """Place one cell that was tried inside as well where marks from there are given."""
    tried = {KEY} if model_inside else set()
    trial = Trial(
        {KEY: model},
        {KEY: bare},
        {KEY: model_inside} if model_inside else {},
        {KEY: bare_inside or record(0.0, WRONG)},
        frozenset(tried),
    )
    cell = Cell(3, "t", "code", Role.TEST, source, 2.0)
    return placing.control(Notebook("nb", (cell,)), cell, trial, frozenset([KEY] * answered), None)


def test_what_the_model_solution_passes_outside_is_judged_outside():
    placed = control(record(2.0), record(0.0, WRONG))
    assert (placed.place, placed.why_inside, placed.is_given_away) == (Place.OUTSIDE, None, False)
    assert control_words.reason(placed) == ""


def test_what_it_passes_only_inside_runs_inside_and_says_why():
    placed = control(record(0.0, NAME_ERROR), record(0.0, WRONG), model_inside=record(2.0))
    assert (placed.place, placed.why_inside) == (Place.INSIDE, WhyInside.MODEL)
    assert "NameError: name 'np' is not defined" in control_words.reason(placed)


def test_what_it_passes_nowhere_is_the_fault_of_the_source_and_stays_outside():
    placed = control(record(0.0, WRONG), record(0.0, WRONG), model_inside=record(0.0, WRONG))
    assert (placed.place, placed.why_inside) == (Place.NOWHERE, None)
    assert "ends with AssertionError" in control_words.not_passed(placed)


def test_where_it_fails_inside_for_another_reason_the_student_is_not_judged_outside():
    inside = record(0.0, WRONG)
    placed = control(record(0.0, NAME_ERROR), record(0.0, WRONG), model_inside=inside)
    assert (placed.place, placed.why_inside) == (Place.NOWHERE, WhyInside.MODEL)


def test_a_part_of_the_points_counts_as_much_as_it_is():
    placed = control(record(0.5), record(0.0, WRONG), model_inside=record(0.5))
    assert (placed.place, placed.why_inside, placed.earned) == (Place.NOWHERE, None, 0.5)
    assert "0.5 of 2 points" in control_words.not_passed(placed)


def test_a_test_that_ends_without_a_mark_is_at_fault_wherever_it_runs():
    fault = Ending(EndingKind.TEST_NO_NUMBER, message="ndarray")
    placed = control(record(None, fault), record(None, fault), model_inside=record(2.0))
    assert (placed.place, placed.why_inside) == (Place.NOWHERE, None)
    assert "ends with a ndarray" in control_words.not_passed(placed)


def test_an_untouched_notebook_that_passes_outside_alone_is_judged_inside():
    placed = control(record(2.0), record(2.0), model_inside=record(2.0))
    assert (placed.place, placed.why_inside) == (Place.INSIDE, WhyInside.BARE)
    assert not placed.is_given_away


def test_an_untouched_notebook_that_passes_everywhere_is_told():
    passes = record(2.0)
    placed = control(passes, passes, model_inside=passes, bare_inside=passes)
    assert (placed.place, placed.is_given_away) == (Place.OUTSIDE, True)


@pytest.mark.parametrize(("source", "why"), [("await f()", WhyInside.SIGN), ("f()", None)])
def test_without_an_answer_the_text_decides(source, why):
    fails = record(0.0, WRONG)
    placed = control(fails, fails, model_inside=fails, answered=False, source=source)
    assert (placed.place, placed.why_inside) == (Place.UNTRIED, why)


def test_a_test_has_an_answer_where_its_own_solution_cells_have_one():
    source, released = notebook("return 1", "raise"), notebook("raise", "raise")
    keys = placing._answered(source, released)
    assert list(keys) == [("nb", "first"), ("nb", "third")]


def notebook(first, second):
    """A notebook of two answers; the third test, without an answer of its own, asks for both."""
    texts = [
        ("f", Role.SOLUTION, first),
        ("first", Role.TEST, ""),
        ("g", Role.SOLUTION, second),
        ("second", Role.TEST, ""),
        ("third", Role.TEST, ""),
    ]
    return Notebook("nb", tuple(Cell(0, name, "code", role, text) for name, role, text in texts))


@pytest.mark.parametrize(
    ("source", "sign"),
    [
        ("%timeit double(1)", "speaks to the kernel"),
        ("!ls", "speaks to the kernel"),
        ("await double(1)", "awaits"),
        ("from unittest import mock\nwith mock.patch('math.pi', 3): double(1)", "patches names"),
        ("from unittest.mock import patch\n@patch('nb.g')\ndef f(g): pass", "patches names"),
        ("from unittest import mock\nmock.patch.object(math, 'pi', 3)", "patches names"),
    ],
)
def test_the_text_shows_what_needs_the_process_of_the_student(source, sign):
    assert signs(source) == (sign,)


@pytest.mark.parametrize(
    "source",
    [
        "assert double(1) == 2",
        "import inspect\nassert 'sum' in inspect.getsource(double)",
        "from unittest.mock import patch\nwith patch('builtins.input', lambda _: '1'): double()",
        "from unittest import mock\nmock.patch.object(time, 'sleep')",
    ],
)
def test_what_the_judge_can_do_shows_nothing(source):
    assert signs(source) == ()


def test_what_a_fault_of_the_grader_said_is_not_kept(tmp_path, monkeypatch):
    make_course(tmp_path)
    course, problems = open_course(tmp_path), []
    kept_controls.path_of(course, "light").unlink(missing_ok=True)
    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "run_ready", lambda jobs, *_: map(worker.lost, jobs))
        pipeline.prepare(course, pipeline.Request("light"), problems.append)
    assert "the grader's own process ended" in problems[0]
    assert kept_controls.read(course, "light") is None
    pipeline.prepare(course, pipeline.Request("light"), problems.append)
    assert kept_controls.read(course, "light")
