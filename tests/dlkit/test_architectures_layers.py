"""Recurrent layers inside a network: gradients, and what they can learn."""

from string import ascii_lowercase

import numpy as np
import pytest

from dlkit.architectures import GRU, LSTM, gru_forward, lstm_forward
from dlkit.arguments import ShapeError
from dlkit.backprop import numerical_gradient
from dlkit.datasets import first_sign, given_names
from dlkit.losses import bce_with_logits, bce_with_logits_grad
from dlkit.optimizers import Adam, clip_by_global_norm
from dlkit.recurrent import (
    RNN,
    EachStep,
    Embedding,
    bigram_logits,
    encode_words,
    masked_cross_entropy,
    masked_cross_entropy_grad,
    rnn_forward,
)
from dlkit.regularization import nn

KINDS = [RNN, GRU, LSTM]


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("every", [True, False])
def test_gradients_of_a_network_equal_central_differences(kind, every):
    head = nn.Dense(5, 2, rng=rng())
    cell = kind(3, 5, rng=rng(), return_sequences=every)
    model = nn.Sequential([cell, EachStep(head) if every else head])
    x = rng(1).standard_normal((4, 6, 3))
    dy = rng(2).standard_normal((4, 6, 2) if every else (4, 2))
    model.forward(x)
    dx = model.backward(dy)

    def projection(array):
        return lambda moved: loss_with(array, moved)

    def loss_with(array, moved):
        array[...] = moved
        return np.sum(dy * model.forward(x))

    for array, gradient in ((model.p, model.g), (x, dx)):
        before, found = array.copy(), gradient.copy()
        numerical = numerical_gradient(projection(array), before)
        array[...] = before
        np.testing.assert_allclose(found, numerical, atol=1e-7)
    model.forward(x)
    assert model.backward(dy, need_dx=False) is None
    assert model.size == model.p.size == cell.size + head.size


@pytest.mark.parametrize("kind", KINDS)
def test_a_layer_starts_from_zeros_and_gives_the_last_state_or_all(kind, close):
    x, zeros = rng(1).standard_normal((4, 6, 3)), np.zeros((4, 5))
    every, last = (kind(3, 5, rng=rng(), return_sequences=r) for r in (True, False))
    pair = {RNN: rnn_forward, GRU: gru_forward, LSTM: lstm_forward}[kind]
    starts = [zeros] * (1 + (kind is LSTM))
    expected = pair(x, *starts, *every.params.values())
    expected = expected[0] if kind is LSTM else expected
    close(every.forward(x), expected)
    close(last.forward(x), expected[:, -1])


@pytest.mark.parametrize("kind", KINDS)
def test_a_network_of_float32_stays_one(kind):
    model = nn.Sequential([kind(3, 5, rng=rng())], dtype=np.float32)
    y = model.forward(rng(1).standard_normal((4, 6, 3)))
    assert y.dtype == model.backward(y).dtype == model.g.dtype == np.float32


@pytest.mark.parametrize("kind", KINDS)
def test_shapes_and_sizes_that_do_not_fit_are_refused(kind):
    layer = kind(3, 5, rng=rng())
    with pytest.raises(ShapeError, match=rf"^{kind.__name__}: x has shape \(4, 3\)"):
        layer.forward(np.zeros((4, 3)))
    with pytest.raises(ShapeError, match="has no last state"):
        layer.forward(np.zeros((4, 0, 3)))
    with pytest.raises(ValueError, match=f"^{kind.__name__}: units is 0"):
        kind(3, 0, rng=rng())
    with pytest.raises(TypeError, match=f"^{kind.__name__}: rng is int"):
        kind(3, 5, rng=0)


def test_an_embedding_reads_integers_and_learns_all_rows_but_the_padding():
    model = nn.Sequential([Embedding(9, 3, rng=rng(), padding=0), RNN(3, 5, rng=rng())])
    ids = np.array([[1, 8, 8, 0], [2, 1, 0, 0]])
    model.backward(np.ones_like(model.forward(ids)), need_dx=False)
    moved = np.flatnonzero(model.children[0].grads["E"].any(axis=1))
    np.testing.assert_array_equal(moved, [1, 2, 8])
    assert not model.children[0].params["E"][0].any()
    with pytest.raises(ValueError, match="Embedding: padding"):
        Embedding(9, 3, rng=rng(), padding=9)


def test_a_recurrent_network_spells_names_better_than_counting_pairs():
    stream = rng()
    ids, mask = encode_words(list(stream.permutation(given_names())), ascii_lowercase)
    held_out, training = slice(0, 500), slice(500, None)

    def loss(logits):
        return masked_cross_entropy(logits, ids[held_out, 1:], mask[held_out])

    pairs = loss(bigram_logits(ids[training], mask[training], 27)[ids[held_out, :-1]])
    cell = RNN(16, 64, rng=stream, return_sequences=True)
    head = EachStep(nn.Dense(64, 27, rng=stream))
    layers = [Embedding(27, 16, rng=stream), cell, head]
    model = nn.Sequential(layers, dtype=np.float32)
    optimizer = Adam(model.p, lr=1e-2)
    for _ in range(200):
        rows = stream.integers(500, len(ids), size=64)
        logits = model.forward(ids[rows, :-1])
        dz = masked_cross_entropy_grad(logits, ids[rows, 1:], mask[rows])
        model.backward(dz, need_dx=False)
        (g,), _ = clip_by_global_norm([model.g], 5.0)
        optimizer.step(g)
    # Measured, in nats per letter: 2.36 by pairs; 2.08, and 2.04 after another 200 steps.
    assert pairs == pytest.approx(2.36, abs=0.03)
    assert loss(model.forward(ids[held_out, :-1])) < pairs - 0.2


def remembers(cell, T, seed, steps=60, N=32):
    """Whether a cell learns to tell the sign of its first input after T steps."""
    stream = rng([seed, T])
    model = nn.Sequential([cell, nn.Dense(cell.units, 1, rng=stream)])
    optimizer = Adam(model.p, lr=5e-3)
    recent = []
    for _ in range(steps):
        x, signs = first_sign(N, T, noise=0.5, rng=stream)
        labels, logits = signs[:, None], model.forward(x)
        recent = [*recent[-4:], np.mean((logits > 0) == labels)]
        model.backward(bce_with_logits_grad(logits, labels), need_dx=False)
        (g,), _ = clip_by_global_norm([model.g], 1.0)
        optimizer.step(g)
        assert np.isfinite(bce_with_logits(logits, labels))
    return np.mean(recent) > 0.95


def test_a_forget_bias_decides_whether_an_lstm_remembers_for_fifty_steps():
    solved = {
        bias: [remembers(LSTM(1, 24, rng=rng(s), forget_bias=bias), 50, s) for s in range(2)]
        for bias in (0.0, 3.0)
    }
    assert not any(solved[0.0]) and all(solved[3.0])
