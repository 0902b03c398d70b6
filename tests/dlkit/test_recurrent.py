"""Recurrent steps and sequences against PyTorch, differences, and each other."""

import numpy as np
import pytest

from dlkit.activations import relu, relu_backward, tanh
from dlkit.arguments import ShapeError
from dlkit.backprop import check_backward
from dlkit.recurrent import (
    rnn_backward,
    rnn_forward,
    rnn_step,
    rnn_step_backward,
    truncated_bptt,
)

SHAPES = [(4, 6, 3, 5), (1, 2, 4, 3), (3, 1, 2, 4), (2, 5, 1, 1), (2, 0, 3, 4), (0, 3, 2, 4)]
LINEAR = {"activation": lambda z: z, "activation_backward": lambda dy, z: dy}
RELU = {"activation": relu, "activation_backward": relu_backward}


def problem(n, t, d, h, dtype=np.float64):
    """Return x, h0, Wx, Wh, b and an upstream gradient for every state."""
    rng = np.random.default_rng([n, t, d, h])
    shapes = (n, t, d), (n, h), (d, h), (h, h), (h,), (n, t, h)
    *inputs, dh = (rng.standard_normal(shape).astype(dtype) for shape in shapes)
    return inputs, dh


def of_pytorch(torch, inputs, dh, nonlinearity="tanh"):
    """Return the states and the gradients of PyTorch's layer, its two biases made one."""
    x, h0, Wx, Wh, b = (torch.tensor(a, requires_grad=True) for a in inputs)
    layer = torch.nn.RNN(*Wx.shape, nonlinearity=nonlinearity, batch_first=True).double()
    weights = {"weight_ih_l0": Wx.T, "weight_hh_l0": Wh.T, "bias_ih_l0": b}
    weights["bias_hh_l0"] = torch.zeros_like(b)
    h, _ = torch.func.functional_call(layer, weights, (x, h0[None]))
    h.backward(torch.tensor(dh))
    return h.detach().numpy(), [a.grad.numpy() for a in (x, h0, Wx, Wh, b)]


class TestAgainstPyTorch:
    @pytest.mark.parametrize("shape", [*SHAPES[:4], (3, 40, 2, 5)])
    @pytest.mark.parametrize("nonlinearity", ["tanh", "relu"])
    def test_states_and_gradients_are_equal(self, shape, nonlinearity, torch, close):
        inputs, dh = problem(*shape)
        pair = RELU if nonlinearity == "relu" else {}
        inputs[3] /= 2 * np.sqrt(shape[3])  # a ReLU network of 40 steps must not explode
        h, gradients = of_pytorch(torch, inputs, dh, nonlinearity)
        forward = {k: v for k, v in pair.items() if k == "activation"}
        close(rnn_forward(*inputs, **forward), h)
        for mine, theirs in zip(rnn_backward(dh, *inputs, **pair), gradients, strict=True):
            close(mine, theirs)

    def test_one_step_is_the_layer_of_length_one(self, torch, close):
        (x, *rest), dh = problem(4, 1, 3, 5)
        h, (dx, *gradients) = of_pytorch(torch, (x, *rest), dh)
        close(rnn_step(x[:, 0], *rest), h[:, 0])
        mine = rnn_step_backward(dh[:, 0], x[:, 0], *rest)
        for a, b in zip(mine, (dx[:, 0], *gradients), strict=True):
            close(a, b)


class TestGradients:
    @pytest.mark.parametrize("shape", SHAPES[:4])
    def test_equal_central_differences(self, shape):
        (x, *rest), _ = problem(*shape)
        rng = np.random.default_rng(0)
        assert check_backward(rnn_forward, rnn_backward, x, *rest, rng=rng) is None
        assert check_backward(rnn_step, rnn_step_backward, x[:, 0], *rest, rng=rng) is None

    def test_a_sequence_adds_up_its_steps(self, close):
        (x, h0, *weights), dh = problem(4, 6, 3, 5)
        states = [h0, *np.moveaxis(rnn_forward(x, h0, *weights), 1, 0)]
        later, total = 0.0, [0.0, 0.0, 0.0]
        for t in reversed(range(6)):
            _, later, *parts = rnn_step_backward(dh[:, t] + later, x[:, t], states[t], *weights)
            total = [a + b for a, b in zip(total, parts, strict=True)]
        _, dh0, *sums = rnn_backward(dh, x, h0, *weights)
        close(later, dh0)
        for a, b in zip(total, sums, strict=True):
            close(a, b)

    def test_the_saved_states_change_nothing_and_spare_the_forward_pass(self):
        inputs, dh = problem(4, 6, 3, 5)
        h, saved = rnn_forward(*inputs, return_saved=True)
        np.testing.assert_array_equal(h, rnn_forward(*inputs))

        def never(z):
            raise AssertionError("the forward pass ran again")

        with_saved = rnn_backward(dh, *inputs, saved=saved, activation=never)
        for a, b in zip(with_saved, rnn_backward(dh, *inputs), strict=True):
            np.testing.assert_array_equal(a, b)
        assert rnn_backward(dh, *inputs, need_dx=False)[0] is None


