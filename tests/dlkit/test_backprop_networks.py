"""The chain rule through layers."""

from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from dlkit import activations
from dlkit.activations import mlp_forward, relu, relu_backward, sigmoid, sigmoid_backward
from dlkit.arguments import ShapeError
from dlkit.backprop import (
    activation_backward,
    check_backward,
    dense_backward,
    mlp_backward,
    numerical_gradient,
    two_layer_objective,
    two_layer_objective_grad,
)
from dlkit.losses import cross_entropy, cross_entropy_grad
from dlkit.shapes import dense_forward


def draw(*shape):
    return np.random.default_rng([*shape]).standard_normal(shape)


class TestDenseBackward:
    @pytest.mark.parametrize(
        ("n", "d", "m"), [(5, 3, 2), (1, 4, 6), (7, 1, 3), (2, 5, 1), (0, 2, 3)]
    )
    def test_equals_pytorch_and_differences(self, n, d, m, torch, close):
        x, W, b, dy = draw(n, d), draw(d, m), draw(m), draw(n, m) + 1
        tensors = [torch.tensor(a, requires_grad=True) for a in (x, W, b)]
        torch.nn.functional.linear(tensors[0], tensors[1].T, tensors[2]).backward(torch.tensor(dy))
        for gradient, tensor in zip(dense_backward(dy, x, W, b), tensors, strict=True):
            close(gradient, tensor.grad.numpy())
        rng = np.random.default_rng(1)
        assert check_backward(dense_forward, dense_backward, x, W, b, rng=rng) is None

    def test_fixed_numbers(self):
        dx, dW, db = dense_backward([[1, 0], [2, 3]], [[1, 2, 3], [4, 5, 6]], np.eye(3, 2), [0, 0])
        np.testing.assert_array_equal(dx, [[1, 0, 0], [2, 3, 0]])
        np.testing.assert_array_equal(dW, [[9, 12], [12, 15], [15, 18]])
        np.testing.assert_array_equal(db, [3, 3])

    def test_each_gradient_has_the_precision_of_its_input(self):
        x, W, b = draw(5, 3).astype(np.float32), draw(3, 2), draw(2).astype(np.float32)
        for a in (x, W, b):
            a.setflags(write=False)
        gradients = dense_backward(draw(5, 2), x, W, b)
        assert [g.dtype for g in gradients] == [np.float32, np.float64, np.float32]

    def test_layout_does_not_matter(self):
        x, W, dy = draw(3, 10).T[::2], draw(2, 3).T, np.asfortranarray(draw(5, 2))
        for a, b in zip(
            dense_backward(dy, x, W, np.ones(2)),
            dense_backward(dy.copy("C"), x.copy("C"), W.copy("C"), np.ones(2)),
            strict=True,
        ):
            np.testing.assert_allclose(a, b, rtol=1e-13)

    @pytest.mark.parametrize(
        "shapes",
        [
            ((2, 5), (5, 3), (3, 2), (2,)),
            ((5, 2), (5, 3), (2, 3), (2,)),
            ((5, 2), (5, 3), (3, 2), (1, 2)),
            ((5, 2), (5, 3), (3, 2), (5,)),
            ((5, 2), (4, 3), (3, 2), (2,)),
            ((2,), (3,), (3, 2), (2,)),
        ],
    )
    def test_shapes_that_do_not_fit_are_refused(self, shapes):
        with pytest.raises(ShapeError, match=r"^dense_backward: "):
            dense_backward(*map(np.ones, shapes))


SIZES = [(3, 2), (3, 4, 2), (2, 5, 4, 3), (1, 2, 3, 4, 5, 6), (5, 1, 2, 3, 1, 4, 2)]


class TestMlpBackward:
    def network(self, sizes, n=6):
        params = [(draw(a, b), draw(b)) for a, b in pairwise(sizes)]
        return draw(n, sizes[0]), params, draw(n, sizes[-1]) + 1

    @pytest.mark.parametrize("sizes", SIZES, ids=str)
    @pytest.mark.parametrize("n", [6, 1])
    def test_equals_pytorch(self, sizes, n, torch, close):
        x, params, dy = self.network(sizes, n)
        tensors = [torch.tensor(a, requires_grad=True) for a in (x, *sum(params, ()))]
        h, layers = tensors[0], list(zip(tensors[1::2], tensors[2::2], strict=True))
        for k, (W, b) in enumerate(layers):
            h = h @ W + b
            h = torch.relu(h) if k + 1 < len(layers) else h
        h.backward(torch.tensor(dy))
        dx, grads = mlp_backward(dy, x, params, relu, relu_backward)
        for mine, tensor in zip((dx, *sum(grads, ())), tensors, strict=True):
            close(mine, tensor.grad.numpy())

    def test_equals_central_differences(self):
        x, params, dy = self.network((2, 5, 4, 3))
        _, grads = mlp_backward(dy, x, params, sigmoid, sigmoid_backward)
        for k, (W, b) in enumerate(params):

            def projection(W, k=k, b=b):
                moved = [*params[:k], (W, b), *params[k + 1 :]]
                return np.sum(dy * mlp_forward(x, moved, sigmoid)[0])

            np.testing.assert_allclose(grads[k][0], numerical_gradient(projection, W), atol=1e-8)

    def test_inputs_are_not_changed_and_float32_stays(self):
        x, params, dy = self.network((3, 4, 2))
        narrow = [tuple(a.astype(np.float32) for a in layer) for layer in params]
        for a in (x, dy, *sum(narrow, ())):
            a.setflags(write=False)
        _, grads = mlp_backward(dy, x, narrow, relu, relu_backward)
        assert {a.dtype.name for a in sum(grads, ())} == {"float32"}

    def test_the_upstream_gradient_has_the_shape_of_the_output(self):
        x, params, dy = self.network((3, 4, 2))
        with pytest.raises(ShapeError, match=r"^mlp_backward: dy has shape \(2, 6\)"):
            mlp_backward(dy.T, x, params, relu, relu_backward)


