"""Every operation of the tape against PyTorch, differences and forward mode."""

import numpy as np
import pytest

from dlkit import losses
from dlkit.autodiff import (
    Dual,
    Tensor,
    backward_of,
    check_gradients,
    jvp,
    ops,
)


def draw(*shape, seed=0):
    return np.random.default_rng([seed, *shape]).standard_normal(shape)


def positive(*shape):
    return 0.5 + np.abs(draw(*shape))


# An expression that means the same for tensors of dlkit and of PyTorch, and its inputs.
EXPRESSIONS = {
    "add": (lambda a, b: a + b, draw(5, 1, 3), draw(4, 1)),
    "subtract": (lambda a, b: a - b, draw(3), draw(2, 4, 3)),
    "multiply": (lambda a, b: a * b, draw(5, 1, 3), draw(1, 4, 1)),
    "divide": (lambda a, b: a / b, draw(4, 3), positive(3)),
    "with numbers": (lambda a: 2 - (3 * a + 1) / 4 + 5 / a, positive(4, 3)),
    "with arrays": (lambda a: 2.0 * (-a) + a * a, draw(4, 3)),
    "cube": (lambda a: a**3, draw(4, 3)),
    "root": (lambda a: a**0.5, positive(4, 3)),
    "power 0": (lambda a: a**0, np.array([0.0, -2.0, 3.0])),
    "exp": (lambda a: a.exp(), draw(4, 3)),
    "log": (lambda a: a.log(), positive(4, 3)),
    "relu": (lambda a: a.relu(), draw(4, 3)),
    "tanh": (lambda a: a.tanh(), draw(4, 3)),
    "matmul": (lambda a, b: a @ b, draw(5, 3), draw(3, 2)),
    "batched matmul": (lambda a, b: a @ b, draw(6, 5, 3), draw(6, 3, 2)),
    "shared matmul": (lambda a, b: a @ b, draw(2, 6, 5, 3), draw(3, 4)),
    "stretched matmul": (lambda a, b: a @ b, draw(2, 1, 5, 3), draw(7, 3, 4)),
    "sum": (lambda a: a.sum(), draw(4, 3)),
    "sum over an axis": (lambda a: a.sum(1), draw(4, 3, 2)),
    "sum over axes": (lambda a: a.sum((0, -1), keepdims=True) * a, draw(4, 3, 2)),
    "mean": (lambda a: a.mean(), draw(4, 3)),
    "mean over axes": (lambda a: a.mean((-1, 0)), draw(4, 3, 2)),
    "mean kept": (lambda a: a - a.mean(-1, keepdims=True), draw(4, 3)),
    "reshape": (lambda a: a.reshape(2, -1) + a.reshape((2, 6)), draw(4, 3)),
    "slice": (lambda a: a[1:, ::2], draw(4, 3)),
    "row": (lambda a: a[-1], draw(4, 3)),
    "new axis": (lambda a: a[:, None] * a, draw(4, 3)),
    "repeated indices": (lambda a: a[[0, 2, 0, 0]], draw(4, 3)),
    "pairs of indices": (lambda a: a[[0, 1, 1], [2, 0, 0]], draw(4, 3)),
    "mask": (lambda a: a[np.array([True, False, True, True])], draw(4, 3)),
    "used twice": (lambda a: a * a + a, draw(4, 3)),
    "composite": (
        lambda x, W, b, V: ((((x @ W + b).tanh() @ V) ** 2).mean(0) / (1 + b[:2].exp())).log(),
        draw(6, 3),
        draw(3, 5),
        draw(5),
        draw(5, 2),
    ),
}
# dlkit's name, its inputs, PyTorch's version.
PAIRS = {
    "dense_forward": (
        (draw(5, 3), draw(3, 2), draw(2)),
        lambda torch, x, W, b: torch.nn.functional.linear(x, W.T, b),
    ),
    "sigmoid": ((draw(4, 3),), lambda torch, z: torch.sigmoid(z)),
    "softplus": ((draw(4, 3),), lambda torch, z: torch.nn.functional.softplus(z)),
    "elu": ((draw(4, 3),), lambda torch, z: torch.nn.functional.elu(z)),
    "selu": ((draw(4, 3),), lambda torch, z: torch.nn.functional.selu(z)),
    "silu": ((draw(4, 3),), lambda torch, z: torch.nn.functional.silu(z)),
    "gelu": ((draw(4, 3),), lambda torch, z: torch.nn.functional.gelu(z)),
    "leaky_relu": (
        (draw(4, 3), positive(3)),
        lambda torch, z, a: torch.where(z > 0, z, a * z),
    ),
    "maxout": (
        (draw(5, 3), draw(4, 3, 2), draw(4, 2)),
        lambda torch, x, W, b: (x @ W + b[:, None, :]).max(0).values,
    ),
    "softmax": ((draw(4, 3),), lambda torch, z: torch.softmax(z, -1)),
    "log_softmax": ((draw(4, 3),), lambda torch, z: torch.log_softmax(z, -1)),
}
WITHOUT_FORWARD_MODE = {"dense_forward", "leaky_relu", "maxout", "log_softmax"}
each_expression = pytest.mark.parametrize("name", EXPRESSIONS)
each_pair = pytest.mark.parametrize("name", PAIRS)


