"""The training loop: epochs of batches, each a step; and how good the network is."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    ShapeError,
    plain_array,
    require_callables,
    require_generator,
    require_whole_number,
)
from dlkit.regularization.callbacks import Callback, History, Run
from dlkit.shapes import minibatches


class Model(Protocol):
    """What `fit` and `evaluate` ask of a network; `nn.Sequential` is one once it is compiled."""

    p: Any
    g: Any
    training: bool

    def train(self, mode: bool = True) -> None: ...
    def backpropagate(self, x: Any, y: Any) -> dict[str, float]: ...
    def measure(self, x: Any, y: Any) -> dict[str, float]: ...


def fit(
    model: Model,
    data: tuple[npt.ArrayLike, npt.ArrayLike],
    optimizer: Callable[[Any], Any],
    *,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
    validation_data: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    callbacks: Sequence[Callback] = (),
) -> History:
    r"""Train a network: in each epoch, each sample is used once.

    For every batch B of a new random order, with the optimizer's step s,

    .. math:: \theta \leftarrow s\Big(\theta, \; \nabla_\theta
              \frac{1}{|B|} \sum_{n \in B} L_n(\theta)\Big) .

    Parameters
    ----------
    model : a compiled `nn.Sequential`, or what has p, g, train, backpropagate, and measure
    data : (x, y)    N inputs and N targets, arrays of shape (N, ...), in the same order
    optimizer : callable    makes the optimizer from the vector of weights, as `Adam` does
    epochs : int    passes over the data, from 0 on
    batch_size : int    at least 1; the last batch of an epoch may be smaller
    rng : numpy.random.Generator    the order of the samples
    validation_data : (x, y)    measured after each epoch; nothing is learnt from it
    callbacks : list of Callback    called in this order

    Returns
    -------
    History    "loss" and other measures per epoch, those of the validation as "val_loss" ...

    Raises
    ------
    ShapeError    if x and y have not the same number of samples
    ValueError    if there is no sample, or a number is too small
    TypeError     if an argument is of the wrong kind

    Conventions: each call starts with a new optimizer, whose means are 0. The network is left in
    the mode in which it came.

    Examples
    --------
    >>> from dlkit.optimizers import SGD
    >>> from dlkit.regularization import nn
    >>> model = nn.Sequential([nn.Dense(1, 1, rng=np.random.default_rng(0))])
    >>> model.compile(loss="mse")
    >>> x = np.linspace(-1, 1, 20)[:, None]
    >>> rng = np.random.default_rng(0)
    >>> fit(model, (x, 3 * x), lambda p: SGD(p, lr=0.5), epochs=9, batch_size=5, rng=rng).epochs
    9
    >>> model.p.round(2)
    array([3., 0.])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 8.3.1, algorithm 8.1.
    """
    require_callables("fit", optimizer=optimizer)
    x, y = samples_and_targets("fit", *data)
    epochs = require_whole_number(epochs, "epochs", "fit", at_least=0)
    run = Run(model, optimizer(model.p), require_generator(rng, "fit"), epochs)
    before = model.training
    for callback in callbacks:
        callback.on_train_begin(run)
    try:
        while run.epoch < epochs and not run.stop:
            run.epoch += 1
            measures = _one_epoch(run, x, y, batch_size, callbacks)
            if validation_data is not None:
                validation = evaluate(model, *validation_data, batch_size=max(batch_size, 256))
                measures |= {f"val_{name}": value for name, value in validation.items()}
            run.history.append(measures)
            for callback in callbacks:
                callback.on_epoch_end(run)
    finally:  # also when someone stops the notebook
        model.train(before)
    for callback in callbacks:
        callback.on_train_end(run)
    return run.history


def evaluate(
    model: Model, x: npt.ArrayLike, y: npt.ArrayLike, *, batch_size: int = 256
) -> dict[str, float]:
    r"""Mean loss and metrics over a data set, in evaluation mode.

    With batches of :math:`n_b` samples and their means :math:`L_b`,

    .. math:: L = \frac{\sum_b n_b L_b}{\sum_b n_b} .

    Parameters
    ----------
    model : as in `fit`
    x, y : arrays of shape (N, ...)    N inputs and targets
    batch_size : int    at least 1; changes the memory needed, not the result

    Returns
    -------
    dict    "loss" and the model's metrics, Python floats

    Raises
    ------
    ShapeError    if x and y have not the same number of samples
    ValueError    if there is no sample, or `batch_size` is below 1
    TypeError     if `batch_size` is not a whole number

    Conventions: dropout drops nothing and batch norm uses its running means. The mode comes
    back, also after an error.

    Examples
    --------
    >>> from dlkit.regularization import nn
    >>> model = nn.Sequential([nn.Function(lambda x: 2 * x, lambda dy, x: 2 * dy)])
    >>> model.compile(loss="mse")
    >>> evaluate(model, [1.0, 2.0, 3.0], [2.0, 4.0, 9.0], batch_size=2)
    {'loss': 3.0}

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 5.3.
    """
    inputs, targets = samples_and_targets("evaluate", x, y)
    size = require_whole_number(batch_size, "batch_size", "evaluate", at_least=1)
    totals: dict[str, float] = {}
    before = model.training
    model.train(False)
    try:
        for start in range(0, len(inputs), size):
            batch = slice(start, start + size)
            measures = model.measure(inputs[batch], targets[batch])
            _add(totals, measures, len(inputs[batch]))
    finally:
        model.train(before)
    return {name: total / len(inputs) for name, total in totals.items()}


def _one_epoch(
    run: Run, x: Any, y: Any, batch_size: int, callbacks: Sequence[Callback]
) -> dict[str, float]:
    """Take one step per batch; return the means over the samples."""
    totals: dict[str, float] = {}
    run.model.train()
    batches = minibatches(len(x), batch_size, rng=run.rng)
    run.steps_per_epoch = len(batches)
    for batch in batches:
        _add(totals, run.model.backpropagate(x[batch], y[batch]), len(batch))
        run.optimizer.step(run.model.g)
        run.step += 1
        for callback in callbacks:
            callback.on_batch_end(run)
    return {name: total / len(x) for name, total in totals.items()}


def _add(totals: dict[str, float], measures: dict[str, float], count: int) -> None:
    for name, value in measures.items():
        totals[name] = totals.get(name, 0.0) + count * value


def samples_and_targets(who: str, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Any, Any]:
    """Return inputs and targets as arrays with the same number of samples, at least one."""
    x, y = plain_array(x, "x", who), plain_array(y, "y", who)
    if x.shape[:1] != y.shape[:1]:
        raise ShapeError(
            f"{who}: x has shape {x.shape} but y has shape {y.shape}; "
            "there must be one target per input"
        )
    if x.ndim == 0 or len(x) == 0:
        raise ValueError(f"{who}: x has shape {x.shape}; at least one sample is needed")
    return x, y
