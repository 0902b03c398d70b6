"""The ten exercises on losses: what is wrong loses points, what is right does not, at any seed."""

import re

import numpy as np
import pytest

from autograder.audit.syllabus import rows_of
from autograder.release.checks import visible
from autograder.specification.grade import evaluate, summary
from autograder.specification.registry import exercises_for, find
from dlkit.check import checksfile
from dlkit.check.battery import run_all
from tests.exercises.grading import SEEDS, checks_of, findings_with, marks_with

EXERCISES = exercises_for("losses")
WRONG = [
    pytest.param(exercise, each, id=f"{exercise.id}-{each.solution.__name__}")
    for exercise in EXERCISES
    for each in exercise.wrong_solutions
]
RIGHT = [
    pytest.param(exercise, each, id=f"{exercise.id}-{each.solution.__name__}")
    for exercise in EXERCISES
    for each in exercise.right_variants
]
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)

# In the syllabus, 5 + 4 + 4 + 5 + 6 + 4 + 7 + 5 + 5 + 4 wrong solutions; one cannot be written.
LISTED, DROPPED = 49, 1


@pytest.fixture(scope="module")
def syllabus():
    return rows_of("losses")


def test_every_row_of_the_syllabus_is_an_exercise_with_its_functions(syllabus):
    asked = {exercise.id: list(exercise.references) for exercise in EXERCISES}
    assert {name: row["functions"] for name, row in syllabus.items()} == asked


def test_every_wrong_solution_of_the_syllabus_is_catalogued(syllabus):
    assert sum(len(row["wrong"]) for row in syllabus.values()) == LISTED - DROPPED
    for exercise in EXERCISES:
        named = {each.misconception for each in exercise.wrong_solutions}
        assert named >= set(syllabus[exercise.id]["wrong"])


@pytest.mark.parametrize(("exercise", "wrong"), WRONG)
def test_a_wrong_solution_loses_the_same_points_at_every_seed(exercise, wrong):
    (mark,) = marks_with(exercise, **{wrong.replaces: wrong.solution})
    assert mark < exercise.points


@pytest.mark.parametrize(("exercise", "right"), RIGHT)
def test_a_right_variant_gets_all_points_at_every_seed(exercise, right):
    assert marks_with(exercise, **{right.replaces: right.solution}) == {exercise.points}


@every_exercise
def test_the_reference_gets_all_points_at_every_seed(exercise):
    assert marks_with(exercise) == {10.0}


@every_exercise
def test_every_function_has_two_right_variants(exercise):
    for name in exercise.references:
        assert sum(each.replaces == name for each in exercise.right_variants) >= 2


@pytest.mark.parametrize("seed", [0, 1, 20])
@pytest.mark.parametrize(("exercise", "wrong"), WRONG)
def test_a_wrong_solution_is_recognised_by_its_own_name(exercise, wrong, seed):
    functions = {**exercise.references, wrong.replaces: wrong.solution}
    graded = evaluate(exercise, tuple(functions.values()), seed)
    assert [each.name for each in graded.misconceptions] == [wrong.misconception]
    assert wrong.message in str(summary(graded))


@pytest.mark.parametrize(("exercise", "wrong"), WRONG)
def test_the_mark_does_not_depend_on_recognition(exercise, wrong):
    functions = tuple({**exercise.references, wrong.replaces: wrong.solution}.values())
    with_names, without = (evaluate(exercise, functions, 4, matching=on) for on in (True, False))
    assert with_names.mark == without.mark
    assert without.misconceptions == ()


@pytest.mark.parametrize(("exercise", "wrong"), WRONG)
def test_no_message_contains_an_expected_number(exercise, wrong):
    for found in findings_with(exercise, 2, **{wrong.replaces: wrong.solution}):
        expected = telling_numbers(getattr(found.check, "expected", None))
        own = telling_numbers(found.observation.value)
        shown = re.findall(r"\d[\d.e-]*\d", found.message.removeprefix(found.check.title))
        assert not (expected - own).intersection(shown)


def telling_numbers(expected):
    """Expected numbers with enough digits that nobody could write them by chance."""
    if isinstance(expected, list | tuple):
        return {number for item in expected for number in telling_numbers(item)}
    if not isinstance(expected, float | np.ndarray):
        return set()
    texts = {f"{abs(number):.6g}" for number in np.ravel(expected)}
    return {text for text in texts if len(re.sub(r"^[0.]+|\.|e.*$", "", text)) >= 4}


@every_exercise
def test_misconceptions_have_names_of_their_own_and_plain_messages(exercise):
    for name in exercise.references:
        own = [each.misconception for each in exercise.wrong_solutions if each.replaces == name]
        assert len(own) == len(set(own))
    for each in exercise.wrong_solutions:
        assert each.replaces in exercise.references
        assert each.message[0].islower() and each.message.endswith((".", ")"))
        assert 60 < len(each.message) < 250


