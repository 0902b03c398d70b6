"""Shards, memory, curves that tell what is wrong, and the layer that is."""

import tracemalloc
from itertools import pairwise

import numpy as np
import pytest

from dlkit.activations import (
    mlp_forward,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    tanh,
    tanh_backward,
)
from dlkit.arguments import ShapeError
from dlkit.backprop import dense_backward, mlp_backward, two_layer_objective_grad
from dlkit.frameworks import diagnose, gradcheck_report, memory_estimate, parallel_grads
from dlkit.losses import (
    cross_entropy,
    cross_entropy_grad,
    mse,
    mse_grad,
    softmax,
    softmax_backward,
)
from dlkit.optimizers import Adam
from dlkit.shapes import dense_forward


def draw(*shape, seed=0):
    return np.random.default_rng([seed, *shape]).standard_normal(shape)


class TestParallelGrads:
    params = (draw(4, 5), draw(5), draw(5, 3), draw(3))
    x, labels = draw(12, 4), np.arange(12) % 3

    def grad(self, x, labels):
        assert len(x), "an empty shard must not be asked"
        return two_layer_objective_grad(self.params, x, labels, lam=0.1)

    @pytest.mark.parametrize("bounds", [[4, 8], [1, 2], [7, 7], [0, 5, 12]])
    def test_shards_of_any_size_give_the_gradient_of_the_whole_batch(self, bounds, close):
        shards = list(zip(np.split(self.x, bounds), np.split(self.labels, bounds), strict=True))
        whole = self.grad(self.x, self.labels)
        for order in (shards, shards[::-1]):
            for part, expected in zip(parallel_grads(order, self.grad), whole, strict=True):
                close(part, expected)

    def test_the_structure_and_the_precision_are_kept(self):
        shards = [(np.ones((2, 1), np.float32),), (np.zeros((1, 1), np.float32),)]
        (a, [b]) = parallel_grads(shards, lambda x: (x.sum(0), [x.mean(0)]))
        assert a.dtype == b.dtype == np.float32
        assert b[0] == pytest.approx(2 / 3)

    def test_shards_that_make_no_sense_are_refused(self):
        with pytest.raises(ValueError, match="no sample in any shard"):
            parallel_grads([(self.x[:0], self.labels[:0])], self.grad)
        with pytest.raises(ShapeError, match=r"shard 1 have the lengths \[2, 3\]"):
            parallel_grads([(draw(2, 1), draw(2)), (draw(3, 1), draw(2))], self.grad)
        with pytest.raises(ShapeError, match="parallel_grads: first has shape"):
            parallel_grads([(draw(2),), (draw(3),)], lambda x: x)


class TestMemoryEstimate:
    sizes = (30, 50, 20, 7)

    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    def test_counts_are_those_of_a_real_network(self, dtype):
        params = [(draw(a, b).astype(dtype), np.zeros(b, dtype)) for a, b in pairwise(self.sizes)]
        x = draw(64, 30).astype(dtype)
        y, kept = mlp_forward(x, params, tanh)
        _, grads = mlp_backward(y, x, params, tanh, tanh_backward)
        flat = np.concatenate([a.ravel() for pair in params for a in pair])
        estimate = memory_estimate(self.sizes, 64, dtype=dtype)
        assert estimate["parameters"] == flat.nbytes
        assert estimate["gradients"] == sum(g.nbytes for pair in grads for g in pair)
        assert estimate["optimizer"] == sum(s.nbytes for s in Adam(flat).state.values())
        assert estimate["activations"] == x.nbytes + sum(z.nbytes for z in kept)
        assert estimate["total"] == sum(v for k, v in estimate.items() if k != "total")

    def test_a_forward_pass_really_keeps_what_is_estimated(self):
        sizes = (200, 400, 300, 100)
        params = [(draw(a, b), np.zeros(b)) for a, b in pairwise(sizes)]
        x = draw(500, 200)
        tracemalloc.start()
        try:
            before, _ = tracemalloc.get_traced_memory()
            result = mlp_forward(x, params, tanh)
            after, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert result
        estimate = memory_estimate(sizes, 500)["activations"] - x.nbytes
        assert after - before == pytest.approx(estimate, rel=0.01)

    def test_it_is_linear_in_the_batch_and_use_takes_less(self):
        one, two, three = (memory_estimate(self.sizes, n)["total"] for n in (10, 20, 30))
        assert two - one == three - two > 0
        use = memory_estimate(self.sizes, 10, train=False)
        assert use["gradients"] == use["optimizer"] == 0
        assert use["activations"] == 8 * 10 * (30 + 50)
        deep = [memory_estimate([50] * depth, 10)["activations"] for depth in (5, 10)]
        assert deep[1] == 2 * deep[0]

    @pytest.mark.parametrize("sizes", [[], [3], [3, 0], [3, 1.5]])
    def test_sizes_that_are_none_are_refused(self, sizes):
        with pytest.raises((ValueError, TypeError), match=r"^memory_estimate: sizes"):
            memory_estimate(sizes, 10)


