"""The checks: passed, failed, not attempted, stopped, and what each message says."""

import warnings

import numpy as np
import pytest

from dlkit.check.battery import Error, Property, Purity, Silent, Value, run_all
from dlkit.check.observe import Observation

X = np.arange(1.0, 7.0).reshape(3, 2)
WORDS = {"function": "f", "part": "values", "title": "a case", "args": (X,)}


def message(check, function):
    found = check.run({"f": function})
    assert found.status == "failed"
    assert "a case" in found.message
    return found.message


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (X.T, "Rows and columns are exchanged"),
        (X[None], "An axis of length 1 is too many"),
        (X * np.inf, "log(0), a division by 0"),
        (X + 1, "element [0, 0] is 2, which is not right (6 of 6 elements differ)"),
        (None, "is the `return` missing?"),
        (X.astype("f4"), "dtype float32; float64 is needed"),
    ],
)
def test_the_likely_cause_is_told(answer, words):
    assert words in message(Value(**WORDS, expected=X), lambda x: answer)


def test_where_none_is_a_right_answer_nobody_is_asked_for_a_return():
    checks = [Value(**WORDS, expected=expected) for expected in (3, None)]
    sums = Property(**WORDS, name="sums_to_one")
    of_another = Value(**{**WORDS, "function": "g"}, expected=3)
    functions = dict.fromkeys("fg", lambda x: None)
    number, _, summed, another = run_all([*checks, sums, of_another], functions)
    assert "one number is needed, but None came" in number.message
    assert "numbers are needed, but None came" in summed.message
    assert "None (is the `return` missing?) came" in another.message
    (alone,) = run_all(checks[:1], functions)
    assert "None (is the `return` missing?) came" in alone.message


def test_a_transpose_is_told_in_a_square():
    square = np.arange(4.0).reshape(2, 2)
    check = Value(**{**WORDS, "args": (square,)}, expected=square)
    assert "transpose" in message(check, lambda x: x.T)


def test_an_error_shows_the_students_own_line():
    def broken(x):
        return x + undefined  # noqa: F821

    told = message(Value(**WORDS, expected=X), broken)
    assert "NameError: name 'undefined' is not defined" in told
    assert told.count("of its cell, `return x + undefined") == 1


def test_a_refusal_wants_its_own_kind_of_error():
    class OwnError(ValueError):
        pass

    def refuse(kind):
        def f(x):
            raise kind("no")

        return f

    check = Error(**WORDS, expected="ValueError")
    assert check.run({"f": refuse(ValueError)}).passed
    assert check.run({"f": refuse(OwnError)}).passed
    assert "a ValueError is needed" in message(check, refuse(TypeError))
    assert "an array of shape (3, 2)" in message(check, lambda x: x)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x: np.add(x, 1, out=x), "argument 1 of f was changed"),
        (lambda x: x.T, "shares its memory with argument 1"),
        (lambda x: np.broadcast_to(x.sum(), (3, 3)), "share one number in memory"),
        (lambda x: np.random.random(), "global random state"),
        (lambda x: float("no"), "with ValueError"),
    ],
)
def test_an_impure_function_is_told_how(function, words):
    assert words in message(Purity(**WORDS), function)


def test_a_function_with_a_memory_is_impure():
    calls = []
    assert "another result" in message(Purity(**WORDS), lambda x: calls.append(x) or len(calls))


def test_arguments_stay_as_they_are_between_checks():
    checks = (Purity(**WORDS), Value(**WORDS, expected=X.sum()))
    impure = run_all(checks, {"f": lambda x: np.add(x, 1, out=x).sum() - 6})
    assert [found.status for found in impure] == ["failed", "passed"]


def test_an_answer_counts_as_it_was_given_whatever_later_calls_write_into_it():
    kept = np.empty(2)
    checks = [Value(**{**WORDS, "args": (X[i],)}, expected=2 * X[i]) for i in range(3)]
    assert all(found.passed for found in run_all(checks, {"f": lambda x: np.add(x, x, out=kept)}))


class Endless:
    calls = 0

    def __observe__(self, args, kwargs):
        self.calls += 1
        return Observation(stopped="time")


def test_after_a_stopped_call_nothing_is_run():
    checks = (Value(**WORDS, expected=1.0),) * 3
    endless = Endless()
    found = run_all(checks, {"f": endless})
    assert [each.status for each in found] == ["stopped"] * 3 and endless.calls == 1
    assert "loop that never ends" in found[0].message
    assert "not run" in found[1].message


def overflows_on_the_way(x):
    return x * (np.exp(1000 * x) > 0)


def test_a_warning_counts_only_where_silence_is_asked_for():
    assert Value(**WORDS, expected=X).run({"f": overflows_on_the_way}).passed
    told = message(Silent(**WORDS, expected=X), overflows_on_the_way)
    assert "is right, but on the way numpy warns of “overflow encountered in exp”" in told
    assert "which is not right" in message(Silent(**WORDS, expected=X), lambda x: x + 1)


def test_only_warnings_of_numpy_about_numbers_break_the_silence():
    def deprecated(x):
        warnings.warn("soon gone", DeprecationWarning, stacklevel=1)
        return 1 * x

    assert Silent(**WORDS, expected=X).run({"f": deprecated}).passed


def test_a_function_of_numpy_is_named_in_a_call_as_one_types_it():
    check = Value(**{**WORDS, "args": (np.tanh,)}, expected=1.0, is_paper=True)
    assert check.run({"f": lambda f: 0.0}).message.startswith("`f(np.tanh)`")
