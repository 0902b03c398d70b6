"""Every wrong solution is told what is wrong with it, in the notebook and after grading."""

import re

import numpy as np

from autograder.specification.grade import evaluate
from tests.course.grading import diagnoses_with, feedback_with, findings_with, visible_panel_with
from tests.course.topics import every_exercise, every_right, every_wrong


@every_wrong
def test_a_wrong_solution_is_recognised_by_its_own_name(exercise, wrong, solution):
    (diagnosis,) = diagnoses_with(exercise, 0, **{wrong.replaces: solution})
    assert diagnosis.name == wrong.misconception
    assert wrong.message in feedback_with(exercise, 0, **{wrong.replaces: solution})


@every_exercise
def test_no_mark_depends_on_recognition(exercise):
    wrong = exercise.wrong_solutions[0]
    functions = tuple({**exercise.references, wrong.replaces: wrong.solution}.values())
    on, off = (evaluate(exercise, functions, 4, matching=matching) for matching in (True, False))
    assert on.mark == off.mark < exercise.points
    assert on.diagnoses != off.diagnoses


@every_wrong
def test_a_student_reads_the_same_in_the_notebook(exercise, wrong, solution):
    panel = visible_panel_with(exercise, **{wrong.replaces: solution})
    assert panel.state == "wrong"
    assert wrong.message in str(panel)


@every_exercise
def test_the_reference_passes_every_visible_check(exercise):
    assert visible_panel_with(exercise).state == "passed"


@every_right
def test_a_right_variant_passes_every_visible_check(exercise, right):
    assert visible_panel_with(exercise, **{right.replaces: right.solution}).state == "passed"


@every_wrong
def test_no_message_contains_an_expected_number(exercise, wrong, solution):
    for found in findings_with(exercise, 0, **{wrong.replaces: solution}):
        expected = telling_numbers(getattr(found.check, "expected", None))
        own = telling_numbers([*found.check.args, found.observation.value])
        shown = re.findall(r"\d[\d.e-]*\d", found.message.removeprefix(found.check.title))
        assert not (expected - own).intersection(shown)


def telling_numbers(value):
    """Numbers with so many digits that nobody writes them by chance."""
    if isinstance(value, list | tuple):
        return {number for item in value for number in telling_numbers(item)}
    if not isinstance(value, float | np.ndarray):
        return set()
    texts = {f"{abs(number):.6g}" for number in np.ravel(value)}
    return {text for text in texts if len(re.sub(r"^[0.]+|\.|e.*$", "", text)) >= 4}
