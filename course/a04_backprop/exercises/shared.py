"""What several exercises on backpropagation share: sizes, drawn arrays, and solutions' guards."""

from itertools import pairwise

import numpy as np

from dlkit import activations

TANH = (activations.tanh, activations.tanh_backward)
RELU = (activations.relu, activations.relu_backward)


def network(rng: np.random.Generator, *sizes: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Draw the layers of a network, a pair (W, b) each; every size may be another."""
    return [(rng.normal(size=(d, m)), rng.normal(size=m)) for d, m in pairwise(sizes)]


def two_layers(rng: np.random.Generator, *sizes: int) -> tuple[np.ndarray, ...]:
    """Draw W1, b1, W2 and b2 of a network with one hidden layer."""
    first, second = network(rng, *sizes)
    return (*first, *second)


def labelled(
    rng: np.random.Generator, samples: int, inputs: int, classes: int
) -> tuple[np.ndarray, np.ndarray]:
    """Draw samples, and labels of as many classes as there is room for."""
    return rng.normal(size=(samples, inputs)), rng.permutation(samples) % classes


def real(values):
    """Make whole numbers float64, and leave float32 as it is."""
    return np.asarray(values, dtype=np.result_type(values, np.float32))


def one_hot(labels, classes):
    """Return 1 at the class of each row and 0 elsewhere."""
    return (np.arange(classes) == np.asarray(labels)[:, None]).astype(float)
