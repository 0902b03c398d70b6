"""The page of one student: what stands on it."""

from functools import partial

import pytest

from autograder.model import CellRecord, Ending, EndingKind, Notebook, Role, Stop
from autograder.results import page
from autograder.results.manual_marks import HumanMark
from autograder.results.released_text import ReleasedText, describe
from tests.autograder import test_feedback_course as build
from tests.autograder.test_feedback_markup import make_page


@pytest.fixture
def course(tmp_path):
    return build.make_course(tmp_path)


@pytest.fixture
def made(course):
    return partial(make_page, course)


def failed_mse(**values):
    findings = [
        build.finding(title="a vector"),
        build.finding(title="a batch", status="failed", message="a batch: too large."),
        build.finding(title="again", status="failed", message="again: too large."),
        build.finding("mse_grad", "gradients", status="failed", message="slope: wrong sign."),
    ]
    exercise = build.exercise(mark=1.5, findings=findings, **values)
    return build.graded_cell(mark=1.5, exercises=[exercise])


def test_the_first_failed_finding_of_each_function_is_told(made):
    found = made(build.record(cells=[failed_mse()]))
    assert "values1 of 3" in found.text.replace("\n", "")
    first, _, folded = found.text.partition("All 3 checks that did not pass")
    assert "mse: a batch: too large." in first and "mse_grad: slope: wrong sign." in first
    assert "again: too large." not in first and "again: too large." in folded


def test_a_recognised_misconception_is_told_in_place_of_the_finding(made):
    found = made(build.record(cells=[failed_mse(misconceptions=[build.BROADCASTS])]))
    first, _, folded = found.text.partition("All 3 checks that did not pass")
    assert "Recognised: shapes broadcast silently" in first
    assert "mse: shapes broadcast to a table." in first
    assert "a batch: too large." not in first and "a batch: too large." in folded


def test_an_exercise_with_all_points_gives_no_advice(made):
    complete = build.exercise(findings=[build.finding()])
    found = made(build.record(cells=[build.graded_cell(exercises=[complete])]))
    assert "5 of 5 points" in found.text and "The check passed." in found.text
    assert "To go on" not in found.text


def test_exercises_bear_the_titles_of_the_released_text_and_their_first_hint(made):
    released_text = ReleasedText(
        "Losses", {"test_mse": "Exercise 1: MSE"}, {"losses.mse": "Think of means."}
    )
    found = made(build.record(cells=[failed_mse()]), released_text=released_text)
    assert ("h1", {}) in found.tags and "Losses" in found.text
    assert "Closest to it:\nExercise 1: MSE." in found.text
    assert "A first hintThink of means." in found.text
    assert 'hint("losses.mse")' in found.text


def test_what_was_never_begun_is_called_so_and_not_called_wrong(made):
    stub = build.finding(status="not attempted", message="not attempted yet: it still raises.")
    cell = build.graded_cell(mark=0.0, exercises=[build.exercise(mark=0.0, findings=[stub])])
    found = made(build.record(cells=[cell]))
    assert "handed in as it was given out" in found.text
    assert "did not pass" not in found.text and "Closest" not in found.text


def test_what_waits_for_a_person_is_said_and_the_marks_add_up(made):
    cells = [build.graded_cell(mark=4.0), build.manual_cell(), build.manual_cell("task")]
    found = made(build.record(cells=cells), human={"task": HumanMark(1.5, "Nice.")})
    assert "5.5 of 11 points" in " ".join(found.text.split())
    text = " ".join(found.text.split())
    assert "Marked by tests: 4 of 5. Marked by a person: 1.5 of 3." in text
    assert "1 answer still waits for a person to read, for up to 3 points more." in text
    assert "Nice." in text


def test_a_persons_mark_stands_above_the_automatic_one(made):
    human = {"test_mse": HumanMark(3.0, "", 0.5)}
    found = made(build.record(cells=[build.graded_cell(mark=1.0)]), human=human)
    text = " ".join(found.text.split())
    assert "3.5 of 5 points" in text
    assert "A person set this mark. The checks alone gave 1." in text


def test_lateness_an_early_end_and_repairs_are_told(made):
    found = made(
        build.record(
            cells=[build.graded_cell(mark=0.0, ending=build.OUT_OF_TIME)],
            ending=build.OUT_OF_TIME,
            late_seconds=90_000.0,
            repairs=(build.put_back("test_mse"),),
        )
    )
    assert "1 day 1 h after the deadline. No points were taken off" in found.text
    assert "ended early: your notebook had used up its 60 seconds." in found.text
    assert "test_mse was missing and was put back" in found.text


def test_points_taken_off_for_lateness_are_taken_off_here_too(made):
    cells = [build.graded_cell(mark=4.0)]
    found = made(build.record(cells=cells, late_seconds=7200.0), penalty=1.5)
    text = " ".join(found.text.split())
    assert "2.5 of 5 points" in text
    assert "Handed in 2 h after the deadline: 1.5 points were taken off from 4." in text


def test_an_unreadable_submission_gets_a_page_that_says_why(made):
    old = [build.code("an older submission")]
    found = made(build.record(ending=build.unreadable("losses.ipynb is no notebook.")), old)
    assert "could not be read" in found.text and ": losses.ipynb is no notebook." in found.text
    assert "older" not in found.text


