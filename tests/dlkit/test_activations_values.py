"""Fixed numbers, identities and kinks of the single activations."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from dlkit.activations import (
    elu,
    elu_backward,
    erf,
    gelu,
    leaky_relu,
    leaky_relu_backward,
    relu,
    relu_backward,
    selu,
    sigmoid,
    sigmoid_backward,
    silu,
    softplus,
    tanh,
    tanh_backward,
)
from dlkit.arguments import ShapeError
from dlkit.backprop import check_backward

inputs = hnp.arrays(np.float64, 6, elements=st.floats(-1e4, 1e4, width=64))


def draw(*shape):
    return np.random.default_rng([*shape]).standard_normal(shape)


class TestSigmoid:
    def test_logits_of_known_shares(self):
        np.testing.assert_allclose(sigmoid(np.log([1 / 3, 1, 4])), [0.25, 0.5, 0.8], rtol=1e-15)

    @given(inputs)
    def test_is_symmetric_and_monotone(self, z):
        np.testing.assert_allclose(sigmoid(-z), 1 - sigmoid(z), rtol=0, atol=1e-15)
        assert (np.diff(sigmoid(np.sort(z))) >= 0).all()

    def test_keeps_its_tails(self):
        # 1 - s would be 0 from z = 37 on; the slope is not.
        np.testing.assert_allclose(sigmoid(-92.0), math.exp(-92), rtol=1e-14)
        np.testing.assert_allclose(sigmoid_backward([1, 1], [-92, 92]), math.exp(-92), rtol=1e-14)

    def test_the_slope_is_largest_at_zero(self):
        assert sigmoid_backward(1.0, 0.0) == 0.25
        assert (sigmoid_backward(np.ones(99), np.linspace(0.1, 9, 99)) < 0.25).all()


class TestTanh:
    def test_is_a_stretched_sigmoid_but_keeps_tiny_values(self):
        z = draw(9)
        np.testing.assert_allclose(tanh(z), 2 * sigmoid(2 * z) - 1, rtol=1e-13)
        assert tanh(1e-12) == pytest.approx(1e-12, rel=1e-15)
        np.testing.assert_array_equal(tanh(-z), -tanh(z))

    def test_the_slope_is_one_minus_its_square_and_keeps_its_tails(self):
        z = draw(9)
        np.testing.assert_allclose(tanh_backward(np.ones(9), z), 1 - tanh(z) ** 2, rtol=1e-13)
        assert tanh_backward(1.0, 50.0) == pytest.approx(4 * math.exp(-100), rel=1e-13)


class TestRectifiers:
    def test_relu_and_its_slope_at_the_bend(self):
        z = [-2.0, -0.0, 0.0, 5e-324, 3.0]
        np.testing.assert_array_equal(relu(z), [0, 0, 0, 5e-324, 3])
        np.testing.assert_array_equal(relu_backward(np.full(5, 7.0), z), [0, 0, 0, 7, 7])

    def test_relu_of_infinity(self):
        with np.errstate(all="raise"):
            np.testing.assert_array_equal(relu([-np.inf, np.inf]), [0, np.inf])
            np.testing.assert_array_equal(relu_backward([7, 7], [-np.inf, np.inf]), [0, 7])

    @pytest.mark.parametrize("a", [0.0, 0.01, 1.0, 3.0, -0.5])
    def test_leaky_relu_bends_at_zero_for_every_slope(self, a):
        np.testing.assert_array_equal(leaky_relu([-2.0, 0.0, 3.0], a), [-2 * a, 0, 3])
        dz, da = leaky_relu_backward([5.0, 5.0, 5.0], [-2.0, 0.0, 3.0], a)
        np.testing.assert_array_equal(dz, [5 * a, 5 * a, 5])
        assert da.shape == () and da == -10

    def test_leaky_relu_with_slope_zero_is_relu_and_with_one_the_identity(self):
        z, dy = draw(5, 3), draw(3, 5).T
        np.testing.assert_array_equal(leaky_relu(z, 0), relu(z))
        np.testing.assert_array_equal(leaky_relu_backward(dy, z, 0)[0], relu_backward(dy, z))
        np.testing.assert_array_equal(leaky_relu(z, 1), z)

    def test_leaky_relu_takes_a_slope_per_column(self):
        z = [[-1.0, -2.0, 3.0], [-4.0, 5.0, -6.0]]
        np.testing.assert_array_equal(leaky_relu(z, [0.5, 2.0, 0.0]), [[-0.5, -4, 3], [-2, 5, 0]])
        dz, da = leaky_relu_backward([[1, 10, 100], [2, 20, 200]], z, [0.5, 2.0, 0.0])
        np.testing.assert_array_equal(dz, [[0.5, 20, 100], [1, 20, 0]])
        np.testing.assert_array_equal(da, [-9, -20, -1200])

    @pytest.mark.parametrize(
        ("shape", "slopes"), [((5, 3), (3,)), ((1, 4), (4,)), ((0, 2), (2,)), ((2, 3, 4), ())]
    )
    def test_leaky_relu_equals_pytorch_and_differences(self, shape, slopes, torch, close):
        z, a, dy = draw(*shape), draw(*slopes, 1)[..., 0], draw(*shape) + 1
        t, s = (torch.tensor(v, requires_grad=True) for v in (z, np.atleast_1d(a)))
        expected = torch.nn.functional.prelu(t, s)
        expected.backward(torch.tensor(dy))
        close(leaky_relu(z, a), expected.detach().numpy())
        dz, da = leaky_relu_backward(dy, z, a)
        close(dz, t.grad.numpy())
        close(da, s.grad.numpy().reshape(slopes))
        rng = np.random.default_rng(1)
        assert check_backward(leaky_relu, leaky_relu_backward, z, a, rng=rng) is None

    def test_leaky_relu_keeps_each_precision_and_its_inputs(self):
        z, a = draw(5, 3).astype(np.float32), draw(3)
        for array in (z, a):
            array.setflags(write=False)
        assert leaky_relu(z, a).dtype == leaky_relu(z, 0.01).dtype == np.float32
        dz, da = leaky_relu_backward(np.ones((5, 3)), z, a)
        assert (dz.dtype, da.dtype) == (np.float32, np.float64)

    def test_leaky_relu_extremes_and_nan(self):
        with np.errstate(all="raise"):
            np.testing.assert_array_equal(leaky_relu([-1e4, 1e4, np.inf], 0.0), [0, 1e4, np.inf])
            dz, da = leaky_relu_backward([1.0, 1.0], [np.nan, 1.0], 0.1)
        assert np.isnan(dz[0]) and dz[1] == 1 and np.isnan(da)

    @pytest.mark.parametrize(
        ("z", "a"),
        [((5, 3), (5,)), ((5, 3), (1,)), ((5, 3), (5, 3)), ((3,), (3,)), ((2, 3, 4), (4,))],
    )
    def test_other_slopes_are_refused(self, z, a):
        with pytest.raises(ShapeError, match=r"^leaky_relu: a has shape"):
            leaky_relu(np.ones(z), np.ones(a))
        with pytest.raises(ShapeError, match=r"^leaky_relu_backward: a has shape"):
            leaky_relu_backward(np.ones(z), np.ones(z), np.ones(a))


class TestExponentials:
    def test_elu_of_logarithms(self):
        np.testing.assert_allclose(elu(np.log([0.25, 0.5, 1])), [-0.75, -0.5, 0], rtol=1e-15)
        np.testing.assert_allclose(
            elu_backward([1, 1, 1], np.log([0.25, 0.5, math.e]), a=2.0), [0.5, 1, 1], rtol=1e-15
        )

    def test_elu_joins_at_zero_and_keeps_tiny_values(self):
        np.testing.assert_allclose(elu([-1e-12, 1e-12], a=3.0), [-3e-12, 1e-12], rtol=1e-11)

    def test_elu_without_a_floor_is_relu(self):
        z = draw(7)
        np.testing.assert_array_equal(elu(z, a=0), relu(z))
        np.testing.assert_array_equal(elu_backward(z, z, a=0), relu_backward(z, z))

    @pytest.mark.parametrize(
        ("a", "error"),
        [(-1.0, ValueError), (np.nan, ValueError), (np.ones(2), TypeError), ("1", TypeError)],
    )
    def test_the_floor_is_one_number_from_zero_on(self, a, error):
        with pytest.raises(error, match=r"^elu: a is"):
            elu(1.0, a=a)
        with pytest.raises(error, match=r"^elu_backward: a is"):
            elu_backward(1.0, 1.0, a=a)

    def test_selu_keeps_mean_zero_and_variance_one(self):
        # The midpoints of 100 000 equally likely slices of the standard normal.
        z = np.linspace(-9, 9, 200_001)
        weights = np.exp(-z * z / 2) / np.exp(-z * z / 2).sum()
        assert weights @ selu(z) == pytest.approx(0, abs=1e-8)
        assert weights @ selu(z) ** 2 == pytest.approx(1, abs=1e-8)


class TestSmoothSteps:
    def test_softplus_halves_and_doubles(self):
        np.testing.assert_allclose(softplus(np.log([1, 3, 7])), np.log([2, 4, 8]), rtol=1e-15)
        np.testing.assert_allclose(softplus(-50.0), math.exp(-50), rtol=1e-14)

    @given(inputs)
    def test_softplus_lies_above_relu_and_differs_by_z(self, z):
        assert (softplus(z) >= relu(z)).all()
        np.testing.assert_allclose(softplus(z) - softplus(-z), z, rtol=1e-14, atol=1e-15)

    @given(inputs)
    def test_a_gated_input_and_its_mirror_image_differ_by_z(self, z):
        for gated in (silu, gelu):
            np.testing.assert_allclose(gated(z) - gated(-z), z, rtol=1e-14, atol=1e-15)

    def test_gelu_is_z_times_the_normal_distribution(self):
        # Phi(1) and Phi(-1.96) from the table of the normal distribution
        np.testing.assert_allclose(
            gelu([1.0, -1.96]), [0.8413447460685429, -1.96 * 0.024997895148220435], rtol=1e-14
        )
        gap = gelu(np.linspace(-6, 6, 999)) - gelu(np.linspace(-6, 6, 999), approximate=True)
        assert 4e-4 < np.abs(gap).max() < 5e-4

    def test_silu_of_a_logarithm(self):
        assert silu(math.log(3)) == pytest.approx(0.75 * math.log(3), rel=1e-15)


class TestErf:
    def test_equals_the_standard_library_to_one_part_in_1e15(self):
        x = np.linspace(-7, 7, 20_001)
        exact = [math.erf(value) for value in x]
        assert np.abs(erf(x) - exact).max() < 1e-15

    def test_keeps_its_digits_near_zero(self):
        x = np.logspace(-300, 0, 601)
        exact = [math.erf(value) for value in x]
        with np.errstate(all="raise"):
            mine, smallest = erf(x), erf(5e-324)
        np.testing.assert_allclose(mine, exact, rtol=5e-15)
        assert smallest < 1e-322

    def test_ends_and_symmetry(self):
        with np.errstate(all="raise"):
            np.testing.assert_array_equal(erf([-np.inf, -1e300, 0, 6, np.inf]), [-1, -1, 0, 1, 1])
        assert np.isnan(erf([np.nan]))[0]
        x = draw(50)
        np.testing.assert_array_equal(erf(-x), -erf(x))

    def test_keeps_shape_and_precision(self):
        x = draw(4, 3).astype(np.float32)
        assert erf(x).dtype == np.float32
        assert erf(x).shape == (4, 3)
        np.testing.assert_allclose(erf(x), erf(x.astype(np.float64)), rtol=2e-6)
        with pytest.raises(TypeError, match=r"^erf: x has dtype"):
            erf(["a"])
