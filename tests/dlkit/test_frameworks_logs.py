"""What training writes down: logs, and events that TensorBoard reads."""

import json
import struct

import numpy as np
import pytest

from dlkit import frameworks as fw
from dlkit.frameworks import protobuf
from dlkit.optimizers import adam_step


def test_a_log_keeps_every_digit_and_any_order(tmp_path):
    log = fw.ScalarLogger(tmp_path / "deep" / "run.jsonl")
    values = [0.1 + 0.2, np.float32(0.1), np.pi * 1e-300, float("nan"), float("inf")]
    for step, value in zip([3, 1, 4, 1, 5], values, strict=True):
        log.log(step, loss=value)
    log.log(6, accuracy=1)
    steps, found = fw.ScalarLogger(log.path).read()["loss"]
    np.testing.assert_array_equal(steps, [3, 1, 4, 1, 5])
    np.testing.assert_array_equal(found, np.float64(values))
    assert log.read()["accuracy"][1].tolist() == [1.0]
    for line in log.path.read_text().splitlines():
        json.loads(line, parse_constant=pytest.fail)  # as other readers of JSON do


def test_a_log_goes_on_after_a_crash_in_the_middle_of_a_line(tmp_path):
    path = tmp_path / "run.jsonl"
    path.write_text('{"step": 0, "loss": 2.0}\n{"step": 1, "lo')
    log = fw.ScalarLogger(path)
    log.log(1, loss=1.0)
    np.testing.assert_array_equal(log.read()["loss"][1], [2.0, 1.0])
    path.write_text('{"step": 0}\nnonsense\n')
    with pytest.raises(ValueError, match="line 2 of"):
        log.read()


@pytest.mark.parametrize("wrong", [{"step": -1}, {"step": 0.5}, {"step": 1, "loss": "a"}])
def test_a_log_refuses_what_is_no_number(wrong, tmp_path):
    log = fw.ScalarLogger(tmp_path / "run.jsonl")
    assert log.read() == {}
    with pytest.raises((TypeError, ValueError), match="log: "):
        log.log(**wrong)


def test_smoothing_neither_starts_at_zero_nor_stumbles_over_nan():
    assert fw.smooth([7.0] * 5, 0.9) == pytest.approx([7.0] * 5)
    x = np.random.default_rng(0).standard_normal(6)
    np.testing.assert_array_equal(fw.smooth(x, 0.0), x)
    weights = 0.8 ** np.arange(6)[::-1]
    assert fw.smooth(x, 0.8)[-1] == pytest.approx(weights @ x / weights.sum())
    np.testing.assert_allclose(fw.smooth([1.0, np.nan, 1.0], 0.5), [1, np.nan, 1])
    assert fw.smooth([], 0.5).shape == (0,)
    with pytest.raises(ValueError, match="alpha is 1"):
        fw.smooth(x, 1.0)


@pytest.mark.parametrize(
    ("data", "crc"),
    [
        (b"123456789", 0xE3069283),  # the check value of CRC-32C
        (bytes(32), 0x8A9136AA),  # RFC 3720, appendix B.4
        (b"\xff" * 32, 0x62A8AB43),
        (bytes(range(32)), 0x46DD794E),
    ],
)
def test_the_checksum_is_castagnolis(data, crc):
    assert protobuf.crc32c(data) == crc


@pytest.mark.parametrize(
    ("value", "encoded"), [(0, b"\0"), (300, b"\xac\x02"), (-1, b"\xff" * 9 + b"\1")]
)
def test_integers_are_in_groups_of_seven_bits(value, encoded):
    assert protobuf.varint(value) == encoded  # 300: the example of the protobuf manual


def test_tensorboard_reads_scalars_and_the_graph(tensorboard, tmp_path):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    fw.reset_default_graph()
    x = fw.variable(10.0, name="x")
    f = x**2
    fw.scalar_summary("curr_x", x), fw.scalar_summary("curr/f", f)
    step, summaries = fw.Optimizer(adam_step, lr=0.5).minimize(f), fw.merge_all_summaries()
    session = fw.Session()
    session.run(fw.global_variables_initializer())
    with fw.FileWriter(tmp_path / "logs" / "1", session.graph) as writer:
        shown = []
        for i in range(200):
            _, summary, at = session.run([step, summaries, x])
            writer.add_summary(summary, i)
            shown.append(at.item())
        writer.add_scalar("ünï/late", -0.25, step=2**40)
    found = EventAccumulator(str(writer.path.parent)).Reload()
    assert set(found.Tags()["scalars"]) == {"curr_x", "curr/f", "ünï/late"}
    scalars = found.Scalars("curr_x")
    assert [s.step for s in scalars] == list(range(200))
    assert [s.value for s in scalars] == [float(np.float32(v)) for v in shown]
    assert found.Scalars("ünï/late")[0].step == 2**40
    nodes = {node.name: node for node in found.Graph().node}
    assert list(nodes["power"].input) == ["x"] and nodes["x"].op == "variable"
    assert fw.read_events(writer.path)["curr_x"] == list(
        zip(range(200), np.float32(shown).tolist(), strict=True)
    )


def test_two_writers_of_one_folder_do_not_meet(tmp_path):
    one, two = fw.FileWriter(tmp_path), fw.FileWriter(tmp_path)
    assert one.path != two.path
    one.add_scalar("a", 1.0, step=0)
    one.flush()
    assert fw.read_events(one.path) == {"a": [(0, 1.0)]}  # while it is still open
    for writer in (one, two):
        writer.close()
    with pytest.raises(TypeError, match="add_scalar: a is str"):
        one.add_scalar("a", "1", step=0)
    with pytest.raises(ValueError, match="is closed; open a new one"):
        one.add_scalar("a", 1.0, step=0)


def test_damaged_events_are_told_with_what_was_read(tmp_path):
    with fw.FileWriter(tmp_path) as writer:
        for step in range(3):
            writer.add_scalar("loss", 1.0, step=step)
    whole = writer.path.read_bytes()
    writer.path.write_bytes(whole[:-5])
    with pytest.raises(ValueError, match="damaged or cut off, after 2 scalars"):
        fw.read_events(writer.path)
    flipped = bytearray(whole)
    flipped[-6] ^= 1
    writer.path.write_bytes(flipped)
    with pytest.raises(ValueError, match="after 2 scalars"):
        fw.read_events(writer.path)
    writer.path.write_bytes(struct.pack("<Q", 2**60) + whole[8:])
    with pytest.raises(ValueError, match="length of a record is damaged"):
        fw.read_events(writer.path)
