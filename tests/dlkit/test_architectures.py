"""Ways around layers, and what a network is made of."""

import numpy as np
import pytest

from dlkit.activations import relu, relu_backward, tanh, tanh_backward
from dlkit.architectures import (
    cells_to_graph,
    gru_forward,
    lstm_forward,
    param_count,
    residual_backward,
    residual_forward,
)
from dlkit.arguments import ShapeError
from dlkit.backprop import check_backward, dense_backward
from dlkit.shapes import dense_forward


def draw(*shape):
    return np.random.default_rng([*shape]).standard_normal(shape)


class TestResidual:
    def test_gradients_equal_differences_with_and_without_a_projection(self):
        W, b, P, rng = draw(3, 5), draw(5), draw(3, 5) + 1, np.random.default_rng(0)

        def f(x):
            return tanh(dense_forward(x, W, b))

        def f_backward(dy, x):
            return dense_backward(tanh_backward(dy, dense_forward(x, W, b)), x, W, b)[0]

        def block(x, P):
            return residual_forward(x, f, P=P)

        def block_backward(dy, x, P):
            return residual_backward(dy, x, f_backward, P=P)

        assert check_backward(block, block_backward, draw(4, 3), P, rng=rng) is None

        def plain(x):
            return residual_forward(x, relu)

        def plain_backward(dy, x):
            return residual_backward(dy, x, relu_backward)

        assert check_backward(plain, plain_backward, draw(4, 3), rng=rng) is None

    def test_a_layer_of_zeros_is_the_identity_both_ways(self):
        x, dy = draw(4, 3), draw(3, 4).T
        np.testing.assert_array_equal(residual_forward(x, np.zeros_like), x)
        np.testing.assert_array_equal(residual_backward(dy, x, lambda dy, x: 0 * dy), dy)

    def test_gradients_of_parameters_are_passed_on(self):
        x, W, b, dy = draw(4, 3), draw(3, 3), draw(3), draw(4, 3) + 1
        dx, dW, db = residual_backward(dy, x, lambda dy, x: dense_backward(dy, x, W, b))
        np.testing.assert_allclose(dx, dy + dy @ W.T)
        np.testing.assert_allclose(dW, x.T @ dy)
        np.testing.assert_allclose(db, dy.sum(axis=0))

    def test_a_layer_that_changes_its_input_does_not_reach_the_skip(self):
        def overwrites(x):
            x *= 0
            return x

        x = draw(4, 3)
        before = x.copy()
        np.testing.assert_array_equal(residual_forward(x, overwrites), before)
        np.testing.assert_array_equal(x, before)

    def test_shapes_that_differ_need_a_projection(self):
        with pytest.raises(TypeError, match=r"f\(x\) has dtype object"):
            residual_forward(draw(4, 3), lambda x: None)
        with pytest.raises(ShapeError, match=r"\(4, 2\).*\(4, 3\); a projection P is needed"):
            residual_forward(draw(4, 3), lambda x: x[:, :2])
        with pytest.raises(ShapeError, match="the shapes must be equal"):
            residual_backward(draw(4, 3), draw(4, 3), lambda dy, x: dy[:, :2])
        with pytest.raises(ShapeError, match=r"\(D, M\)"):
            residual_forward(draw(4, 3), relu, P=draw(2, 3))

    def test_through_thirty_layers_a_gradient_lives_only_with_the_skips(self):
        def share(skip, seed, layers=30, N=8, H=32):
            rng = np.random.default_rng(seed)
            weights = rng.standard_normal((layers, H, H)) / np.sqrt(H)
            x, dy, b = [rng.standard_normal((N, H))], rng.standard_normal((N, H)), np.zeros(H)
            start = np.linalg.norm(dy)
            for W in weights:

                def layer(x, W=W):
                    return 0.3 * relu(dense_forward(x, W, b))

                x.append(residual_forward(x[-1], layer) if skip else layer(x[-1]))
            for W, inputs in zip(weights[::-1], x[-2::-1], strict=True):

                def layer_backward(dy, x, W=W):
                    dz = relu_backward(0.3 * dy, dense_forward(x, W, b))
                    return dense_backward(dz, x, W, b)[0]

                back = residual_backward(dy, inputs, layer_backward) if skip else None
                dy = back if skip else layer_backward(dy, inputs)
            return np.linalg.norm(dy) / start

        for seed in range(3):
            assert share(True, seed) > 1
            assert share(False, seed) < 1e-15


