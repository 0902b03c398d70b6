"""Answers nested without an end: looked into to a depth that every machine's C stack can hold."""

import numpy as np
import pytest

from dlkit.check import contents
from dlkit.check.answers import NotNumbers, numbers_of
from dlkit.check.battery import Purity
from dlkit.check.compare import difference
from dlkit.check.observe import observe
from dlkit.check.plain import MAX_DEPTH, NotPlain, encode
from tests.check.test_properties import CASES, run


class Counted(list):
    """A list that counts how often it is looked into."""

    looks = 0

    def __iter__(self):
        Counted.looks += 1
        return super().__iter__()


@pytest.fixture
def endless():
    """A list that contains itself, so that as many looks are counted as levels."""
    Counted.looks = 0
    value = Counted()
    value.append(value)
    return value


def deep(levels=100_000):
    value = 1.0
    for _ in range(levels):
        value = [value]
    return value


def test_numbers_are_looked_for_to_a_limited_depth(endless):
    with pytest.raises(NotNumbers, match="contains itself, or is nested deeper than"):
        numbers_of(endless)
    assert Counted.looks <= MAX_DEPTH + 1


def test_two_answers_are_compared_to_a_limited_depth(endless):
    other = [endless]
    found = difference(endless, other)
    assert (found.aspect, Counted.looks <= 2 * MAX_DEPTH + 2) == ("kind", True)
    assert "nested deeper than" in found.text


def test_what_goes_through_the_wire_has_a_limited_depth(endless):
    with pytest.raises(NotPlain):
        encode(endless)
    assert Counted.looks <= MAX_DEPTH + 1


def doubled(levels=60):
    """As small as its levels, and 2 ** 60 lists for one who walks every way through it."""
    value = []
    for _ in range(levels):
        value = [value, value]
    return value


@pytest.mark.parametrize("make", [deep, doubled])
def test_what_a_call_gave_is_looked_through_once(make):
    argument, value = [np.ones(2)], make()
    seen = observe(lambda x: [x, value], (argument,))
    assert seen.shared == ("argument 1", "argument 1[0]")


@pytest.mark.parametrize("make", [deep, doubled])
def test_an_argument_that_has_become_endless_was_changed(make):
    assert observe(lambda x: x.append(make()), ([1.0],)).changed == ("argument 1",)


def test_the_same_array_twice_in_an_argument_is_seen_to_change():
    array = np.ones(2)
    assert observe(lambda x: x[1].fill(0.0), ([array, array],)).changed == ("argument 1[0]",)
    assert observe(lambda x: x.reverse(), ([array, np.ones(3)],)).changed
    assert contents.shared(array, ([array, array],), {}) == ("argument 1[0]",)


@pytest.mark.parametrize("law", CASES)
@pytest.mark.parametrize("make", [deep, doubled])
def test_no_law_holds_for_it_and_none_breaks(law, make):
    value = make()
    assert run(law, lambda *args, **kwargs: value, CASES[law][2]).status == "failed"


def test_a_second_call_that_gives_it_again_is_compared():
    words = {"function": "f", "part": "edges", "title": "pure"}
    found = Purity(**words, args=(1.0,)).run({"f": lambda x: deep()})
    assert found.status == "failed"
