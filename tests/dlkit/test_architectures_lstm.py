"""The LSTM against PyTorch, differences, forced gates, and the figures that the lecture shows."""

import numpy as np
import pytest

from dlkit.activations import sigmoid
from dlkit.architectures import lstm_backward, lstm_forward, lstm_step, lstm_step_backward
from dlkit.arguments import ShapeError
from dlkit.backprop import check_backward

SHAPES = [(4, 6, 3, 5), (1, 2, 4, 3), (3, 1, 2, 4), (2, 5, 1, 1), (2, 0, 3, 4), (0, 3, 2, 4)]


def problem(n, t, d, h, dtype=np.float64):
    """Return x, h0, c0, W, b and upstream gradients for all states and cells."""
    rng = np.random.default_rng([n, t, d, h])
    shapes = (n, t, d), (n, h), (n, h), (d + h, 4 * h), (4 * h,), (n, t, h), (n, t, h)
    *inputs, dh, dc = (rng.standard_normal(shape).astype(dtype) for shape in shapes)
    return inputs, dh, dc


def of_pytorch(torch, inputs, dh, dc_last):
    """Return states, last cells and gradients of PyTorch's layer, whose gates are i, f, g, o."""
    x, h0, c0, W, b = (torch.tensor(a, requires_grad=True) for a in inputs)
    D, H = x.shape[2], h0.shape[1]
    order = torch.cat([torch.arange(4 * H).reshape(4, H)[k] for k in (0, 1, 3, 2)])
    layer = torch.nn.LSTM(D, H, batch_first=True).double()
    weights = {
        "weight_ih_l0": W[:D].T[order],
        "weight_hh_l0": W[D:].T[order],
        "bias_ih_l0": b[order],
        "bias_hh_l0": torch.zeros_like(b),
    }
    h, (_, c) = torch.func.functional_call(layer, weights, (x, (h0[None], c0[None])))
    torch.autograd.backward([h, c], [torch.tensor(dh), torch.tensor(dc_last)[None]])
    return h.detach(), c[0].detach(), [a.grad.numpy() for a in (x, h0, c0, W, b)]


class TestAgainstPyTorch:
    @pytest.mark.parametrize("shape", [*SHAPES[:4], (3, 40, 2, 5)])
    def test_states_and_gradients_are_equal(self, shape, torch, close):
        inputs, dh, dc = problem(*shape)
        dc[:, :-1] = 0  # PyTorch gives out the last cells only
        h, c_last, gradients = of_pytorch(torch, inputs, dh, dc[:, -1])
        states, cells = lstm_forward(*inputs)
        close(states, h)
        close(cells[:, -1], c_last)
        for mine, theirs in zip(lstm_backward(dh, dc, *inputs), gradients, strict=True):
            close(mine, theirs)

    def test_one_step_is_the_layer_of_length_one(self, torch, close):
        (x, *rest), dh, dc = problem(4, 1, 3, 5)
        h, c, (dx, *gradients) = of_pytorch(torch, (x, *rest), dh, dc[:, 0])
        mine = lstm_step(x[:, 0], *rest)
        close(mine[0], h[:, 0])
        close(mine[1], c)
        mine = lstm_step_backward(dh[:, 0], dc[:, 0], x[:, 0], *rest)
        for a, b in zip(mine, (dx[:, 0], *gradients), strict=True):
            close(a, b)


class TestGradients:
    @pytest.mark.parametrize("shape", SHAPES[:4])
    def test_equal_central_differences(self, shape):
        (x, *rest), _, _ = problem(*shape)
        rng = np.random.default_rng(0)

        def both(*inputs):
            return np.stack(lstm_forward(*inputs))

        def both_backward(dy, *inputs):
            return lstm_backward(dy[0], dy[1], *inputs)

        assert check_backward(both, both_backward, x, *rest, rng=rng) is None

        def step(*inputs):
            return np.stack(lstm_step(*inputs))

        def step_backward(dy, *inputs):
            return lstm_step_backward(dy[0], dy[1], *inputs)

        assert check_backward(step, step_backward, x[:, 0], *rest, rng=rng) is None

    def test_saved_arrays_change_nothing_and_a_cell_that_is_not_read_gets_none(self):
        inputs, dh, dc = problem(4, 6, 3, 5)
        (h, _), saved = lstm_forward(*inputs, return_saved=True)
        np.testing.assert_array_equal(h, lstm_forward(*inputs)[0])
        for _ in range(2):  # the first call must not use them up
            for a, b in zip(
                lstm_backward(dh, None, *inputs, saved=saved),
                lstm_backward(dh, 0 * dc, *inputs),
                strict=True,
            ):
                np.testing.assert_array_equal(a, b)
        assert lstm_backward(dh, dc, *inputs, need_dx=False)[0] is None
        with pytest.raises(ShapeError, match="another forward pass"):
            lstm_backward(dh[:, :2], None, inputs[0][:, :2], *inputs[1:], saved=saved)


