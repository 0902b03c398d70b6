"""How far the training is, on one line."""

import sys
import time

from dlkit.regularization.callbacks import Callback, Run

BAR = 24  # characters
PAUSE = 0.1  # seconds between two pictures of the bar


class ProgressBar(Callback):
    r"""Show epoch, measures and time left, in a line that is written over.

    After :math:`s` of :math:`S` steps in :math:`t` seconds, :math:`t (S - s) / s` are left.

    Parameters
    ----------
    none

    Attributes
    ----------
    none (it keeps no arrays)

    Raises
    ------
    OSError    if standard output is closed

    Examples
    --------
    >>> isinstance(ProgressBar(), Callback)
    True

    Source: Chollet et al., Keras, 2015, the progress bar of fit.
    """

    def __init__(self) -> None: ...

    def on_train_begin(self, run: Run) -> None:
        self._start = self._shown = time.monotonic()
        self._width = 0

    def on_batch_end(self, run: Run) -> None:
        if time.monotonic() - self._shown > PAUSE:
            self._show(run)

    def on_train_end(self, run: Run) -> None:
        self._show(run, end="\n")

    def _show(self, run: Run, end: str = "") -> None:
        self._shown = time.monotonic()
        passed, steps = self._shown - self._start, run.epochs * run.steps_per_epoch
        done = run.step / steps if steps else 1.0
        bar = "█" * int(BAR * done)
        measures = "  ".join(f"{name} {values[-1]:.4f}" for name, values in run.history.items())
        left = f"{passed:.1f} s" if end else f"{passed * (1 / done - 1):.0f} s left"
        line = f"epoch {run.epoch}/{run.epochs} |{bar:·<{BAR}}| {left}  {measures}"
        # Spaces cover what a longer line has left behind.
        sys.stdout.write(f"\r{line:<{self._width}}{end}")
        sys.stdout.flush()
        self._width = len(line)