class TestTruncated:
    @pytest.mark.parametrize("k", [6, 7, 100])
    def test_pieces_as_long_as_the_sequence_cut_nothing(self, k):
        inputs, dh = problem(4, 6, 3, 5)
        for a, b in zip(truncated_bptt(dh, *inputs, k=k), rnn_backward(dh, *inputs), strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-12)

    @pytest.mark.parametrize(("k", "first"), [(1, 6), (2, 6), (3, 6), (4, 4), (5, 5)])
    def test_the_gradient_of_the_last_state_ends_at_its_piece(self, k, first):
        inputs, dh = problem(4, 7, 3, 5)
        dh[:, :-1] = 0
        dx, dh0, *_ = truncated_bptt(dh, *inputs, k=k)
        reached = np.flatnonzero(np.abs(dx).sum(axis=(0, 2)))
        np.testing.assert_array_equal(reached, np.arange(first, 7))
        assert not dh0.any()

    def test_pieces_are_layers_that_start_from_the_state_before(self, close):
        (x, h0, *weights), dh = problem(4, 7, 3, 5)
        state, total = h0, 0.0
        for now in (slice(0, 3), slice(3, 6), slice(6, 7)):
            total = total + rnn_backward(dh[:, now], x[:, now], state, *weights)[3]
            state = rnn_forward(x[:, now], state, *weights)[:, -1]
        close(truncated_bptt(dh, x, h0, *weights, k=3)[3], total)

    def test_k_is_a_whole_number_from_one_on(self):
        inputs, dh = problem(4, 7, 3, 5)
        for k, error in ((0, ValueError), (1.5, TypeError)):
            with pytest.raises(error, match="truncated_bptt: k is"):
                truncated_bptt(dh, *inputs, k=k)


FUNCTIONS = [
    ("forward", lambda inputs, dh: (rnn_forward(*inputs),)),
    ("backward", lambda inputs, dh: rnn_backward(dh, *inputs)),
    ("truncated", lambda inputs, dh: truncated_bptt(dh, *inputs, k=2)),
]


@pytest.mark.parametrize(("name", "call"), FUNCTIONS, ids=[name for name, _ in FUNCTIONS])
class TestEverywhere:
    @pytest.mark.parametrize("shape", SHAPES)
    def test_shapes_are_those_of_the_inputs_also_without_steps_or_samples(self, name, call, shape):
        inputs, dh = problem(*shape)
        expected = [dh.shape] if name == "forward" else [a.shape for a in inputs]
        assert [a.shape for a in call(inputs, dh)] == expected

    def test_float32_stays_and_nothing_is_changed(self, name, call):
        inputs, dh = problem(4, 6, 3, 5, np.float32)
        for a in (*inputs, dh):
            a.setflags(write=False)
        assert {a.dtype.name for a in call(inputs, dh)} == {"float32"}

    def test_layout_does_not_matter(self, name, call):
        inputs, dh = problem(4, 6, 3, 5)
        strange = [np.asfortranarray(np.repeat(a, 2, axis=0))[::2] for a in (*inputs, dh)]
        for a, b in zip(call(strange[:-1], strange[-1]), call(inputs, dh), strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-12)

    def test_extremes_give_no_warning(self, name, call):
        inputs, dh = problem(4, 6, 3, 5)
        with np.errstate(all="raise"):
            for size in (1e4, 1e-300):
                assert all(np.isfinite(a).all() for a in call([size * inputs[0], *inputs[1:]], dh))

    @pytest.mark.parametrize("place", range(5))
    def test_a_shape_that_does_not_fit_is_named(self, name, call, place):
        inputs, dh = problem(4, 6, 3, 5)
        inputs[place] = inputs[place][..., :-1]
        with pytest.raises(ShapeError, match=r"^\w+: the shapes are x \(4, 6, .*are needed"):
            call(inputs, dh)


class TestConventions:
    def test_fixed_numbers_of_one_step(self):
        # atanh(0.5) = 0.549306...
        h = rnn_step([[1.0, 2.0]], [[3.0]], [[0.1], [0.2]], [[-0.05]], [0.19930614433405484])
        np.testing.assert_allclose(h, [[0.5]], rtol=1e-15)

    def test_the_state_before_the_first_step_is_not_among_the_states(self):
        (x, h0, *weights), _ = problem(4, 6, 3, 5)
        first = tanh(x[:, 0] @ weights[0] + h0 @ weights[1] + weights[2])
        np.testing.assert_allclose(rnn_forward(x, h0, *weights)[:, 0], first, rtol=1e-14)

    def test_samples_do_not_meet(self):
        (x, h0, *weights), _ = problem(4, 6, 3, 5)
        order = [2, 0, 3, 1]
        np.testing.assert_allclose(
            rnn_forward(x[order], h0[order], *weights), rnn_forward(x, h0, *weights)[order]
        )

    def test_what_comes_later_does_not_act_on_earlier_states(self):
        (x, *rest), _ = problem(4, 6, 3, 5)
        changed = x.copy()
        changed[:, 4:] += 1
        before, after = rnn_forward(x, *rest), rnn_forward(changed, *rest)
        np.testing.assert_array_equal(before[:, :4], after[:, :4])
        assert (before[:, 4] != after[:, 4]).any()

    def test_a_backward_of_the_wrong_shape_is_named(self):
        (x, *rest), dh = problem(4, 6, 3, 5)
        with pytest.raises(ShapeError, match="activation_backward returned"):
            rnn_step_backward(dh[:, 0], x[:, 0], *rest, activation_backward=lambda dy, z: dy[:1])
