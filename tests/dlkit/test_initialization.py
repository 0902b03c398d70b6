"""Each initializer: its fans, its moments, its bounds, its generator."""

import math
from functools import partial

import numpy as np
import pytest

from dlkit.activations import relu, sigmoid, tanh
from dlkit.arguments import ShapeError
from dlkit.initialization import (
    calibrate_gain,
    fans,
    he_normal,
    he_truncated,
    lecun_normal,
    normal,
    normals,
    orthogonal,
    predict_layer_gain,
    torch_default_linear,
    truncated_normal,
    xavier_normal,
    xavier_uniform,
    zeros,
)

CUT_STD = 0.87962566103423978  # of a standard normal cut at 2, from tables


def rng(seed=0):
    return np.random.default_rng(seed)


# The deviation that each must have for a fan-in and a fan-out.
BY_FANS = {
    lecun_normal: lambda i, o: i**-0.5,
    he_normal: lambda i, o: (2 / i) ** 0.5,
    he_truncated: lambda i, o: (2 / i) ** 0.5,
    xavier_normal: lambda i, o: (2 / (i + o)) ** 0.5,
    xavier_uniform: lambda i, o: (2 / (i + o)) ** 0.5,
    torch_default_linear: lambda i, o: (3 * i) ** -0.5,
}
BOUNDED = {
    xavier_uniform: lambda i, o: (6 / (i + o)) ** 0.5,
    torch_default_linear: lambda i, o: i**-0.5,
    he_truncated: lambda i, o: 2 / CUT_STD * (2 / i) ** 0.5,
}
each_by_fans = pytest.mark.parametrize("init", BY_FANS, ids=lambda init: init.__name__)
each_bounded = pytest.mark.parametrize("init", BOUNDED, ids=lambda init: init.__name__)
EVERY = [
    *BY_FANS,
    zeros,
    orthogonal,
    partial(normal, std=0.5),
    partial(truncated_normal, std=0.5),
]
each_one = pytest.mark.parametrize(
    "init", EVERY, ids=lambda init: getattr(init, "func", init).__name__
)


class TestFans:
    @pytest.mark.parametrize(
        ("shape", "expected"),
        [((5, 3), (5, 3)), ((8, 2, 3, 4), (24, 96)), ([6, 4, 5], (20, 30)), ((1, 1), (1, 1))],
    )
    def test_dense_has_inputs_first_and_a_convolution_its_filters(self, shape, expected):
        assert fans(shape) == expected

    @pytest.mark.parametrize("shape", [(5, 3), (8, 2, 3, 4), (6, 4, 5)])
    def test_equal_pytorchs(self, shape, torch):
        theirs = torch.nn.init._calculate_fan_in_and_fan_out
        expected = theirs(torch.empty(shape[::-1] if len(shape) == 2 else shape))
        assert fans(shape) == expected

    @pytest.mark.parametrize(
        ("shape", "error", "message"),
        [
            ((3,), ShapeError, "a bias has no fans"),
            ((), ShapeError, "is needed"),
            ((0, 3), ValueError, r"shape\[0\] is 0; at least 1"),
            ((5, 3.0), TypeError, r"shape\[1\] is float"),
            (5, TypeError, "shape is int; a tuple"),
        ],
    )
    def test_what_has_no_fans_is_refused(self, shape, error, message):
        with pytest.raises(error, match=f"^fans: .*{message}"):
            fans(shape)


@each_by_fans
@pytest.mark.parametrize("shape", [(200, 500), (500, 200), (60, 40, 7, 6)])
def test_mean_and_deviation_follow_the_fans(init, shape):
    W = init(shape, rng=rng(7))
    n, expected = W.size, BY_FANS[init](*fans(shape))
    assert W.shape == shape and W.dtype == np.float64
    assert abs(W.mean()) < 5 * expected / n**0.5
    assert abs(W.std() / expected - 1) < 5 / n**0.5  # five deviations, or more


