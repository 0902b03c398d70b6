"""Checkpoints: a training goes on where it stopped, and a damaged file is refused."""

import os

import numpy as np
import pytest

from dlkit import frameworks as fw
from dlkit.backprop import two_layer_objective_grad
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
