"""Training in the words of Keras: compile, fit, evaluate, predict."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit import losses
from dlkit.arguments import Array, plain_array, require_callables
from dlkit.optimizers import SGD, Adam
from dlkit.regularization.callbacks import Callback, History
from dlkit.regularization.fitting import evaluate, fit
from dlkit.regularization.metrics import accuracy, predicted_classes
from dlkit.regularization.progress import ProgressBar

OPTIMIZERS: dict[str, Callable[[Array], Any]] = {"adam": Adam, "sgd": lambda p: SGD(p, lr=0.01)}
LOSSES = {
    name: (getattr(losses, name), getattr(losses, f"{name}_grad"))
    for name in ("bce_with_logits", "cross_entropy", "hinge", "huber", "mae", "mse")
}
BATCH = 256  # samples at a time where nothing is learnt


def _accuracy(scores: Array, targets: npt.ArrayLike) -> float:
    """Accuracy for labels (N,), and for targets 0 and 1 of (N, 1), which may be floats."""
    labels = np.ravel(targets)
    labels = labels > 0.5 if labels.dtype.kind in "fb" else labels
    return accuracy(predicted_classes(scores), labels.astype(np.intp))


METRICS: dict[str, Callable[[Array, Any], float]] = {"accuracy": _accuracy}


class Trainable:
    """What a network can do once it has `forward`, `backward`, `train`, p and g."""

    p: Array
    g: Array
    training: bool
    forward: Callable[[npt.ArrayLike], Array]
    backward: Callable[..., Array | None]
    train: Callable[..., None]
    _loss: Callable[..., float]

    def compile(
        self,
        optimizer: str | Callable[[Array], Any] = "adam",
        loss: str | tuple[Callable[..., float], Callable[..., Array]] = "mae",
        metrics: Sequence[str] = (),
    ) -> None:
        """Choose how to train.

        `optimizer` is "adam", "sgd", or what makes an optimizer from the weights p,
        as in ``lambda p: SGD(p, lr=0.1)``. `loss` is a name of `dlkit.losses` or a pair
        ``(loss, loss_grad)``, perhaps your own. "accuracy" is a metric.
        """
        self._optimizer = _chosen("optimizer", optimizer, OPTIMIZERS)
        pair = _chosen("loss", loss, LOSSES)
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise TypeError(
                f"compile: loss is {pair!r}; a name or a pair (loss, loss_grad) is needed"
            )
        self._loss, self._loss_grad = pair
        require_callables("compile", optimizer=self._optimizer, loss=pair[0], loss_grad=pair[1])
        if isinstance(metrics, str):
            raise TypeError(f"compile: metrics is {metrics!r}; a list of names is needed")
        self._metrics = {name: _chosen("metric", name, METRICS) for name in metrics}

    def backpropagate(self, x: npt.ArrayLike, y: npt.ArrayLike) -> dict[str, float]:
        """Leave the gradient for one batch in g; return its loss and metrics."""
        self._compiled("backpropagate")
        outputs = self.forward(x)
        self.backward(self._loss_grad(outputs, y), need_dx=False)
        return self._measures(outputs, y)

    def measure(self, x: npt.ArrayLike, y: npt.ArrayLike) -> dict[str, float]:
        """Return loss and metrics of one batch; nothing is learnt."""
        self._compiled("measure")
        return self._measures(self.forward(x), y)

    def _measures(self, outputs: Array, y: npt.ArrayLike) -> dict[str, float]:
        measures = {"loss": self._loss(outputs, y)}
        for name, metric in self._metrics.items():
            measures[name] = metric(outputs, y)
        return measures

    def fit(
        self,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        epochs: int,
        batch_size: int,
        rng: np.random.Generator,
        validation_data: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
        callbacks: Sequence[Callback] = (),
        progress: bool = True,
    ) -> History:
        """Train as `regularization.fit` does, with a progress bar."""
        self._compiled("fit")
        shown = [ProgressBar()] if progress else []
        return fit(
            self,
            (x, y),
            self._optimizer,
            epochs=epochs,
            batch_size=batch_size,
            rng=rng,
            validation_data=validation_data,
            callbacks=[*callbacks, *shown],
        )

    def evaluate(self, x: npt.ArrayLike, y: npt.ArrayLike) -> dict[str, float]:
        """Return loss and metrics of a data set, in evaluation mode."""
        return evaluate(self, x, y, batch_size=BATCH)

    def predict(self, x: npt.ArrayLike) -> Array:
        """Return the outputs in evaluation mode, whatever the present mode."""
        before, x = self.training, np.atleast_1d(plain_array(x, "x", "predict"))
        self.train(False)
        try:
            starts = range(0, max(len(x), 1), BATCH)
            return np.concatenate([self.forward(x[start : start + BATCH]) for start in starts])
        finally:
            self.train(before)

    def _compiled(self, wanted: str) -> None:
        if not hasattr(self, "_loss"):
            raise ValueError(
                f"{wanted}: no loss is chosen; call compile(optimizer=…, loss=…) first"
            )


def _chosen(kind: str, choice: Any, choices: Mapping[str, Any]) -> Any:
    """Return what a name stands for; what is no name is taken as it is."""
    if not isinstance(choice, str):
        return choice
    if choice not in choices:
        raise ValueError(f"compile: {kind} is {choice!r}; {', '.join(choices)} are known")
    return choices[choice]
