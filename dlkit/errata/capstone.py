"""From a table to predictions in one call: everything before, put together."""

import time

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    Labels,
    ShapeError,
    class_labels,
    plain_array,
    real_array,
    require_axes,
    require_generator,
    require_number,
)
from dlkit.initialization import he_normal
from dlkit.optimizers import Adam
from dlkit.regularization import Callback, EarlyStopping, nn
from dlkit.regularization.callbacks import Run
from dlkit.shapes import standardize, train_val_split

UNITS, DROP, EPOCHS, PATIENCE = 128, 0.3, 300, 100
FAR = 3.0  # standard deviations, where inputs end


class _Budget(Callback):
    """Stop when the time is over."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    def on_epoch_end(self, run: Run) -> None:
        run.stop = run.stop or time.monotonic() > self.end


def train_model(
    x: npt.ArrayLike,
    labels: npt.ArrayLike,
    x_new: npt.ArrayLike,
    *,
    seconds: float = 30.0,
    rng: np.random.Generator,
) -> npt.NDArray[np.integer]:
    r"""Train a classifier on a table within a time, and classify new rows.

    A network with one hidden layer of rectifiers on standardised inputs,

    .. math:: \hat y = \operatorname{argmax}_c \; \big(\max(0, x W_1 + b_1) W_2 + b_2\big)_c ,

    with Adam, dropout, and an early stop on 15 percent of the rows, held out. The new rows are seen
    only when all weights are final.

    Parameters
    ----------
    x, labels : (N, D), (N,)    the training rows, N at least 10, and their classes 0..C-1
    x_new : (N', D)    rows without labels
    seconds : float    above 0; checked after every epoch
    rng : numpy.random.Generator    the split, the weights and the order of the rows

    Returns
    -------
    (N',)    integers 0..C-1

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if there are fewer than 10 rows, a label is negative, or `seconds` is not above 0
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> from dlkit.datasets import wine
    >>> x, labels = wine()
    >>> predicted = train_model(x[::2], labels[::2], x[1::2], rng=np.random.default_rng(0))
    >>> np.mean(predicted == labels[1::2]) > 0.9
    np.True_

    Source: Prechelt, Early Stopping - But When?, in Neural Networks: Tricks of the Trade,
    Springer, 1998.
    """
    x, x_new, y = _tables(x, labels, x_new)
    budget = _Budget(require_number(seconds, "seconds", "train_model", above=0))
    train, held_out = train_val_split(len(x), 0.15, rng=require_generator(rng, "train_model"))
    inputs, new = _standardized(x[train], x_new)
    validation = _standardized(x[train], x[held_out])[1]
    first = nn.Dense(x.shape[1], UNITS, rng=rng, init=he_normal)
    last = nn.Dense(UNITS, int(y.max()) + 1, rng=rng)
    model = nn.Sequential([first, nn.Activation("relu"), nn.Dropout(DROP, rng=rng), last])
    model.compile(optimizer=lambda p: Adam(p, lr=3e-3), loss="cross_entropy")
    model.fit(
        inputs,
        y[train],
        epochs=EPOCHS,
        batch_size=32,
        rng=rng,
        validation_data=(validation, y[held_out]),
        callbacks=[EarlyStopping(patience=PATIENCE), budget],
        progress=False,
    )
    predicted: Labels = model.predict(new).argmax(axis=1)
    return predicted


def _standardized(train: Array, other: Array) -> tuple[Array, Array]:
    """Return both by the means of the first; a pixel that was black once must not be a thousand."""
    first, second, *_ = standardize(train, other)
    return np.clip(first, -FAR, FAR), np.clip(second, -FAR, FAR)


def _tables(
    x: npt.ArrayLike, labels: npt.ArrayLike, x_new: npt.ArrayLike
) -> tuple[Array, Array, npt.NDArray[np.integer]]:
    x, x_new = real_array(x, "x", "train_model"), real_array(x_new, "x_new", "train_model")
    require_axes(x, "ND", "x", "train_model")
    require_axes(x_new, "ND", "x_new", "train_model")
    y = plain_array(labels, "labels", "train_model")
    y = class_labels(y, int(np.max(y, initial=0)) + 1, "train_model")
    if len(y) != len(x) or x.shape[1] != x_new.shape[1]:
        raise ShapeError(
            f"train_model: x has shape {x.shape}, labels {y.shape} and x_new {x_new.shape}; "
            "(N, D), (N,) and (N', D) are needed"
        )
    if len(x) < 10:
        raise ValueError(f"train_model: x has {len(x)} rows; at least 10 are needed")
    return x, x_new, y
