"""Comparing an answer with the expected value: what is equal, and what differs first."""

import numpy as np
import pytest

from dlkit.check.compare import SINGLE, Tolerance, difference

VECTOR = np.array([1.0, -2.0, 3.0])


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (2.0, 2),
        (2, 2.0),
        (np.float32(0.5), 0.5),
        (np.array(0.5), 0.5),
        (1 + 1e-9, 1.0),
        (1e-13, 0.0),
        (VECTOR + 1e-9, VECTOR),
        (np.array([1e6, 1e-6]), np.array([1e6, 0.0])),
        (np.array([np.nan, np.inf, -np.inf]), np.array([np.nan, np.inf, -np.inf])),
        (np.empty((0, 3)), np.empty((0, 3))),
        (np.array([1.0, 2.0]), np.array([1, 2])),
        ((VECTOR, 1.0), [VECTOR, 1.0]),
        ({"a": VECTOR}, {"a": VECTOR}),
        (None, None),
        (True, True),
        (1 + 2j, 1 + 2j),
    ],
)
def test_equal_within_rounding(answer, expected):
    assert difference(answer, expected) is None


@pytest.mark.parametrize(
    ("answer", "expected", "aspect"),
    [
        (None, 1.0, "kind"),
        (True, 1.0, "kind"),
        ("1.0", 1.0, "kind"),
        (1 + 0j, 1.0, "kind"),
        (10**400, 1.0, "kind"),
        (np.array([1.0]), 1.0, "kind"),
        (1.0, VECTOR, "kind"),
        ([1.0, -2.0, 3.0], VECTOR, "kind"),
        (VECTOR, [1.0, 2.0, 3.0], "kind"),
        (VECTOR, {"a": VECTOR}, "kind"),
        ([1.0], [1.0, 2.0], "length"),
        ({"b": 1.0}, {"a": 1.0}, "keys"),
        ({"a": 1.0, "b": 1.0}, {"a": 1.0}, "keys"),
        (VECTOR[:, None], VECTOR, "shape"),
        (VECTOR.astype(object), VECTOR, "dtype"),
        (VECTOR.astype("f4"), VECTOR, "dtype"),
        (VECTOR.astype("i8"), VECTOR, "dtype"),
        (np.nan, 1.0, "finite"),
        (np.array([1.0, np.inf, 3.0]), VECTOR, "finite"),
        (1.001, 1.0, "value"),
        (0.0, -np.inf, "value"),
        (-1e308, -np.inf, "value"),
        (np.inf, -np.inf, "value"),
        (1.0, np.nan, "value"),
        (-VECTOR, VECTOR, "value"),
        (1, True, "kind"),
        (0, None, "kind"),
        ("a", "b", "value"),
        ({1, 2}, {1, 3}, "value"),
        ([1, 2], {1, 2}, "kind"),
    ],
)
def test_the_first_difference_is_named(answer, expected, aspect):
    assert difference(answer, expected).aspect == aspect


def test_a_masked_array_is_what_lies_under_the_mask():
    masked = np.ma.masked_array(np.zeros(3), mask=True)
    assert difference(masked, VECTOR).aspect == "value"
    assert difference(np.ma.masked_array(VECTOR, mask=True), VECTOR) is None


def test_a_place_is_named_but_no_expected_number():
    text = difference([VECTOR, np.array([[1.0, 8.0]])], [VECTOR, np.array([[1.0, 7.25]])]).text
    assert (
        text == "in value 2 of 2: element [0, 1] is 8, which is not right (1 of 2 elements differ)"
    )


def test_single_precision_is_compared_loosely():
    assert difference(1.00005, 1.0, SINGLE) is None
    assert difference(1.001, 1.0, SINGLE) is not None


def test_a_tolerance_has_three_floors():
    expected, answer = np.array([100.0, 0.0]), np.array([100.0, 0.01])
    assert difference(answer, expected, Tolerance(0.0, 0.0, 0.0)) is not None
    assert difference(answer, expected, Tolerance(0.0, 1e-3, 0.0)) is None
    assert difference(answer, expected, Tolerance(0.0, 0.0, 0.1)) is None
    assert difference(answer, expected, Tolerance(1.0, 0.0, 0.0)) is not None


class Explosive:
    """Raises whenever numpy or anybody else looks at it."""

    def __getattribute__(self, name):
        raise RuntimeError("do not touch")


class ExplosiveArray(np.ndarray):
    def __array_finalize__(self, source):
        if source is not None and source.ndim:
            raise RuntimeError("do not touch")


@pytest.mark.parametrize("expected", [1.0, VECTOR, [1.0], {"a": 1.0}, "text", None])
def test_no_object_can_break_the_comparison(expected):
    endless = []
    endless.append(endless)
    for answer in (Explosive(), ExplosiveArray(3), endless, {(): Explosive()}, type("", (), {})()):
        assert difference(answer, expected) is not None
