"""One sentence from all failed checks: what is recognised, what leads, and what is certain."""

import numpy as np
import pytest

from dlkit.check.battery import Error, Purity, Value, run_all
from dlkit.check.diagnosis import diagnose
from dlkit.check.misconceptions import Misconception, outcome, recognise

CASES = tuple(np.arange(1.0, 1 + n * m).reshape(n, m) for n, m in ((3, 2), (5, 4), (2, 7)))


def case(x, expected, **more):
    title = more.pop("title", f"shape {x.shape}")
    return Value(function="f", part="values", title=title, args=(x,), expected=expected, **more)


MEANS = tuple(case(x, x.mean()) for x in CASES)


def known(name, function, checks=MEANS):
    outcomes = tuple(outcome(found) for found in run_all(checks, {"f": function}))
    return Misconception("f", name, f"you take the {name}.", outcomes)


CATALOGUE = [known("sum", np.sum), known("mean of rows", lambda x: x.sum() / len(x))]


def said(function, checks=MEANS, catalogue=()):
    (found,) = diagnose(run_all(checks, {"f": function}), catalogue)
    return found.message


def name(function, catalogue=CATALOGUE):
    found = recognise(run_all(MEANS, {"f": function}), catalogue)
    return found.misconception.name if found else None


def test_a_known_mistake_is_recognised_by_its_outcomes():
    assert name(np.sum) == "sum"
    assert name(lambda x: x.mean() * x.shape[1]) == "mean of rows"


@pytest.mark.parametrize(
    "stranger",
    [np.mean, np.median, lambda x: None, lambda x: object(), lambda x: np.ma.masked_all(3)],
)
def test_right_answers_and_strangers_are_not_recognised(stranger):
    assert name(stranger) is None


def test_one_equal_case_among_others_is_no_recognition():
    assert name(lambda x: x.sum() if len(x) == 3 else x.max()) is None


def test_a_forgotten_refusal_does_not_hide_a_known_mistake():
    refusal = Error(
        function="f", part="edges", title="empty", args=(np.empty(0),), expected="ValueError"
    )
    checks = (*MEANS, refusal)

    def guarded(x):
        if x.size == 0:
            raise ValueError("empty")
        return x.sum()

    assert "you take the sum" in said(np.sum, checks, [known("sum", guarded, checks)])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda x: -x.mean(), "has the wrong sign"),
        (lambda x: 2 * x.mean(), "twice the right one"),
        (lambda x: x.mean() / 2, "half of the right one"),
        (lambda x: x.sum(), "times the number of elements"),
        (lambda x: x.mean() * len(x), "times the number of samples"),
        (lambda x: x.mean() / x.shape[1], "divided by the number of columns"),
        (lambda x: x.mean() / np.log(10), "base 10"),
    ],
)
def test_a_factor_that_all_wrong_results_share_is_told(wrong, words):
    assert words in said(wrong)


def test_a_count_that_is_a_multiple_by_accident_is_not_told_a_size():
    counts = tuple(case(x, 3 * x.shape[1]) for x in CASES)
    assert "columns" not in said(lambda x: 3, counts)
    assert "twice the right one" in said(lambda x: 6 * x.shape[1], counts)


def test_a_factor_of_one_case_alone_is_not_told():
    assert "wrong sign" not in said(lambda x: -x.mean() if len(x) == 3 else x.mean() + 1)


def test_the_case_for_paper_leads_and_shows_its_numbers():
    paper = case(np.array([1.0, 3.0]), 2.0, title="a case for paper", is_paper=True)
    told = said(lambda x: x.max(), (*MEANS, paper))
    assert told == "`f([1, 3])`: the result is 3, which is not right."


def test_among_other_cases_the_one_with_the_smallest_numbers_leads():
    assert said(lambda x: x.max(), MEANS[::-1]).startswith("shape (3, 2)")


def test_a_technical_case_leads_only_where_nothing_else_fails():
    single = case(CASES[0].astype("f4"), np.float32(1), title="float32", is_technical=True)
    pure = Purity(function="f", part="purity and speed", title="pure", args=(CASES[0],))

    def in_place(x):
        x += 1
        return x.mean() - 1

    assert said(lambda x: x.max(), (single, *MEANS)).startswith("shape (3, 2)")
    assert said(in_place, (single, pure)).startswith("pure")
    assert said(np.mean, (single,)).startswith("float32")


def test_numbers_too_large_for_exp_are_named_and_no_cause_is_claimed():
    large = case(np.array([1000.0, 2.0]), 1000.0)
    told = said(lambda x: np.log(np.exp(x).sum()), (large,))
    assert "exp(1000) is more than a float can hold" in told
