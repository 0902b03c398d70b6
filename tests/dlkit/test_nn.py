"""Networks of layers: the same training as PyTorch's, states, copies, clear refusals."""

from copy import deepcopy
from itertools import pairwise

import numpy as np
import pytest

from dlkit.activations import relu
from dlkit.arguments import ShapeError
from dlkit.datasets import digits
from dlkit.losses import mse
from dlkit.optimizers import Adam
from dlkit.regularization import EarlyStopping, nn


def mlp(sizes, *, rng, dtype=np.float64, loss="cross_entropy", name="relu"):
    layers = [nn.Dense(sizes[0], sizes[1], rng=rng)]
    for inputs, outputs in pairwise(sizes[1:]):
        layers += [nn.Activation(name), nn.Dense(inputs, outputs, rng=rng)]
    model = nn.Sequential(layers, dtype=dtype)
    model.compile(loss=loss)
    return model


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def test_training_takes_pytorchs_steps(torch, rng, close):
    model = mlp([5, 7, 3], rng=rng, name="tanh")
    twin = torch.nn.Sequential(torch.nn.Linear(5, 7), torch.nn.Tanh(), torch.nn.Linear(7, 3))
    twin = twin.double()
    with torch.no_grad():
        for ours, theirs in ((model.children[0], twin[0]), (model.children[2], twin[2])):
            theirs.weight.copy_(torch.tensor(ours.params["W"].T))
            theirs.bias.copy_(torch.tensor(ours.params["b"]))
    optimizer, their_optimizer = Adam(model.p, lr=0.01), torch.optim.Adam(twin.parameters(), 0.01)
    for _ in range(30):
        x, labels = rng.standard_normal((8, 5)), rng.integers(0, 3, 8)
        loss = model.backpropagate(x, labels)["loss"]
        optimizer.step(model.g)
        their_optimizer.zero_grad()
        theirs = torch.nn.functional.cross_entropy(twin(torch.tensor(x)), torch.tensor(labels))
        theirs.backward()
        their_optimizer.step()
        close(loss, theirs.item())
    close(model.children[0].params["W"], twin[0].weight.detach().numpy().T)


def test_weights_and_gradients_are_views_of_two_vectors(rng):
    model = mlp([2, 3, 1], rng=rng, loss="mse")
    layer = model.children[2]
    assert model.size == model.p.size == 13
    assert np.shares_memory(layer.params["W"], model.p)
    model.p[:] = 0
    assert not layer.params["W"].any()
    model.backpropagate(np.ones((4, 2)), np.ones((4, 1)))
    np.testing.assert_array_equal(model.g[-1], -2)  # the last bias, with all weights 0
    np.testing.assert_array_equal(layer.grads["b"], [-2])


def test_the_whole_network_is_differentiated_rightly(rng, differentiated_rightly):
    model = mlp([3, 4, 2], rng=rng, name="gelu", loss="mse")
    x = rng.standard_normal((5, 3))
    differentiated_rightly(model, x)


def test_networks_nest(rng):
    inner = nn.Sequential([nn.Dense(3, 4, rng=rng), nn.Activation("relu")])
    flat = nn.Sequential([*inner.children, nn.Dense(4, 2, rng=rng)])
    expected = flat.forward(np.ones((2, 3)))
    outer = nn.Sequential([nn.Sequential(flat.children[:2]), flat.children[2]])
    np.testing.assert_array_equal(outer.forward(np.ones((2, 3))), expected)
    outer.p *= 0
    assert not outer.forward(np.ones((2, 3))).any()
    outer.train(False)
    assert not outer.children[0].children[0].training


def test_float32_stays_float32(rng):
    model = nn.Sequential(
        [
            nn.Dense(4, 6, rng=rng),
            nn.BatchNorm(6),
            nn.Activation("tanh"),
            nn.Dropout(0.5, rng=rng),
            nn.LayerNorm(6),
            nn.Dense(6, 3, rng=rng),
        ],
        dtype=np.float32,
    )
    model.compile(loss="cross_entropy")
    assert model.forward(rng.standard_normal((5, 4))).dtype == np.float32
    model.backpropagate(np.arange(20).reshape(5, 4), [0, 1, 2, 0, 1])
    assert {a.dtype for a in model.state().values()} == {np.dtype(np.float32)}
    assert model.backward(np.ones((5, 3), np.float32)).dtype == np.float32
    assert np.isfinite(model.g).all()


