"""Maxout, stacks of layers, and units that are dead."""

from itertools import pairwise

import numpy as np
import pytest

from dlkit.activations import (
    collapse_affine,
    dead_fraction,
    leaky_relu,
    maxout,
    maxout_backward,
    mlp_forward,
    relu,
    sigmoid,
)
from dlkit.arguments import ShapeError
from dlkit.backprop import check_backward
from dlkit.shapes import dense_forward


def draw(*shape):
    return np.random.default_rng([*shape]).standard_normal(shape)


class TestMaxout:
    SIZES = ((5, 3, 2, 4), (1, 2, 3, 5), (6, 1, 4, 2), (0, 3, 2, 2), (4, 3, 5, 1))

    def arguments(self, n, d, m, pieces):
        return draw(n, d), draw(pieces, d, m), draw(pieces, m)

    @pytest.mark.parametrize("sizes", SIZES)
    def test_equals_pytorch_and_differences(self, sizes, torch, close):
        x, W, b = self.arguments(*sizes)
        tensors = [torch.tensor(a, requires_grad=True) for a in (x, W, b)]
        t, V, c = tensors
        expected = (torch.einsum("nd,pdm->pnm", t, V) + c[:, None, :]).max(dim=0).values
        dy = draw(*expected.shape) + 1
        expected.backward(torch.tensor(dy))
        close(maxout(x, W, b), expected.detach().numpy())
        for gradient, tensor in zip(maxout_backward(dy, x, W, b), tensors, strict=True):
            close(gradient, tensor.grad.numpy())
        rng = np.random.default_rng(1)
        assert check_backward(maxout, maxout_backward, x, W, b, rng=rng) is None

    def test_one_piece_is_a_dense_layer(self):
        x, W, b = self.arguments(5, 3, 2, 1)
        np.testing.assert_allclose(maxout(x, W, b), dense_forward(x, W[0], b[0]), rtol=1e-15)

    def test_relu_and_leaky_relu_are_special_cases(self):
        x, eye, b = draw(6, 3), np.eye(3), np.zeros((2, 3))
        np.testing.assert_array_equal(maxout(x, [eye, 0 * eye], b), relu(x))
        np.testing.assert_array_equal(maxout(x, [eye, 0.1 * eye], b), leaky_relu(x, 0.1))

    def test_the_first_of_equal_pieces_learns(self):
        x, W, b = [[2.0, 3.0]], np.ones((3, 2, 1)), [[0.0], [1.0], [1.0]]
        dx, dW, db = maxout_backward([[5.0]], x, W, b)
        np.testing.assert_array_equal(db[:, 0], [0, 5, 0])
        np.testing.assert_array_equal(dW[:, :, 0], [[0, 0], [10, 15], [0, 0]])
        np.testing.assert_array_equal(dx, [[5, 5]])
        assert maxout(x, W, b, return_saved=True)[1] == 1

    @pytest.mark.parametrize("sizes", SIZES)
    def test_the_winners_can_be_kept_for_the_way_back(self, sizes):
        x, W, b = self.arguments(*sizes)
        y, winners = maxout(x, W, b, return_saved=True)
        np.testing.assert_array_equal(y, maxout(x, W, b))
        won = np.take_along_axis(x @ W + b[:, None, :], winners[None], axis=0)[0]
        np.testing.assert_array_equal(won, y)
        for with_it, without in zip(
            maxout_backward(y, x, W, b, saved=winners), maxout_backward(y, x, W, b), strict=True
        ):
            np.testing.assert_array_equal(with_it, without)

    def test_precision_layout_and_extremes(self):
        x, W, b = (a.astype(np.float32) for a in self.arguments(5, 3, 2, 4))
        x = np.asfortranarray(1e4 * x)
        for a in (x, W, b):
            a.setflags(write=False)
        with np.errstate(all="raise"):
            y, gradients = maxout(x, W, b), maxout_backward(draw(5, 2), x, W, b)
        assert y.dtype == np.float32
        assert [g.dtype for g in gradients] == [np.float32] * 3
        assert np.isfinite(y).all()

    def test_nan_stays_in_its_row(self):
        x, W, b = self.arguments(4, 3, 2, 5)
        x[1, 0] = np.nan
        np.testing.assert_array_equal(np.isnan(maxout(x, W, b)).all(axis=1), np.arange(4) == 1)

    @pytest.mark.parametrize(
        "shapes",
        [
            ((5, 3), (2, 4, 3), (2, 3)),
            ((5, 3), (2, 3, 4), (4, 2)),
            ((5, 3), (2, 3, 4), (4,)),
            ((5, 3), (3, 4), (4,)),
            ((3,), (2, 3, 4), (2, 4)),
            ((5, 3), (0, 3, 4), (0, 4)),
        ],
    )
    def test_shapes_that_do_not_fit_are_refused(self, shapes):
        x, W, b = map(np.ones, shapes)
        with pytest.raises(ShapeError, match=r"^maxout: "):
            maxout(x, W, b)
        with pytest.raises(ShapeError, match=r"^maxout_backward: "):
            maxout_backward(np.ones((5, 4)), x, W, b)

    def test_the_upstream_gradient_has_the_shape_of_the_output(self):
        x, W, b = self.arguments(5, 3, 2, 4)
        with pytest.raises(ShapeError, match=r"dy has shape \(2, 5\)"):
            maxout_backward(np.ones((2, 5)), x, W, b)


