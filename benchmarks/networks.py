"""The same networks twice, with the same weights: in dlkit and in PyTorch."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch

from dlkit.architectures import LSTM
from dlkit.convolution import Conv2D, Pool2D
from dlkit.regularization import nn


@dataclass
class Case:
    """One network twice, and how many times PyTorch's time dlkit should and may take."""

    ours: nn.Sequential
    theirs: torch.nn.Module
    x: np.ndarray
    y: np.ndarray
    loss: str
    steps: int  # in one turn; few in all, for Adam slows down once dead units turn denormal
    goal: float
    most: float  # what must hold on a busy machine too


def dense(sizes: tuple[int, ...], rng: np.random.Generator) -> tuple[list, list]:
    """Return dense layers with ReLU between them, ours and PyTorch's."""
    ours, theirs = [], []
    for inputs, outputs in pairwise(sizes):
        ours += [nn.Dense(inputs, outputs, rng=rng), nn.Activation("relu")]
        theirs += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    return ours[:-1], theirs[:-1]


class LastState(torch.nn.Module):
    """PyTorch's LSTM with one bias that learns, as ours, and only its last state."""

    def __init__(self, inputs: int, units: int) -> None:
        super().__init__()
        self.lstm = torch.nn.LSTM(inputs, units, batch_first=True)
        self.lstm.bias_hh_l0.requires_grad_(False).zero_()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.lstm(x)[0][:, -1]

    def take(self, W: np.ndarray, b: np.ndarray) -> None:
        """Take the weights of ours: theirs are two, transposed, with the gates i, f, g, o."""
        i, f, o, g = np.split(np.vstack([W, b]), 4, axis=1)
        rows = torch.tensor(np.hstack([i, f, g, o]).T)  # (4H, D + H + 1)
        D = self.lstm.input_size
        self.lstm.weight_ih_l0.copy_(rows[:, :D])
        self.lstm.weight_hh_l0.copy_(rows[:, D:-1])
        self.lstm.bias_ih_l0.copy_(rows[:, -1])


def case(ours, theirs, x, y, loss: str, steps: int, goal: float, most: float) -> Case:
    """Make both networks, PyTorch's with the weights of ours."""
    with torch.no_grad():
        for layer, twin in zip(ours, theirs, strict=True):
            if isinstance(twin, LastState):
                twin.take(**layer.params)
            elif layer.params:
                W = layer.params["W"]
                twin.weight.copy_(torch.tensor(W.T if W.ndim == 2 else W))  # (outputs, inputs)
                twin.bias.copy_(torch.tensor(layer.params["b"]))
    model = nn.Sequential(ours, dtype=np.float32)
    model.compile(loss=loss)
    x, twin = x.astype(np.float32), torch.nn.Sequential(*theirs)
    return Case(model, twin, x, y, loss, steps, goal, most)


def mlp() -> Case:
    """784-256-128-10, batches of 128: the products of matrices take the time."""
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((128, 784)), rng.integers(0, 10, 128)
    return case(*dense((784, 256, 128, 10), rng), x, y, "cross_entropy", 6, 0.80, 0.90)


def playground() -> Case:
    """2-16-16-1, batches of 100: the calls take the time."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((100, 2))
    y = (x[:, :1] * x[:, 1:] > 0).astype(np.float32)
    return case(*dense((2, 16, 16, 1), rng), x, y, "bce_with_logits", 25, 0.20, 0.25)


def cnn() -> Case:
    """LeNet's layers on 28 x 28, batches of 64: memory takes the time."""
    rng = np.random.default_rng(0)
    ours = [
        *(Conv2D(1, 6, 5, padding=2, rng=rng), nn.Activation("relu"), Pool2D(2)),
        *(Conv2D(6, 16, 5, rng=rng), nn.Activation("relu"), Pool2D(2), nn.Flatten()),
    ]
    theirs = [
        *(torch.nn.Conv2d(1, 6, 5, padding=2), torch.nn.ReLU(), torch.nn.MaxPool2d(2)),
        *(torch.nn.Conv2d(6, 16, 5), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten()),
    ]
    our_end, their_end = dense((400, 120, 84, 10), rng)
    x, y = rng.standard_normal((64, 1, 28, 28)), rng.integers(0, 10, 64)
    return case([*ours, *our_end], [*theirs, *their_end], x, y, "cross_entropy", 2, 1.05, 1.30)


def lstm() -> Case:
    """An LSTM of 128 units over 32 steps of 64 numbers, batches of 64."""
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((64, 32, 64)), rng.integers(0, 10, 64)
    our_end, their_end = dense((128, 10), rng)
    ours, theirs = [LSTM(64, 128, rng=rng), *our_end], [LastState(64, 128), *their_end]
    return case(ours, theirs, x, y, "cross_entropy", 1, 1.35, 1.60)


CASES = {"mlp": mlp, "playground": playground, "cnn": cnn, "lstm": lstm}
