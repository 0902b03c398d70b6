"""Optimizers on one vector, in place; and whole descents."""

import numpy as np
import pytest

from dlkit import optimizers
from dlkit.arguments import ShapeError
from dlkit.optimizers import (
    SGD,
    Adam,
    Optimizer,
    adagrad_step,
    adam_step,
    adamw_step,
    minimize,
    momentum_step,
    nesterov_step,
    rmsprop_step,
    sgd_step,
    steps_to_tolerance,
)

PURE = [getattr(optimizers, name) for name in optimizers.__all__ if name.endswith("_step")]
CURVATURES = np.logspace(0, -2, 20)
START = np.random.default_rng(1).standard_normal(20)


def gradient(w):
    return CURVATURES * w


def rotated(angle):
    """Return the gradient of a quadratic with curvatures 1 and 100, turned by an angle."""
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, -s], [s, c]])
    matrix = turn @ np.diag([1.0, 100.0]) @ turn.T
    return lambda w: matrix @ w


@pytest.mark.parametrize(
    ("in_place", "rule", "options"),
    [
        (lambda p: SGD(p, lr=0.02), sgd_step, {}),
        (lambda p: SGD(p, lr=0.02, momentum=0.9), momentum_step, {}),
        (lambda p: SGD(p, lr=0.02, momentum=0.8, nesterov=True), nesterov_step, {"momentum": 0.8}),
        (lambda p: Adam(p, lr=0.02), adam_step, {}),
        (lambda p: Adam(p, lr=0.02, beta1=0.8, beta2=0.9), adam_step, {"beta1": 0.8, "beta2": 0.9}),
        (lambda p: Adam(p, lr=0.02, weight_decay=0.3), adamw_step, {"weight_decay": 0.3}),
    ],
)
def test_in_place_takes_the_steps_of_the_pure_functions(in_place, rule, options):
    path = minimize(gradient, START, rule, steps=250, lr=0.02, **options)
    p = START.copy()
    optimizer = in_place(p)
    for expected in path[1:]:
        optimizer.step(gradient(p))
        # Close to the minimum Adam divides small by small, and rounding shows.
        np.testing.assert_allclose(p, expected, rtol=0, atol=1e-10)
    assert optimizer.t == 250


@pytest.mark.parametrize("rule", PURE, ids=lambda rule: rule.__name__)
def test_every_pure_step_works_in_place(rule):
    p = np.ones((3, 2), np.float32)
    view = p[:]
    optimizer = Optimizer(rule, p, lr=0.01)
    for _ in range(3):
        optimizer.step(2 * p)
    assert optimizer.p is p and np.shares_memory(p, view)
    assert p.dtype == np.float32
    assert np.all(p < 1) and np.all(p > 0.5)
    assert {a.dtype for a in optimizer.state.values()} <= {np.dtype(np.float32)}


def test_a_students_step_works_in_place():
    def mine(w, dw, velocity, *, lr):
        velocity = 0.5 * velocity + dw
        return w - lr * velocity, velocity

    path = minimize(gradient, START, mine, steps=5, lr=0.2)
    expected = minimize(gradient, START, momentum_step, steps=5, lr=0.2, momentum=0.5)
    np.testing.assert_array_equal(path, expected)


@pytest.mark.parametrize("make", [lambda p: SGD(p, lr=0.1, momentum=0.9), Adam])
def test_a_dead_weight_does_not_turn_denormal(make):
    # After one gradient none comes any more, as behind a dead ReLU.
    p = np.ones(3, np.float32)
    optimizer = make(p)
    optimizer.step([1.0, 1.0, 0.0])
    name = next(iter(optimizer.state))  # v of momentum, m of Adam
    smallest = np.finfo(np.float32).tiny
    with np.errstate(all="raise"):
        for _ in range(1200):
            optimizer.step(np.zeros(3))
            sizes = np.abs(optimizer.state[name])
            assert not np.any((sizes > 0) & (sizes < smallest))
    np.testing.assert_array_equal(optimizer.state[name], 0)


def test_the_learning_rate_may_change_on_the_way():
    for make in (lambda p: SGD(p, lr=0.5), lambda p: Optimizer(sgd_step, p, lr=0.5)):
        p = np.array([1.0])
        optimizer = make(p)
        optimizer.step([1.0])
        optimizer.lr = 0.25
        optimizer.step([1.0])
        assert p == [0.25]