def test_a_fault_of_the_grader_is_not_called_the_students(made):
    ending = Ending(EndingKind.GRADER_FAULT, exception="ValueError", message="it was 42")
    found = made(build.record(ending=ending))
    assert "The grader itself failed" in found.text
    assert "could not be read" not in found.text and "42" not in found.text


def test_what_was_given_is_folded_away_and_what_the_student_wrote_is_not(made):
    cells = [
        build.text_cell("The task", grade_id="text", locked=True),
        build.code("given = 1", grade_id="given", locked=True),
        build.code("mine = 2", grade_id="mse", solution=True),
        build.code("free = 3"),
    ]
    page = made(build.record(), cells)
    assert [tag for tag, _ in page.tags].count("details") == 1
    folded = page.text.partition("Given: text and code")[2]
    assert folded.index("The task") < folded.index("given = 1") < folded.index("mine = 2")


def test_starter_cells_left_as_they_were_are_folded_away_and_changed_ones_are_not(made):
    released_text = ReleasedText(starters=frozenset({"# hint()", "play = 1", "draw()"}))
    printed = {"output_type": "stream", "text": "drawn"}
    cells = [build.code("# hint()"), build.code("play = 2"), build.code("draw()", [printed])]
    found = made(build.record(), cells, released_text=released_text)
    assert [tag for tag, _ in found.tags].count("details") == 1
    assert "# hint()" in found.text.partition("Given:")[2].partition("play = 2")[0]


def test_an_exercise_leads_to_the_code_it_is_about_and_back(made):
    settings = {"grade_id": "test_mse", "grade": True, "locked": True, "solution": False}
    cells = [
        build.code("free = 1"),
        build.code("mse = 2", grade_id="mse", solution=True),
        build.code("mse_grad = 3", grade_id="mse_grad", solution=True),
        build.code("assert mse", **settings),
    ]
    found = made(build.record(cells=[failed_mse()]), cells)
    assert {"#cell-2", "#exercise-1"} <= set(found.addresses)
    places = [attrs.get("id") for _, attrs in found.tags]
    assert "cell-2" in places and "exercise-1" in places


def test_a_notebook_names_its_exercises_by_the_headings_they_stand_under():
    told = Notebook(
        "n",
        (
            build.cell(Role.LOCKED, "# Losses: `all` of *them*\n\n```\n# no heading\n```"),
            build.cell(Role.LOCKED, "## Exercise 1\n### Specification"),
            build.cell(Role.TEST, "", "test_mse", kind="code"),
            build.cell(Role.LOCKED, "### A question"),
            build.cell(Role.MANUAL, "# YOUR ANSWER", "essay"),
            build.cell(Role.FREE, "play = 1", kind="code"),
        ),
    )
    found = describe(told)
    assert found.title == "Losses: all of them"
    assert found.titles == {"test_mse": "Exercise 1", "essay": "A question"}
    assert found.starters == {"play = 1"} and found.of_cell("other") == "other"


def test_a_comment_on_a_given_cell_is_not_folded_away(made):
    cell = build.text_cell("Explain.", grade_id="task", locked=True)
    found = made(build.record(), [cell], {"task": HumanMark(None, "Read it again.")})
    assert "details" not in [tag for tag, _ in found.tags] and "Read it again." in found.text


def test_a_test_cell_is_known_by_the_record_too_when_its_metadata_are_gone(made):
    bare = build.code("assert mse(3) == 42", grade_id="test_mse")
    assert "42" not in made(build.record(cells=[build.graded_cell()]), [bare]).text


def test_the_page_forbids_everything_but_its_own_style_and_fits_a_phone(made):
    metas = [attrs for tag, attrs in made(build.record()).tags if tag == "meta"]
    assert {
        "http-equiv": "Content-Security-Policy",
        "content": "default-src 'none'; img-src data:; style-src 'unsafe-inline'",
    } in metas
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in metas


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.44, "0.4 s"),
        (59, "59 s"),
        (3600, "1 h"),
        (93_600, "1 day 2 h"),
        (172_860, "2 days 1 min"),
    ],
)
def test_a_duration_is_said_in_whole_units(seconds, said):
    assert page.duration(seconds) == said


def test_nothing_is_said_of_a_persons_marks_before_a_person_has_given_one(made):
    cells = [build.graded_cell(), build.manual_cell(mark=0.0), build.manual_cell("task")]
    assert "Marked by a person:" not in made(build.record(cells=cells)).text
    found = made(build.record(cells=cells), human={"task": HumanMark(0.0)})
    assert "Marked by a person: 0 of 6." in " ".join(found.text.split())


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        (Ending(EndingKind.RAISED, exception="SyntaxError", by_student=True), "with an error"),
        (Ending(EndingKind.CELL_STOPPED, stop=Stop.DIED), "ended the process of the notebook"),
    ],
)
def test_an_answer_that_did_not_run_to_its_end_is_named_as_the_cause(made, ending, told):
    undefined = build.raised("NameError", "name 'mse' is not defined", by_student=False)
    cells = [
        CellRecord("mse", Role.SOLUTION, ending=ending),
        build.graded_cell(mark=0.0, ending=undefined),
        build.graded_cell("next", mark=0.0, ending=undefined),
    ]
    text = " ".join(made(build.record(cells=cells)).text.split())
    assert text.count("Your code before them did not run to its end:") == 1 and told in text
