"""What the boxes of the autodiff notebook say of PyTorch and Python is true of those installed."""

import graphlib

import numpy as np
import pytest

from dlkit.autodiff import getitem_backward, matmul_backward, max_backward, unbroadcast

torch = pytest.importorskip("torch")


def leaf(values):
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def test_python_sorts_a_dictionary_of_parents():
    order = list(graphlib.TopologicalSorter({0: [1, 2], 1: [3], 2: [3], 3: []}).static_order())
    assert order[0] == 3 and order[-1] == 0


def test_grad_fn_is_a_pull():
    x = leaf(2.0)
    y = x.tanh()
    assert y.grad_fn(torch.tensor(3.0, dtype=torch.float64)).item() == pytest.approx(
        3 * (1 - np.tanh(2.0) ** 2)
    )


def test_leaves_accumulate_and_a_second_walk_needs_the_graph():
    x = leaf(3.0)
    y = x * x
    y.backward(retain_graph=True)
    y.backward()
    assert x.grad.item() == 12
    with pytest.raises(RuntimeError, match="second time"):
        y.backward()


def test_sum_to_size_undoes_the_stretching():
    dy = np.arange(12.0).reshape(4, 3)
    for shape in ((3,), (4, 1), (1, 1)):
        theirs = torch.tensor(dy).sum_to_size(shape)
        np.testing.assert_allclose(theirs.numpy(), unbroadcast(dy, shape))


def test_a_stack_is_transposed_by_mt():
    rng = np.random.default_rng(0)
    dy, a, b = rng.normal(size=(5, 4, 2)), rng.normal(size=(5, 4, 3)), rng.normal(size=(5, 3, 2))
    np.testing.assert_allclose(torch.tensor(dy) @ torch.tensor(b).mT, matmul_backward(dy, a, b)[0])


def test_dim_may_be_called_axis():
    x = leaf([[1.0, 2.0], [3.0, 5.0]])
    assert x.sum(axis=1).tolist() == x.sum(dim=1).tolist() == [3.0, 8.0]


def test_index_put_adds_as_often_as_a_place_occurs():
    dy, index = np.array([1.0, 10.0, 100.0]), [2, 0, 2]
    dx = torch.zeros(4, dtype=torch.float64)
    dx.index_put_((torch.tensor(index),), torch.tensor(dy), accumulate=True)
    np.testing.assert_array_equal(dx.numpy(), getitem_backward(dy, np.zeros(4), index=index))


def test_a_tie_goes_to_the_first_over_an_axis_and_is_shared_otherwise():
    row = [[2.0, 5.0, 5.0]]
    for largest, expected in (
        (lambda x: x.max(dim=1).values, max_backward([1.0], row, axis=1).tolist()),
        (lambda x: x.max(), [[0.0, 0.5, 0.5]]),
        (lambda x: x.amax(dim=1), [[0.0, 0.5, 0.5]]),
    ):
        x = leaf(row)
        largest(x).sum().backward()
        assert x.grad.tolist() == expected


def test_detach_shares_its_data_and_no_grad_remembers_nothing():
    x = leaf([1.0, 2.0])
    cut = x.detach()
    assert not cut.requires_grad and cut.data_ptr() == x.data_ptr()
    assert not torch.tensor(1.0).requires_grad
    with torch.no_grad():
        assert (x * x).grad_fn is None
    assert (x * x).grad_fn is not None


def test_forward_mode_gives_value_and_rate():
    x, v = torch.tensor([2.0, 3.0]), torch.tensor([1.0, 10.0])
    value, rate = torch.func.jvp(lambda x: x[0] * x[1], (x,), (v,))
    assert (value.item(), rate.item()) == (6.0, 23.0)
