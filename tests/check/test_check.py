"""``check`` and ``hint`` as a student meets them: friendly, silent about answers, never raising."""

import contextlib
import json
import re
import signal
import time

import numpy as np
import pytest

from dlkit.check import CheckFailed, check, checksfile, hint
from tests.check.conftest import mean, total


def untouched(x):
    raise NotImplementedError


def test_right_functions_pass(folder, capsys):
    assert check("toy.mean", mean) is None
    assert capsys.readouterr() == ("toy.mean: all 4 checks passed.\n", "")


def test_a_known_mistake_is_told_by_its_message(folder, capsys):
    check("toy.mean", total)
    assert capsys.readouterr().out.splitlines() == [
        "toy.mean: 2 of 4 checks passed.",
        "  mean: the sum is not divided. (Seen with three numbers.)",
    ]


def test_an_unknown_mistake_is_told_by_what_was_found(folder, capsys):
    check("toy.mean", lambda x: mean(x) + 1)
    out = capsys.readouterr().out
    assert "three numbers: the result is 3.33333, which is not right." in out
    assert "2.33" not in out


def test_a_stub_is_not_attempted(folder, capsys):
    check("toy.mean", untouched)
    assert capsys.readouterr().out == "toy.mean: not attempted yet.\n"


def test_the_stub_that_another_function_calls_is_named(folder, capsys):
    check("toy.mean", lambda x: untouched(x) if x.size > 1 else mean(x))
    said = capsys.readouterr().out
    assert "not attempted yet: `untouched` still raises NotImplementedError." in said


def contains_itself(x):
    endless = []
    endless.append(endless)
    return endless


class Explosive:
    def __getattribute__(self, name):
        raise RuntimeError("do not touch")


@pytest.mark.parametrize(
    "answer",
    [
        lambda x: None,
        lambda x: {},
        lambda x: "text",
        lambda x: np.ma.masked_all(3),
        lambda x: 10**400,
        lambda x: mean,
        lambda x: exit(0),
        lambda: 1.0,
        contains_itself,
        None,
        "mean",
    ],
)
def test_no_answer_makes_it_raise(folder, answer, capsys):
    check("toy.mean", answer)
    assert re.match(r"toy.mean: [01] of 4 checks passed", capsys.readouterr().out)


def test_not_even_an_object_that_will_not_be_touched_makes_it_raise(folder, capsys):
    check("toy.mean", lambda x: Explosive())
    assert "do not touch" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (("other", mean), "is not an exercise of this notebook. It has: toy.mean"),
        (("toy.meen", mean), "Did you mean toy.mean?"),
        (("toy.mean",), "0 functions came; needed are: mean"),
        (("toy.mean", mean, mean), "2 functions came; needed are: mean"),
        (
            (mean,),
            'the name of the exercise comes first, in quotation marks: `check("toy.mean", mean)',
        ),
        ((total, mean), "the name of the exercise comes first"),
        ((np.array([1.0]),), "the name of the exercise comes first"),
        ((), "the name of the exercise comes first"),
    ],
)
def test_a_call_that_does_not_fit_is_explained(folder, call, words, capsys):
    check(*call)
    assert words in capsys.readouterr().out


def test_a_missing_file_is_explained(folder, capsys):
    (folder / checksfile.NAME).unlink()
    check("toy.mean", mean)
    hint("toy.mean")
    out = capsys.readouterr().out
    assert out.count("checks.json is not beside this notebook") == 2


def test_a_newer_file_is_explained(folder, capsys):
    path = folder / checksfile.NAME
    described = json.loads(path.read_text()) | {"schema": checksfile.SCHEMA + 1}
    path.write_text(json.dumps(described))
    check("toy.mean", mean)
    assert "Update dlkit" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 1}', '{"schema": "new"}', "\xff"])
def test_a_broken_file_is_explained(folder, text, capsys):
    (folder / checksfile.NAME).write_text(text, encoding="latin-1")
    check("toy.mean", mean)
    assert "cannot be read" in capsys.readouterr().out


def test_a_fault_of_the_check_itself_does_not_stop_the_notebook(folder, monkeypatch, capsys):
    monkeypatch.setattr("dlkit.check.run_all", lambda *args: 1 / 0)
    check("toy.mean", mean)
    assert "the check itself broke (ZeroDivisionError" in capsys.readouterr().out


def never_ends(x):
    while True:
        with contextlib.suppress(Exception):
            time.sleep(0.01)


def test_a_loop_that_never_ends_is_stopped_and_the_rest_is_not_run(folder, monkeypatch, capsys):
    monkeypatch.setattr("dlkit.check.patience.Patient.__init__.__defaults__", (0.1,))
    before = signal.getsignal(signal.SIGALRM)
    check("toy.mean", never_ends)
    out = capsys.readouterr().out
    assert out.startswith("toy.mean: 0 of 4 checks passed.")
    assert "Is there a loop that never ends?" in out
    assert signal.getsignal(signal.SIGALRM) is before


def divides_by_a_name_it_has_not(x):
    return x.sum() / count  # noqa: F821


def test_an_exception_is_told_with_the_students_own_line(folder, capsys):
    check("toy.mean", divides_by_a_name_it_has_not)
    line = divides_by_a_name_it_has_not.__code__.co_firstlineno + 1
    assert (
        f"your code stopped at line {line} of its cell, `return x.sum()" in capsys.readouterr().out
    )


def refuses(x):
    raise ValueError("nothing fits.")


def test_a_message_that_ends_with_a_full_stop_gets_no_second_one(folder, capsys):
    check("toy.mean", refuses)
    assert "with ValueError: nothing fits. (Seen with" in capsys.readouterr().out


@pytest.mark.parametrize("answer", [total, untouched])
def test_only_validation_raises(folder, answer, monkeypatch):
    check("toy.mean", answer)
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    with pytest.raises(CheckFailed, match=r"toy\.mean: "):
        check("toy.mean", answer)
    check("toy.mean", mean)


def test_validation_raises_without_its_file(folder, monkeypatch):
    (folder / checksfile.NAME).unlink()
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    with pytest.raises(CheckFailed, match="not beside this notebook"):
        check("toy.mean", mean)


def test_hints_open_one_by_one_after_an_attempt(folder, capsys):
    hint("toy.mean")
    assert "try it first" in capsys.readouterr().out
    check("toy.mean", untouched)
    hint("toy.mean")
    assert "try it first" in capsys.readouterr().out
    check("toy.mean", total)
    for number, said in enumerate(["think", "divide", "add, then divide", "add, then divide"], 1):
        capsys.readouterr()
        hint("toy.mean")
        headline, *hints = capsys.readouterr().out.splitlines()
        assert headline == f"toy.mean: hint {min(number, 3)} of 3"
        assert (len(hints), hints[-1].strip()) == (min(number, 3), said)


def test_a_hint_of_nothing_is_explained(folder, capsys):
    hint("toy.median")
    assert "is not an exercise" in capsys.readouterr().out
