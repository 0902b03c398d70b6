"""Every operation of the tape: PyTorch, differences, forward mode, dtypes, refusals."""

import numpy as np
import pytest

from dlkit import activations, losses
from dlkit.arguments import ShapeError
from dlkit.autodiff import (
    Dual,
    Tensor,
    backward_of,
    check_gradients,
    getitem_backward,
    jvp,
    loss_op,
    matmul_backward,
    max_backward,
    mean_backward,
    op,
    ops,
    sum_backward,
    unbroadcast,
)
from dlkit.backprop import two_layer_objective, two_layer_objective_grad


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


def test_the_gradient_of_a_maximum_goes_to_the_first(torch, close):
    x = np.array([[1.0, 5.0, 5.0], [7.0, 7.0, 7.0], [0.0, np.nan, 1.0]])
    y, t = Tensor(x), torch.tensor(x, requires_grad=True)
    dy = np.array([2.0, 3.0, 4.0])
    y.max(1).backward(dy)
    t.max(1).values.backward(torch.tensor(dy))
    np.testing.assert_array_equal(y.grad, [[0, 2, 0], [3, 0, 0], [0, 4, 0]])
    np.testing.assert_array_equal(y.grad, t.grad.numpy())
    z = Tensor(x[:2])
    z.max().backward()
    np.testing.assert_array_equal(z.grad, [[0, 0, 0], [1, 0, 0]])


@pytest.mark.parametrize("axis", [None, 0, -1])
@pytest.mark.parametrize("keepdims", [False, True])
def test_the_maximum_in_both_modes(axis, keepdims):
    def f(x):
        return x.max(axis=axis, keepdims=keepdims)

    x, v = draw(4, 3), draw(4, 3, seed=1)
    assert check_gradients(f, x, rng=np.random.default_rng(3)) is None
    y, tangent = jvp(f, x, v)
    dy = draw(*y.shape, seed=2)
    assert np.sum(dy * tangent) == pytest.approx(np.sum(backward_of(f)(dy, x)[0] * v), rel=1e-12)


@pytest.mark.parametrize("axes", [(), (2, 0, 1), (-1, 0, 1)])
def test_transposition_comes_back(axes):
    def f(x):
        return x.transpose(*axes) * 2

    assert f(Tensor(draw(4, 3, 2))).shape == np.transpose(draw(4, 3, 2), axes or None).shape
    assert check_gradients(f, draw(4, 3, 2), rng=np.random.default_rng(3)) is None


@pytest.mark.parametrize(
    ("big", "small"),
    [
        ((5, 1, 2, 4, 3), (2, 1, 3)),
        ((4, 3), ()),
        ((4, 3), (1, 1)),
        ((4, 3), (4, 3)),
        ((0, 3), (1, 3)),
        ((2, 0, 3), (3,)),
        ((1, 1), (1,)),
    ],
)
def test_unbroadcast_is_the_transpose_of_broadcasting(big, small):
    x, dy = draw(*small), draw(*big, seed=1)
    back = unbroadcast(dy, small)
    assert back.shape == small
    assert np.sum(np.broadcast_to(x, big) * dy) == pytest.approx(np.sum(x * back), abs=1e-12)


@pytest.mark.parametrize(("big", "small"), [((3,), (2, 3)), ((4, 3), (4,)), ((4, 3), (2, 3))])
def test_unbroadcast_refuses_what_was_never_broadcast(big, small):
    with pytest.raises(ShapeError, match="does not broadcast"):
        unbroadcast(np.ones(big), small)


def test_float32_stays_float32_among_numbers_and_float64_constants():
    x = Tensor(draw(4, 3).astype(np.float32))
    y = ((2.0 * x + 1) / np.float64(3)).exp().mean()
    y.backward()
    assert y.data.dtype == x.grad.dtype == np.float32
    z = Tensor(draw(4, 3).astype(np.float32))
    (z * draw(3)).sum().backward()
    assert z.grad.dtype == np.float32


def test_arrays_on_the_left_leave_the_operator_to_the_tensor(close):
    a, x = draw(4, 3), Tensor(draw(4, 3, seed=1))
    for result in (a + x, a - x, a * x, a / x, a.T @ x):
        assert isinstance(result, Tensor)
    close((a - x).data, a - x.data)