class TestGates:
    """With a bias of plus or minus 100 a gate is open or closed, whatever comes in."""

    def step(self, **open_gates):
        (x, h, c, W, b), _, _ = problem(4, 1, 3, 5)
        b = b.copy()
        for place, gate in enumerate("ifo"):
            if gate in open_gates:
                b[5 * place : 5 * (place + 1)] = 100 if open_gates[gate] else -100
        x = x[:, 0]
        new_h, new_c = lstm_step(x, h, c, W, b)
        return c, new_h, new_c, np.hstack([x, h]) @ W + b

    def test_a_closed_input_and_an_open_forget_gate_keep_the_cell(self):
        c, _, new_c, _ = self.step(i=False, f=True)
        np.testing.assert_allclose(new_c, c, atol=1e-15)

    def test_an_open_input_and_a_closed_forget_gate_write_the_candidate(self):
        _, _, new_c, z = self.step(i=True, f=False)
        np.testing.assert_allclose(new_c, np.tanh(z[:, 15:]), rtol=1e-12)

    def test_the_output_gate_shows_the_tanh_of_the_cell_or_nothing(self):
        _, new_h, new_c, _ = self.step(o=True)
        np.testing.assert_allclose(new_h, np.tanh(new_c), rtol=1e-12)
        assert np.abs(self.step(o=False)[1]).max() < 1e-15

    def test_the_gates_are_sigmoids_in_the_order_i_f_o_g(self):
        c, new_h, new_c, z = self.step()
        i, f, o, g = z[:, :5], z[:, 5:10], z[:, 10:15], z[:, 15:]
        np.testing.assert_allclose(new_c, sigmoid(f) * c + sigmoid(i) * np.tanh(g), rtol=1e-12)
        np.testing.assert_allclose(new_h, sigmoid(o) * np.tanh(new_c), rtol=1e-12)

    def test_the_gradient_passes_an_open_cell_unchanged(self):
        inputs, dh, dc = problem(4, 50, 3, 5)
        inputs[4][:5], inputs[4][5:10], dc[:, :-1] = -100, 100, 0
        dc0 = lstm_backward(0 * dh, dc, *inputs)[2]
        np.testing.assert_allclose(dc0, dc[:, -1], rtol=1e-12)


FUNCTIONS = {
    "forward": lambda inputs, dh, dc: lstm_forward(*inputs),
    "backward": lambda inputs, dh, dc: lstm_backward(dh, dc, *inputs),
}


@pytest.mark.parametrize("name", FUNCTIONS)
class TestEverywhere:
    @pytest.mark.parametrize("shape", SHAPES)
    def test_shapes_are_right_also_without_steps_or_samples(self, name, shape):
        inputs, dh, dc = problem(*shape)
        expected = [a.shape for a in ((dh, dc) if name == "forward" else inputs)]
        assert [a.shape for a in FUNCTIONS[name](inputs, dh, dc)] == expected

    def test_float32_stays_and_nothing_is_changed(self, name):
        inputs, dh, dc = problem(4, 6, 3, 5, np.float32)
        for a in (*inputs, dh, dc):
            a.setflags(write=False)
        result = FUNCTIONS[name](inputs, dh, dc)
        assert {a.dtype.name for a in result} == {"float32"}
        wide = FUNCTIONS[name](*(problem(4, 6, 3, 5)))
        for a, b in zip(result, wide, strict=True):
            np.testing.assert_allclose(a, b, atol=1e-4 * np.abs(b).max())

    def test_layout_does_not_matter(self, name):
        inputs, dh, dc = problem(4, 6, 3, 5)
        *strange, dh2, dc2 = (
            np.asfortranarray(np.repeat(a, 2, axis=0))[::2] for a in (*inputs, dh, dc)
        )
        for a, b in zip(
            FUNCTIONS[name](strange, dh2, dc2), FUNCTIONS[name](inputs, dh, dc), strict=True
        ):
            np.testing.assert_allclose(a, b, rtol=1e-11, atol=1e-13)

    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    def test_extremes_give_no_warning(self, name, dtype):
        inputs, dh, dc = problem(4, 6, 3, 5, dtype)
        with np.errstate(all="raise"):
            for size in (1e4, 1e-30):
                moved = [dtype(size) * inputs[0], *inputs[1:]]
                assert all(np.isfinite(a).all() for a in FUNCTIONS[name](moved, dh, dc))

    @pytest.mark.parametrize("place", range(5))
    def test_a_shape_that_does_not_fit_is_named(self, name, place):
        inputs, dh, dc = problem(4, 6, 3, 5)
        inputs[place] = inputs[place][..., :-1]
        with pytest.raises(ShapeError, match=r"^lstm_\w+: the shapes are x .*\(D\+H, 4H\)"):
            FUNCTIONS[name](inputs, dh, dc)


def share_of_the_gradient(back, forget_bias, seed, T=100, D=16, H=64):
    """Return how much of a cell's gradient is left `back` steps before, at PyTorch's start."""
    rng = np.random.default_rng(seed)
    W = rng.uniform(-1, 1, size=(D + H, 4 * H)) / np.sqrt(H)
    b = rng.uniform(-1, 1, size=4 * H) / np.sqrt(H)
    b[H : 2 * H] = forget_bias
    x, zeros = rng.standard_normal((1, T, D)), np.zeros((1, H))
    h, c = lstm_forward(x, zeros, zeros, W, b)
    now = T - 1 - back
    dh, dc = np.zeros((1, back, H)), np.zeros((1, back, H))
    dh[:, -1] = rng.standard_normal((1, H))
    gradients = lstm_backward(dh, dc, x[:, now + 1 :], h[:, now], c[:, now], W, b)
    o = np.hstack([x[:, -1], h[:, -2]]) @ W[:, 2 * H : 3 * H] + b[2 * H : 3 * H]
    last = dh[:, -1] * sigmoid(o) * (1 - np.tanh(c[:, -1]) ** 2)
    return np.linalg.norm(gradients[2]) / np.linalg.norm(last)


@pytest.mark.parametrize(
    ("forget_bias", "back", "least", "most"),
    [(0, 50, 1e-13, 1e-9), (1, 50, 1e-6, 1e-3), (2, 50, 1e-2, 0.3), (0, 99, 1e-24, 1e-18)],
)
def test_a_forget_bias_is_what_keeps_the_gradient(forget_bias, back, least, most):
    shares = [share_of_the_gradient(back, forget_bias, seed) for seed in range(5)]
    assert least < np.median(shares) < most