def equal_to_pytorch(torch, close, ours, theirs, inputs):
    x, t = [Tensor(a) for a in inputs], [torch.tensor(a, requires_grad=True) for a in inputs]
    y, expected = ours(*x), theirs(*t)
    dy = draw(*y.shape, seed=9) + 0.1
    y.backward(dy)
    expected.backward(torch.tensor(dy))
    close(y.data, expected.detach().numpy())
    for tensor, reference in zip(x, t, strict=True):
        close(tensor.grad, reference.grad.numpy())


@each_expression
def test_expressions_equal_pytorch(name, torch, close):
    f, *inputs = EXPRESSIONS[name]
    equal_to_pytorch(torch, close, f, f, inputs)


@each_expression
def test_expressions_equal_central_differences(name):
    f, *inputs = EXPRESSIONS[name]
    assert check_gradients(f, *inputs, rng=np.random.default_rng(1)) is None


@each_expression
def test_forward_mode_agrees_with_reverse_mode(name, close):
    f, *inputs = EXPRESSIONS[name]
    x, *others = inputs
    v = draw(*x.shape, seed=5)
    constants = [Dual(a, np.zeros_like(a)) for a in others]
    y, tangent = jvp(lambda dual: f(dual, *constants), x, v)
    close(y, f(*map(Tensor, inputs)).data)
    dy = draw(*y.shape, seed=6)
    reverse = backward_of(f)(dy, *inputs)[0]
    assert np.sum(dy * tangent) == pytest.approx(np.sum(reverse * v), rel=1e-11, abs=1e-13)


@each_pair
def test_pairs_equal_pytorch(name, torch, close):
    inputs, theirs = PAIRS[name]
    equal_to_pytorch(
        torch,
        close,
        getattr(ops, name),
        lambda *t: theirs(torch, *t),
        [np.array(a) for a in inputs],
    )


@each_pair
def test_pairs_go_forward_or_say_that_they_cannot(name, close):
    (x, *others), _ = PAIRS[name]
    f, v = getattr(ops, name), draw(4, 3, seed=5)
    if name in WITHOUT_FORWARD_MODE:
        with pytest.raises(TypeError, match=rf"^{name}: there is no rule for forward mode"):
            jvp(lambda dual: f(dual, *others), x, np.ones_like(x))
    else:
        _, tangent = jvp(f, x, v)
        dy = draw(4, 3, seed=6)
        assert np.sum(dy * tangent) == pytest.approx(np.sum(backward_of(f)(dy, x)[0] * v))


@pytest.mark.parametrize("name", ["mse", "mae", "huber", "bce_with_logits"])
def test_regression_losses_are_those_of_the_pairs(name, close):
    p, t = draw(5, 3), np.abs(draw(5, 3, seed=1)) % 1
    x = Tensor(p)
    loss = getattr(ops, name)(x, t)
    (3 * loss).backward()
    assert float(loss) == getattr(losses, name)(p, t)
    close(x.grad, 3 * getattr(losses, f"{name}_grad")(p, t))


@pytest.mark.parametrize("name", ["cross_entropy", "hinge", "soft_cross_entropy", "kl_divergence"])
def test_losses_of_classes_end_a_network(name, torch, close):
    x, W, labels = draw(6, 3), draw(3, 4), np.array([0, 3, 1, 2, 2, 0])
    soft = losses.smooth_labels(labels, 4, smoothing=0.1)
    targets = labels if name in ("cross_entropy", "hinge") else soft
    rng = np.random.default_rng(2)

    def f(x, W):
        return getattr(ops, name)(ops.tanh(x @ W), targets)

    assert check_gradients(f, x, W, rng=rng) is None


def test_the_loss_of_a_tensor_of_targets_is_refused():
    with pytest.raises(TypeError, match=r"^mse: the targets are a tensor"):
        ops.mse(Tensor([1.0]), Tensor([1.0]))
