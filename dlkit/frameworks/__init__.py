"""Frameworks: what surrounds the formulas when networks are trained for real.

Read in this order:

1. `graph`, `inputs` and `session`: define first, run later (`placeholder`, `variable`,
   `Session`).
2. `derivatives` and `training`: gradients and steps as nodes of the graph (`Optimizer`).
3. `summaries`, `events` and `logs`: what TensorBoard shows, and a log of one's own
   (`scalar_summary`, `FileWriter`, `ScalarLogger`); `protobuf` has the bytes.
4. `checkpoints` and `callbacks`: stop, and go on as if nothing had happened
   (`save_checkpoint`, `ModelCheckpoint`, `TensorBoard`).
5. `parallel` and `memory`: a batch on several machines, and what it takes (`parallel_grads`,
   `memory_estimate`).
6. `diagnosis`: what to look at when the loss does not go down (`diagnose`, `gradcheck_report`).
"""

from dlkit.frameworks.callbacks import ModelCheckpoint, TensorBoard
from dlkit.frameworks.checkpoints import Checkpoint, load_checkpoint, save_checkpoint
from dlkit.frameworks.derivatives import gradients
from dlkit.frameworks.diagnosis import diagnose, gradcheck_report
from dlkit.frameworks.events import FileWriter, read_events
from dlkit.frameworks.graph import Graph, get_default_graph, reset_default_graph
from dlkit.frameworks.inputs import (
    constant,
    placeholder,
    random_normal,
    random_uniform,
    variable,
)
from dlkit.frameworks.logs import ScalarLogger, smooth
from dlkit.frameworks.memory import memory_estimate
from dlkit.frameworks.parallel import parallel_grads
from dlkit.frameworks.session import Session
from dlkit.frameworks.summaries import merge_all_summaries, print_values, scalar_summary
from dlkit.frameworks.training import (
    Optimizer,
    assign,
    global_variables_initializer,
    trainable_variables,
)

__all__ = [
    "Checkpoint",
    "FileWriter",
    "Graph",
    "ModelCheckpoint",
    "Optimizer",
    "ScalarLogger",
    "Session",
    "TensorBoard",
    "assign",
    "constant",
    "diagnose",
    "get_default_graph",
    "global_variables_initializer",
    "gradcheck_report",
    "gradients",
    "load_checkpoint",
    "memory_estimate",
    "merge_all_summaries",
    "parallel_grads",
    "placeholder",
    "print_values",
    "random_normal",
    "random_uniform",
    "read_events",
    "reset_default_graph",
    "save_checkpoint",
    "scalar_summary",
    "smooth",
    "trainable_variables",
    "variable",
]
