"""What holds for every step: one battery, PyTorch as the oracle."""

import inspect

import numpy as np
import pytest

from dlkit import optimizers
from tests.dlkit.optimizer_cases import NAMES, draw, each_case, each_step


def quadratic(torch):
    """Return a badly conditioned quadratic of 30 variables."""
    curvatures = torch.logspace(0, -3, 30)
    return lambda w: 10 * (curvatures * w * w).sum()


def network(torch):
    """Return the loss of a tanh net with 5 inputs and 4 hidden units, by its 29 weights."""
    x = torch.tensor(np.random.default_rng(8).standard_normal((20, 5)))

    def loss(w):
        hidden = torch.tanh(x @ w[:20].reshape(5, 4) + w[20:24])
        return ((hidden @ w[24:28] + w[28] - x[:, 0] * x[:, 1]) ** 2).mean()

    return loss


@pytest.fixture
def torch64(torch):
    """PyTorch whose NAdam keeps its product of momenta in float64."""
    torch.set_default_dtype(torch.float64)
    yield torch
    torch.set_default_dtype(torch.float32)


@each_case
@pytest.mark.parametrize("landscape", [quadratic, network])
def test_fifty_steps_equal_pytorch(case, landscape, torch64, close):
    loss = landscape(torch64)
    size = 30 if landscape is quadratic else 29
    w = np.random.default_rng(3).standard_normal(size)
    state = case.zeros(w)
    p = torch64.tensor(w, requires_grad=True)
    oracle = getattr(torch64.optim, case.torch_name)(
        [p], lr=case.options["lr"], **case.torch_options
    )
    for t in range(1, 51):
        mine = torch64.tensor(w, requires_grad=True)
        loss(mine).backward()
        w, *state = case.step(w, mine.grad.numpy(), state, t)
        oracle.zero_grad()
        loss(p).backward()
        oracle.step()
        close(w, p.detach().numpy())


@each_step
def test_defaults_are_pytorchs(case, torch):
    parameters = inspect.signature(case.rule).parameters
    theirs = inspect.signature(getattr(torch.optim, case.torch_name)).parameters
    names = {"eps": "eps", "weight_decay": "weight_decay"}
    names |= {"rho": "alpha" if case.name == "rmsprop_step" else "rho"}
    for name, other in names.items():
        if name in parameters:
            assert parameters[name].default == theirs[other].default
    if "beta1" in parameters:
        betas = parameters["beta1"].default, parameters["beta2"].default
        assert betas == theirs["betas"].default
    if parameters["lr"].default is not inspect.Parameter.empty:
        assert parameters["lr"].default == theirs["lr"].default


@each_step
def test_float32_stays_float32(case, close):
    w, dw, state = draw(case, dtype=np.float32)
    result = case.step(w, dw.astype(np.float64), state, 3)
    assert [a.dtype for a in result] == [np.float32] * len(result)
    exact = case.step(*draw(case), 3)
    for a, b in zip(result, exact, strict=True):
        close(a, b, tolerance=1e-5)


@each_step
@pytest.mark.parametrize("shape", [(), (1,), (7,), (2, 3), (2, 1, 3, 4), (0, 3)])
def test_every_shape_is_kept(case, shape):
    w, dw, state = draw(case, shape)
    assert {np.shape(a) for a in case.step(w, dw, state, 2)} == {shape}


@each_step
def test_every_weight_goes_its_own_way(case, close):
    w, dw, state = draw(case)
    whole = case.step(w, dw, state, 2)
    for index in [(0, 0), (1, 2), (2, 3)]:
        alone = case.step(w[index], dw[index], [s[index] for s in state], 2)
        for a, b in zip(whole, alone, strict=True):
            close(a[index], b, tolerance=1e-15)


@each_step
def test_arguments_are_not_changed(case):
    w, dw, state = draw(case)
    for a in (w, dw, *state):
        a.setflags(write=False)
    for a in case.step(w, dw, state, 1):
        assert a.flags.writeable
        assert not any(np.shares_memory(a, b) for b in (w, dw, *state))


@each_step
def test_integers_and_lists_count_as_float64(case):
    state = [[1, 2]] * len(case.state_names)
    floats = case.step([1.0, 2.0], [3.0, -4.0], state, 1)
    for a, b in zip(case.step([1, 2], [3, -4], state, 1), floats, strict=True):
        assert a.dtype == np.float64
        np.testing.assert_array_equal(a, b)


@each_step
def test_without_a_gradient_a_fresh_weight_stays(case):
    w = np.array([3.0, -2.0])
    options = {"weight_decay": 0} if case.name == "adamw_step" else {}
    new, *_ = case.step(w, np.zeros(2), case.zeros(w), 1, **options)
    np.testing.assert_array_equal(new, w)


@each_step
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [0.0, 1e-300, 1e-30, 1e4, 1e15])
def test_extreme_gradients_give_finite_steps_without_a_warning(case, size, dtype):
    w = np.array([1.0, -1.0], dtype)
    state = case.zeros(w)
    dw = np.array([size, -size]).astype(dtype)
    with np.errstate(all="raise"):
        for t in (1, 2, 3):
            w, *state = case.step(w, dw, state, t)
    assert all(np.isfinite(a).all() for a in (w, *state))


@each_step
def test_nan_passes_into_its_own_weight_only(case):
    w, dw, state = draw(case)
    dw[1, 2] = np.nan
    with np.errstate(all="raise"):
        for a in case.step(w, dw, state, 1):
            assert np.isnan(a[1, 2])
            assert np.isnan(a).sum() == 1


@each_step
def test_no_step_without_a_learning_rate(case):
    w, dw, state = draw(case)
    np.testing.assert_array_equal(case.step(w, dw, state, 1, lr=0)[0], w)


@each_step
def test_a_thousand_equal_gradients_all_go_down(case):
    w = np.array([0.0])
    state = case.zeros(w)
    for t in range(1, 1001):
        before = w
        w, *state = case.step(w, np.ones(1), state, t)
        assert w < before


def test_every_step_is_in_the_table():
    assert [name for name in optimizers.__all__ if name.endswith("_step")] == NAMES
