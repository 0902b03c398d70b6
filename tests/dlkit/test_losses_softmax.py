"""Log-sum-exp and softmax: values, invariances, extremes."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from dlkit.arguments import ShapeError
from dlkit.backprop import check_backward
from dlkit.losses import (
    log_softmax,
    log_softmax_backward,
    logsumexp,
    softmax,
    softmax_backward,
)

SHAPES = [(1, 1), (1, 4), (6, 3), (5,), (2, 3, 7)]
INF = np.inf
scores = hnp.arrays(np.float64, (4, 3), elements=st.floats(-1e4, 1e4, allow_nan=False, width=64))


def draw(shape, scale=3.0):
    return scale * np.random.default_rng([*shape]).standard_normal(shape)


def test_softmax_of_logarithms_gives_their_shares():
    np.testing.assert_allclose(
        softmax(np.log([[1.0, 2.0, 5.0], [3.0, 1.0, 4.0]])),
        [[0.125, 0.25, 0.625], [0.375, 0.125, 0.5]],
        rtol=1e-15,
    )
    np.testing.assert_allclose(log_softmax(np.log([1.0, 3.0])), np.log([0.25, 0.75]), rtol=1e-15)


def test_logsumexp_over_each_axis():
    z = np.log([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    np.testing.assert_allclose(logsumexp(z), np.log([6.0, 15.0]), rtol=1e-15)
    np.testing.assert_allclose(logsumexp(z, axis=0), np.log([5.0, 7.0, 9.0]), rtol=1e-15)
    assert logsumexp(z, axis=None) == pytest.approx(math.log(21), rel=1e-15)
    assert logsumexp(z, axis=1, keepdims=True).shape == (2, 1)
    assert logsumexp(z, axis=0, keepdims=True).shape == (1, 3)
    assert logsumexp(z, axis=None, keepdims=True).shape == (1, 1)
    assert isinstance(logsumexp(z, axis=None), np.float64)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("scale", [1.0, 1e3])
def test_equals_pytorch(shape, scale, torch, close):
    z, dy = draw(shape, scale), np.random.default_rng(1).standard_normal(shape)
    for axis in range(-1, len(shape)):
        t = torch.tensor(z, requires_grad=True)
        close(logsumexp(z, axis=axis), torch.logsumexp(t, axis).detach().numpy())
        expected = torch.softmax(t, axis)
        expected.backward(torch.tensor(dy))
        close(softmax(z, axis=axis), expected.detach().numpy())
        close(softmax_backward(dy, z, axis=axis), t.grad.numpy())
        expected, t.grad = torch.log_softmax(t, axis), None
        expected.backward(torch.tensor(dy))
        close(log_softmax(z, axis=axis), expected.detach().numpy())
        close(log_softmax_backward(dy, z, axis=axis), t.grad.numpy())


@pytest.mark.parametrize("shape", SHAPES)
def test_the_ways_back_equal_central_differences(shape):
    rng = np.random.default_rng(2)
    assert check_backward(softmax, softmax_backward, draw(shape), rng=rng) is None
    assert check_backward(log_softmax, log_softmax_backward, draw(shape), rng=rng) is None


def test_softmax_backward_equals_the_full_jacobian():
    z, dy = draw((4,)), np.array([0.3, -1.0, 2.0, 0.5])
    p = softmax(z)
    np.testing.assert_allclose(
        softmax_backward(dy, z), (np.diag(p) - np.outer(p, p)) @ dy, rtol=1e-13
    )


def test_a_constant_upstream_gradient_gives_zero():
    np.testing.assert_allclose(softmax_backward(np.full((5, 3), 7.0), draw((5, 3))), 0, atol=1e-15)


@given(scores)
def test_rows_add_up_to_one(z):
    p = softmax(z)
    assert ((p >= 0) & (p <= 1)).all()
    np.testing.assert_allclose(p.sum(axis=-1), 1, rtol=1e-14)


@given(scores, st.floats(-1e4, 1e4))
def test_a_constant_moves_logsumexp_and_leaves_softmax(z, c):
    np.testing.assert_allclose(logsumexp(z + c), logsumexp(z) + c, rtol=1e-12, atol=1e-11)
    np.testing.assert_allclose(softmax(z + c), softmax(z), rtol=0, atol=1e-11)


@given(scores)
def test_logsumexp_lies_between_the_maximum_and_log_c_more(z):
    gap = logsumexp(z) - z.max(axis=-1)
    assert (gap >= 0).all()
    assert (gap <= math.log(3) + 1e-11).all()


@given(scores, st.permutations(range(3)))
def test_permuted_scores_give_permuted_probabilities(z, order):
    np.testing.assert_allclose(softmax(z[:, order]), softmax(z)[:, order], rtol=1e-14)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [1e4, 1e-300, 0.0])
def test_extremes_without_a_warning(dtype, size):
    z = (np.array([[1.0, -1.0, 0.0], [1.0, 1.0, 1.0]]) * size).astype(dtype)
    with np.errstate(all="raise"):
        results = [softmax(z), log_softmax(z), logsumexp(z)]
        results += [way(np.eye(2, 3), z) for way in (softmax_backward, log_softmax_backward)]
    assert all(np.isfinite(result).all() for result in results)
    np.testing.assert_allclose(softmax(z)[1], 1 / 3, rtol=1e-6)


def test_log_softmax_is_finite_where_softmax_rounds_to_zero():
    np.testing.assert_array_equal(log_softmax([0.0, -1000.0]), [0.0, -1000.0])


def test_log_softmax_keeps_its_digits_at_large_scores():
    np.testing.assert_allclose(log_softmax([1e8, 1e8]), -math.log(2), rtol=1e-15)


def test_shares_too_small_for_a_float_are_zero_without_a_warning():
    with np.errstate(all="raise"):
        assert softmax([0.0, 0.0, -745.0])[2] == 0
        assert abs(softmax_backward([0.0, 1e-20], [0.0, -700.0])).max() < 1e-300


def test_each_row_is_shifted_by_its_own_maximum():
    z = np.array([[1e4, 0.0], [-1e4, -1e4]])
    np.testing.assert_allclose(logsumexp(z), [1e4, -1e4 + math.log(2)], rtol=1e-15)


def test_infinite_scores_where_the_value_is_defined():
    z = np.array([[-INF, 0.0, 0.0], [-INF, -INF, 3.0]])
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(softmax(z), [[0, 0.5, 0.5], [0, 0, 1]])
        np.testing.assert_allclose(logsumexp(z), [math.log(2), 3], rtol=1e-15)
        np.testing.assert_array_equal(log_softmax(z)[1], [-INF, -INF, 0])
        np.testing.assert_array_equal(logsumexp([[-INF, -INF], [INF, 1.0]]), [-INF, INF])
        assert logsumexp(np.full((2, 2), -INF), axis=None) == -INF


def test_a_sum_without_terms_has_the_logarithm_minus_infinity():
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(logsumexp(np.zeros((2, 0))), [-INF, -INF])
        assert logsumexp(np.zeros((0, 3))).shape == (0,)
        assert softmax(np.zeros((0, 3))).shape == (0, 3)


def test_a_row_of_only_minus_infinity_has_no_softmax():
    with pytest.warns(RuntimeWarning, match="invalid value"):
        assert np.isnan(softmax([-INF, -INF])).all()


def test_nan_stays_in_its_row():
    z = np.array([[np.nan, 1.0], [1.0, 1.0]])
    with np.errstate(all="raise"):
        for result in (softmax(z), log_softmax(z), logsumexp(z)[:, None]):
            assert np.isnan(result[0]).all()
            assert np.isfinite(result[1]).all()


def test_float32_stays_float32():
    z = draw((3, 4)).astype(np.float32)
    for result in (softmax(z), log_softmax(z), logsumexp(z), logsumexp(z, axis=None)):
        assert result.dtype == np.float32
    for way in (softmax_backward, log_softmax_backward):
        assert way(draw((3, 4)), z).dtype == np.float32
    np.testing.assert_allclose(softmax(z), softmax(z.astype(np.float64)), rtol=1e-5)


@pytest.mark.parametrize("function", [softmax, log_softmax, logsumexp])
def test_inputs_of_any_layout_are_read_and_never_changed(function):
    z = draw((6, 4))
    for view in (z.T, z[::2], z[:, ::-1]):
        view.setflags(write=False)
        np.testing.assert_allclose(function(view), function(view.copy()), rtol=1e-14)
        assert not np.shares_memory(function(view), z)


def test_a_single_score_is_returned_by_logsumexp_but_not_shared():
    z = np.zeros((3, 1))
    logsumexp(z)[:] = 1
    assert (z == 0).all()


@pytest.mark.parametrize("way", [softmax_backward, log_softmax_backward])
def test_the_ways_back_demand_equal_shapes(way):
    with pytest.raises(ShapeError, match=r"dy has shape \(3,\) but z has shape \(2, 3\)"):
        way(np.ones(3), np.ones((2, 3)))