class TestStructure:
    @pytest.mark.parametrize(("arch", "gates"), [("rnn", 1), ("gru", 3), ("lstm", 4)])
    def test_gates_multiply_the_parameters_and_time_does_not(self, arch, gates):
        assert param_count(arch, [3, 5]) == gates * (3 * 5 + 5 * 5 + 5)
        assert param_count(arch, [3, 5, 2]) == param_count(arch, [3, 5]) + param_count(arch, [5, 2])

    def test_counts_are_those_of_the_arrays_that_the_cells_take(self):
        D, H, N = 3, 5, 2
        W, b = draw(D + H, 4 * H), draw(4 * H)
        lstm_forward(draw(N, 7, D), draw(N, H), draw(N, H), W, b)
        assert param_count("lstm", [D, H]) == W.size + b.size
        weights = draw(D, 3 * H), draw(H, 3 * H), draw(3 * H)
        gru_forward(draw(N, 7, D), draw(N, H), *weights)
        assert param_count("gru", [D, H]) == sum(a.size for a in weights)
        assert param_count("dense", [784, 256, 128, 10]) == 235_146

    @pytest.mark.parametrize(
        ("arch", "sizes", "error"),
        [("cnn", [2, 3], ValueError), ("rnn", [2], ValueError), ("rnn", 5, ValueError),
         ("rnn", [2, 0], ValueError),
         ("rnn", [2, 1.5], TypeError)],
    )  # fmt: skip
    def test_what_cannot_be_counted_is_refused(self, arch, sizes, error):
        with pytest.raises(error, match="param_count: "):
            param_count(arch, sizes)

    def test_cells_come_after_what_they_read(self):
        spec = {"y": ["b", "c"], "b": ["a"], "c": ["a", "x"], "a": ["x", ("y", 1)]}
        assert cells_to_graph(spec) == ["a", "b", "c", "y"]
        assert cells_to_graph({}) == []
        assert cells_to_graph({"b": ["x"], "a": ["b", "b"]}) == ["b", "a"]

    def test_cycles_are_refused_unless_time_passes(self):
        with pytest.raises(ValueError, match="h -> h is a cycle; it needs a delay"):
            cells_to_graph({"h": ["x", "h"]})
        assert cells_to_graph({"h": ["x", ("h", 1)]}) == ["h"]
        spec = {"y": ["a"], "a": ["x", "b"], "b": ["c"], "c": ["a"], "z": ["x"]}
        with pytest.raises(ValueError, match="a -> c -> b -> a is a cycle"):
            cells_to_graph(spec)
        assert cells_to_graph(spec | {"c": [("a", 2)]}) == ["c", "b", "a", "y", "z"]
        with pytest.raises(ValueError, match="is a cycle"):
            cells_to_graph({"h": [("h", 0)]})

    def test_two_ways_to_one_cell_are_no_cycle(self):
        diamond = {"d": ["b", "c"], "b": ["a"], "c": ["a"], "a": ["x"]}
        assert cells_to_graph(diamond) == ["a", "b", "c", "d"]

    @pytest.mark.parametrize("reads", ["x", [3], [("x",)], [("x", 1.5)], [("x", "y", "z")]])
    def test_what_is_no_connection_is_refused(self, reads):
        with pytest.raises(TypeError, match="cells_to_graph: "):
            cells_to_graph({"h": reads})
        with pytest.raises(TypeError, match="spec is list; a dict"):
            cells_to_graph([reads])
