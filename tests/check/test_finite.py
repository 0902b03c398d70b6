"""JSON by its standard: what is not finite goes as text, and comes back as the number it was."""

import json
import math
import socket

import numpy as np
import pytest

from autograder.sandbox.inside.wire import Wire, WireError
from dlkit.check import finite, plain, rounded

NAN, INF = math.nan, math.inf
ODD = [NAN, INF, -INF, complex(NAN, -INF), [1.0, (INF, {"a": NAN})], {INF: -INF}, {NAN}]
ODD += [np.float64(NAN), np.array([NAN, INF]), np.complex64(complex(INF, NAN))]


def strict(text):
    """Read as a browser does."""
    return json.loads(text, parse_constant=lambda constant: pytest.fail(constant))


@pytest.mark.parametrize("codec", [plain, rounded])
@pytest.mark.parametrize("value", ODD, ids=repr)
def test_no_codec_writes_what_json_has_not(codec, value):
    text = json.dumps(codec.encode(value), allow_nan=False)
    again = codec.decode(strict(text))
    assert (type(again), repr(again)) == (type(value), repr(value))


@pytest.mark.parametrize("text", ["1e999", "NaN", "infinity", "1", "", "\x00", None, 1.0, [], {}])
def test_a_forged_text_is_no_number(text):
    for forged in ({"is": "float", "text": text}, {"is": "complex", "parts": [1.0, text]}):
        if text != 1.0 or forged["is"] == "float":
            with pytest.raises(plain.NotPlain):
                plain.decode(forged)


@pytest.mark.parametrize("options", [{}, {"indent": 1}, {"ensure_ascii": False}])
def test_what_nobody_described_goes_as_text(options):
    value = {"loss": [NAN, INF, -INF, 1.5], "text": "NaN, ä"}
    assert strict(finite.dumps(value, **options)) == {**value, "loss": ["nan", "inf", "-inf", 1.5]}
    assert finite.dumps({"a": 1.5}, **options) == json.dumps({"a": 1.5}, **options)


def test_objects_are_described_by_the_callers_own_rule():
    class Point:
        def __init__(self):
            self.x = NAN

    assert strict(finite.dumps([Point()], default=vars)) == [{"x": "nan"}]


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_only_json_is_read(constant):
    with pytest.raises(ValueError, match="is not JSON"):
        finite.loads(f'{{"a": [{constant}]}}')


def test_the_wire_sends_and_takes_nothing_but_json():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        Wire(ours).send({"value": plain.encode([NAN, -INF]), "shown": {"mime": INF}})
        frame = theirs.recv(1000)
        assert strict(frame[4:])["shown"] == {"mime": "inf"}
        theirs.sendall(frame)
        assert repr(plain.decode(Wire(ours).receive()["value"])) == "[nan, -inf]"
        forged = b'{"value": NaN}'
        theirs.sendall(len(forged).to_bytes(4, "big") + forged)
        with pytest.raises(WireError, match="not JSON"):
            Wire(ours).receive()
