"""The codec: what goes in comes out, and nothing but plain data passes."""

import json
import math

import numpy as np
import pytest

from dlkit.check.plain import MAX_DEPTH, NotPlain, decode, encode, fresh, laid_out


def round_trip(value):
    return decode(json.loads(json.dumps(encode(value))))


@pytest.mark.parametrize(
    "value",
    [None, True, 0, -3, 10**30, 2.5, math.inf, "text", 1 + 2j, [], [1, [2.0]], (1, (2, "x")), {}],
    ids=repr,
)
def test_python_values_come_back_as_they_were(value):
    again = round_trip(value)
    assert again == value
    assert type(again) is type(value)


def test_nan_comes_back():
    assert math.isnan(round_trip(math.nan))


def test_dicts_keep_keys_that_json_has_not():
    value = {1: "a", (2, 3): [None], "x": {True: np.float64(1.0)}}
    assert round_trip(value) == value


@pytest.mark.parametrize("dtype", ["f8", "f4", "f2", "i8", "u1", ">i4", "?", "c16", "U3", "S2"])
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0, 3), (3, 0)])
def test_arrays_keep_dtype_shape_and_contents(dtype, shape):
    array = np.arange(math.prod(shape)).reshape(shape).astype(dtype)
    again = round_trip(array)
    assert again.dtype == array.dtype and again.shape == array.shape
    assert again.tobytes() == array.tobytes()


@pytest.mark.parametrize("value", [np.float32(1.5), np.int8(-2), np.bool_(True), np.str_("ab")])
def test_numpy_scalars_keep_their_type(value):
    assert type(round_trip(value)) is type(value)
    assert round_trip(value) == value


@pytest.mark.parametrize("copy", [round_trip, fresh], ids=["codec", "fresh"])
@pytest.mark.parametrize("layout", ["C", "F", "strided"])
def test_the_memory_layout_survives(layout, copy):
    array = laid_out(np.arange(6.0).reshape(2, 3), layout)
    again = copy(array)
    assert again.flags.c_contiguous == (layout == "C")
    assert again.flags.f_contiguous == (layout == "F")
    np.testing.assert_array_equal(again, array)


def test_a_read_only_array_stays_read_only():
    array = np.arange(3.0)
    array.flags.writeable = False
    assert not round_trip(array).flags.writeable
    assert round_trip(np.arange(3.0)).flags.writeable


@pytest.mark.parametrize("copy", [round_trip, fresh], ids=["codec", "fresh"])
@pytest.mark.parametrize("bits", [np.random.PCG64, np.random.MT19937, np.random.Philox])
def test_a_generator_continues_where_it_was(bits, copy):
    rng = np.random.Generator(bits(5))
    rng.normal(size=3)
    np.testing.assert_array_equal(copy(rng).normal(size=4), rng.normal(size=4))


def test_fresh_shares_no_memory_at_any_depth():
    value = {"weights": [np.ones(3), (np.zeros(2),)]}
    copy = fresh(value)
    assert not np.shares_memory(copy["weights"][0], value["weights"][0])
    assert not np.shares_memory(copy["weights"][1][0], value["weights"][1][0])


@pytest.mark.parametrize("value", [slice(None), slice(1, None, 2), slice(-3, np.int64(4))])
def test_a_slice_arrives_as_one(value):
    assert round_trip(value) == value
    assert round_trip((value, 2)) == (value, 2)


class Shout(str):
    pass


def test_a_subclass_travels_as_its_base():
    assert type(round_trip(Shout("text"))) is str


@pytest.mark.parametrize(
    "value",
    [
        np.array([object()]),
        np.array([(1, 2.0)], dtype="i4,f8"),
        np.array(["2026-01-01"], dtype="M8[D]"),
        object(),
        len,
        [lambda: None],
        slice("a", "b"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_plain_is_refused(value):
    with pytest.raises(NotPlain):
        encode(value)


def test_a_hook_may_describe_what_is_not_plain():
    described = encode([len], lambda value: {"is": "function", "name": value.__name__})
    assert decode(described, lambda data: data["name"].upper()) == ["LEN"]


def nested(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


def test_depth_is_limited_both_ways():
    assert round_trip(nested(MAX_DEPTH)) == nested(MAX_DEPTH)
    for convert in (encode, decode):
        with pytest.raises(NotPlain, match="deeper"):
            convert(nested(MAX_DEPTH + 1))


def test_a_list_in_itself_is_refused():
    endless = []
    endless.append(endless)
    with pytest.raises(NotPlain):
        encode(endless)


ONE = "AAAAAAAA8D8="  # the float 1.0


@pytest.mark.parametrize(
    "forged",
    [
        {"is": "array"},
        {"is": "array", "dtype": "O", "shape": [1], "data": ONE},
        {"is": "array", "dtype": "V8", "shape": [1], "data": ONE},
        {"is": "array", "dtype": "nonsense", "shape": [1], "data": ONE},
        {"is": "array", "dtype": "<f8", "shape": [2], "data": ONE},
        {"is": "array", "dtype": "<f8", "shape": [-1], "data": ONE},
        {"is": "array", "dtype": "<f8", "shape": [1], "data": "A"},
        {"is": "array", "dtype": "<f8", "shape": [], "data": ONE, "layout": "strided"},
        {"is": "array", "dtype": "<f8", "shape": 3, "data": ONE},
        {"is": "complex", "parts": ["1", 2]},
        {"is": "dict", "items": [[[1], 2]]},
        {"is": "dict", "items": [1]},
        {"is": "tuple"},
        {"is": "generator", "state": {"is": "dict", "items": []}},
        {"is": "generator", "state": {"is": "dict", "items": [["bit_generator", "os"]]}},
        {"is": "generator", "state": {"is": "dict", "items": [["bit_generator", "PCG64"]]}},
        {"is": "function", "handle": 0},
        {},
        {1, 2},
    ],
    ids=str,
)
def test_forged_descriptions_are_refused_in_one_way(forged):
    with pytest.raises(NotPlain):
        decode(forged)
