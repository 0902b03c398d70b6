"""What is left on disk: checkpoints, logs, and events that TensorBoard reads."""

import os
import struct

import numpy as np
import pytest

from dlkit import frameworks as fw
from dlkit.backprop import two_layer_objective_grad
from dlkit.frameworks import protobuf
from dlkit.optimizers import Adam, adam_step
from dlkit.shapes import minibatches


def trained(params, optimizer, rng, steps):
    """Train a net of two layers in place; batches and noise come from rng."""
    x, labels = np.random.default_rng(5).standard_normal((20, 3)), np.arange(20) % 4
    p = optimizer.p
    for _ in range(steps):
        (rows, *_) = minibatches(20, 8, rng=rng)
        noisy = x[rows] + rng.normal(size=(len(rows), 3))
        grads = two_layer_objective_grad(params(p), noisy, labels[rows])
        optimizer.step(np.concatenate([g.ravel() for g in grads]))


def unpacked(p):
    return p[:15].reshape(3, 5), p[15:20], p[20:40].reshape(5, 4), p[40:44]


@pytest.mark.parametrize("bits", ["PCG64", "MT19937", "Philox", "SFC64"])
def test_a_resumed_training_ends_bit_for_bit_where_the_whole_one_does(bits, tmp_path):
    def fresh():
        p = np.random.default_rng(1).standard_normal(44)
        return Adam(p, lr=0.01), np.random.Generator(getattr(np.random, bits)(7))

    whole, rng = fresh()
    trained(unpacked, whole, rng, 9)

    part, rng = fresh()
    trained(unpacked, part, rng, 4)
    path = tmp_path / "run.npz"
    fw.save_checkpoint(path, {"p": part.p}, {**part.state, "t": part.t}, rng=rng, step=4)
    found = fw.load_checkpoint(path)
    resumed = Adam(found.params["p"], lr=0.01)
    resumed.t = found.state.pop("t")
    resumed.state = found.state
    trained(unpacked, resumed, found.rng, 9 - found.step)
    np.testing.assert_array_equal(resumed.p, whole.p)
    np.testing.assert_array_equal(resumed.state["v"], whole.state["v"])


def test_everything_comes_back_as_it_was(tmp_path):
    params = {
        "layers": [(np.float32([[1, 2]]), np.zeros(0)), (np.asfortranarray(np.eye(3)), None)],
        "head": np.array(np.nan),
        "format": np.int8([1]),
        "a.b": np.zeros(1),
        "a": {"b": np.ones(1)},
    }
    fw.save_checkpoint(tmp_path / "a", params, {"lr": 0.1, "name": "ü", "on": True})
    found = fw.load_checkpoint(tmp_path / "a")
    (W, b), (eye, none) = found.params["layers"]
    assert W.dtype == np.float32 and W.shape == (1, 2)
    assert b.shape == (0,) and none is None and type(found.params["layers"][0]) is tuple
    assert found.params["head"].shape == () and np.isnan(found.params["head"])
    assert found.params["format"].dtype == np.int8
    assert found.params["a.b"] == 0 and found.params["a"]["b"] == 1
    np.testing.assert_array_equal(eye, np.eye(3))
    assert found.state == {"lr": 0.1, "name": "ü", "on": True}
    assert found.rng is None and found.step == 0
    assert os.listdir(tmp_path) == ["a"]


def test_a_file_cut_off_anywhere_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "run.npz"
    fw.save_checkpoint(path, {"W": np.arange(50.0)}, rng=np.random.default_rng(0))
    whole = path.read_bytes()
    for length in (0, 1, 10, len(whole) // 2, len(whole) - 30, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(ValueError, match=r"run\.npz is cut off, damaged, or no checkpoint"):
            fw.load_checkpoint(path)


def test_a_flipped_bit_is_refused(tmp_path):
    path = tmp_path / "run.npz"
    fw.save_checkpoint(path, {"W": np.arange(50.0)})
    data = bytearray(path.read_bytes())
    data[data.find(np.arange(50.0).tobytes()) + 100] ^= 1
    path.write_bytes(data)
    with pytest.raises(ValueError, match="damaged"):
        fw.load_checkpoint(path)


def test_foreign_and_newer_files_are_refused(tmp_path, monkeypatch):
    np.savez(tmp_path / "foreign.npz", W=np.eye(2))
    np.savez(tmp_path / "other.npz", head=np.frombuffer(b'{"format": "x"}', np.uint8))
    np.save(tmp_path / "one.npy", np.eye(2))
    np.save(tmp_path / "pickled.npy", np.array([{}], object), allow_pickle=True)
    (tmp_path / "text").write_text("hello")
    for name in ("foreign.npz", "other.npz", "one.npy", "pickled.npy", "text"):
        with pytest.raises(ValueError, match=r"no checkpoint|one by save_checkpoint is needed"):
            fw.load_checkpoint(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        fw.load_checkpoint(tmp_path / "nothing")
    monkeypatch.setattr("dlkit.frameworks.checkpoints.VERSION", 2)
    fw.save_checkpoint(tmp_path / "newer", {})
    monkeypatch.undo()
    with pytest.raises(ValueError, match="version 2; this dlkit reads up to 1"):
        fw.load_checkpoint(tmp_path / "newer")


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({"f": print}, r"params\.f is builtin_function"),
        ([np.array([{}], object)], r"params\.0 has dtype object"),
        ({1: np.eye(2)}, "params is dict"),
        ({"W": {1, 2}}, r"params\.W is set"),
    ],
)
def test_what_only_code_could_restore_is_refused(params, named, tmp_path):
    with pytest.raises(TypeError, match=named):
        fw.save_checkpoint(tmp_path / "a", params)
    assert os.listdir(tmp_path) == []


def test_a_crash_while_writing_leaves_the_old_checkpoint(tmp_path, monkeypatch):
    path = tmp_path / "run.npz"
    fw.save_checkpoint(path, {"W": np.eye(2)}, step=1)

    def crash(file, **arrays):
        file.write(b"half a fi")
        raise OSError("disk full")

    monkeypatch.setattr(np, "savez", crash)
    with pytest.raises(OSError, match="disk full"):
        fw.save_checkpoint(path, {"W": np.zeros((2, 2))}, step=2)
    assert os.listdir(tmp_path) == ["run.npz"]
    assert fw.load_checkpoint(path).step == 1


def test_a_session_goes_on_from_a_checkpoint(tmp_path):
    fw.reset_default_graph()
    w = fw.variable([3.0, -2.0], name="w")
    step = fw.Optimizer(adam_step, lr=0.1).minimize((w**2).sum())
    initializer = fw.global_variables_initializer()
    with fw.Session() as session:
        session.run(initializer)
        session.run(step)
        fw.save_checkpoint(tmp_path / "a", session.values)
        session.run(step)
        expected = session.run(w)
    with fw.Session() as session:
        session.load(fw.load_checkpoint(tmp_path / "a").params)
        session.run(step)
        np.testing.assert_array_equal(session.run(w), expected)
        with pytest.raises(ValueError, match=r"no variable 'b'; it has w, w/m"):
            session.load({"b": 1.0})


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