def test_extremes_empty_and_strided_without_a_warning():
    with np.errstate(all="raise"):
        x = Tensor([-1e4, 1e4, 0.0])
        (x.tanh() + x.relu() + ops.sigmoid(x) + (-(x * x)).exp()).sum().backward()
        assert np.isfinite(x.grad).all()
        empty = Tensor(np.zeros((0, 3)))
        ((empty @ np.ones((3, 2))).sum() + empty.exp().sum(0).sum()).backward()
        assert empty.grad.shape == (0, 3)
    strided = draw(6, 8).T[::2]
    strided.setflags(write=False)
    assert check_gradients(lambda x: (x * x).sum(1), strided, rng=np.random.default_rng(0)) is None


def test_data_is_never_changed_and_results_share_no_memory_with_selections():
    x = Tensor(draw(4, 3))
    before = x.data.copy()
    part = x[1:]
    (part * part).sum().backward()
    assert not np.shares_memory(part.data, x.data)
    np.testing.assert_array_equal(x.data, before)


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        (lambda x: x @ np.ones(3), ShapeError, r"matmul: the shapes are \(4, 3\) and \(3,\)"),
        (lambda x: x @ np.ones((4, 3)), ShapeError, r"\(\.\.\., n, k\) and \(\.\.\., k, m\)"),
        (lambda x: x + np.ones(4), ShapeError, r"add: the shapes \(4, 3\) and \(4,\)"),
        (lambda x: (x * x * 0).log(), ValueError, "log: the smallest element is 0.0"),
        (lambda x: (-(x * x)) ** 0.5, ValueError, "power: the smallest element is -"),
        (lambda x: (x * 0) ** -1, ValueError, "and the exponent -1.0"),
        (lambda x: x**x, TypeError, "power: the exponent is Tensor"),
        (lambda x: x[:0].mean(), ValueError, "nothing has no mean"),
        (lambda x: x[:0].max(), ValueError, "nothing has no mean and no maximum"),
        (lambda x: x + "a", TypeError, "operand has dtype"),
        (lambda x: Tensor(x), TypeError, "a Tensor already"),
        (lambda x: activations.relu(x), TypeError, "a Tensor came where a plain array is needed"),
        (lambda x: np.asarray(Dual(1.0, 1.0)), TypeError, "a Dual came"),
        (lambda x: Tensor([1j]), TypeError, "data has dtype complex128"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(wrong, error, message):
    with pytest.raises(error, match=message):
        wrong(Tensor(draw(4, 3)))


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


@pytest.mark.parametrize(
    ("function", "arguments", "options", "message"),
    [
        (sum_backward, (np.ones(3), np.ones((2, 3))), {"axis": 1}, r"the output has shape \(2,\)"),
        (sum_backward, (np.ones(2), np.ones((2, 3))), {"axis": 1, "keepdims": True}, r"\(2, 1\)"),
        (mean_backward, (np.ones((2, 3)), np.ones((2, 3))), {}, r"the output has shape \(\)"),
        (max_backward, (np.ones(2), np.ones((2, 3))), {"axis": 0}, r"the output has shape \(3,\)"),
        (getitem_backward, (np.ones(3), np.ones((2, 3))), {"index": 0}, None),
        (getitem_backward, (np.ones(2), np.ones((2, 3))), {"index": 0}, r"output has shape \(3,\)"),
        (matmul_backward, (np.ones((2, 2)), np.ones((2, 3)), np.ones((3, 4))), {}, r"\(2, 4\)"),
        (matmul_backward, (1.0, np.ones((2, 3)), np.ones((2, 4))), {}, r"\(2, 3\) and \(2, 4\)"),
    ],
)
def test_the_ways_back_demand_the_shape_of_the_output(function, arguments, options, message):
    if message is None:
        assert function(*arguments, **options).shape == arguments[1].shape
    else:
        with pytest.raises(ShapeError, match=f"^{function.__name__}: .*{message}"):
            function(*arguments, **options)


def test_the_ways_back_take_lists_and_keep_float32():
    x = np.ones((2, 3), np.float32)
    assert sum_backward([1, 2], x, axis=1).dtype == np.float32
    assert mean_backward(6, x).dtype == max_backward(6, x).dtype == np.float32
    assert getitem_backward([5, 5], x, index=(0, [1, 1])).tolist() == [[0, 10, 0], [0, 0, 0]]
    assert max_backward([7], [[2, 5, 5]], axis=-1).tolist() == [[0, 7, 0]]
