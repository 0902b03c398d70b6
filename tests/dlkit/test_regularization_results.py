"""What the lecture shows is true: each technique helps, at settings where it can."""

import numpy as np
import pytest

from dlkit.datasets import digits
from dlkit.optimizers import SGD
from dlkit.regularization import EarlyStopping, nn

X, LABELS = digits()


def split(rng, n):
    """Return n training digits and the rest, shuffled."""
    order = rng.permutation(len(X))
    train, rest = order[:n], order[n:]
    return X[train], LABELS[train], X[rest], LABELS[rest]


def with_noise(labels, rng):
    """Draw 30 % of the labels anew; about 27 % are then wrong."""
    redrawn = rng.random(len(labels)) < 0.3
    return np.where(redrawn, rng.integers(0, 10, len(labels)), labels)


def trained(layers, optimizer, x, labels, rng, **options):
    model = nn.Sequential(layers, dtype=np.float32)
    model.compile(optimizer, loss="cross_entropy", metrics=["accuracy"])
    history = model.fit(x, labels, rng=rng, progress=False, **options)
    return model, history


def deep(seed, *, batchnorm):
    """Accuracy of ten layers that start with weights of 0.01."""
    rng = np.random.default_rng(seed)
    x, labels, x_test, labels_test = split(rng, 1200)
    tiny = lambda shape, *, rng: 0.01 * rng.standard_normal(shape)  # noqa: E731
    layers = []
    for _ in range(9):
        layers.append(nn.Dense(64, 64, rng=rng, init=tiny))
        layers += [nn.BatchNorm(64), nn.Activation("relu")][not batchnorm :]
    layers.append(nn.Dense(64, 10, rng=rng, init=tiny))
    optimizer = lambda p: SGD(p, lr=0.1, momentum=0.9)  # noqa: E731
    model, _ = trained(layers, optimizer, x, labels, rng, epochs=10, batch_size=64)
    return model.evaluate(x_test, labels_test)["accuracy"]


@pytest.mark.parametrize("seed", [0, 1])
def test_batch_norm_rescues_a_deep_network_with_a_bad_start(seed):
    assert deep(seed, batchnorm=False) < 0.2
    assert deep(seed, batchnorm=True) > 0.85


def dropped(seed, p):
    """Accuracy after learning from 300 digits with noisy labels."""
    rng = np.random.default_rng(seed)
    x, labels, x_test, labels_test = split(rng, 300)
    layers = []
    for inputs in (64, 256):
        layers += [nn.Dense(inputs, 256, rng=rng), nn.Activation("relu"), nn.Dropout(p, rng=rng)]
    layers.append(nn.Dense(256, 10, rng=rng))
    noisy = with_noise(labels, rng)
    model, _ = trained(layers, "adam", x, noisy, rng, epochs=60, batch_size=32)
    return model.evaluate(x_test, labels_test)["accuracy"]


@pytest.mark.parametrize("seed", [0, 1])
def test_dropout_helps_against_wrong_labels(seed):
    assert dropped(seed, 0.7) > dropped(seed, 0.0) + 0.05


def stopped(seed, callbacks):
    """Test accuracy and training history with 200 noisy digits and 300 to validate."""
    rng = np.random.default_rng(seed)
    x, labels, x_test, labels_test = split(rng, 500)
    layers = [nn.Dense(64, 512, rng=rng), nn.Activation("relu"), nn.Dense(512, 10, rng=rng)]
    model, history = trained(
        layers,
        "adam",
        x[:200],
        with_noise(labels[:200], rng),
        rng,
        epochs=150,
        batch_size=32,
        validation_data=(x[200:], labels[200:]),
        callbacks=callbacks,
    )
    return model.evaluate(x_test, labels_test)["accuracy"], history


@pytest.mark.parametrize("seed", [0, 1])
def test_early_stopping_keeps_what_memorizing_noise_would_lose(seed):
    early, history = stopped(seed, [EarlyStopping(patience=10)])
    assert history.epochs < 100
    late, history = stopped(seed, [])
    assert history["accuracy"][-1] > 0.99  # the wrong labels are known by heart
    assert early > late + 0.02