class TestTwoLayerObjective:
    def problem(self, n=7, d=3, h=5, c=4):
        params = draw(d, h), draw(h), draw(h, c), draw(c)
        return params, draw(n, d), np.arange(n) % c

    @pytest.mark.parametrize("n", [7, 1])
    @pytest.mark.parametrize("lam", [0.0, 0.3])
    @pytest.mark.parametrize("pair", [(relu, relu_backward), (sigmoid, sigmoid_backward)])
    def test_equals_pytorch(self, n, lam, pair, torch, close):
        params, x, y = self.problem(n)
        tensors = [torch.tensor(a, requires_grad=True) for a in params]
        W1, b1, W2, b2 = tensors
        z = torch.tensor(x) @ W1 + b1
        h = torch.relu(z) if pair[0] is relu else torch.sigmoid(z)
        J = torch.nn.functional.cross_entropy(h @ W2 + b2, torch.tensor(y))
        J = J + lam / 2 * ((W1**2).sum() + (W2**2).sum())
        J.backward()
        mine = two_layer_objective(params, x, y, lam=lam, activation=pair[0])
        assert mine == pytest.approx(J.item(), rel=1e-13)
        grads = two_layer_objective_grad(
            params, x, y, lam=lam, activation=pair[0], activation_backward=pair[1]
        )
        for gradient, tensor in zip(grads, tensors, strict=True):
            close(gradient, tensor.grad.numpy())

    @pytest.mark.parametrize("k", range(4))
    def test_every_gradient_equals_central_differences(self, k):
        params, x, y = self.problem()
        numerical = numerical_gradient(
            lambda moved: two_layer_objective(
                (*params[:k], moved, *params[k + 1 :]), x, y, lam=0.1
            ),
            params[k],
        )
        mine = two_layer_objective_grad(params, x, y, lam=0.1)[k]
        np.testing.assert_allclose(mine, numerical, atol=1e-9)

    def test_agrees_with_the_network_of_any_depth(self):
        (W1, b1, W2, b2), x, y = self.problem()
        layers = [(W1, b1), (W2, b2)]
        logits, _ = mlp_forward(x, layers, relu)
        assert two_layer_objective((W1, b1, W2, b2), x, y, activation=relu) == cross_entropy(
            logits, y
        )
        _, grads = mlp_backward(cross_entropy_grad(logits, y), x, layers, relu, relu_backward)
        mine = two_layer_objective_grad(
            (W1, b1, W2, b2), x, y, activation=relu, activation_backward=relu_backward
        )
        for a, b in zip(mine, sum(grads, ()), strict=True):
            np.testing.assert_array_equal(a, b)

    def test_biases_are_not_punished(self):
        (W1, b1, W2, b2), x, y = self.problem()
        gap = [
            two_layer_objective(params, x, y, lam=2.0) - two_layer_objective(params, x, y)
            for params in ((W1, b1, W2, b2), (W1, 10 * b1, W2, 10 * b2))
        ]
        assert gap[0] == pytest.approx(np.sum(W1**2) + np.sum(W2**2))
        assert gap[1] == pytest.approx(gap[0])


@pytest.mark.parametrize("name", ["relu", "sigmoid", "tanh"])
def test_an_activation_by_name_is_the_one_of_that_name(name):
    f, rng = getattr(activations, name), np.random.default_rng(9)
    z = rng.standard_normal((5, 3))
    assert check_backward(f, partial(activation_backward, name), z, rng=rng) is None
    with pytest.raises(ValueError, match="'softmax'; one of relu, sigmoid, tanh is needed"):
        activation_backward("softmax", z, z)


@pytest.mark.parametrize(("params", "came"), [(None, "NoneType"), ([[1.0]], "1 entries")])
def test_a_network_of_two_layers_has_four_arrays(params, came):
    for function in (two_layer_objective, two_layer_objective_grad):
        with pytest.raises(TypeError, match=f"{function.__name__}: params is {came}"):
            function(params, [[1.0]], [0])
