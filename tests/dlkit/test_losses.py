"""What holds for every loss with a gradient: one table, one battery."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from dlkit import losses


@dataclass(frozen=True)
class Case:
    """A loss, how to draw its targets, and the same loss in PyTorch."""

    name: str
    shapes: tuple[tuple[int, ...], ...]
    targets: Callable
    oracle: Callable
    options: dict

    def draw(self, shape, seed=0, dtype=np.float64):
        """Return predictions and targets of a given shape."""
        rng = np.random.default_rng([seed, *shape])
        return (3 * rng.standard_normal(shape)).astype(dtype), self.targets(rng, shape)

    def loss(self, predictions, targets):
        return getattr(losses, self.name)(predictions, targets, **self.options)

    def grad(self, predictions, targets):
        return getattr(losses, f"{self.name}_grad")(predictions, targets, **self.options)


def real_targets(rng, shape):
    return rng.standard_normal(shape)


def soft_targets(rng, shape):
    return rng.uniform(size=shape)


def labels(rng, shape):
    return rng.integers(shape[1], size=shape[0])


def distributions(rng, shape):
    t = rng.uniform(size=shape) * (rng.uniform(size=shape) < 0.7)  # some classes are impossible
    t[:, 0] += 0.1
    return t / t.sum(axis=1, keepdims=True)


def torch_function(name, **options):
    return lambda torch, p, t: getattr(torch.nn.functional, name)(p, t, **options)


def torch_hinge(torch, p, t):
    # PyTorch divides by the number of classes as well.
    return torch.nn.functional.multi_margin_loss(p, t, margin=1.5) * p.shape[1]


def torch_kl(torch, p, t):
    return torch.nn.functional.kl_div(torch.log_softmax(p, 1), t, reduction="batchmean")


REAL = ((1,), (7,), (5, 3), (2, 3, 4))
SCORES = ((1, 4), (6, 2), (5, 10))
CASES = [
    Case("mse", REAL, real_targets, torch_function("mse_loss"), {}),
    Case("mae", REAL, real_targets, torch_function("l1_loss"), {}),
    Case("huber", REAL, real_targets, torch_function("huber_loss", delta=1.5), {"delta": 1.5}),
    Case("cross_entropy", SCORES, labels, torch_function("cross_entropy"), {}),
    Case(
        "bce_with_logits",
        REAL,
        soft_targets,
        torch_function("binary_cross_entropy_with_logits"),
        {},
    ),
    Case("hinge", SCORES, labels, torch_hinge, {"margin": 1.5}),
    Case("soft_cross_entropy", SCORES, distributions, torch_function("cross_entropy"), {}),
    Case("kl_divergence", SCORES, distributions, torch_kl, {}),
]

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
each_shape = pytest.mark.parametrize(
    ("case", "shape"),
    [(case, shape) for case in CASES for shape in case.shapes],
    ids=lambda value: getattr(value, "name", None) or "x".join(map(str, value)),
)


@each_shape
@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_equals_pytorch(case, shape, scale, torch, close):
    p, t = case.draw(shape)
    p = p * scale
    q = torch.tensor(p, requires_grad=True)
    expected = case.oracle(torch, q, torch.tensor(t))
    expected.backward()
    close(case.loss(p, t), expected.detach().numpy())
    close(case.grad(p, t), q.grad.numpy())


@each_shape
def test_gradient_equals_central_differences(case, shape):
    p, t = case.draw(shape)
    h = 1e-5
    for index in np.ndindex(shape):
        step = np.zeros(shape)
        step[index] = h
        numerical = (case.loss(p + step, t) - case.loss(p - step, t)) / (2 * h)
        assert abs(numerical - case.grad(p, t)[index]) < 1e-6


@each_shape
def test_float32_stays_float32(case, shape, close):
    p, t = case.draw(shape, dtype=np.float32)
    assert case.grad(p, t).dtype == np.float32
    close(case.grad(p, t), case.grad(p.astype(np.float64), t), tolerance=1e-5)
    assert type(case.loss(p, t)) is float
    assert case.loss(p, t) == pytest.approx(case.loss(p.astype(np.float64), t), rel=1e-5)


@each_shape
def test_memory_layout_does_not_matter(case, shape, close):
    p, t = case.draw(shape)
    strided = np.repeat(p, 2, axis=0)[::2]
    for other in (np.asfortranarray(p), strided):
        close(case.loss(other, t), case.loss(p, t), tolerance=1e-14)
        close(case.grad(other, t), case.grad(p, t), tolerance=1e-14)


@each_case
def test_inputs_are_not_changed(case):
    p, t = case.draw(case.shapes[-1])
    p.setflags(write=False)
    t.setflags(write=False)
    case.loss(p, t)
    gradient = case.grad(p, t)
    assert not np.shares_memory(gradient, p)
    assert gradient.flags.writeable


@each_case
def test_lists_are_accepted(case):
    p, t = case.draw(case.shapes[-1])
    assert case.loss(p.tolist(), t.tolist()) == case.loss(p, t)
    np.testing.assert_array_equal(case.grad(p.tolist(), t.tolist()), case.grad(p, t))


@each_case
def test_integer_predictions_count_as_float64(case):
    p, t = case.draw(case.shapes[-1])
    p = p.astype(np.int64)
    assert case.loss(p, t) == case.loss(p.astype(np.float64), t)
    assert case.grad(p, t).dtype == np.float64
    np.testing.assert_array_equal(case.grad(p, t), case.grad(p.astype(np.float64), t))


@each_case
def test_a_doubled_batch_has_the_same_loss(case):
    p, t = case.draw(case.shapes[-1])
    twice = np.concatenate([p, p]), np.concatenate([t, t])
    assert case.loss(*twice) == pytest.approx(case.loss(p, t), rel=1e-14)
    np.testing.assert_allclose(case.grad(*twice)[len(p) :], case.grad(p, t) / 2, rtol=1e-14)


@each_case
@pytest.mark.parametrize("size", [0.0, 1e-300, 1e-3, 1e4])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extreme_predictions_are_finite_and_without_a_warning(case, size, dtype):
    p, t = case.draw(case.shapes[-1])
    p = (np.sign(p) * size).astype(dtype)
    with np.errstate(all="raise"):
        assert np.isfinite(case.loss(p, t))
        assert np.isfinite(case.grad(p, t)).all()


@each_case
def test_nan_propagates_without_a_warning(case):
    p, t = case.draw(case.shapes[-1])
    p.flat[1] = np.nan
    with np.errstate(all="raise"):
        assert np.isnan(case.loss(p, t))
        assert np.isnan(case.grad(p, t).flat[1])


@each_case
def test_an_empty_batch_is_refused(case):
    shape = (0, *case.shapes[-1][1:])
    t = case.draw(case.shapes[-1])[1][:0]
    for function in (case.loss, case.grad):
        with pytest.raises(ValueError, match="empty batch"):
            function(np.zeros(shape), t)


@each_case
def test_a_message_names_the_function(case):
    _, t = case.draw(case.shapes[-1])
    for function, name in ((case.loss, case.name), (case.grad, f"{case.name}_grad")):
        with pytest.raises(TypeError, match=f"^{name}: .*complex128"):
            function(np.zeros(case.shapes[-1], complex), t)


def test_every_gradient_is_in_the_table():
    names = {case.name for case in CASES} | {"l2_objective", "weighted_loss"}
    assert {f"{name}_grad" for name in names} == {n for n in losses.__all__ if n.endswith("_grad")}
    assert losses.__all__ == sorted(losses.__all__)
