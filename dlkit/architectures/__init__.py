"""Architectures: cells with gates, ways around layers, weights that are shared, attention.

Read in this order:

1. `lstm`, `gru`: recurrent cells that can keep what they know (`lstm_step`, `gru_step`), and the
   same along a sequence (`lstm_forward`, `gru_forward`).
2. `residual`: a way around a layer (`residual_forward`).
3. `sharing`: weights used twice (`tied_autoencoder_grads`, `multitask_loss_grads`).
4. `transfer`: a part of a network kept (`freeze_and_finetune`).
5. `attention`: every place looks at all places (`attention`, `causal_mask`).
6. `structure`: how many parameters, and which connections are possible (`cells_to_graph`).
7. `layers`: the cells for a network of `nn` (`LSTM`, `GRU`).

The order of the gates is i, f, o, g in the LSTM and r, z, n in the GRU. Sequences are (N, T, ·);
the backward functions take the inputs of the forward pass. Inputs are never changed.
"""

from dlkit.architectures.attention import attention, attention_backward, causal_mask
from dlkit.architectures.gru import gru_backward, gru_forward, gru_step, gru_step_backward
from dlkit.architectures.layers import GRU, LSTM
from dlkit.architectures.lstm import lstm_backward, lstm_forward, lstm_step, lstm_step_backward
from dlkit.architectures.residual import residual_backward, residual_forward
from dlkit.architectures.sharing import (
    multitask_loss_grads,
    tied_autoencoder_grads,
    tied_autoencoder_loss,
)
from dlkit.architectures.structure import cells_to_graph, param_count
from dlkit.architectures.transfer import freeze_and_finetune

__all__ = [
    "GRU",
    "LSTM",
    "attention",
    "attention_backward",
    "causal_mask",
    "cells_to_graph",
    "freeze_and_finetune",
    "gru_backward",
    "gru_forward",
    "gru_step",
    "gru_step_backward",
    "lstm_backward",
    "lstm_forward",
    "lstm_step",
    "lstm_step_backward",
    "multitask_loss_grads",
    "param_count",
    "residual_backward",
    "residual_forward",
    "tied_autoencoder_grads",
    "tied_autoencoder_loss",
]
