"""Every step of the optimizers in one table, each with the same step of PyTorch."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from dlkit import optimizers


@dataclass(frozen=True)
class Case:
    """A step, the options it is tried with, and the same in PyTorch."""

    name: str
    options: dict
    torch_name: str
    torch_options: dict

    @property
    def rule(self) -> Callable:
        return getattr(optimizers, self.name)

    @property
    def counts(self):
        return "t" in inspect.signature(self.rule).parameters

    @property
    def state_names(self):
        names = [
            name
            for name, p in inspect.signature(self.rule).parameters.items()
            if p.kind is not p.KEYWORD_ONLY
        ]
        return [name for name in names[2:] if name != "t"]

    def step(self, w, dw, state, t, **changed):
        """Return (w, *state) after one step."""
        count = [t] if self.counts else []
        new = self.rule(w, dw, *state, *count, **{**self.options, **changed})
        return new if isinstance(new, tuple) else (new,)

    def zeros(self, w):
        return [np.zeros_like(w) for _ in self.state_names]


BETAS = {"beta1": 0.8, "beta2": 0.95, "eps": 1e-7}
TORCH_BETAS = {"betas": (0.8, 0.95), "eps": 1e-7}
CASES = [
    Case("sgd_step", {"lr": 0.01}, "SGD", {}),
    Case("momentum_step", {"lr": 0.01, "momentum": 0.8}, "SGD", {"momentum": 0.8}),
    Case("nesterov_step", {"lr": 0.01}, "SGD", {"momentum": 0.9, "nesterov": True}),
    Case("adagrad_step", {"lr": 0.1}, "Adagrad", {}),
    Case("rmsprop_step", {"lr": 0.02}, "RMSprop", {}),
    Case("adadelta_step", {"lr": 1.0}, "Adadelta", {}),
    Case("adam_step", {"lr": 0.05}, "Adam", {}),
    Case("adam_step", {"lr": 0.05, **BETAS}, "Adam", TORCH_BETAS),
    Case("adamw_step", {"lr": 0.05, "weight_decay": 0.3}, "AdamW", {"weight_decay": 0.3}),
    Case("adamax_step", {"lr": 0.05, **BETAS}, "Adamax", TORCH_BETAS),
    Case("amsgrad_step", {"lr": 0.05, **BETAS}, "Adam", {"amsgrad": True, **TORCH_BETAS}),
    Case("nadam_step", {"lr": 0.01, **BETAS}, "NAdam", TORCH_BETAS),
    Case("nadam_step", {"lr": 0.02}, "NAdam", {}),
]
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
NAMES = sorted({case.name for case in CASES})
ONE_EACH = [next(case for case in CASES if case.name == name) for name in NAMES]
each_step = pytest.mark.parametrize("case", ONE_EACH, ids=NAMES)


def draw(case, shape=(3, 4), dtype=np.float64, seed=0):
    """Return weights, a gradient, and a state in mid-run: no zeros, no negative squares."""
    rng = np.random.default_rng(seed)
    w, dw = rng.standard_normal((2, *shape)).astype(dtype)
    return w, dw, [rng.uniform(0.1, 1, shape).astype(dtype) for _ in case.state_names]
