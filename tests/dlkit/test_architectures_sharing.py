"""Weights that tasks and layers share, and weights that come from another task."""

import numpy as np
import pytest

from dlkit.architectures import (
    freeze_and_finetune,
    multitask_loss_grads,
    tied_autoencoder_grads,
    tied_autoencoder_loss,
)
from dlkit.arguments import ShapeError
from dlkit.backprop import check_grad, numerical_gradient
from dlkit.losses import mse
from dlkit.optimizers import adam_step, momentum_step


def draw(*shape):
    return np.random.default_rng([*shape]).standard_normal(shape)


class TestTiedAutoencoder:
    @pytest.mark.parametrize(("n", "d", "h"), [(6, 4, 3), (1, 2, 5), (3, 1, 1)])
    def test_equals_pytorch_and_differences(self, n, d, h, torch, close):
        W, x = draw(d, h), draw(n, d) + 1
        tensor, samples = torch.tensor(W, requires_grad=True), torch.tensor(x)
        output = torch.tanh(samples @ tensor) @ tensor.T
        loss = torch.nn.functional.mse_loss(output, samples)
        loss.backward()
        close(tied_autoencoder_loss(W, x), loss.item())
        close(tied_autoencoder_grads(W, x), tensor.grad.numpy())
        pair = tied_autoencoder_loss, tied_autoencoder_grads
        assert check_grad(*pair, W, x, rng=np.random.default_rng(0)) is None

    def test_float32_stays_and_a_batch_is_needed(self):
        assert tied_autoencoder_grads(draw(4, 3).astype("f4"), draw(6, 4)).dtype == np.float32
        with pytest.raises(ValueError, match="an empty batch"):
            tied_autoencoder_grads(draw(4, 3), np.zeros((0, 4)))
        with pytest.raises(ShapeError, match=r"\(D, H\), \(N, D\) are needed"):
            tied_autoencoder_loss(draw(4, 3), draw(6, 3))


class TestMultitask:
    def problem(self):
        heads = [(draw(5, m), draw(m)) for m in (2, 1, 4)]
        targets = [draw(7, m) + 1 for m in (2, 1, 4)]
        targets[0][2:4], targets[2][0, 1:3] = np.nan, np.nan
        return (draw(3, 5), draw(5)), heads, draw(7, 3), targets, [0.5, 3.0, 1.0]

    def test_equals_pytorch(self, torch, close):
        shared, heads, x, targets, weights = self.problem()
        tensors = [torch.tensor(a, requires_grad=True) for a in (*shared, *sum(heads, ()))]
        h = torch.tanh(torch.tensor(x) @ tensors[0] + tensors[1])
        total = 0
        for W, b, y, w in zip(tensors[2::2], tensors[3::2], targets, weights, strict=True):
            known = torch.tensor(~np.isnan(y))
            total += w * ((h @ W + b - torch.tensor(y))[known] ** 2).mean()
        total.backward()
        loss, shared_grads, head_grads = multitask_loss_grads(shared, heads, x, targets, weights)
        assert loss == pytest.approx(total.item(), rel=1e-13)
        for mine, tensor in zip((*shared_grads, *sum(head_grads, ())), tensors, strict=True):
            close(mine, tensor.grad.numpy())

    def test_equals_central_differences(self):
        (W, b), *rest = self.problem()
        numerical = numerical_gradient(lambda W: multitask_loss_grads((W, b), *rest)[0], W)
        np.testing.assert_allclose(multitask_loss_grads((W, b), *rest)[1][0], numerical, atol=1e-7)

    def test_gradients_of_the_shared_layer_add_up_with_the_weights(self):
        shared, heads, x, targets, weights = self.problem()
        _, (dW, _), _ = multitask_loss_grads(shared, heads, x, targets, weights)
        alone = sum(
            w * multitask_loss_grads(shared, [head], x, [y], [1])[1][0]
            for head, y, w in zip(heads, targets, weights, strict=True)
        )
        np.testing.assert_allclose(dW, alone, rtol=1e-12)

    def test_a_weight_of_zero_or_no_known_target_takes_a_task_out(self):
        shared, heads, x, targets, _ = self.problem()
        first = multitask_loss_grads(shared, heads[:1], x, targets[:1], [1.0])
        without = multitask_loss_grads(shared, heads, x, targets, [1.0, 0, 0])
        unknown = [targets[0], *(np.full_like(y, np.nan) for y in targets[1:])]
        for loss, shared_grads, head_grads in (
            without,
            multitask_loss_grads(shared, heads, x, unknown, [1.0, 1, 1]),
        ):
            assert loss == first[0]
            np.testing.assert_array_equal(shared_grads[0], first[1][0])
            assert not any(np.any(g) for g in sum(head_grads[1:], ()))

    def test_what_does_not_fit_is_refused(self):
        shared, heads, x, targets, weights = self.problem()
        with pytest.raises(ValueError, match="3 heads, 2 targets and 3 weights"):
            multitask_loss_grads(shared, heads, x, targets[:2], weights)
        with pytest.raises(TypeError, match=r"heads\[2\] is no pair"):
            multitask_loss_grads(shared, [*heads[:2], heads[2][:1]], x, targets, weights)
        with pytest.raises(ValueError, match=r"task_weights\[1\] is -1"):
            multitask_loss_grads(shared, heads, x, targets, [1, -1, 1])
        flat = [targets[0], targets[1][:, 0], targets[2]]
        with pytest.raises(ShapeError, match=r"targets\[1\] has shape \(7,\); \(7, 1\)"):
            multitask_loss_grads(shared, heads, x, flat, weights)
        with pytest.raises(ValueError, match="an empty batch"):
            multitask_loss_grads(shared, heads, x[:0], [y[:0] for y in targets], weights)