@each_bounded
def test_bounds_are_reached_but_not_crossed(init):
    bound = BOUNDED[init](200, 500)
    W = init((200, 500), rng=rng())
    assert 0.999 * bound < W.max() <= bound
    assert -bound <= W.min() < -0.999 * bound


@pytest.mark.parametrize("init", [lecun_normal, xavier_normal, xavier_uniform, orthogonal])
def test_the_gain_multiplies(init, close):
    close(init((4, 6), gain=2.5, rng=rng()), 2.5 * init((4, 6), rng=rng()))
    with pytest.raises(ValueError, match=f"^{init.__name__}: gain is 0.0"):
        init((4, 6), gain=0, rng=rng())


@pytest.mark.parametrize("name", ["xavier_uniform", "xavier_normal", "he_normal", "torch_default"])
def test_deviations_are_pytorchs(name, torch):
    W = torch.empty(300, 400)  # PyTorch: outputs first
    torch.manual_seed(0)
    draw = {
        "xavier_uniform": (torch.nn.init.xavier_uniform_, xavier_uniform),
        "xavier_normal": (torch.nn.init.xavier_normal_, xavier_normal),
        "he_normal": (partial(torch.nn.init.kaiming_normal_, nonlinearity="relu"), he_normal),
        "torch_default": (lambda W: W.copy_(torch.nn.Linear(400, 300).weight.detach()),
                          torch_default_linear),
    }  # fmt: skip
    theirs, ours = draw[name]
    theirs(W)
    mine = ours((400, 300), rng=rng())
    assert mine.std() == pytest.approx(float(W.std()), rel=0.01)
    if "normal" not in name:
        assert mine.max() == pytest.approx(float(W.max()), rel=0.001)


class TestTruncatedNormal:
    def test_the_deviation_is_exact_and_the_cut_alone_would_not_be(self):
        W = truncated_normal((1000, 300), std=0.3, rng=rng())
        assert W.std() == pytest.approx(0.3, rel=0.005)
        z = rng(1).standard_normal(300_000)
        assert z[np.abs(z) <= 2].std() == pytest.approx(CUT_STD, rel=0.005)
        assert abs(normals.STD_AFTER_CUT - CUT_STD) < 1e-15

    def test_what_is_outside_is_drawn_again_and_not_moved_to_the_bound(self):
        W = truncated_normal((1000, 100), std=CUT_STD, rng=rng())
        assert np.abs(W).max() <= 2
        assert np.mean(np.abs(W) > 1.99) < 0.002  # clipping would leave 4.6 percent there
        assert len(np.unique(W)) == W.size

    @pytest.mark.parametrize("shape", [(0,), (3, 0), (), (1,)])
    def test_any_size_ends(self, shape):
        assert np.shape(truncated_normal(shape, std=1.0, rng=rng())) == shape

    def test_a_deviation_of_zero_gives_zeros(self):
        assert not truncated_normal((3, 2), std=0, rng=rng()).any()
        with pytest.raises(ValueError, match=r"^truncated_normal: std is -1"):
            truncated_normal((3, 2), std=-1, rng=rng())


