"""An engine asked with plain data: graphs as lists, expressions as functions."""

import numpy as np
import pytest

from dlkit.autodiff import (
    derivatives,
    edge_count,
    graph_sizes,
    local_gradients,
    topo_order,
    value_and_grads,
)
from dlkit.check import expressions, programs

torch = pytest.importorskip("torch")
DIAMOND = [[1, 2], [3], [3], [], [0]]  # node 4 is not reached from the root
ONE_OPERAND = (
    *(expressions.square, expressions.minus, expressions.three_times, expressions.half_of),
    *(expressions.cube, expressions.inverse_square, expressions.root, expressions.zeroth_power),
    *(expressions.exponential, expressions.logarithm, expressions.hyperbolic_tangent),
    expressions.rectified,
)
OF_NUMBERS = (
    *((expressions.identity, 1), (expressions.diamond, 1), (expressions.two_diamonds, 2)),
    *((expressions.late_use, 2), (expressions.unused, 2), (expressions.bumpy, 3)),
)


def test_a_graph_of_numbers_is_ordered_and_counted():
    assert topo_order(DIAMOND) == [3, 1, 2, 0]
    assert edge_count(DIAMOND) == 4
    assert edge_count([[1, 1], []]) == 2
    assert topo_order(expressions.chain_of_nodes) == list(range(expressions.CHAIN))[::-1]


@pytest.mark.parametrize("ask", [topo_order, edge_count])
def test_a_graph_without_nodes_or_with_a_number_too_many_is_refused(ask):
    for parents in ([], [[1]], [[-1], []]):
        with pytest.raises(ValueError, match="nodes"):
            ask(parents)


def torch_slopes(f, *numbers):
    leaves = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in numbers]
    value = f(*leaves)
    value.backward()
    return value.item(), [0.0 if x.grad is None else x.grad.item() for x in leaves]


@pytest.mark.parametrize("f", ONE_OPERAND, ids=lambda f: f.__name__)
def test_one_operation_hands_back_what_torch_hands_back(f):
    value, (slope,) = torch_slopes(f, 1.7)
    expected = value, [2.5 * slope]
    assert np.allclose(np.hstack(local_gradients(f, 1.7, dy=2.5)), np.hstack(expected), rtol=1e-13)


@pytest.mark.parametrize(("f", "count"), OF_NUMBERS, ids=lambda each: getattr(each, "__name__", ""))
def test_derivatives_are_those_of_torch_and_add_up_in_the_leaves(f, count):
    numbers = (0.7, -1.3, 0.4)[:count]
    value, slopes = torch_slopes(f, *numbers)
    for times in (0, 1, 3):
        answer = derivatives(f, *numbers, times=times)
        assert np.allclose(answer[0], value, rtol=1e-13)
        assert np.allclose(answer[1], times * np.array(slopes), rtol=1e-13)


def test_a_long_chain_has_no_recursion():
    value, (slope,) = derivatives(expressions.long_chain, 2.0)
    uses = expressions.CHAIN + 1
    assert (round(value, 9), round(slope, 9)) == (2.0 * uses, uses)


def test_arrays_have_the_gradients_of_torch():
    rng = np.random.default_rng(0)
    arrays = rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    tensors = [torch.tensor(x, requires_grad=True) for x in arrays]
    expressions.dense_tanh(*tensors).backward()
    _, gradients = value_and_grads(expressions.dense_tanh, *arrays)
    for gradient, tensor in zip(gradients, tensors, strict=True):
        np.testing.assert_allclose(gradient, tensor.grad.numpy(), rtol=1e-12)


def test_an_array_that_does_not_matter_gets_zeros():
    _, (_, zeros) = value_and_grads(lambda x, y: x.sum(), np.ones(3), np.ones((2, 2)))
    np.testing.assert_array_equal(zeros, np.zeros((2, 2)))


@pytest.mark.parametrize(
    ("program", "sizes"),
    [
        (programs.silent_and_loud, [1, 2]),
        (programs.silent_twice, [1, 1, 2]),
        (programs.silent_until_an_error, [2]),
        (programs.detached, [2, 1, 3, 1, 1]),
        (programs.total_of_losses, [1, 3]),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_only_what_needs_a_gradient_is_remembered(program, sizes):
    assert graph_sizes(program, np.array([1.0, 2.0])) == sizes