def momentum(w, dw, v):
    return momentum_step(w, dw, np.zeros_like(w) if v is None else v, lr=0.1)


def adam(w, dw, state):
    m, v, t = state or (np.zeros_like(w), np.zeros_like(w), 0)
    w, m, v = adam_step(w, dw, m, v, t + 1, lr=0.1)
    return w, (m, v, t + 1)


class TestFineTuning:
    def problem(self):
        params = [draw(3, 2), draw(2), draw(2, 4).astype(np.float32)]
        return params, [False, True, True], [None, draw(2) + 1, draw(2, 4)]

    @pytest.mark.parametrize("opt", [momentum, adam])
    def test_trained_arrays_move_as_the_optimizer_says_and_frozen_ones_never(self, opt):
        params, mask, grads = self.problem()
        new, states, expected, state = params, None, params[1], None
        for _ in range(3):
            new, states = freeze_and_finetune(new, mask, grads, opt, states=states)
            expected, state = opt(expected, grads[1], state)
        np.testing.assert_array_equal(new[1], expected)
        assert new[0].tobytes() == params[0].tobytes()
        assert states[0] is None and states[1] is not None
        assert [a.dtype for a in new] == [a.dtype for a in params]

    def test_nothing_is_shared_with_what_came_in(self):
        params, mask, grads = self.problem()
        for a in params:
            a.setflags(write=False)

        def in_place(w, dw, state):
            w -= dw
            return w, None

        new, _ = freeze_and_finetune(params, mask, grads, in_place)
        assert not any(np.shares_memory(a, b) for a, b in zip(new, params, strict=True))
        np.testing.assert_array_equal(new[1], params[1] - grads[1])

    def test_what_does_not_fit_is_refused(self):
        params, mask, grads = self.problem()
        with pytest.raises(TypeError, match=r"grads\[0\] is None but mask\[0\] is True"):
            freeze_and_finetune(params, [True, True, False], grads, momentum)
        with pytest.raises(TypeError, match=r"mask\[1\] is 1; True"):
            freeze_and_finetune(params, [False, 1, False], grads, momentum)
        with pytest.raises(TypeError, match=r"opt returned ndarray; \(w, state\)"):
            freeze_and_finetune(params, mask, grads, lambda w, dw, state: w - dw)
        with pytest.raises(ValueError, match="equally long"):
            freeze_and_finetune(params, mask[:2], grads, momentum)
        with pytest.raises(ShapeError, match=r"params\[1\] has shape \(2,\) but grads\[1\]"):
            freeze_and_finetune(params, mask, [None, draw(1), draw(2, 4)], momentum)


def test_the_error_of_a_task_is_the_mean_squared_error():
    head, x, y = (np.eye(2), np.zeros(2)), draw(5, 2), draw(2, 5).T
    loss, _, _ = multitask_loss_grads(head, [head], x, [y], [1])
    assert loss == mse(np.tanh(x), y)
