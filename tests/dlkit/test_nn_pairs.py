"""Any pair of functions is a layer, and any loss trains: a student's own too."""

import ast
from pathlib import Path

import numpy as np
import pytest

from dlkit.activations import relu, relu_backward
from dlkit.arguments import ShapeError
from dlkit.losses import mse, mse_grad
from dlkit.optimizers import SGD, Adam
from dlkit.regularization import nn


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def test_a_students_pair_trains(rng):
    def bend(z):
        return np.maximum(z, 0.1 * z)

    def bend_backward(dy, z):
        return dy * np.where(z > 0, 1, 0.1)

    model = nn.Sequential(
        [nn.Dense(2, 8, rng=rng), nn.Function(bend, bend_backward), nn.Dense(8, 1, rng=rng)]
    )
    model.compile(lambda p: Adam(p, lr=0.05), loss="bce_with_logits", metrics=["accuracy"])
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([[0.0], [1.0], [1.0], [0.0]])
    history = model.fit(x, y, epochs=200, batch_size=4, rng=rng, progress=False)
    assert model.evaluate(x, y)["accuracy"] == 1
    assert history["loss"][-1] < 0.1 * history["loss"][0]


def test_a_students_loss_trains(rng):
    model = nn.Sequential([nn.Dense(1, 1, rng=rng)])
    model.compile(lambda p: SGD(p, lr=0.1), loss=(mse, mse_grad))
    x = np.linspace(-1, 1, 8)[:, None]
    model.fit(x, -2 * x, epochs=100, batch_size=8, rng=rng, progress=False)
    np.testing.assert_allclose(model.p, [-2, 0], atol=1e-3)


@pytest.mark.parametrize(
    ("gradients", "error", "message"),
    [
        ((0, 1, 2), TypeError, "3 gradients came; a tuple with one gradient for x and one .* W"),
        (np.ones(3), TypeError, "ndarray came; a tuple"),
        ((0, np.ones((1, 3))), ShapeError, r"gradient of W has shape \(1, 3\); .*\(3,\), is need"),
        ((0, 1.0), ShapeError, r"gradient of W has shape \(\)"),
    ],
)
def test_a_wrong_gradient_is_named_and_never_broadcast(gradients, error, message):
    def wrong_backward(dy, x, W):
        return gradients

    layer = nn.Function(lambda x, W: x * W, wrong_backward, W=np.ones(3))
    layer.forward(np.ones((2, 3)))
    with pytest.raises(error, match=f"wrong_backward: .*{message}"):
        layer.backward(np.ones((2, 3)))


def test_saved_arrays_and_unneeded_gradients_reach_the_pair(rng):
    seen = {}

    def f(x, W, *, return_saved=False):
        return (x @ W, {"x": x}) if return_saved else x @ W

    def f_backward(dy, x, W, *, need_dx=True, saved=None):
        seen.update(need_dx=need_dx, saved=saved)
        return (dy @ W.T if need_dx else None), saved["x"].T @ dy

    make = lambda: nn.Function(f, f_backward, W=np.ones((2, 2)))  # noqa: E731
    model = nn.Sequential([nn.Flatten(), make(), nn.Function(relu, relu_backward), make()])
    model.compile(loss="mse")
    model.backpropagate(np.ones((3, 2)), np.zeros((3, 2)))
    assert seen["need_dx"] is False  # nothing in front of the first weights learns
    assert seen["saved"]["x"].shape == (3, 2)
    assert model.backward(np.ones((3, 2))).shape == (3, 2)
    assert seen["need_dx"] is True


def test_no_formula_stands_in_nn():
    for path in sorted(Path(nn.__file__).parent.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not any(isinstance(node, ast.MatMult) for node in ast.walk(tree))
        used = {
            node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "np"
        }
        assert used <= {
            *("asarray", "atleast_1d", "concatenate", "dtype", "float32", "float64", "intp"),
            *("ndarray", "ones", "prod", "random", "ravel", "shape", "zeros", "zeros_like"),
        }