def curves(*, lr, noise=0.0, samples=200, hidden=16, epochs=60, seed=0):
    """Train a ReLU net on three clouds of points, and return both losses per epoch."""
    rng = np.random.default_rng(seed)
    centres = np.array([[2.0, 0.0], [-1.0, 1.7], [-1.0, -1.7]])
    labels = np.arange(samples + 300) % 3
    x = centres[labels] + 0.7 * rng.standard_normal((samples + 300, 2))
    shown = np.where(rng.random(samples) < noise, rng.integers(3, size=samples), labels[:samples])
    params = [
        (rng.standard_normal((2, hidden)), np.zeros(hidden)),
        (rng.standard_normal((hidden, 3)) / np.sqrt(hidden), np.zeros(3)),
    ]
    train, val = [], []
    for _ in range(epochs):
        for _ in range(5):
            z, _ = mlp_forward(x[:samples], params, relu)
            dz = cross_entropy_grad(z, shown)
            _, grads = mlp_backward(dz, x[:samples], params, relu, relu_backward)
            pairs = zip(params, grads, strict=True)
            params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in pairs]
        train.append(cross_entropy(mlp_forward(x[:samples], params, relu)[0], shown))
        val.append(cross_entropy(mlp_forward(x[samples:], params, relu)[0], labels[samples:]))
    return train, val


def descent(lr, *, epochs=60, dead=False, seed=0):
    """Fit a line by plain descent on the squared error, or a unit that is always silent."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((40, 3))
    t = x @ np.array([1.0, -2.0, 3.0]) + 0.05 * rng.standard_normal(40)
    w, b, history = np.zeros(3), -100.0 if dead else 0.0, []
    for _ in range(epochs):
        z = x @ w + b
        p = relu(z) if dead else z
        history.append(mse(p, t))
        dp = mse_grad(p, t)
        w = w - lr * x.T @ (relu_backward(dp, z) if dead else dp)
    return history


@pytest.mark.parametrize("scale", [1.0, 1e-3, 1e4])
@pytest.mark.parametrize("seed", range(3))
class TestDiagnose:
    def test_a_good_run_is_fine(self, scale, seed):
        assert diagnose(scale * np.array(descent(0.1, seed=seed))) == "ok"

    def test_a_learning_rate_too_large_diverges(self, scale, seed):
        assert diagnose(scale * np.array(descent(1.5, epochs=30, seed=seed))) == "diverged"

    def test_a_learning_rate_too_small_crawls(self, scale, seed):
        assert diagnose(scale * np.array(descent(1e-3, seed=seed))) == "lr_too_small"

    def test_silent_units_learn_nothing(self, scale, seed):
        assert diagnose(scale * np.array(descent(0.1, dead=True, seed=seed))) == "dead"

    def test_few_samples_and_many_units_overfit(self, scale, seed):
        train, val = curves(lr=0.3, samples=15, hidden=60, epochs=100, seed=seed, noise=0.2)
        assert diagnose(scale * np.array(train), scale * np.array(val)) == "overfit"

    def test_wrong_labels_keep_the_training_loss_above(self, scale, seed):
        train, val = curves(lr=0.2, noise=0.4, samples=600, hidden=8, epochs=60, seed=seed)
        assert diagnose(scale * np.array(train), scale * np.array(val)) == "label_noise"

    def test_right_labels_do_not(self, scale, seed):
        train, val = curves(lr=0.2, samples=600, hidden=8, epochs=60, seed=seed)
        assert diagnose(scale * np.array(train), scale * np.array(val)) == "ok"


def test_nan_is_a_divergence_and_short_curves_are_refused():
    assert diagnose([1.0] * 9 + [np.nan]) == "diverged"
    assert diagnose([1.0] * 9 + [np.inf]) == "diverged"
    with pytest.raises(ValueError, match="9 epochs; at least 10"):
        diagnose([1.0] * 9)
    with pytest.raises(ValueError, match="loss has 10 epochs but val_loss has 11"):
        diagnose([1.0] * 10, [1.0] * 11)


def six_layers():
    return [
        (dense_forward, dense_backward, draw(4, 6), draw(6)),
        (tanh, tanh_backward),
        (dense_forward, dense_backward, draw(6, 5), draw(5)),
        (sigmoid, sigmoid_backward),
        (dense_forward, dense_backward, draw(5, 3), draw(3)),
        (softmax, softmax_backward),
    ]


@pytest.mark.parametrize("bad", range(6))
def test_the_first_wrong_layer_is_found_in_any_place(bad):
    layers = six_layers()
    f, f_backward, *params = layers[bad]

    def broken_backward(dy, x, *params):
        if f is softmax:
            return 0 * dy  # right for an upstream gradient of ones
        found = f_backward(dy, x, *params)
        return (found[0], found[1], found[2] / len(x)) if params else found * 1.001

    layers[bad] = (f, broken_backward, *params)
    if bad < 5:
        layers[5] = (softmax, lambda dy, z: dy)  # a second fault, farther on
    index, message = gradcheck_report(layers, draw(7, 4), rng=np.random.default_rng(0))
    assert index == bad
    assert message.startswith(f"layer {bad}: broken_backward: the gradient of ")


def test_a_network_without_a_fault_has_no_report():
    assert gradcheck_report(six_layers(), draw(7, 4), rng=np.random.default_rng(0)) is None
