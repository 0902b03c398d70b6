"""What the boxes of the notebook on optimizers say of PyTorch is true of the one installed."""

import numpy as np
import pytest

from dlkit import optimizers
from tests.dlkit.optimizer_cases import CASES

torch = pytest.importorskip("torch")

START = np.array([1.0, -2.0, 0.5])


def walk(make, gradients, start=START):
    """Return the weights after a step of PyTorch for each gradient."""
    w = torch.tensor(start, requires_grad=True)
    optimizer = make([w])
    for g in gradients:
        w.grad = torch.tensor(np.asarray(g))
        optimizer.step()
    return w.detach().numpy()


def test_the_steps_of_this_notebook_are_all_held_against_pytorch_elsewhere():
    names = {case.name for case in CASES}
    assert {n for n in optimizers.__all__ if n.endswith("_step")} <= names


def test_a_step_is_taken_in_place_and_the_state_lies_in_the_optimizer():
    w = torch.tensor(START, requires_grad=True)
    optimizer = torch.optim.Adam([w], lr=0.1)
    w.grad = torch.ones(3, dtype=torch.float64)
    optimizer.step()
    assert {"exp_avg", "exp_avg_sq", "step"} <= set(optimizer.state[w])
    assert not np.allclose(w.detach(), START)


def test_the_penalty_of_adam_is_not_the_decay_of_adamw():
    gradients = [np.array([4.0, 1.0, 0.1])] * 3
    penalty = walk(lambda p: torch.optim.Adam(p, lr=0.1, weight_decay=0.5), gradients)
    decay = walk(lambda p: torch.optim.AdamW(p, lr=0.1, weight_decay=0.5), gradients)
    assert not np.allclose(penalty, decay, atol=1e-3)
    w, m, v = START, np.zeros(3), np.zeros(3)
    for t, g in enumerate(gradients, start=1):
        w, m, v = optimizers.adam_step(w, g + 0.5 * w, m, v, t, lr=0.1)
    np.testing.assert_allclose(penalty, w)


def test_clipping_writes_returns_the_norm_and_adds_a_millionth():
    w = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    w.grad = torch.tensor([0.6, 0.8], dtype=torch.float64) * 2
    norm = torch.nn.utils.clip_grad_norm_([w], 1.0)
    assert float(norm) == pytest.approx(2.0)
    assert float(w.grad.norm()) == pytest.approx(2 / (2 + 1e-6), rel=1e-9)


def scheduler_rates(make, count, lr=8.0):
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    scheduler = make(optimizer)
    rates = []
    for _ in range(count):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


def test_schedules():
    schedulers = torch.optim.lr_scheduler
    rates = scheduler_rates(lambda o: schedulers.StepLR(o, step_size=2, gamma=0.5), 6)
    ours = [optimizers.step_decay(k, lr=8.0, every=2, factor=0.5) for k in range(6)]
    assert rates == pytest.approx(ours)
    rates = scheduler_rates(lambda o: schedulers.CosineAnnealingLR(o, T_max=4), 5)
    ours = [optimizers.warmup_cosine(k, lr=8.0, total=4, warmup=0) for k in range(5)]
    assert rates == pytest.approx(ours)
    first = scheduler_rates(schedulers.LinearLR, 1)[0]
    assert first == pytest.approx(8.0 / 3)


def test_a_loader_counts_the_batch_that_is_not_full():
    loader = torch.utils.data.DataLoader
    data = list(range(10))
    assert 3 * len(loader(data, batch_size=4)) == optimizers.update_count(10, 4, 3)
    assert len(loader(data, batch_size=4, drop_last=True)) == 2


def test_numbers_that_hold_where_none_are_given():
    p = [torch.zeros(1, requires_grad=True)]
    assert torch.optim.RMSprop(p).defaults["alpha"] == 0.99
    adadelta = torch.optim.Adadelta(p).defaults
    assert (adadelta["lr"], adadelta["rho"], adadelta["eps"]) == (1.0, 0.9, 1e-6)
    assert torch.optim.Adagrad(p).defaults["eps"] == 1e-10
    assert torch.optim.AdamW(p).defaults["weight_decay"] == 0.01