@pytest.mark.parametrize(
    ("p", "came"),
    [([1.0, 2.0], "list"), (np.array([1, 2]), "an array of int64"), (1.0, "float")],
)
def test_only_an_array_of_floats_can_change_in_place(p, came):
    for make in (SGD, Adam, lambda p, lr: Optimizer(adagrad_step, p, lr=lr)):
        with pytest.raises(TypeError, match=f"p is {came}; an array of floats is needed"):
            make(p, lr=0.1)


def test_a_gradient_of_another_shape_changes_nothing():
    p = np.ones((3, 1))
    for optimizer in (SGD(p, lr=0.1), Adam(p), Optimizer(adagrad_step, p, lr=0.1)):
        with pytest.raises(ShapeError, match=r"p has shape \(3, 1\) but g has shape \(3,\)"):
            optimizer.step(np.ones(3))
        assert optimizer.t == 0
    np.testing.assert_array_equal(p, 1)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda p: SGD(p, lr=-1.0), "SGD: lr"),
        (lambda p: SGD(p, lr=0.1, momentum=1.0), "SGD: momentum"),
        (lambda p: Adam(p, beta2=1.0), "Adam: beta2"),
        (lambda p: Adam(p, eps=0.0), "Adam: eps"),
        (lambda p: Adam(p, weight_decay=-1.0), "Adam: weight_decay"),
    ],
)
def test_a_number_out_of_range_is_named(make, name):
    with pytest.raises(ValueError, match=name):
        make(np.ones(2))


def test_a_path_holds_every_point_and_the_start_stays():
    start = START.copy()
    path = minimize(gradient, start, sgd_step, steps=3, lr=0.5)
    assert path.shape == (4, 20)
    np.testing.assert_array_equal(start, START)
    np.testing.assert_allclose(path, START * (1 - 0.5 * CURVATURES) ** np.arange(4)[:, None])
    assert minimize(gradient, start, sgd_step, steps=0, lr=0.5).shape == (1, 20)


def test_a_second_run_starts_anew():
    first, second = (minimize(gradient, START, adam_step, steps=5, lr=0.1) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_a_greedy_gradient_cannot_change_the_path():
    def greedy(w):
        w *= 0
        return np.ones(2)

    np.testing.assert_array_equal(
        minimize(greedy, [4.0, 2.0], sgd_step, steps=1, lr=1.0), [[4.0, 2.0], [3.0, 1.0]]
    )


def test_steps_to_tolerance_wants_to_stay():
    values = [9.0, 0.5, 4.0, 0.5, 1.0, np.nan, 0.5, 0.5, 0.5]
    assert steps_to_tolerance(values, 1.0) == 1
    assert steps_to_tolerance(values, 1.0, hold=2) == 3
    assert steps_to_tolerance(values, 1.0, hold=3) == 6
    assert steps_to_tolerance(values, 1.0, hold=4) is None
    assert steps_to_tolerance([0.0], 1.0) == 0
    assert steps_to_tolerance([], 1.0) is None
    with pytest.raises(ShapeError, match=r"values has shape \(1, 2\)"):
        steps_to_tolerance([[1.0, 2.0]], 1.0)


def time_to_arrive(rule, lr, start, angle=0.0):
    path = minimize(rotated(angle), start, rule, steps=1500, lr=lr)
    return steps_to_tolerance(np.linalg.norm(path, axis=1), 1e-2, hold=50)


each_start = pytest.mark.parametrize("start", [[1.0, 0.5], [-1.0, 0.3], [0.9, -0.8]])


@each_start
def test_momentum_is_faster_in_a_narrow_valley(start):
    plain = time_to_arrive(sgd_step, 0.01, start)
    assert plain > 3 * time_to_arrive(momentum_step, 0.01, start)
    assert plain > 3 * time_to_arrive(nesterov_step, 0.01, start)
    assert time_to_arrive(sgd_step, 0.021, start) is None  # beyond 2 / 100 it diverges


@each_start
def test_turning_the_valley_costs_adagrad_dear_and_momentum_nothing(start):
    straight, turned = (time_to_arrive(adagrad_step, 2.0, start, a) for a in (0, np.pi / 4))
    assert 20 * straight < turned
    straight, turned = (time_to_arrive(momentum_step, 0.005, start, a) for a in (0, np.pi / 4))
    assert abs(turned - straight) < 0.3 * straight


def test_rmsprop_passes_the_minimum_without_staying():
    path = minimize(rotated(0), [1.0, 1.0], rmsprop_step, steps=1500, lr=0.1, rho=0.9)
    sizes = np.linalg.norm(path, axis=1)
    assert steps_to_tolerance(sizes, 0.06) < 50
    assert steps_to_tolerance(sizes, 0.06, hold=1000) is None
