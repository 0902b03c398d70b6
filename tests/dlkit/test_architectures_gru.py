"""The GRU against PyTorch, differences, and forced gates."""

import numpy as np
import pytest

from dlkit.activations import sigmoid
from dlkit.architectures import gru_backward, gru_forward, gru_step, gru_step_backward
from dlkit.arguments import ShapeError
from dlkit.backprop import check_backward

SHAPES = [(4, 6, 3, 5), (1, 2, 4, 3), (3, 1, 2, 4), (2, 5, 1, 1), (2, 0, 3, 4), (0, 3, 2, 4)]


def problem(n, t, d, h, dtype=np.float64):
    """Return x, h0, Wx, Wh, b and an upstream gradient for every state."""
    rng = np.random.default_rng([n, t, d, h])
    shapes = (n, t, d), (n, h), (d, 3 * h), (h, 3 * h), (3 * h,), (n, t, h)
    *inputs, dh = (rng.standard_normal(shape).astype(dtype) for shape in shapes)
    return inputs, dh


def of_pytorch(torch, inputs, dh):
    x, h0, Wx, Wh, b = (torch.tensor(a, requires_grad=True) for a in inputs)
    layer = torch.nn.GRU(x.shape[2], h0.shape[1], batch_first=True).double()
    weights = {"weight_ih_l0": Wx.T, "weight_hh_l0": Wh.T, "bias_ih_l0": b}
    weights["bias_hh_l0"] = torch.zeros_like(b)
    h, _ = torch.func.functional_call(layer, weights, (x, h0[None]))
    h.backward(torch.tensor(dh))
    return h.detach().numpy(), [a.grad.numpy() for a in (x, h0, Wx, Wh, b)]


@pytest.mark.parametrize("shape", [*SHAPES[:4], (3, 40, 2, 5)])
def test_states_and_gradients_equal_pytorchs(shape, torch, close):
    inputs, dh = problem(*shape)
    h, gradients = of_pytorch(torch, inputs, dh)
    close(gru_forward(*inputs), h)
    _, saved = gru_forward(*inputs, return_saved=True)
    for mine, theirs, again in zip(
        gru_backward(dh, *inputs), gradients, gru_backward(dh, *inputs, saved=saved), strict=True
    ):
        close(mine, theirs)
        np.testing.assert_array_equal(mine, again)
    assert gru_backward(dh, *inputs, need_dx=False)[0] is None


def test_one_step_is_the_layer_of_length_one(torch, close):
    (x, *rest), dh = problem(4, 1, 3, 5)
    h, (dx, *gradients) = of_pytorch(torch, (x, *rest), dh)
    close(gru_step(x[:, 0], *rest), h[:, 0])
    mine = gru_step_backward(dh[:, 0], x[:, 0], *rest)
    for a, b in zip(mine, (dx[:, 0], *gradients), strict=True):
        close(a, b)


@pytest.mark.parametrize("shape", SHAPES[:4])
def test_gradients_equal_central_differences(shape):
    (x, *rest), _ = problem(*shape)
    rng = np.random.default_rng(0)
    assert check_backward(gru_forward, gru_backward, x, *rest, rng=rng) is None
    assert check_backward(gru_step, gru_step_backward, x[:, 0], *rest, rng=rng) is None


def forced(r=0.0, z=0.0):
    (x, h, Wx, Wh, b), _ = problem(4, 1, 3, 5)
    x, b = x[:, 0], b + np.repeat([r, z, 0.0], 5)
    return gru_step(x, h, Wx, Wh, b), h, x @ Wx + b, h @ Wh


def test_an_update_gate_near_one_keeps_the_state_and_near_zero_takes_the_candidate():
    new, h, _, _ = forced(z=100)
    np.testing.assert_allclose(new, h, atol=1e-15)
    new, _, a, u = forced(z=-100)
    r = sigmoid(a[:, :5] + u[:, :5])
    np.testing.assert_allclose(new, np.tanh(a[:, 10:] + r * u[:, 10:]), rtol=1e-12)


def test_a_closed_reset_gate_makes_the_candidate_forget_the_state():
    new, _, a, _ = forced(r=-100, z=-100)
    np.testing.assert_allclose(new, np.tanh(a[:, 10:]), rtol=1e-12)


FUNCTIONS = {
    "forward": lambda inputs, dh: (gru_forward(*inputs),),
    "backward": lambda inputs, dh: gru_backward(dh, *inputs),
}


@pytest.mark.parametrize("name", FUNCTIONS)
class TestEverywhere:
    @pytest.mark.parametrize("shape", SHAPES)
    def test_shapes_are_right_also_without_steps_or_samples(self, name, shape):
        inputs, dh = problem(*shape)
        expected = [dh.shape] if name == "forward" else [a.shape for a in inputs]
        assert [a.shape for a in FUNCTIONS[name](inputs, dh)] == expected

    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    def test_precision_stays_nothing_is_changed_and_extremes_do_not_warn(self, name, dtype):
        inputs, dh = problem(4, 6, 3, 5, dtype)
        for size in (1, 1e4, 1e-30):
            moved = [dtype(size) * inputs[0], *inputs[1:]]
            for a in (*moved, dh):
                a.setflags(write=False)
            with np.errstate(all="raise"):
                result = FUNCTIONS[name](moved, dh)
            assert all(a.dtype == dtype and np.isfinite(a).all() for a in result)

    @pytest.mark.parametrize("place", range(5))
    def test_a_shape_that_does_not_fit_is_named(self, name, place):
        inputs, dh = problem(4, 6, 3, 5)
        inputs[place] = inputs[place][..., :-1]
        with pytest.raises(ShapeError, match=r"^gru_\w+: the shapes are x .*\(D, 3H\)"):
            FUNCTIONS[name](inputs, dh)
