"""What the lecture on automatic differentiation says in numbers."""

import functools
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from dlkit import datasets
from dlkit.activations import tanh_backward
from dlkit.arguments import Array
from dlkit.autodiff import Tensor, backward, topo_sort
from dlkit.backprop import (
    numerical_gradient,
    relative_error,
    two_layer_objective,
    two_layer_objective_grad,
)
from dlkit.shapes import standardize

Params = Any  # W1, b1, W2 and b2
LAM = 0.01


@functools.cache
def samples() -> tuple[Array, Any]:
    """Return 569 standardised samples of 30 measurements, and 0 or 1 for each."""
    x, labels = datasets.breast_cancer()
    return standardize(x, x)[0], labels


def network(seed: int) -> Params:
    """Draw a network of 30 inputs, 16 hidden units and 2 classes."""
    rng = np.random.default_rng(seed)
    W1, W2 = rng.normal(size=(30, 16)), rng.normal(size=(16, 2))
    return W1 / np.sqrt(30), np.zeros(16), W2 / np.sqrt(16), np.zeros(2)


def bent(z: Any) -> Any:
    """The new activation, of arrays and of tensors: tanh and its input, added up."""
    return (z.tanh() if isinstance(z, Tensor) else np.tanh(z)) + z


class Forgotten(NamedTuple):
    """A training with the way back of tanh, though the forward pass has another activation."""

    before: float  # the loss
    after: float
    after_right_gradients: float
    error: float  # of the gradient of the first layer's weights at the start, against differences
    wrong_signs: int  # among its entries


def forgotten() -> Forgotten:
    """Train with the wrong gradients and with the right ones; measure those of the first step."""
    (x, labels), start = samples(), network(0)
    few, their_labels = x[:50], labels[:50]

    def of_first_weights(weights: Array) -> float:
        return two_layer_objective((weights, *start[1:]), few, their_labels, activation=bent)

    wrong = by_hand(start, few, their_labels, bent, tanh_backward)[0]
    measured = numerical_gradient(of_first_weights, start[0])
    return Forgotten(
        two_layer_objective(start, x, labels, activation=bent),
        loss_after_training(tanh_backward),
        loss_after_training(bent_backward),
        relative_error(wrong, measured),
        int(np.sum(np.sign(wrong) != np.sign(measured))),
    )


def loss_after_training(activation_backward: Any) -> float:
    """Return the loss after 100 steps at learning rate 0.5, without a penalty."""
    (x, labels), params = samples(), network(0)
    for _ in range(100):
        grads = by_hand(params, x, labels, bent, activation_backward)
        params = [p - 0.5 * g for p, g in zip(params, grads, strict=True)]
    return two_layer_objective(params, x, labels, activation=bent)


def by_hand(
    params: Params, x: Array, labels: Any, activation: Any, activation_backward: Any
) -> Params:
    pair = {"activation": activation, "activation_backward": activation_backward}
    return two_layer_objective_grad(params, x, labels, **pair)


def objective(params: list[Tensor], activation: Callable[[Tensor], Tensor]) -> Tensor:
    """Compute the objective of all samples, down to the single operations of its cross-entropy."""
    x, labels = samples()
    W1, b1, W2, b2 = params
    scores = activation(Tensor(x, requires_grad=False) @ W1 + b1) @ W2 + b2
    penalty = ((W1 * W1).sum() + (W2 * W2).sum()) * (LAM / 2)
    shifted = scores - scores.max(axis=1, keepdims=True)
    right = shifted[np.arange(len(labels)), labels]
    loss: Tensor = (shifted.exp().sum(axis=1).log() - right).mean() + penalty
    return loss


def bent_backward(dy: Array, z: Array) -> Array:
    """The way back of the new activation, which was forgotten."""
    return tanh_backward(dy, z) + dy


def agreement(starts: int = 10, *, is_bent: bool = False) -> float:
    """Return the largest relative error between the engine and the derivation by hand."""
    x, labels = samples()
    by_hand: dict[str, Any] = {}
    if is_bent:
        by_hand = {"activation": bent, "activation_backward": bent_backward}
    errors = []
    for seed in range(starts):
        tensors = [Tensor(p) for p in network(seed)]
        backward(objective(tensors, bent if is_bent else Tensor.tanh))
        derived = two_layer_objective_grad(network(seed), x, labels, lam=LAM, **by_hand)
        pairs = zip(tensors, derived, strict=True)
        errors.append(max(relative_error(t.grad, g) for t, g in pairs if t.grad is not None))
    return max(errors)


def nothing_set_to_0() -> float:
    """Return what two walks back through x · x + x at 3 leave in x without resetting nodes to 0."""
    x = Tensor(3.0)
    f = x * x + x
    grads = {id(node): 0.0 for node in topo_sort(f)}
    for _ in range(2):
        grads[id(f)] = 1.0
        for node in reversed(topo_sort(f)):
            for parent, part in zip(
                node.parents, node.pull(np.array(grads[id(node)])), strict=True
            ):
                grads[id(parent)] += float(part)
    return grads[id(x)]


def nodes_kept(steps: int, *, detached: bool) -> list[int]:
    """Return how many nodes a total of losses keeps alive, after each step of a training."""
    weights, total, sizes = Tensor([1.0, 2.0]), Tensor(0.0, requires_grad=False), []
    for _ in range(steps):
        loss = (weights * weights).sum()
        total = total + (loss.detach() if detached else loss)
        sizes.append(len(topo_sort(total)))
    return sizes


def multiplications(samples: int, *sizes: int) -> tuple[int, int]:
    """Return how many a network of dense layers takes in its forward pass, and in its walk back."""
    layers = [samples * d * m for d, m in pairwise(sizes)]
    return sum(layers), 2 * sum(layers) - layers[0]  # nobody reads the gradient of the data
