"""Whole networks on the tape, and a student's own pairs and losses as its operations."""

import numpy as np
import pytest

from dlkit import activations, losses
from dlkit.arguments import ShapeError
from dlkit.autodiff import (
    Tensor,
    backward_of,
    check_gradients,
    loss_op,
    op,
    ops,
)
from dlkit.backprop import two_layer_objective, two_layer_objective_grad


def draw(*shape, seed=0):
    return np.random.default_rng([seed, *shape]).standard_normal(shape)


def test_a_students_pair_is_an_operation(close):
    def swish(z):
        return z * activations.sigmoid(z)

    def swish_backward(dy, z):
        s = activations.sigmoid(z)
        return dy * (s + z * s * (1 - s))

    mine = op(swish, swish_backward)
    z = draw(4, 3)
    close(backward_of(mine)(z, z)[0], activations.silu_backward(z, z))
    assert mine.__name__ == "swish"
    close(mine(z), swish(z))  # of plain arrays it is the plain function


@pytest.mark.parametrize(
    ("f_backward", "came"),
    [
        (lambda dy, x, y: dy, r"\[\(2, 3\)\]"),
        (lambda dy, x, y: (dy, dy.sum(0)), r"\[\(2, 3\), \(3,\)\]"),
    ],
)
def test_a_backward_that_does_not_fit_is_named(f_backward, came):
    mine = op(np.add, f_backward)
    with pytest.raises(ShapeError, match=rf"^add: .* of the shapes {came}; the inputs have"):
        mine(Tensor(draw(2, 3)), Tensor(draw(2, 3))).sum().backward()


def test_a_wrong_pair_is_caught_by_the_check():
    wrong = op(activations.tanh, lambda dy, z: dy * (1 - z**2))
    message = check_gradients(wrong, draw(4, 3), rng=np.random.default_rng(0))
    assert "differs from central differences" in message


def test_a_loss_of_ones_own_keeps_the_precision_of_the_predictions():
    mine = loss_op(losses.mse, losses.mse_grad)
    p = Tensor(np.ones(3, np.float32))
    loss = mine(p, np.zeros(3))
    loss.backward()
    assert loss.data.dtype == p.grad.dtype == np.float32


def test_an_mlp_on_the_tape_equals_the_gradients_by_hand(close):
    x, labels = draw(7, 4), np.array([0, 2, 1, 1, 0, 2, 2])
    params = (draw(4, 5), draw(5), draw(5, 3), draw(3))
    tensors = W1, b1, W2, b2 = [Tensor(p) for p in params]
    h = ops.tanh(ops.dense_forward(x, W1, b1))
    objective = ops.cross_entropy(ops.dense_forward(h, W2, b2), labels)
    objective = objective + 0.05 * ((W1**2).sum() + (W2**2).sum())
    objective.backward()
    assert float(objective) == pytest.approx(two_layer_objective(params, x, labels, lam=0.1))
    by_hand = two_layer_objective_grad(params, x, labels, lam=0.1)
    for tensor, gradient in zip(tensors, by_hand, strict=True):
        close(tensor.grad, gradient)


def test_a_recurrent_net_with_attention_equals_pytorch(torch, close):
    # Shared weights used at every step, indexing, batched products, a reduction, and a loss.
    x, labels = draw(9, 4, 3), np.array([1, 0, 4, 2])  # (T, N, D), (N,)
    inputs = [0.5 * draw(3, 6), 0.5 * draw(6, 6, seed=1), draw(6), draw(6, 5)]

    def logits(x, Wx, Wh, b, V, stack, softmax):
        h, states = 0.0 * (x[0] @ Wx), []
        for t in range(9):
            h = (x[t] @ Wx + h @ Wh + b).tanh()
            states.append(h)
        H = stack(states)  # (N, T, H)
        scores = (H @ h.reshape(4, 6, 1)).reshape(4, 9)
        weights = softmax(scores * 6**-0.5).reshape(4, 1, 9)
        return (weights @ H).reshape(4, 6) @ V

    def stacked(states):
        places = [np.eye(9)[:, t : t + 1] for t in range(9)]  # (T, 1) @ (N, 1, H) -> (N, T, H)
        return sum(place @ h.reshape(4, 1, 6) for place, h in zip(places, states, strict=True))

    tensors = [Tensor(a) for a in inputs]
    loss = ops.cross_entropy(logits(Tensor(x), *tensors, stacked, ops.softmax), labels)
    loss.backward()
    reference = [torch.tensor(a, requires_grad=True) for a in inputs]
    outputs = logits(
        torch.tensor(x), *reference, lambda h: torch.stack(h, 1), lambda z: torch.softmax(z, -1)
    )
    expected = torch.nn.functional.cross_entropy(outputs, torch.tensor(labels))
    expected.backward()
    close(loss.data, expected.detach().numpy())
    for tensor, other in zip(tensors, reference, strict=True):
        close(tensor.grad, other.grad.numpy())


def test_the_published_example_of_micrograd():
    # Karpathy, micrograd, 2020, README: 24.7041, 138.8338 and 645.5773.
    a, b = Tensor(-4.0), Tensor(2.0)
    c = a + b
    d = a * b + b**3
    c = c + c + 1
    c = c + 1 + c + (-a)
    d = d + d * 2 + (b + a).relu()
    d = d + 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g = g + 10.0 / f
    g.backward()
    assert [f"{float(v):.4f}" for v in (g.data, a.grad, b.grad)] == [
        "24.7041",
        "138.8338",
        "645.5773",
    ]