class TestOrthogonal:
    @pytest.mark.parametrize("shape", [(7, 4), (4, 7), (5, 5), (1, 3), (3, 1)])
    def test_the_shorter_side_is_orthonormal(self, shape, close):
        W = orthogonal(shape, rng=rng(3))
        assert W.shape == shape
        gram = W.T @ W if shape[0] >= shape[1] else W @ W.T
        np.testing.assert_allclose(gram, np.eye(min(shape)), atol=1e-12)

    def test_a_convolution_counts_as_a_matrix_with_a_row_per_filter(self):
        rows = orthogonal((6, 2, 3, 3), rng=rng()).reshape(6, 18)
        np.testing.assert_allclose(rows @ rows.T, np.eye(6), atol=1e-12)

    @pytest.mark.parametrize("shape", [(7, 4), (4, 7), (5, 5), (4, 2, 3, 3)])
    def test_equals_pytorchs_way_from_the_same_draws(self, shape, torch, close, monkeypatch):
        matrix = torch.empty(shape, dtype=torch.float64)

        def same_draws(flattened, *_, **__):
            drawn = torch.tensor(rng().standard_normal(tuple(flattened.shape)))
            return flattened.copy_(drawn)

        monkeypatch.setattr(torch.Tensor, "normal_", same_draws)
        torch.nn.init.orthogonal_(matrix)
        close(orthogonal(shape, rng=rng()), matrix.numpy())

    def test_directions_are_equally_likely(self):
        """Without the signs LAPACK's first entry would be negative every time."""
        draws = np.array([orthogonal((2, 2), rng=rng(seed)) for seed in range(400)])
        assert np.abs(draws.mean(axis=0)).max() < 5 * math.sqrt(0.5 / 400)


@each_one
def test_the_seed_decides_and_the_global_state_is_left_alone(init):
    before = np.random.get_state()[1].copy()
    generator = rng(5)
    first, second = init((4, 3), rng=generator), init((4, 3), rng=generator)
    np.testing.assert_array_equal(first, init((4, 3), rng=rng(5)))
    assert init is zeros or (first != second).all()
    np.testing.assert_array_equal(np.random.get_state()[1], before)


@each_one
def test_a_seed_is_no_generator_and_a_number_no_shape(init):
    if init is not zeros:
        with pytest.raises(TypeError, match=r"rng is int; .*default_rng"):
            init((4, 3), rng=0)
    with pytest.raises(TypeError, match="shape is int; a tuple"):
        init(4, rng=rng())


def test_shapes_may_be_lists():
    assert all(init([4, 3], rng=rng()).shape == (4, 3) for init in EVERY)


class TestGains:
    @pytest.mark.parametrize(
        ("std", "fan_in", "activation", "expected"),
        [
            (1 / math.sqrt(300), 100, lambda z: z, 1 / 3),  # PyTorch's default, linear
            (1 / math.sqrt(300), 100, relu, 1 / 6),
            (math.sqrt(2 / 100), 100, relu, 1),  # He
            (1.0, 256, relu, 128),
            (0.01, 256, lambda z: z, 0.0256),
            (1 / math.sqrt(100), 100, tanh, 0.3942944903978412),
            (0.0, 7, tanh, 0),
            (2.0, 1, relu, 2),  # one input
        ],
    )
    def test_fixed_numbers(self, std, fan_in, activation, expected):
        assert predict_layer_gain(std, fan_in, activation) == pytest.approx(expected, rel=1e-9)

    @pytest.mark.parametrize("activation", [relu, tanh, sigmoid])
    def test_one_layer_does_what_is_predicted(self, activation):
        z = rng().standard_normal((500, 400))
        measured = np.var(activation(z) @ normal((400, 300), std=0.07, rng=rng(1)))
        assert measured == pytest.approx(predict_layer_gain(0.07, 400, activation), rel=0.05)

    @pytest.mark.parametrize(
        ("activation", "gain"), [(relu, math.sqrt(2)), (tanh, 1.5925), (lambda z: z, 1.0)]
    )
    def test_calibration_finds_the_gain_that_makes_the_factor_one(self, activation, gain):
        g = calibrate_gain(activation, rng=rng())
        assert g == pytest.approx(gain, rel=0.005)
        assert predict_layer_gain(g / math.sqrt(50), 50, activation) == pytest.approx(1, rel=0.01)

    def test_what_cannot_be_calibrated_is_refused(self):
        with pytest.raises(ValueError, match="0 everywhere"):
            calibrate_gain(lambda z: 0 * z, rng=rng(), draws=10)
        with pytest.raises(ValueError, match=r"^predict_layer_gain: fan_in is 0"):
            predict_layer_gain(1.0, 0, relu)
