"""Listeners of a training: one shows it in TensorBoard, one makes it survive a crash."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from dlkit.arguments import require_whole_number
from dlkit.frameworks.checkpoints import load_checkpoint, save_checkpoint
from dlkit.frameworks.events import FileWriter
from dlkit.regularization.callbacks import Callback, Run


class TensorBoard(Callback):
    r"""Show what training measures, and the learning rate, in TensorBoard.

    .. math:: (e, v_e) \quad \text{for every measure } v \text{ and epoch } e = 1, 2, \dots

    Parameters
    ----------
    folder : str or Path, no array    one folder per run, as in ``logs/1``; ``tensorboard
        --logdir logs`` shows the runs together

    Attributes
    ----------
    folder : Path

    Raises
    ------
    OSError    from ``fit``, if the folder cannot be written

    Examples
    --------
    >>> import tempfile
    >>> from dlkit.frameworks import read_events
    >>> from dlkit.optimizers import SGD
    >>> from dlkit.regularization import nn
    >>> model = nn.Sequential([nn.Dense(1, 1, rng=np.random.default_rng(0))])
    >>> model.compile(lambda p: SGD(p, lr=0.5), loss="mse")
    >>> x, rng = np.linspace(-1, 1, 20)[:, None], np.random.default_rng(0)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     history = model.fit(x, 3 * x, epochs=2, batch_size=5, rng=rng, progress=False,
    ...                         callbacks=[TensorBoard(folder)])
    ...     (path,) = Path(folder).iterdir()
    ...     read_events(path)["lr"]
    [(1, 0.5), (2, 0.5)]

    Source: Abadi et al., TensorFlow: Large-Scale Machine Learning on Heterogeneous Distributed
    Systems, arXiv:1603.04467, 2016, section 9.1.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def on_train_begin(self, run: Run) -> None:
        self._writer = FileWriter(self.folder)

    def on_epoch_end(self, run: Run) -> None:
        measures = {name: values[-1] for name, values in run.history.items()}
        measures["lr"] = run.optimizer.lr
        for name, value in measures.items():
            self._writer.add_scalar(name, value, step=run.epoch)
        self._writer.flush()

    def on_train_end(self, run: Run) -> None:
        self._writer.close()


class ModelCheckpoint(Callback):
    r"""Save a training while it runs, and go on from there after a crash.

    With it, a training that is killed and started again ends bit for bit where it would have
    ended: weights, running means, the optimizer's state and count, the generators of `fit` and
    of the layers, and the history are restored.

    .. math:: F^{E}(\theta_0) = F^{E - e}(\text{load}(\text{save}(F^{e}(\theta_0))))

    Parameters
    ----------
    path : str or Path, no array    the file; replaced as a whole, never in part
    every : int    so many epochs apart, from 1 on
    resume : bool    begin at the file, if there is one; ``epochs`` of `fit` counts from the start

    Attributes
    ----------
    path, every, resume : as given

    Raises
    ------
    ValueError    from ``fit``, if the file is no checkpoint, or one of another network, optimizer
        or number of generators

    Conventions: other callbacks, such as `EarlyStopping`, begin anew.

    Examples
    --------
    >>> import tempfile
    >>> from dlkit.regularization import nn
    >>> x = np.linspace(-1, 1, 20)[:, None]
    >>> def train(epochs, path):
    ...     rng = np.random.default_rng(0)
    ...     model = nn.Sequential([nn.Dense(1, 1, rng=rng)])
    ...     model.compile("adam", loss="mse")
    ...     model.fit(x, 3 * x, epochs=epochs, batch_size=5, rng=rng, progress=False,
    ...               callbacks=[ModelCheckpoint(path, resume=True)])
    ...     return model.p
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     whole = train(5, f"{folder}/whole.npz")
    ...     stopped = train(2, f"{folder}/part.npz")
    ...     bool((train(5, f"{folder}/part.npz") == whole).all())
    True

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 4.3.
    """

    def __init__(self, path: str | Path, *, every: int = 1, resume: bool = False) -> None:
        self.path = Path(path)
        self.every = require_whole_number(every, "every", "ModelCheckpoint", at_least=1)
        self.resume = resume

    def on_train_begin(self, run: Run) -> None:
        if self.resume and self.path.exists():
            checkpoint = load_checkpoint(self.path)
            run.model.load_state(checkpoint.params)
            self._restore(run, checkpoint.state)
            run.epoch = checkpoint.step

    def on_epoch_end(self, run: Run) -> None:
        if run.epoch % self.every == 0:
            optimizer = run.optimizer
            state = {
                "optimizer": {"t": optimizer.t, "lr": optimizer.lr, "state": dict(optimizer.state)},
                "generators": [rng.bit_generator.state for rng in _generators(run)],
                "history": dict(run.history),
                "steps": run.step,
            }
            save_checkpoint(self.path, run.model.state(), state, step=run.epoch)

    def _restore(self, run: Run, state: dict[str, Any]) -> None:
        held, generators = state["optimizer"], list(_generators(run))
        if _shapes(held["state"]) != _shapes(run.optimizer.state):
            raise ValueError(
                f"ModelCheckpoint: {self.path} is of an optimizer with {_shapes(held['state'])}; "
                f"this one has {_shapes(run.optimizer.state)}"
            )
        if len(generators) != len(state["generators"]):
            raise ValueError(
                f"ModelCheckpoint: {self.path} holds {len(state['generators'])} generators; this "
                f"training has {len(generators)}, counting each object once"
            )
        for name, value in held["state"].items():
            run.optimizer.state[name][...] = value
        run.optimizer.t, run.optimizer.lr = held["t"], held["lr"]
        for rng, bits in zip(generators, state["generators"], strict=True):
            rng.bit_generator.state = bits
        run.history.update(state["history"])
        run.step = state["steps"]


def _generators(run: Run) -> Iterator[np.random.Generator]:
    """Yield the generator of the training and those of the layers, each object once."""
    visited = {id(run.rng)}
    yield run.rng
    waiting = [run.model]
    while waiting:
        layer = waiting.pop(0)
        for value in vars(layer).values():
            if isinstance(value, np.random.Generator) and id(value) not in visited:
                visited.add(id(value))
                yield value
        waiting += getattr(layer, "children", [])


def _shapes(state: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    return {name: np.shape(array) for name, array in state.items()}
