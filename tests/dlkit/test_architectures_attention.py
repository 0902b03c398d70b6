"""Attention against PyTorch and differences, its masks and its symmetries."""

import numpy as np
import pytest

from dlkit.architectures import attention, attention_backward, causal_mask
from dlkit.arguments import ShapeError
from dlkit.backprop import check_backward
from dlkit.losses import softmax

SHAPES = [(2, 4, 5, 3, 6), (1, 1, 3, 2, 4), (3, 5, 1, 4, 2)]


def problem(n, t, s, d, m, dtype=np.float64):
    """Return Q, K, V and an upstream gradient."""
    rng = np.random.default_rng([n, t, s, d, m])
    shapes = (n, t, d), (n, s, d), (n, s, m), (n, t, m)
    *inputs, dy = (rng.standard_normal(shape).astype(dtype) for shape in shapes)
    return inputs, dy


def masks(n, t, s):
    rng = np.random.default_rng(3)
    some = rng.random((n, t, s)) < 0.6
    some[0, 0] = False  # a place that may look nowhere
    return {"no mask": None, "one mask": np.tri(t, s, dtype=bool), "a mask each": some}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("which", ["no mask", "one mask", "a mask each"])
def test_values_and_gradients_equal_pytorchs_and_differences(shape, which, torch, close):
    inputs, dy = problem(*shape)
    mask = masks(*shape[:3])[which]
    tensors = [torch.tensor(a, requires_grad=True) for a in inputs]
    # The plain formula: scaled_dot_product_attention has no gradient for a row without places.
    scores = tensors[0] @ tensors[1].transpose(1, 2) / np.sqrt(shape[3])
    allowed = torch.tensor(np.ones(scores.shape, bool) if mask is None else mask)
    seeing = allowed.any(-1, keepdim=True)
    weights = torch.softmax(scores.masked_fill(~allowed & seeing, -torch.inf), -1) * seeing
    y = weights @ tensors[2]
    y.backward(torch.tensor(dy))
    close(attention(*inputs, mask=mask), y.detach().numpy())
    for mine, tensor in zip(attention_backward(dy, *inputs, mask=mask), tensors, strict=True):
        close(mine, tensor.grad.numpy())

    def f(Q, K, V):
        return attention(Q, K, V, mask=mask)

    def f_backward(dy, *inputs):
        return attention_backward(dy, *inputs, mask=mask)

    assert check_backward(f, f_backward, *inputs, rng=np.random.default_rng(0)) is None


def test_equals_pytorchs_own_attention_also_for_a_place_that_sees_nothing(torch, close):
    inputs, _ = problem(2, 4, 5, 3, 6)
    mask = masks(2, 4, 5)["a mask each"]
    theirs = torch.nn.functional.scaled_dot_product_attention(
        *map(torch.tensor, inputs), attn_mask=torch.tensor(mask)
    )
    close(attention(*inputs, mask=mask), theirs.numpy())
    assert not attention(*inputs, mask=mask)[0, 0].any()


def test_scores_are_divided_by_the_root_of_the_number_of_features():
    q, k, v = np.array([[[3.0, 0, 0, 0]]]), np.zeros((1, 2, 4)), np.array([[[0.0], [1.0]]])
    k[0, 1, 0] = 2
    assert attention(q, k, v)[0, 0, 0] == pytest.approx(softmax([0, 6 / 2])[1])


def test_without_a_mask_the_order_of_the_places_does_not_matter():
    (Q, K, V), _ = problem(2, 4, 5, 3, 6)
    order = [3, 0, 4, 2, 1]
    np.testing.assert_allclose(attention(Q, K[:, order], V[:, order]), attention(Q, K, V))
    np.testing.assert_allclose(attention(Q[:, ::-1], K, V), attention(Q, K, V)[:, ::-1])


def test_a_causal_mask_hides_what_comes_later():
    (Q, K, V), _ = problem(2, 5, 5, 3, 6)
    before = attention(Q, K, V, mask=causal_mask(5))
    K[:, 3:], V[:, 3:] = 7.0, -7.0
    after = attention(Q, K, V, mask=causal_mask(5))
    np.testing.assert_array_equal(before[:, :3], after[:, :3])
    np.testing.assert_allclose(before[:, 0], V[:, 0])  # the first place sees itself alone


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_precision_stays_nothing_is_changed_and_extremes_do_not_warn(dtype):
    inputs, dy = problem(2, 4, 5, 3, 6, dtype)
    for size in (1, 1e4, 1e-30):
        moved = [dtype(size) * inputs[0], *inputs[1:]]
        for a in (*moved, dy):
            a.setflags(write=False)
        with np.errstate(all="raise"):
            y = attention(*moved, mask=np.tri(4, 5, -1, dtype=bool))
            gradients = attention_backward(dy, *moved, mask=np.tri(4, 5, -1, dtype=bool))
        assert all(a.dtype == dtype and np.isfinite(a).all() for a in (y, *gradients))


def test_no_samples_are_no_trouble():
    inputs, dy = problem(0, 4, 5, 3, 6)
    assert attention(*inputs).shape == (0, 4, 6)
    assert [g.shape for g in attention_backward(dy, *inputs)] == [a.shape for a in inputs]


def test_what_does_not_fit_is_refused():
    (Q, K, V), dy = problem(2, 4, 5, 3, 6)
    with pytest.raises(ShapeError, match=r"attention: mask has shape \(5, 4\); \(4, 5\) or"):
        attention(Q, K, V, mask=np.ones((5, 4), bool))
    with pytest.raises(TypeError, match="bool is needed"):
        attention(Q, K, V, mask=np.ones((4, 5)))
    with pytest.raises(ShapeError, match=r"\(N, T, D\), \(N, S, D\), \(N, S, M\)"):
        attention(Q, K[:, :-1], V)
    with pytest.raises(ShapeError, match="attention_backward"):
        attention_backward(dy[..., 1:], Q, K, V)
