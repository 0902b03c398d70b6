"""Architectures: cells with gates, connections around layers, weights that are shared.

1. `lstm`: long short-term memory (`lstm_step`, `lstm_forward`).
"""

from dlkit.architectures.lstm import lstm_backward, lstm_forward, lstm_step, lstm_step_backward

__all__ = ["lstm_backward", "lstm_forward", "lstm_step", "lstm_step_backward"]
