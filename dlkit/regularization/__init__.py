"""Regularization: what helps a network on data it has not seen, and the loop that trains it.

Read in this order:

1. `dropout`, `batch_norm`, `layer_norm`, `group_norm`: pairs that behave differently in training.
2. `augmentation`: more data from the same data (`shift_image`).
3. `metrics`: how good a classifier is (`accuracy`, `confusion_matrix`).
4. `fitting`: the training loop (`fit`, `evaluate`); `callbacks` and `progress` listen to it.
5. `sanity`: questions before a long training (`overfit_one_batch`).
6. `nn`: layers and networks, ``from dlkit.regularization import nn``.
"""

from dlkit.regularization.augmentation import random_shifts, shift_image
from dlkit.regularization.batch_norm import batchnorm_backward, batchnorm_forward, fold_batchnorm
from dlkit.regularization.callbacks import Callback, EarlyStopping, History
from dlkit.regularization.dropout import dropout_backward, dropout_forward
from dlkit.regularization.fitting import evaluate, fit
from dlkit.regularization.group_norm import groupnorm_backward, groupnorm_forward
from dlkit.regularization.layer_norm import layernorm_backward, layernorm_forward
from dlkit.regularization.metrics import (
    accuracy,
    confusion_matrix,
    f1_score,
    precision,
    predicted_classes,
    recall,
)
from dlkit.regularization.progress import ProgressBar
from dlkit.regularization.sanity import initial_loss_ok, overfit_one_batch

__all__ = [
    "Callback",
    "EarlyStopping",
    "History",
    "ProgressBar",
    "accuracy",
    "batchnorm_backward",
    "batchnorm_forward",
    "confusion_matrix",
    "dropout_backward",
    "dropout_forward",
    "evaluate",
    "f1_score",
    "fit",
    "fold_batchnorm",
    "groupnorm_backward",
    "groupnorm_forward",
    "initial_loss_ok",
    "layernorm_backward",
    "layernorm_forward",
    "overfit_one_batch",
    "precision",
    "predicted_classes",
    "random_shifts",
    "recall",
    "shift_image",
]
