"""What training records, what may listen to it, and stopping early with the best weights."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dlkit.arguments import require_number, require_whole_number


class History(dict[str, list[float]]):
    r"""What was measured, epoch by epoch.

    ``history["val_loss"][0]`` is that of epoch 1. A training loss is the mean over the samples,
    :math:`\frac{1}{N} \sum_n L_n`, taken while the weights change.

    Parameters
    ----------
    none    it starts empty

    Attributes
    ----------
    the lists, by name, of one number per epoch, not arrays

    Raises
    ------
    KeyError    if a name was not measured

    Examples
    --------
    >>> history = History()
    >>> history.append({"loss": 0.5}), history.append({"loss": 0.25})
    (None, None)
    >>> history["loss"], history.epochs
    ([0.5, 0.25], 2)

    Source: Chollet et al., Keras, 2015, the History callback.
    """

    def __init__(self) -> None:
        super().__init__()

    def append(self, measures: dict[str, float]) -> None:
        """Add the measures of one epoch."""
        for name, value in measures.items():
            self.setdefault(name, []).append(value)

    @property
    def epochs(self) -> int:
        """The number of epochs recorded."""
        return len(next(iter(self.values()), []))


@dataclass
class Run:
    """One call of `fit`, as callbacks see it; a callback sets `stop` to end it."""

    model: Any
    optimizer: Any
    rng: np.random.Generator
    epochs: int
    history: History = field(default_factory=History)
    epoch: int = 0
    step: int = 0
    steps_per_epoch: int = 0
    stop: bool = False


class Callback:
    r"""Something that listens to training; a subclass writes what it needs.

    Epochs are counted from 1, :math:`e = 1, 2, \ldots`

    Parameters
    ----------
    none

    Attributes
    ----------
    none    each method gets a `Run`, with the model, optimizer, rng, history, epoch and step (not
        arrays, except the model's p)

    Raises
    ------
    Error    whatever a subclass raises ends the training

    Examples
    --------
    >>> class Tell(Callback):
    ...     def on_epoch_end(self, run):
    ...         print(run.epoch, run.history["loss"][-1])

    Source: Chollet et al., Keras, 2015, callbacks.
    """

    def __init__(self) -> None: ...

    def on_train_begin(self, run: Run) -> None:
        """Called once, before the first epoch."""

    def on_batch_end(self, run: Run) -> None:
        """Called after each step."""

    def on_epoch_end(self, run: Run) -> None:
        """Called when the epoch, with its validation, is in ``run.history``."""

    def on_train_end(self, run: Run) -> None:
        """Called once, after the last epoch."""


class EarlyStopping(Callback):
    r"""Stop when a measure no longer improves, and return to the best weights.

    Epoch e is an improvement on the best value so far, :math:`m^*`, if
    :math:`m_e < m^* - \delta`, or for a measure that should grow if :math:`m_e > m^* + \delta`.

    Parameters
    ----------
    monitor : str    a name in the history, such as "val_loss" or "val_accuracy"
    patience : int    so many epochs in a row without improvement end the training; from 1 on
    min_delta : float    :math:`\delta \ge 0`, what is too little to count
    grows : bool    whether larger is better; if not given, for names that end in "accuracy"

    Attributes
    ----------
    best, best_epoch : float, int (not arrays)    the best value and its epoch, counted from 1

    Raises
    ------
    ValueError    if a number is out of its range, or from ``fit``, if `monitor` is not measured
    TypeError     if an argument is of the wrong kind

    Conventions: the best weights come back also where training ends by itself. nan is no
    improvement.

    Examples
    --------
    >>> EarlyStopping("val_accuracy", patience=3).grows
    True

    Source: Prechelt, Early Stopping - But When?, in Neural Networks: Tricks of the Trade,
    Springer, 1998.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        *,
        patience: int = 10,
        min_delta: float = 0.0,
        grows: bool | None = None,
    ) -> None:
        self.monitor = monitor
        self.patience = require_whole_number(patience, "patience", "EarlyStopping", at_least=1)
        self.min_delta = require_number(min_delta, "min_delta", "EarlyStopping", at_least=0)
        self.grows = monitor.endswith("accuracy") if grows is None else grows

    def on_train_begin(self, run: Run) -> None:
        self.best = -float("inf") if self.grows else float("inf")
        self.best_epoch = 0
        self._state: dict[str, Any] | None = None

    def on_epoch_end(self, run: Run) -> None:
        if self.monitor not in run.history:
            raise ValueError(
                f"EarlyStopping: {self.monitor} is not measured; {', '.join(run.history)} are"
                " (val_… needs validation_data)"
            )
        value = run.history[self.monitor][-1]
        gain = value - self.best if self.grows else self.best - value
        if gain > self.min_delta:
            self.best, self.best_epoch = value, run.epoch
            self._state = run.model.state()
        run.stop |= run.epoch - self.best_epoch >= self.patience

    def on_train_end(self, run: Run) -> None:
        if self._state is not None:
            run.model.load_state(self._state)
