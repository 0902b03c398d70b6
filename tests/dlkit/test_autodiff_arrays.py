"""Operations of the tape on awkward arrays: ties, broadcasting, dtypes, extremes, refusals."""

import numpy as np
import pytest

from dlkit import activations
from dlkit.arguments import ShapeError
from dlkit.autodiff import (
    Dual,
    Tensor,
    backward_of,
    check_gradients,
    getitem_backward,
    jvp,
    matmul_backward,
    max_backward,
    mean_backward,
    ops,
    sum_backward,
    unbroadcast,
)


def draw(*shape, seed=0):
    return np.random.default_rng([seed, *shape]).standard_normal(shape)


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
