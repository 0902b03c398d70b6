"""Calls of `dlkit.recurrent`."""

import numpy as np

from dlkit import recurrent
from dlkit.regularization import nn
from tests.dlkit.examples import RNG, example, real
from tests.dlkit.examples.regularization import passed

X, H, WX, WH, B = real(2, 6, 3), real(2, 5), real(3, 5), real(5, 5) / 4, real(5)
DH = real(2, 6, 5, seed=1)
IDS, MASK = np.array([[0, 16, 16, 3, 0], [0, 2, 16, 0, 0]]), np.tril(np.ones((2, 4), bool), 2)
LETTERS = "abcdefghijklmnopq"


def generator():
    """Make a generator."""
    return np.random.default_rng(0)


example(
    recurrent.EachStep,
    X,
    3,
    call=passed(lambda n: recurrent.EachStep(nn.Dense(n, 2, rng=generator()))),
)
example(
    recurrent.Embedding,
    IDS,
    17,
    3,
    call=lambda ids, n, m: recurrent.Embedding(n, m, rng=generator()).forward(ids),
)
example(recurrent.RNN, X, 3, 5, call=passed(lambda n, m: recurrent.RNN(n, m, rng=generator())))
example(recurrent.bigram_logits, IDS, MASK, 17)
example(recurrent.decode_words, IDS, LETTERS)
example(recurrent.encode_words, ["abba", "b"], LETTERS)
example(recurrent.embed, IDS, real(17, 3))
example(recurrent.embed_backward, real(2, 5, 3), IDS, real(17, 3), padding=3)
example(recurrent.gradient_norms, H, X, H, WX, WH, B)
example(recurrent.is_diagonalizable_counterexample)
example(recurrent.jordan_block, 0.5, 20)
example(recurrent.length_mask, np.array([100, 3]), 120)
example(recurrent.linear_rnn_grad, WH, 100, single=None)
example(recurrent.masked_cross_entropy, real(2, 4, 17), IDS[:, 1:], MASK)
example(recurrent.masked_cross_entropy_grad, real(2, 4, 17), IDS[:, 1:], MASK)
example(recurrent.rnn_forward, X, H, WX, WH, B)
example(recurrent.rnn_backward, DH, X, H, WX, WH, B)
example(recurrent.rnn_step, X[:, 0], H, WX, WH, B)
example(recurrent.rnn_step_backward, DH[:, 0], X[:, 0], H, WX, WH, B)
example(recurrent.sample, real(4, 3), temperature=0.5, rng=RNG)
example(recurrent.spectral_radius, WH, single=1e-3)
example(recurrent.truncated_bptt, DH, X, H, WX, WH, B, k=2)