class TestCollapseAffine:
    @pytest.mark.parametrize(("d", "h", "m"), [(4, 3, 2), (1, 5, 3), (3, 1, 4)])
    def test_the_one_layer_does_what_the_two_do(self, d, h, m):
        x, W1, b1, W2, b2 = draw(7, d), draw(d, h), draw(h), draw(h, m), draw(m)
        W, b = collapse_affine(W1, b1, W2, b2)
        assert W.shape == (d, m) and b.shape == (m,)
        two = dense_forward(dense_forward(x, W1, b1), W2, b2)
        np.testing.assert_allclose(dense_forward(x, W, b), two, rtol=1e-12)

    def test_fixed_numbers(self):
        W, b = collapse_affine([[1, 2], [0, 1], [3, 0]], [1, -1], [[1], [10]], [0.5])
        np.testing.assert_array_equal(W, [[21], [10], [3]])
        np.testing.assert_array_equal(b, [-8.5])

    def test_keeps_float32_and_refuses_wrong_shapes(self):
        arguments = [a.astype(np.float32) for a in (draw(4, 3), draw(3), draw(3, 2), draw(2))]
        assert [a.dtype for a in collapse_affine(*arguments)] == [np.float32] * 2
        with pytest.raises(ShapeError):
            collapse_affine(draw(4, 3), draw(3), draw(4, 2), draw(2))
        with pytest.raises(ShapeError, match=r"^collapse_affine: b1"):
            collapse_affine(draw(4, 3), draw(1, 3), draw(3, 2), draw(2))


class TestMlpForward:
    def layers(self, *sizes):
        return [(draw(a, b), draw(b)) for a, b in pairwise(sizes)]

    @pytest.mark.parametrize("sizes", [(3, 2), (3, 4, 2), (2, 5, 4, 3), (1, 2, 3, 4, 5, 6)])
    def test_equals_pytorch(self, sizes, torch, close):
        x, params = draw(6, sizes[0]), self.layers(*sizes)
        h = torch.tensor(x)
        for k, (W, b) in enumerate(params):
            h = torch.nn.functional.linear(h, torch.tensor(W.T.copy()), torch.tensor(b))
            h = torch.sigmoid(h) if k + 1 < len(params) else h
        y, pre_activations = mlp_forward(x, params, sigmoid)
        close(y, h.numpy())
        assert [z.shape for z in pre_activations] == [(6, size) for size in sizes[1:]]

    def test_what_is_kept_comes_before_the_activation(self):
        params = [([[1.0, -1.0]], [0.0, 0.0]), ([[1.0], [1.0]], [-5.0])]
        y, (z1, z2) = mlp_forward([[3.0], [-2.0]], params, relu)
        np.testing.assert_array_equal(z1, [[3, -3], [-2, 2]])
        np.testing.assert_array_equal(z2, [[-2], [-3]])
        np.testing.assert_array_equal(y, z2)

    def test_an_empty_network_is_refused(self):
        with pytest.raises(ValueError, match="params is empty"):
            mlp_forward(draw(2, 3), [], relu)

    def test_float32_goes_through_and_parameters_stay(self):
        params = [(W.astype(np.float32), b.astype(np.float32)) for W, b in self.layers(3, 4, 2)]
        for array in (a for pair in params for a in pair):
            array.setflags(write=False)
        assert mlp_forward(draw(5, 3).astype(np.float32), params, relu)[0].dtype == np.float32


class TestDeadFraction:
    def test_a_unit_is_dead_when_it_is_never_positive(self):
        z = np.array([[-1, 2, 0, -3, 1], [-1, -5, 0, 4, 1], [-9, -5, -1, -4, 1]])
        assert dead_fraction(z) == 0.4
        assert dead_fraction(z[:1]) == 0.6
        assert dead_fraction(-np.ones((3, 2))) == 1
        assert dead_fraction(np.ones((3, 2))) == 0
        assert type(dead_fraction(z)) is float

    def test_more_samples_never_make_more_dead(self):
        z = draw(20, 30) - 1.5
        fractions = [dead_fraction(z[:n]) for n in range(1, 21)]
        assert (np.diff(fractions) <= 0).all()

    def test_nan_propagates_and_nothing_has_no_share(self):
        assert np.isnan(dead_fraction([[1.0, np.nan]]))
        with pytest.raises(ValueError, match="empty"):
            dead_fraction(np.ones((0, 3)))
        with pytest.raises(ShapeError, match=r"^dead_fraction: z"):
            dead_fraction(np.ones(3))


@pytest.mark.parametrize("params", [None, "abc", [np.ones((2, 3))], [(np.ones((2, 3)),)]])
def test_what_is_no_list_of_pairs_is_refused(params):
    with pytest.raises(TypeError, match=r"mlp_forward: params is no list of pairs"):
        mlp_forward(np.ones((4, 2)), params, np.tanh)
