"""Batch norm and layer norm: fixed numbers, PyTorch, differences."""

import numpy as np
import pytest

from dlkit.arguments import ShapeError
from dlkit.backprop import check_backward
from dlkit.regularization import (
    batchnorm_backward,
    batchnorm_forward,
    fold_batchnorm,
    layernorm_backward,
    layernorm_forward,
    nn,
)


@pytest.fixture
def rng():
    return np.random.default_rng(11)


class TestBatchNorm:
    def arguments(self, rng, shape):
        features = shape[1]
        x = 3 + 2 * rng.standard_normal(shape)
        gamma, beta, mean = rng.standard_normal((3, features))
        return x, gamma, beta, mean, rng.uniform(0.5, 2, features)

    @pytest.mark.parametrize("train", [True, False])
    @pytest.mark.parametrize("shape", [(7, 3), (2, 3, 4, 5), (1, 2, 1, 3)])
    def test_equals_pytorchs(self, torch, rng, close, shape, train):
        x, gamma, beta, mean, var = arguments = self.arguments(rng, shape)
        layer = (torch.nn.BatchNorm1d if len(shape) == 2 else torch.nn.BatchNorm2d)(shape[1])
        layer = layer.double()
        with torch.no_grad():
            for place, array in (
                (layer.weight, gamma),
                (layer.bias, beta),
                (layer.running_mean, mean),
                (layer.running_var, var),
            ):
                place.copy_(torch.tensor(array))
        layer.train(train)
        tensor = torch.tensor(x, requires_grad=True)
        theirs = layer(tensor)
        y, new_mean, new_var = batchnorm_forward(*arguments, train=train)
        close(y, theirs.detach().numpy())
        close(new_mean, layer.running_mean.numpy())
        close(new_var, layer.running_var.numpy())
        dy = rng.standard_normal(shape)
        theirs.backward(torch.tensor(dy))
        gradients = batchnorm_backward(dy, *arguments, train=train)
        for ours, parameter in zip(gradients, (tensor, layer.weight, layer.bias), strict=True):
            close(ours, parameter.grad.numpy(), tolerance=1e-11)

    @pytest.mark.parametrize("train", [True, False])
    def test_agrees_with_differences(self, rng, train):
        x, gamma, beta, *state = self.arguments(rng, (6, 4))

        def f(x, gamma, beta):
            return batchnorm_forward(x, gamma, beta, *state, train=train)[0]

        def f_backward(dy, x, gamma, beta):
            return batchnorm_backward(dy, x, gamma, beta, *state, train=train)

        assert check_backward(f, f_backward, x, gamma, beta, rng=rng) is None

    def test_the_gradient_leaves_mean_and_size_alone(self, rng):
        x, gamma, beta, *state = self.arguments(rng, (50, 3))
        dx, *_ = batchnorm_backward(rng.standard_normal((50, 3)), x, gamma, beta, *state, eps=1e-12)
        normalized = (x - x.mean(axis=0)) / x.std(axis=0)
        np.testing.assert_allclose(dx.sum(axis=0), 0, atol=1e-12)
        np.testing.assert_allclose((dx * normalized).sum(axis=0), 0, atol=1e-9)

    def test_conventions_in_fixed_numbers(self):
        one, zero = np.ones(1), np.zeros(1)
        x = np.array([[1.0], [5.0]])  # mean 3, biased variance 4, unbiased 8
        y, mean, var = batchnorm_forward(x, one, zero, zero, one, momentum=0.25, eps=5.0)
        np.testing.assert_allclose(y, [[-2 / 3], [2 / 3]])  # eps inside the root: 4 + 5 = 9
        np.testing.assert_allclose([mean, var], [[0.75], [2.75]])
        assert zero == 0 and one == 1
        y, mean, var = batchnorm_forward([[7.0]], one, zero, 3 * one, 4 * one, train=False, eps=5.0)
        np.testing.assert_allclose([y[0], mean, var], [[4 / 3], [3], [4]])

    def test_a_constant_feature_is_beta(self):
        x = np.full((4, 1), 1e4)
        with np.errstate(all="raise"):
            y, *_ = batchnorm_forward(x, [2.0], [5.0], [0.0], [1.0])
            dx, *_ = batchnorm_backward([[1.0], [2.0], [0.0], [5.0]], x, [2.0], [5.0], [0.0], [1.0])
        np.testing.assert_array_equal(y, 5)
        assert np.isfinite(dx).all()

    def test_refusals(self):
        one = np.ones(2)
        with pytest.raises(ValueError, match=r"\(1, 2\), 1 value per feature; training needs at"):
            batchnorm_forward(np.ones((1, 2)), one, one, one, one)
        with pytest.raises(ValueError, match="0 values per feature"):
            batchnorm_forward(np.ones((0, 2)), one, one, one, one)
        with pytest.raises(ShapeError, match=r"gamma has shape \(3,\); \(2,\) is needed"):
            batchnorm_forward(np.ones((4, 2)), np.ones(3), one, one, one)
        with pytest.raises(ShapeError, match=r"\(N, D\) or \(N, C, H, W\)"):
            batchnorm_forward(np.ones((4, 2, 3)), one, one, one, one)
        with pytest.raises(ValueError, match=r"momentum is 1\.5"):
            batchnorm_forward(np.ones((4, 2)), one, one, one, one, momentum=1.5)
        with pytest.raises(ShapeError, match="dy has shape"):
            batchnorm_backward(np.ones((4, 1)), np.ones((4, 2)), one, one, one, one)

    def test_the_layer_keeps_a_state_of_its_own(self, rng):
        first, second = nn.BatchNorm(3), nn.BatchNorm(3)
        x = 4 + rng.standard_normal((200, 3))
        for _ in range(80):
            first.forward(x)
        np.testing.assert_array_equal(second.buffers["running_mean"], 0)
        first.train(False)
        state = first.buffers["running_var"].copy()
        np.testing.assert_allclose(first.forward(x).mean(axis=0), 0, atol=1e-2)
        np.testing.assert_array_equal(first.buffers["running_var"], state)
        # Evaluation of a single sample works, and its gradient is that of evaluation.
        dx = (first.forward(x[:1]), first.backward(np.ones((1, 3))))[1]
        np.testing.assert_allclose(dx[0], 1 / np.sqrt(state + 1e-5))

    @pytest.mark.parametrize("shape", [(4, 3), (3, 2, 2, 2)])
    def test_folded_weights_do_both(self, rng, shape):
        from dlkit.convolution import conv2d_forward
        from dlkit.shapes import dense_forward

        layer, data = (dense_forward, (5, 4)) if len(shape) == 2 else (conv2d_forward, (5, 2, 4, 3))
        x, W, b = (rng.standard_normal(s) for s in (data, shape, (3,)))
        _, *norm = self.arguments(rng, (1, 3))
        expected = batchnorm_forward(layer(x, W, b), *norm, train=False)[0]
        np.testing.assert_allclose(layer(x, *fold_batchnorm(W, b, *norm)), expected, rtol=1e-10)
        with pytest.raises(ShapeError, match="b has shape"):
            fold_batchnorm(W, b[:2], *norm)
        with pytest.raises(ShapeError, match="W has shape"):
            fold_batchnorm(b, b, *norm)


