"""Clipping, schedules, and the budget of updates."""

import numpy as np
import pytest

from dlkit.optimizers import (
    clip_by_global_norm,
    clip_by_value,
    constant,
    cosine_decay,
    exponential_decay,
    linear_scaling_lr,
    linear_warmup,
    step_decay,
    update_count,
    warmup_cosine,
)


def gradients(size=1.0, dtype=np.float64):
    rng = np.random.default_rng(6)
    shapes = [(4, 3), (3,), (), (2, 1, 5)]
    return [np.asarray(size * rng.standard_normal(shape), dtype) for shape in shapes]


def norm(arrays):
    return float(np.sqrt(sum(np.sum(np.square(a, dtype=np.float64)) for a in arrays)))


@pytest.mark.parametrize("max_norm", [1e-6, 0.5, 3.0])
def test_a_long_gradient_gets_the_bound_and_keeps_its_direction(max_norm):
    g = gradients()
    clipped, before = clip_by_global_norm(g, max_norm)
    assert before == pytest.approx(norm(g), rel=1e-14)
    assert norm(clipped) == pytest.approx(max_norm, rel=1e-14)
    for a, b in zip(clipped, g, strict=True):
        np.testing.assert_allclose(a, b * max_norm / norm(g), rtol=1e-14)


@pytest.mark.parametrize("max_norm", [100.0, 5.0])
def test_a_short_gradient_stays_bit_by_bit(max_norm):
    g = [np.array([3.0]), np.array([[4.0, 0.0]])]  # of norm 5, exactly the second bound
    clipped, before = clip_by_global_norm(g, max_norm)
    assert before == 5.0
    for a, b in zip(clipped, g, strict=True):
        np.testing.assert_array_equal(a, b)
        assert not np.shares_memory(a, b)


def test_the_global_norm_equals_pytorchs_up_to_its_millionth(torch, close):
    g = gradients()
    tensors = [torch.zeros(a.shape, requires_grad=True) for a in g]
    for tensor, a in zip(tensors, g, strict=True):
        tensor.data = torch.tensor(a)
        tensor.grad = torch.tensor(a)
    theirs = torch.nn.utils.clip_grad_norm_(tensors, 0.5).item()
    clipped, ours = clip_by_global_norm(g, 0.5)
    assert ours == pytest.approx(theirs, rel=1e-14)
    for a, tensor in zip(clipped, tensors, strict=True):
        close(a * (ours / (ours + 1e-6)), tensor.grad.numpy())


def test_zero_and_empty_gradients_have_norm_zero():
    with np.errstate(all="raise"):
        clipped, zero = clip_by_global_norm([np.zeros((2, 3)), np.zeros(0)], 1.0)
    assert zero == 0
    np.testing.assert_array_equal(clipped[0], 0)
    assert clip_by_global_norm([], 1.0) == ([], 0.0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_huge_and_tiny_gradients_neither_overflow_nor_vanish(dtype):
    size = {np.float32: 1e34, np.float64: 1e300}[dtype]
    for factor in (size, 1e-3 / size):
        g = gradients(factor, dtype)
        with np.errstate(all="raise"):
            clipped, before = clip_by_global_norm(g, 0.25 * factor)
        assert before / factor == pytest.approx(norm(gradients()), rel=1e-5)
        assert [a.dtype for a in clipped] == [dtype] * 4
        assert norm([a / dtype(factor) for a in clipped]) == pytest.approx(0.25, rel=1e-5)


def test_an_infinite_or_missing_gradient_shows_as_nan():
    with np.errstate(all="raise"):
        clipped, before = clip_by_global_norm([[np.inf, 1.0]], 1.0)
        assert before == np.inf and np.isnan(clipped[0][0])
        clipped, before = clip_by_global_norm([[np.nan, 1.0], [2.0]], 1.0)
        assert np.isnan(before) and np.isnan(clipped[1]).all()


def test_value_clipping_cuts_each_entry():
    clipped = clip_by_value([[3.0, -0.5, np.nan], np.float32([-4.0])], 1.0)
    np.testing.assert_array_equal(clipped[0], [1.0, -0.5, np.nan])
    assert clipped[1] == [-1.0] and clipped[1].dtype == np.float32


@pytest.mark.parametrize("clip", [clip_by_global_norm, clip_by_value])
def test_clipping_changes_nothing_and_refuses_nonsense(clip):
    g = gradients()
    for a in g:
        a.setflags(write=False)
    clip(g, 0.1)
    for bound in (0.0, -1.0, np.nan):
        with pytest.raises(ValueError, match=f"^{clip.__name__}: .* above 0"):
            clip(g, bound)
    with pytest.raises(TypeError, match="grads is ndarray; a list of arrays is needed"):
        clip(g[0], 1.0)


def of_pytorch(torch, name, count, **options):
    """Return the learning rates of the first updates under one of PyTorch's schedulers."""
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=0.5)
    scheduler = getattr(torch.optim.lr_scheduler, name)(optimizer, **options)
    rates = []
    for _ in range(count):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