def test_a_state_can_be_put_back(rng):
    model = nn.Sequential([nn.Dense(2, 3, rng=rng), nn.BatchNorm(3)])
    model.compile(loss="mse")
    state = model.state()
    before = model.predict(np.ones((1, 2)))
    model.forward(rng.standard_normal((9, 2)))  # moves the running mean
    model.p += 1
    assert not np.allclose(model.predict(np.ones((1, 2))), before)
    model.load_state(state)
    np.testing.assert_array_equal(model.predict(np.ones((1, 2))), before)
    assert set(state) == {"p", "1.running_mean", "1.running_var"}
    with pytest.raises(ShapeError, match=r"the state has p \(9,\); this network has p \(15,\), 1"):
        model.load_state({"p": np.ones(9)})


def test_prediction_is_in_evaluation_mode_and_in_batches(rng):
    model = nn.Sequential([nn.Dropout(0.5, rng=rng)])
    x = rng.standard_normal((600, 2))
    np.testing.assert_array_equal(model.predict(x), x)
    assert model.predict(x[:0]).shape == (0, 2)
    assert model.training and model.children[0].training


def test_refusals_say_what_to_do(rng):
    dense = nn.Dense(2, 3, rng=rng)
    with pytest.raises(ValueError, match="there is no layer"):
        nn.Sequential([])
    with pytest.raises(TypeError, match=r"entry 1 is function; a Layer is needed \(nn.Function"):
        nn.Sequential([dense, relu])
    with pytest.raises(ValueError, match="entry 1 has come before"):
        nn.Sequential([dense, dense])
    with pytest.raises(ValueError, match=r"name is .rulu.; one of elu, gelu, .* is needed"):
        nn.Activation("rulu")
    model = nn.Sequential([dense, nn.Activation("relu"), nn.Dense(4, 1, rng=rng)])
    with pytest.raises(ValueError, match="no loss is chosen; call compile"):
        model.evaluate(np.ones((1, 2)), np.ones((1, 3)))
    with pytest.raises(ValueError, match="loss is 'mes'; bce_with_logits, cross_entropy"):
        model.compile(loss="mes")
    with pytest.raises(TypeError, match="metrics is 'accuracy'; a list of names is needed"):
        model.compile(metrics="accuracy")
    with pytest.raises(TypeError, match=r"loss is <function mse.*a pair \(loss, loss_grad\)"):
        model.compile(loss=mse)
    with pytest.raises(RuntimeError, match="dense_backward: no forward pass has come before"):
        dense.backward(np.ones((1, 3)))
    with pytest.raises(ShapeError) as raised:
        model.forward(np.ones((1, 2)))
    assert raised.value.__notes__ == ["in layer 2, Dense"]


def test_digits_are_learnt_with_a_progress_bar(capsys, rng):
    x, labels = digits()
    model = mlp([64, 64, 10], rng=rng, dtype=np.float32)
    model.compile("adam", loss="cross_entropy", metrics=["accuracy"])
    stopping = EarlyStopping("val_accuracy", patience=5)
    history = model.fit(
        x[:1200],
        labels[:1200],
        epochs=12,
        batch_size=32,
        rng=rng,
        validation_data=(x[1200:1500], labels[1200:1500]),
        callbacks=[stopping],
    )
    assert model.evaluate(x[1500:], labels[1500:])["accuracy"] > 0.85
    assert sorted(history) == ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert max(history["val_accuracy"]) == stopping.best
    lines = capsys.readouterr().out.split("\r")
    assert lines[-1].startswith(f"epoch {history.epochs}/12 |")
    assert "val_accuracy" in lines[-1] and lines[-1].endswith("\n")


def test_a_copy_is_a_network_of_its_own(rng):
    inner = nn.Sequential([nn.Dense(3, 4, rng=rng), nn.BatchNorm(4)])
    model = nn.Sequential([inner, nn.Dense(4, 2, rng=rng)])
    x = rng.standard_normal((5, 3))
    model.forward(x)
    twin = deepcopy(model)
    np.testing.assert_array_equal(twin.predict(x), model.predict(x))
    twin.p *= 0
    assert not twin.predict(x).any() and model.predict(x).all()


def test_shifts_come_in_training_only(rng):
    model = nn.Sequential([nn.RandomShift(1, rng=rng), nn.Flatten(), nn.Dense(16, 2, rng=rng)])
    model.compile(loss="cross_entropy")
    x = rng.standard_normal((30, 1, 4, 4))
    first, second = (model.backpropagate(x, np.zeros(30, int))["loss"] for _ in range(2))
    assert first != second and model.g.any()
    np.testing.assert_array_equal(model.predict(x), model.predict(x))
    with pytest.raises(RuntimeError, match="put it in front of what learns"):
        model.backward(np.ones((30, 2)))


def test_kept_memory_changes_no_result(rng):
    model = mlp([3, 4, 2], rng=rng)
    before = model.forward(np.ones((2, 3)))
    assert nn.keep_freed_memory() in (True, False)
    np.testing.assert_array_equal(model.forward(np.ones((2, 3))), before)