class TestLayerNorm:
    @pytest.mark.parametrize("shape", [(5, 4), (1, 4), (2, 3, 4)])
    def test_equals_pytorchs(self, torch, rng, close, shape):
        x, gamma, beta = rng.standard_normal(shape), *rng.standard_normal((2, 4))
        tensors = [torch.tensor(a, requires_grad=True) for a in (x, gamma, beta)]
        theirs = torch.nn.functional.layer_norm(tensors[0], (4,), *tensors[1:])
        close(layernorm_forward(x, gamma, beta), theirs.detach().numpy())
        dy = rng.standard_normal(shape)
        theirs.backward(torch.tensor(dy))
        for ours, tensor in zip(layernorm_backward(dy, x, gamma, beta), tensors, strict=True):
            close(ours, tensor.grad.numpy())

    def test_agrees_with_differences(self, rng):
        arrays = rng.standard_normal((6, 4)), *rng.standard_normal((2, 4))
        assert check_backward(layernorm_forward, layernorm_backward, *arrays, rng=rng) is None

    def test_a_single_feature_is_beta_and_float32_stays(self, rng):
        np.testing.assert_array_equal(layernorm_forward([[7.0], [8.0]], [3.0], [2.0]), 2)
        x = rng.standard_normal((3, 4)).astype(np.float32)
        assert layernorm_forward(x, np.ones(4), np.zeros(4)).dtype == np.float32
        gradients = layernorm_backward(np.ones((3, 4)), x, np.ones(4, np.float32), np.zeros(4))
        assert [g.dtype for g in gradients] == [np.float32, np.float32, np.float64]

    def test_refusals(self):
        with pytest.raises(ShapeError, match=r"gamma \(1,\) and beta \(4,\)"):
            layernorm_forward(np.ones((3, 4)), np.ones(1), np.ones(4))
        with pytest.raises(ValueError, match="without features"):
            layernorm_forward(np.ones((3, 0)), np.ones(0), np.ones(0))


@pytest.mark.parametrize("scale", [1e4, 1e-300, 0.0])
def test_norms_stay_silent_at_extremes(rng, scale):
    x, one, zero = scale * rng.standard_normal((5, 3)), np.ones(3), np.zeros(3)
    with np.errstate(all="raise"):
        results = [
            batchnorm_forward(x, one, zero, zero, one)[0],
            *batchnorm_backward(x, x, one, zero, zero, one),
            layernorm_forward(x, one, zero),
            *layernorm_backward(x, x, one, zero),
        ]
    assert all(np.isfinite(result).all() for result in results)
