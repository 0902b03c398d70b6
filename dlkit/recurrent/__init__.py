"""Recurrent networks: one step after another with the same weights, and gradients back through it.

Read in this order:

1. `steps`: one step and its gradients (`rnn_step`, `rnn_step_backward`).
2. `sequences`: the whole sequence (`rnn_forward`, `rnn_backward`), and a gradient that is cut off
   (`truncated_bptt`).
3. `long_times`: what many steps do to a gradient (`spectral_radius`, `gradient_norms`).
4. `masking`: sequences of different lengths in one batch (`masked_cross_entropy`).
5. `embeddings`, `characters`, `sampling`: text in (`embed`, `encode_words`) and out (`sample`).
6. `layers`: the same for a network of `nn` (`RNN`, `Embedding`, `EachStep`).

Sequences are (N, T, ·): samples, then time. The backward functions take the inputs of the forward
pass. Inputs are never changed; nan propagates.
"""

from dlkit.recurrent.characters import bigram_logits, decode_words, encode_words
from dlkit.recurrent.embeddings import embed, embed_backward
from dlkit.recurrent.layers import RNN, EachStep, Embedding
from dlkit.recurrent.long_times import (
    gradient_norms,
    is_diagonalizable_counterexample,
    jordan_block,
    linear_rnn_grad,
    spectral_radius,
)
from dlkit.recurrent.masking import (
    length_mask,
    masked_cross_entropy,
    masked_cross_entropy_grad,
)
from dlkit.recurrent.sampling import sample
from dlkit.recurrent.sequences import rnn_backward, rnn_forward, truncated_bptt
from dlkit.recurrent.steps import rnn_step, rnn_step_backward

__all__ = [
    "EachStep",
    "Embedding",
    "RNN",
    "bigram_logits",
    "decode_words",
    "embed",
    "embed_backward",
    "encode_words",
    "gradient_norms",
    "is_diagonalizable_counterexample",
    "jordan_block",
    "length_mask",
    "linear_rnn_grad",
    "masked_cross_entropy",
    "masked_cross_entropy_grad",
    "rnn_backward",
    "rnn_forward",
    "rnn_step",
    "rnn_step_backward",
    "sample",
    "spectral_radius",
    "truncated_bptt",
]