CODE = re.compile(r"\bnp\b|==|\*\*|[+*/=@]|\w\(\w|axis=|keepdims|\bdef\b|\.\w+\(")


@every_exercise
def test_there_are_three_hints_without_code(exercise):
    assert len(exercise.hints) == 3
    for hint in exercise.hints:
        assert not CODE.search(hint)
        assert hint.endswith((".", "?"))


@every_exercise
def test_questions_have_titles_of_their_own(exercise):
    titles = [(check.function, check.title) for check in checks_of(exercise.id, 0)]
    assert len(titles) == len(set(titles))


@every_exercise
def test_difficulty_and_minutes_are_stated(exercise):
    assert exercise.difficulty in range(1, 6)
    assert exercise.minutes % 5 == 0


@every_exercise
def test_a_stub_gets_nothing_and_is_not_attempted(exercise):
    def stub(*args, **kwargs):
        raise NotImplementedError

    graded = evaluate(exercise, (stub,) * len(exercise.functions), 0)
    assert graded.mark == 0
    assert summary(graded).state == "not attempted"


def contains_itself():
    endless = []
    endless.append(endless)
    return endless


DEGENERATE = {
    "nothing": lambda *args, **kwargs: None,
    "zeros": lambda *args, **kwargs: np.zeros_like(args[0]),
    "the input": lambda *args, **kwargs: args[0],
    "an empty dict": lambda *args, **kwargs: {},
    "text": lambda *args, **kwargs: "0.5",
    "a masked array": lambda *args, **kwargs: np.ma.masked_all(np.shape(args[0])),
    "a number too large": lambda *args, **kwargs: 10**400,
    "an object": lambda *args, **kwargs: object(),
    "a list in itself": lambda *args, **kwargs: contains_itself(),
    "a division by zero": lambda *args, **kwargs: 1 / 0,
    "refusal": lambda *args, **kwargs: float("not a number"),
}


@pytest.mark.parametrize("answer", DEGENERATE.values(), ids=DEGENERATE)
@every_exercise
def test_a_degenerate_answer_gets_nothing_and_breaks_nothing(exercise, answer):
    graded = evaluate(exercise, (answer,) * len(exercise.functions), 3)
    assert graded.mark == 0
    assert str(summary(graded))


@pytest.mark.parametrize("answer", DEGENERATE.values(), ids=DEGENERATE)
@every_exercise
def test_one_degenerate_function_loses_points(exercise, answer):
    for name in exercise.references:
        assert max(marks_with(exercise, **{name: answer})) < exercise.points


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """The checks of all exercises, written and read again."""
    folder = tmp_path_factory.mktemp("checks")
    exercises = tuple(visible(exercise) for exercise in EXERCISES)
    text = checksfile.dump(checksfile.ChecksFile("losses", ("shapes",), exercises))
    (folder / checksfile.NAME).write_text(text, encoding="utf-8")
    return checksfile.load(folder)


@pytest.mark.parametrize(("exercise", "wrong"), WRONG)
def test_checks_json_finds_the_same(exercise, wrong, stored):
    functions = {**exercise.references, wrong.replaces: wrong.solution}
    before = run_all(visible(exercise).checks, functions)
    after = run_all(stored.exercise(exercise.id).checks, functions)
    assert [(f.status, f.message) for f in after] == [(f.status, f.message) for f in before]


def test_checks_json_is_well_below_its_limit(stored):
    assert len(checksfile.dump(stored).encode()) < 0.6 * checksfile.MAX_BYTES


def test_two_seeds_ask_with_other_numbers():
    one, other = (checks_of("losses.cross_entropy", seed)[0].args[0] for seed in SEEDS[:2])
    assert not np.array_equal(one, other)


def test_the_binary_loss_is_the_loss_of_two_classes():
    binary, classes = find("losses.bce_with_logits"), find("losses.cross_entropy")
    title = "hard targets, as two classes with logits (z, 0)"
    check = next(c for c in checks_of(binary.id, 0) if c.title == title)
    logits, targets = check.args
    scores = np.stack([logits, np.zeros_like(logits)], axis=1)
    loss = classes.references["cross_entropy"](scores, (1 - targets).astype(int))
    assert loss == pytest.approx(check.expected, rel=1e-14)


def test_the_way_back_through_softmax_is_its_full_jacobian_times_upstream():
    rng = np.random.default_rng(0)
    z, dy = rng.normal(size=4), rng.normal(size=4)
    softmax = find("losses.softmax").references["softmax"]
    steps = 1e-6 * np.eye(4)
    jacobian = np.array([(softmax(z + s) - softmax(z - s)) / 2e-6 for s in steps])
    backward = find("losses.softmax_backward").references["softmax_backward"]
    np.testing.assert_allclose(backward(dy[None], z[None])[0], jacobian @ dy, atol=1e-9)
