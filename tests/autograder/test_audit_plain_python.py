"""The audit of exercises on lists, dicts, text and numbers, and the excuses it drafts."""

import contextlib
import tomllib

import numpy as np
import pytest
from click.testing import CliRunner

from autograder.audit import AuditReport, audit_exercise
from autograder.audit.equivalents import HEAD, draft
from autograder.audit.mutants import mutants_of
from autograder.audit.side_effects import side_effect_mutants_of
from autograder.audit.trials import Trial
from autograder.commands.main import main
from autograder.coursework.course import open_course
from autograder.skeleton import begin
from autograder.specification.exercise import Exercise
from autograder.specification.registry import using


def in_order(values):
    return sorted(values)


def lengths(words):
    return {word.lower(): len(word) for word in words if word}


def without_doubles(items):
    return list(dict.fromkeys(items))


def shout(text):
    return text.strip().upper() if text.startswith("!") else text


def exercise_on(reference, *cases, pure=()):
    made = Exercise("plain.it", "It", 1, 1, ("", "", ""))

    @made.asks(reference)
    def _ask(ask, rng):
        for case in cases:
            ask.values(f"the case {case!r}", case)
        for case in pure:
            ask.pure(case)

    return made


def side_effects_of(made):
    (function,) = made.functions
    checks = made.checks(np.random.default_rng(0))
    made_of = side_effect_mutants_of(function.reference, checks)
    return {mutant.name.removeprefix("side effect: ") for mutant in made_of}


def surviving(made):
    audited = audit_exercise(made, seeds=2)
    return {trial.name for trial in AuditReport(2, (audited,), (), {}).survivors}


SORTS, ADDS, RETURNS = (
    "sorts its argument in place",
    "adds to its argument",
    "returns its argument",
)


@pytest.mark.parametrize(
    ("reference", "cases", "possible"),
    [
        (in_order, ([3, 1, 2],), {SORTS, ADDS}),
        (in_order, ([1, 2], [3, 1]), {SORTS, ADDS, RETURNS}),
        (without_doubles, ([["a"][0], 1],), {ADDS, RETURNS}),  # text and numbers have no order
        (lengths, (["b", "a", ""],), {SORTS, ADDS}),
        (shout, ("!a", "a"), set()),
    ],
)
def test_side_effects_are_made_where_they_are_possible(reference, cases, possible):
    assert side_effects_of(exercise_on(reference, *cases)) == possible


def test_an_exercise_without_plain_values_has_no_side_effects():
    assert side_effects_of(exercise_on(in_order, pure=([2, 1],))) == set()


def test_side_effects_survive_until_purity_is_asked_for():
    cases = [3, 1, 2], [1, 2, 3]
    effects = {f"side effect: {name}" for name in (SORTS, ADDS, RETURNS)}
    assert surviving(exercise_on(in_order, *cases)) == effects
    assert surviving(exercise_on(in_order, *cases, pure=[cases[0]])) == {f"side effect: {RETURNS}"}
    assert surviving(exercise_on(in_order, *cases, pure=cases)) == set()


@pytest.mark.parametrize(
    ("reference", "argument", "mistaken"),
    [
        (in_order, [2, 1], [2, 1]),  # sorted forgotten
        (shout, "! a ", "! a"),  # the other way about: lower for upper
        (shout, " a", "A"),  # the condition turned round
        (lengths, ["", "Ab"], {"": 0, "ab": 2}),  # the condition of the comprehension forgotten
        (lengths, ["Ab"], {"Ab": 2}),  # lower forgotten
    ],
)
def test_plain_python_has_mutants(reference, argument, mistaken):
    assert reference(argument) != mistaken
    assert any(gives(mutant.solution, argument, mistaken) for mutant in mutants_of(reference))


def gives(solution, argument, value):
    with contextlib.suppress(Exception):
        return solution(argument) == value
    return False


@pytest.mark.parametrize(
    "made",
    [
        exercise_on(in_order, [3, 1, 2], [2, 1, 1]),
        exercise_on(lengths, ["Ab", "", "c"]),
        exercise_on(shout, "! ab ", "!c"),
    ],
    ids=lambda made: made.functions[0].name,
)
def test_useless_submissions_get_nothing_and_break_nothing(made):
    audited = audit_exercise(made, seeds=2)
    assert AuditReport(2, (audited,), (), {}).useless_marks == ()


SURVIVORS = [
    Trial("mutant", "a.f", '"x" -> "y"', "a.py:3", (0,)),
    Trial("mutant", "a.f", "0 -> 1", "a.py:7", (0,)),
    Trial("mutant", "a.f", "0 -> 2", "a.py:7", (0,)),
    Trial("wrong", "f", "a mistake", "", (0,)),
    Trial("mutant", "a.f", "crashes", "a.py:9", (), "a check raises"),
]


@pytest.fixture
def course(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    begin(open_course(tmp_path), "words", "mean_of")
    return tmp_path


def test_excuses_are_drafted_by_line_behind_what_is_there(course):
    file = course / "exercises/a01_words/exercises/equivalents.toml"
    before = (
        "# a comment\n[[equivalent]]\nfunctions = ['b.g']\nmutants = ['z']\nreason = 'So.'\n\n\n"
    )
    file.write_text(before)
    with using(open_course(course).registry):
        assert draft("words", SURVIVORS) == file
        assert draft("words", SURVIVORS[3:]) is None
    assert file.read_text().startswith(before.rstrip("\n"))
    first, *drafted = tomllib.loads(file.read_text())["equivalent"]
    assert first["reason"] == "So."
    assert [(each["mutants"], each["reason"]) for each in drafted] == [
        (['"x" -> "y"'], ""),
        (["0 -> 1", "0 -> 2"], ""),
    ]


def test_the_command_drafts_and_then_waits_for_the_reasons(course):
    folder = course / "exercises/a01_words/exercises"
    (folder / "equivalents.toml").unlink()
    exercise = folder / "mean_of.py"
    exercise.write_text(exercise.read_text().replace("    ask.pure([3.5, -1.0, 2.0])\n", ""))
    command = ["audit", "words", "--seeds", "2", "--course", str(course)]
    drafted = CliRunner().invoke(main, [*command, "--write-excuses"])
    assert drafted.exit_code == 1
    assert "write the reasons there" in drafted.output
    text = (folder / "equivalents.toml").read_text()
    assert text.startswith(HEAD) and SORTS in text
    again = CliRunner().invoke(main, command)
    assert again.exit_code == 2
    assert "has no reason" in again.output
    (folder / "equivalents.toml").write_text(text.replace('reason = ""', 'reason = "Allowed."'))
    assert CliRunner().invoke(main, command).exit_code == 0


def test_no_member_of_a_family_is_lost_where_functions_have_no_names():
    made = exercise_on(in_order, [2, 1])

    @made.wrong("in_order", "kept", "the order", key=(lambda v: 0, lambda v: -v), n=(1, 2))
    def kept(values, *, key, n):
        return sorted(values, key=key)

    (family,) = made.wrong_solutions
    labels = ["key=<lambda>, n=1", "key=<lambda>, n=2"]
    assert list(family.variants) == [*labels, *(f"{label} #2" for label in labels)]
    assert [member([1, 2]) for member in family.variants.values()] == [[1, 2]] * 2 + [[2, 1]] * 2
