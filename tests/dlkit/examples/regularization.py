"""Calls of `dlkit.regularization` and of its layers."""

import numpy as np

from dlkit import regularization
from dlkit.activations import tanh, tanh_backward
from dlkit.optimizers import SGD
from dlkit.regularization import nn
from tests.dlkit.examples import RNG, example, real

X, IMAGES = real(4, 3), real(2, 3, 5, 4)
ONES, ZEROS = np.ones(3), np.zeros(3)
PREDICTED, TRUE = np.array([0, 16, 16, 2, 1]), np.array([0, 16, 3, 2, 16])
COUNTS = np.array([[3.0, 1.0], [0.0, 4.0]])


def model():
    """A small network."""
    network = nn.Sequential([nn.Dense(3, 2, rng=np.random.default_rng(0))])
    network.compile(lambda p: SGD(p, lr=0.5), loss="cross_entropy")
    return network


def passed(make):
    """Go forth and back through a layer."""

    def call(x, *sizes):
        layer = nn.Sequential([make(*sizes)])
        y = layer.forward(x)
        return y, layer.backward(np.cos(np.arange(y.size)).reshape(y.shape)), layer.g

    return call


def fitted(x, labels, epochs, batch_size):
    """Train `model`."""
    network, rng = model(), np.random.default_rng(0)
    return regularization.fit(
        network, (x, labels), SGD(network.p, lr=0.5), epochs=epochs, batch_size=batch_size, rng=rng
    ).history["loss"]


example(regularization.Callback)
example(regularization.EarlyStopping, patience=3)
example(regularization.History)
example(regularization.ProgressBar)
example(regularization.accuracy, PREDICTED, TRUE)
example(regularization.batchnorm_forward, X, ONES, ZEROS, ZEROS, ONES)
example(regularization.batchnorm_backward, real(4, 3, seed=1), X, ONES, ZEROS, ZEROS, ONES)
example(regularization.confusion_matrix, PREDICTED, TRUE, 17)
example(regularization.dropout_forward, X, 0.5, rng=RNG)
example(regularization.dropout_backward, real(4, 3, seed=1), np.tile([0.0, 2.0, 2.0], (4, 1)))
example(
    regularization.evaluate,
    X,
    np.array([0, 1, 1, 0]),
    call=lambda *d: regularization.evaluate(model(), *d),
)
example(regularization.fit, X, np.array([0, 1, 1, 0]), 3, 2, call=fitted)
example(regularization.fold_batchnorm, real(3, 2), *(real(2, seed=k) ** 2 for k in range(5)))
example(regularization.groupnorm_forward, IMAGES, ONES, ZEROS, 3)
example(regularization.groupnorm_backward, real(2, 3, 5, 4, seed=1), IMAGES, ONES, ZEROS, 3)
example(regularization.initial_loss_ok, 2.5, 10)
example(regularization.layernorm_forward, X, ONES, ZEROS)
example(regularization.layernorm_backward, real(4, 3, seed=1), X, ONES, ZEROS)
example(
    regularization.overfit_one_batch,
    X,
    np.array([0, 1, 1, 0]),
    3,
    call=lambda x, y, n: regularization.overfit_one_batch(model(), x, y, samples=n, steps=n),
)
for score in (regularization.f1_score, regularization.precision, regularization.recall):
    example(score, COUNTS)
example(regularization.predicted_classes, X)
example(regularization.random_shifts, IMAGES, 2, rng=RNG)
example(regularization.shift_image, IMAGES, 1, 2)

example(nn.Activation, X, call=passed(lambda: nn.Activation("tanh")))
example(nn.BatchNorm, X, 3, call=passed(nn.BatchNorm))
example(nn.Dense, X, 3, 2, call=passed(lambda n, m: nn.Dense(n, m, rng=np.random.default_rng(0))))
example(nn.Dropout, X, 0.5, call=passed(lambda p: nn.Dropout(p, rng=np.random.default_rng(0))))
example(nn.Flatten, IMAGES, call=passed(nn.Flatten))
example(nn.Function, X, call=passed(lambda: nn.Function(tanh, tanh_backward)))
example(nn.Layer, call=lambda: nn.Layer(W=np.ones(3)).size)
example(nn.GroupNorm, IMAGES, 3, 3, call=passed(nn.GroupNorm))
example(nn.LayerNorm, X, 3, call=passed(nn.LayerNorm))
example(
    nn.RandomShift,
    IMAGES,
    2,
    call=passed(lambda n: nn.RandomShift(n, rng=np.random.default_rng(0))),
)
example(nn.Sequential, X, call=passed(lambda: nn.Dense(3, 2, rng=np.random.default_rng(0))))
example(nn.keep_freed_memory)
