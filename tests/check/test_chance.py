"""What is drawn at random: each lack has its sentence, and a right draw has none."""

import numpy as np
import pytest

from dlkit.check.battery import Property, Purity, Value
from dlkit.check.chance import batches_fault, seed_fault, split_fault
from dlkit.check.misconceptions import is_about_the_formula, outcome

N = 50
ORDER = np.random.default_rng(0).permutation(N)
IN_ORDER = np.arange(N)
TWICE = np.where(ORDER == 7, 8, ORDER)
PART = 15


def cut(order, *places):
    return np.split(order, places)


def parted(order):
    val, train = cut(order, PART)
    return train, val


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (parted(ORDER), ""),
        (list(parted(ORDER)), ""),
        (np.ones((2, 5)), "two arrays of indices"),
        ((ORDER,), "a tuple of length 1 came"),
        ((ORDER[PART:].tolist(), ORDER[:PART]), "with a list of length 35 in it"),
        ((ORDER[PART:] / 1.0, ORDER[:PART]), "dtype float64 in it"),
        (parted(ORDER)[::-1], "training comes first"),
        ((ORDER[20:], ORDER[:20]), "20 of 50 indices are for validation"),
        ((ORDER[PART - 1 :], ORDER[:PART]), "in both parts"),
        ((ORDER[PART + 1 :], ORDER[:PART]), "an index is missing"),
        ((np.repeat(ORDER[PART::2], 2)[:35], ORDER[:PART]), "occurs twice in a part"),
        (parted(ORDER + 1), "outside 0..49"),
        (parted(ORDER - 1), "outside 0..49"),
        (parted(IN_ORDER), "nothing is shuffled"),
        ((ORDER[ORDER >= PART], ORDER[ORDER < PART]), "neighbours in the data"),
    ],
)
def test_what_a_random_split_lacks(parts, sentence):
    assert_says(split_fault(parts, N, PART), sentence)


@pytest.mark.parametrize(
    ("batches", "settings", "sentence"),
    [
        (cut(ORDER, 16, 32, 48), {}, ""),
        (tuple(cut(ORDER, 16, 32, 48)), {}, ""),
        (cut(ORDER, 16, 32, 48)[:-1], {"drop_last": True}, ""),
        (ORDER, {}, "a list of arrays of indices"),
        ([*ORDER.tolist()], {}, "with an int in it"),
        (cut(ORDER, 16, 32, 48)[:-1], {}, "the last batch is missing"),
        (cut(ORDER, 16, 32, 48), {"drop_last": True}, "with drop_last the last batch must go"),
        (cut(ORDER, 10, 20, 30, 40), {}, "10, 10, 10, 10, 10 indices"),
        (cut(ORDER, 16, 32)[:-1], {"drop_last": True}, "full batches: 2 came, 3 are needed"),
        ([ORDER[:16]] * 4, {}, "4 came, 3 are needed, and a last one with 2 indices"),
        ([], {}, "the batches have no indices"),
        (cut(TWICE, 16, 32, 48), {}, "occurs twice"),
        (cut(ORDER + 1, 16, 32, 48), {}, "outside 0..49"),
        (cut(IN_ORDER, 16, 32, 48), {}, "nothing is shuffled"),
        ([IN_ORDER[16:32], IN_ORDER[:16], *cut(IN_ORDER[32:], 16)], {}, "every batch holds"),
    ],
)
def test_what_random_batches_lack(batches, settings, sentence):
    assert_says(batches_fault(batches, N, 16, **settings), sentence)


def assert_says(fault, sentence):
    assert (sentence in fault) if sentence else (fault == "")


def test_batches_of_one_index_are_no_neighbours():
    assert batches_fault(cut(ORDER, *range(1, N)), N, 1) == ""


def test_results_follow_the_generator():
    one, other = parted(ORDER), parted(ORDER[::-1])
    assert seed_fault(one, one, other) == seed_fault(one, one, one, other) == ""
    assert "the same seed give different results" in seed_fault(one, other, other)
    assert "the same results, so they do not come from `rng`" in seed_fault(one, one, one, one)
    assert "the same weights" in seed_fault(0.5, 0.5, 0.5, noun="weights")
    assert seed_fault(one, one, one, may_agree=True) == ""


@pytest.mark.parametrize(("name", "size"), [("random_split", 0.5), ("random_batches", 2)])
def test_few_indices_may_come_in_the_same_order(name, size):
    words = {"function": "f", "part": "values", "title": "t", "args": (2, size)}
    check = Property(**words, name=name, parameters={"seeds": (1, 2)})
    parts = {0.5: (np.array([0]), np.array([1])), 2: [np.array([0, 1])]}[size]
    assert check.run({"f": lambda n, size, *, rng: parts}).passed


def test_the_property_calls_with_generators_of_its_seeds():
    seen = []

    def spy(n, size, *, rng, drop_last):
        seen.append((drop_last, rng.integers(1000)))

    words = {"function": "f", "part": "values", "title": "t", "args": (50, 8)}
    parameters = {"seeds": (1, 2), "drop_last": True}
    check = Property(
        **words, kwargs={"drop_last": True}, name="random_batches", parameters=parameters
    )
    assert not check.run({"f": spy}).passed
    first, second = (np.random.default_rng(seed).integers(1000) for seed in (1, 2))
    assert seen == [(True, first), (True, first), (True, second)]


def test_another_sentence_is_another_outcome():
    words = {"function": "f", "part": "values", "title": "t", "args": (50, 0.3)}
    check = Property(**words, name="random_split", parameters={"seeds": (1, 2)})
    unshuffled = check.run({"f": lambda n, share, *, rng: parted(IN_ORDER)})
    shifted = check.run({"f": lambda n, share, *, rng: parted(ORDER + 1)})
    assert outcome(unshuffled) != outcome(shifted)
    assert outcome(unshuffled)["broken"] == unshuffled.message


def test_a_function_that_draws_is_told_to_draw_from_its_generator():
    words = {"function": "f", "part": "purity and speed", "title": "t", "args": (5,)}
    check = Purity(**words, kwargs={"rng": np.random.default_rng(0)})
    message = check.run({"f": lambda n, *, rng: np.random.permutation(n)}).message
    assert message.endswith("draw from `rng` alone.")


def test_a_case_for_paper_names_its_generator():
    words = {"function": "f", "part": "values", "title": "t", "args": (1,), "expected": 0.0}
    check = Value(**words, kwargs={"rng": np.random.default_rng(0)}, is_paper=True)
    assert "`f(1, rng=rng)`" in check.run({"f": lambda n, *, rng: 1.0}).message


@pytest.mark.parametrize(("part", "counts"), [("values", True), ("edges", False)])
def test_a_property_of_the_functions_own_part_is_about_the_formula(part, counts):
    words = {"function": "f", "part": part, "title": "t", "args": (50, 0.3)}
    check = Property(**words, name="random_split", parameters={"seeds": (1, 2)})
    assert is_about_the_formula(check.run({"f": lambda n, share, *, rng: None})) is counts
