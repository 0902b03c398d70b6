"""Calls of `dlkit.architectures`."""

import numpy as np

from dlkit import architectures
from dlkit.activations import tanh, tanh_backward
from tests.dlkit.examples import example, real
from tests.dlkit.examples.recurrent import generator
from tests.dlkit.examples.regularization import passed

X, H, C = real(2, 6, 3), real(2, 5), real(2, 5, seed=1)
LSTM, GRU = (real(8, 20) / 4, real(20)), (real(3, 15), real(5, 15) / 4, real(15))
DH = real(2, 6, 5, seed=1)
Q, K, V = real(2, 4, 3), real(2, 5, 3), real(2, 5, 6)


def opt(w, dw, state):
    """Take a plain step."""
    return w - 0.5 * dw, state


example(
    architectures.GRU, X, 3, 5, call=passed(lambda n, m: architectures.GRU(n, m, rng=generator()))
)
example(
    architectures.LSTM, X, 3, 5, call=passed(lambda n, m: architectures.LSTM(n, m, rng=generator()))
)
example(architectures.attention, Q, K, V, mask=np.tri(4, 5, dtype=bool))
example(architectures.attention_backward, real(2, 4, 6), Q, K, V, mask=np.tri(4, 5, dtype=bool))
example(architectures.causal_mask, 20)
example(architectures.cells_to_graph, {"h": ["x", ("h", -1)], "x": []})
example(architectures.freeze_and_finetune, [real(3), real(2)], [True, False], [real(3), None], opt)
example(architectures.gru_forward, X, H, *GRU)
example(architectures.gru_backward, DH, X, H, *GRU)
example(architectures.gru_step, X[:, 0], H, *GRU)
example(architectures.gru_step_backward, DH[:, 0], X[:, 0], H, *GRU)
example(architectures.lstm_forward, X, H, C, *LSTM)
example(architectures.lstm_backward, DH, DH[:, ::-1], X, H, C, *LSTM)
example(architectures.lstm_step, X[:, 0], H, C, *LSTM)
example(architectures.lstm_step_backward, DH[:, 0], DH[:, 1], X[:, 0], H, C, *LSTM)
example(
    architectures.multitask_loss_grads,
    (real(3, 5), real(5)),
    [(real(5, 2), real(2)), (real(5, 1), real(1))],
    real(4, 3),
    [real(4, 2), real(4, 1)],
    [0.5, 2.0],
)
example(architectures.param_count, "dense", [100, 100, 3])
example(architectures.residual_forward, real(4, 3), tanh)
example(architectures.residual_backward, real(4, 3, seed=1), real(4, 3), tanh_backward)
example(architectures.tied_autoencoder_grads, real(3, 2), real(4, 3))
example(architectures.tied_autoencoder_loss, real(3, 2), real(4, 3))
