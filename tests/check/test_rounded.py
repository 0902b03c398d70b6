"""The codec of checks.json: 12 digits of every number, and everything else as it was."""

import json
import math
from fractions import Fraction

import numpy as np
import pytest

from dlkit.check import rounded
from dlkit.check.plain import NotPlain, laid_out


def round_trip(value):
    return rounded.decode(json.loads(json.dumps(rounded.encode(value), allow_nan=False)))


@pytest.mark.parametrize(
    "value",
    [None, True, -3, 10**30, 2.5, math.inf, -math.inf, "text", 1 + 2j, [1, [2.0]], (1, (2, "x"))]
    + [{}, {1: "a", (2, 3): [0.5]}, {1, 2}, b"ab", Fraction(1, 3)],
    ids=repr,
)
def test_python_values_come_back_as_they_were(value):
    again = round_trip(value)
    assert again == value
    assert type(again) is type(value)


@pytest.mark.parametrize("dtype", ["f8", "f4", "f2", ">f8", "i8", "u1", ">i4", "?", "c16", "U3"])
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0, 3), (3, 0)])
def test_arrays_of_short_numbers_come_back_bit_by_bit(dtype, shape):
    array = np.arange(math.prod(shape)).reshape(shape).astype(dtype)
    again = round_trip(array)
    assert again.dtype == array.dtype and again.shape == array.shape
    assert again.tobytes() == array.tobytes()


@pytest.mark.parametrize("kind", [float, np.float64, np.float32, np.array])
@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, -0.0, 0.0])
def test_what_is_no_ordinary_number_survives(kind, number):
    value = kind(number)
    again = round_trip(value)
    assert type(again) is type(value)
    assert np.asarray(again).tobytes() == np.asarray(value).tobytes()


def test_the_parts_of_complex_numbers_survive():
    array = np.array([complex(-0.0, math.inf), complex(math.nan, -0.0)])
    assert round_trip(array).tobytes() == array.tobytes()


@pytest.mark.parametrize("dtype", ["f4", "f2"])
def test_short_floats_are_exact(dtype):
    array = np.random.default_rng(0).normal(size=1000).astype(dtype)
    np.testing.assert_array_equal(round_trip(array), array, strict=True)


@pytest.mark.parametrize("number", [math.pi, -1e-300 / 3, 2e300 / 3])
def test_numbers_keep_12_digits_and_are_rounded_once(number):
    for value in (number, np.float64(number), np.array([number])):
        again = round_trip(value)
        np.testing.assert_allclose(again, value, rtol=5e-12)
        assert rounded.encode(again) == rounded.encode(value)
    assert len(repr(round_trip(math.pi))) == len("3.14159265359")


def test_the_last_bits_do_not_show():
    x = np.random.default_rng(0).normal(size=1000)
    nearby = np.where(np.arange(1000) % 2, np.nextafter(x, np.inf), x)
    assert rounded.encode(x) == rounded.encode(nearby)


@pytest.mark.parametrize("layout", ["C", "F", "strided"])
def test_memory_layout_and_write_protection_survive(layout):
    array = laid_out(np.arange(6.0).reshape(2, 3), layout)
    array.flags.writeable = False
    again = round_trip(array)
    assert again.flags.c_contiguous == (layout == "C")
    assert again.flags.f_contiguous == (layout == "F")
    assert not again.flags.writeable
    np.testing.assert_array_equal(again, array)


def test_files_of_schema_1_can_still_be_read():
    from dlkit.check import plain

    np.testing.assert_array_equal(rounded.decode(plain.encode(np.arange(3.0))), np.arange(3.0))


@pytest.mark.parametrize(
    "value", [np.array([None]), np.datetime64("2026-01-01"), lambda x: x, {"f": len}]
)
def test_what_is_not_plain_is_refused(value):
    with pytest.raises(NotPlain):
        rounded.encode(value)


@pytest.mark.parametrize(
    "change",
    [{"dtype": "O"}, {"shape": [7]}, {"values": ["x"]}, {"values": [[1], 2]}, {"shape": None}],
)
def test_a_broken_description_is_refused(change):
    described = rounded.encode(np.arange(3.0)) | change
    with pytest.raises(NotPlain):
        rounded.decode(described)