@pytest.mark.parametrize(
    ("schedule", "options", "name", "theirs"),
    [
        (step_decay, {"every": 3, "factor": 0.4}, "StepLR", {"step_size": 3, "gamma": 0.4}),
        (exponential_decay, {"factor": 0.9}, "ExponentialLR", {"gamma": 0.9}),
        (
            cosine_decay,
            {"total": 12, "final": 0.1},
            "CosineAnnealingLR",
            {"T_max": 12, "eta_min": 0.1},
        ),
        (linear_warmup, {"warmup": 5}, "LinearLR", {"start_factor": 0.2, "total_iters": 4}),
    ],
)
def test_schedules_equal_pytorch(schedule, options, name, theirs, torch, close):
    ours = [schedule(k, lr=0.5, **options) for k in range(12)]
    close(ours, of_pytorch(torch, name, 12, **theirs))
    assert {type(lr) for lr in ours} == {float}


def test_the_corners_of_warmup_and_cosine():
    def rate(k):
        return warmup_cosine(k, lr=0.8, total=100, warmup=10)

    assert rate(0) == pytest.approx(0.08)  # moves at once
    assert rate(9) == rate(10) == 0.8  # the top, then the cosine's own first value
    assert rate(55) == pytest.approx(0.4)  # the middle of the cosine
    assert 0 < rate(99) < 0.001  # the last update still moves
    assert rate(100) == rate(1000) == 0  # and then it is over
    assert np.all(np.diff([rate(k) for k in range(10, 101)]) < 0)


def test_no_warmup_is_a_cosine():
    for k in range(8):
        assert warmup_cosine(k, lr=0.8, total=6, warmup=0) == cosine_decay(k, lr=0.8, total=6)
        assert linear_warmup(k, lr=0.8, warmup=0) == constant(k, lr=0.8) == 0.8


@pytest.mark.parametrize(
    ("schedule", "options"),
    [
        (constant, {}),
        (step_decay, {"every": 3}),
        (exponential_decay, {"factor": 0.9}),
        (cosine_decay, {"total": 5}),
        (linear_warmup, {"warmup": 5}),
        (warmup_cosine, {"total": 9, "warmup": 5}),
    ],
)
def test_schedules_refuse_what_is_no_count_or_rate(schedule, options):
    with pytest.raises(ValueError, match="updates is -1; at least 0 is needed"):
        schedule(-1, lr=0.1, **options)
    with pytest.raises(TypeError, match="updates is float; a whole number is needed"):
        schedule(1.5, lr=0.1, **options)
    with pytest.raises(ValueError, match=r"lr is -0\.1"):
        schedule(2, lr=-0.1, **options)


def test_a_warmup_as_long_as_training_is_refused():
    with pytest.raises(ValueError, match="warmup is 6; less than total = 6 is needed"):
        warmup_cosine(0, lr=0.1, total=6, warmup=6)


@pytest.mark.parametrize(
    ("n", "batch_size", "epochs", "updates"),
    [(10, 4, 3, 9), (12, 4, 3, 9), (1, 64, 5, 5), (64, 64, 1, 1), (65, 64, 2, 4), (7, 1, 0, 0)],
)
def test_the_last_partial_batch_is_an_update_too(n, batch_size, epochs, updates):
    assert update_count(n, batch_size, epochs) == updates


def test_large_counts_are_exact():
    assert update_count(10**17 + 1, 10, 1) == 10**16 + 1  # floats would lose the last batch


def test_the_learning_rate_grows_with_the_batch():
    assert linear_scaling_lr(0.1, 256, 8192) == pytest.approx(3.2)
    assert linear_scaling_lr(0.1, 256, 32) == pytest.approx(0.0125)
    with pytest.raises(ValueError, match="batch_size is 0"):
        linear_scaling_lr(0.1, 0, 32)
