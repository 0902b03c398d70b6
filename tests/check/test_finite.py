"""JSON by its standard: what is not finite goes as text, and comes back as the number it was."""

import json
import math
import re
import socket
from pathlib import Path

import numpy as np
import pytest

from autograder.commands import console
from autograder.coursework import notebook
from autograder.model import Cell, Notebook, Role
from autograder.sandbox.inside.wire import Wire, WireError
from dlkit.check import finite, plain, rounded

ROOT = Path(__file__).parents[2]
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


WRITERS = [
    path for folder in ("autograder", "dlkit/check") for path in ROOT.glob(f"{folder}/**/*.py")
]
NO_NUMBERS_OF_STUDENTS = {  # settings of our own processes, text, a copy that is read at once
    *("autograder/sandbox/warm.py", "autograder/sandbox/launch.py"),
    *("autograder/sandbox/inside/warm.py", "autograder/audit/equivalents.py"),
    *("autograder/skeleton/cells.py", "autograder/release/shared_cells.py"),
    "autograder/coursework/notebook.py",
}


def test_all_that_the_grader_writes_is_json_by_the_standard():
    for path in WRITERS:
        place = str(path.relative_to(ROOT))
        if place not in NO_NUMBERS_OF_STUDENTS | {"dlkit/check/finite.py"}:
            calls = re.findall(r"\bjson\.dumps?\((.*)", path.read_text(encoding="utf-8"))
            assert all("allow_nan=False" in call or call.startswith("key)") for call in calls), (
                place
            )


def test_a_notebook_that_was_handed_in_with_nan_is_json_when_it_is_graded():
    cell = Cell(0, "", "code", Role.FREE, "1", metadata={"score": NAN})
    shown = {"output_type": "display_data", "data": {"application/json": INF}, "metadata": {}}
    graded = strict(notebook.to_json(Notebook("n", (cell,), {"x": -INF}), {0: [shown]}))
    assert graded["metadata"] == {"x": "-inf"}
    assert graded["cells"][0]["outputs"][0]["data"] == {"application/json": "inf"}


def test_what_a_command_prints_for_programs_is_json():
    assert strict(console.as_json({"mark": INF})) == {"mark": "inf"}
