"""Comparisons of tensors and duals: of values, as with arrays."""

import operator

import numpy as np
import pytest

from dlkit.autodiff import Dual, Tensor
from dlkit.backprop import check_backward

X = np.array([[1.0, 2.0], [3.0, 0.0]])


def made(x):
    return Tensor(x), Dual(x, np.ones_like(x))


@pytest.mark.parametrize(
    "compare", [getattr(operator, n) for n in ("eq", "ne", "lt", "le", "gt", "ge")]
)
@pytest.mark.parametrize("other", [2.0, 2, np.float32(2), X.T, X.tolist()])
def test_each_element_is_compared(compare, other):
    for x in made(X):
        answer = compare(x, other)
        assert type(answer) is np.ndarray
        np.testing.assert_array_equal(answer, compare(X, np.asarray(other)))
        np.testing.assert_array_equal(compare(other, x), compare(np.asarray(other), X))


def test_tensors_are_compared_with_each_other():
    np.testing.assert_array_equal(Tensor(X) == Tensor(X.T), X == X.T)
    assert (Tensor(X) == None) is False  # noqa: E711 - what `in` and `==` of others do
    assert Tensor(X) != "a"
    with pytest.raises(TypeError):
        _ = Tensor(X) < "a"


@pytest.mark.parametrize("value", [0.0, [0.0], 3.0, [[-1.0]]])
def test_one_number_is_as_true_as_the_number(value):
    for x in made(np.array(value)):
        assert bool(x) is bool(np.ravel(value)[0])


@pytest.mark.parametrize("shape", [(2,), (0,), (1, 3)])
def test_several_numbers_are_neither(shape):
    for x in made(np.ones(shape)):
        with pytest.raises(ValueError, match="only one number is true or false"):
            bool(x)


def test_each_is_itself_in_a_set():
    a, b = Tensor([1.0]), Tensor([1.0])
    assert len({a, b}) == 2 and {a: 1}[a] == 1


@pytest.mark.parametrize("axis", [(0, 1), (1, 0), (0, 2), (2,), 1, -1, None, ()])
@pytest.mark.parametrize("keepdims", [False, True])
def test_the_largest_over_several_axes_has_a_way_back(axis, keepdims):
    x = np.random.default_rng(0).permutation(24.0 + np.arange(24)).reshape(2, 3, 4)

    def f(x):
        return Tensor(x).max(axis, keepdims).data

    def f_backward(dy, x):
        tensor = Tensor(x)
        tensor.max(axis, keepdims).backward(dy)
        return tensor.grad

    assert check_backward(f, f_backward, x, rng=np.random.default_rng(1)) is None


def test_of_equal_elements_over_several_axes_the_first_wins():
    x = Tensor(np.zeros((2, 2, 2)))
    x.max((0, 2)).backward(np.array([3.0, 5.0]))
    assert x.grad[0, 0, 0] == 3 and x.grad[0, 1, 0] == 5 and np.count_nonzero(x.grad) == 2


def test_a_scalar_that_is_nan_passes():
    x = Tensor(np.nan)
    x.relu().backward()
    assert np.isnan(x.grad)
