"""Numbers of a training, kept line by line, and curves made smooth."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_array, require_axes, require_number, require_whole_number


class ScalarLogger:
    r"""Log of scalars in a text file: one line of JSON per call.

    .. math:: \text{file} \leftarrow \text{file} + (t, v_1, \dots, v_k)

    Parameters
    ----------
    path : str or Path, no array    continued if it exists; its folder is made if it is missing

    Attributes
    ----------
    path : Path

    Raises
    ------
    TypeError     from ``log``, if a value is not one real number or `step` no whole number
    ValueError    from ``log``, if `step` is negative; from ``read``, if a line is no JSON

    Conventions: floats keep all digits; steps may come in any order, and nan and infinities are
    kept, as texts, since JSON has no number for them. A last line that a killed run has left
    unfinished is dropped.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     log = ScalarLogger(f"{folder}/run.jsonl")
    ...     log.log(0, loss=2.5, accuracy=0.5)
    ...     log.log(1, loss=0.1)
    ...     steps, losses = log.read()["loss"]
    >>> steps, losses
    (array([0, 1]), array([2.5, 0.1]))

    Source: Bray, The JavaScript Object Notation (JSON) Data Interchange Format, RFC 8259, 2017.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            data = self.path.read_bytes()
            whole = data.rfind(b"\n") + 1
            if whole < len(data):
                with self.path.open("r+b") as file:
                    file.truncate(whole)

    def log(self, step: int, **values: float) -> None:
        """Append the values of one step; the line is in the file when this returns."""
        line = {"step": require_whole_number(step, "step", "log", at_least=0)}
        floats = {name: require_number(value, name, "log") for name, value in values.items()}
        written = {name: x if math.isfinite(x) else str(x) for name, x in floats.items()}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**line, **written}, allow_nan=False) + "\n")

    def read(self) -> dict[str, tuple[npt.NDArray[np.int64], Array]]:
        """Return steps and values by name, in the order in which they were logged."""
        lines = self.path.read_text(encoding="utf-8").split("\n")[:-1] if self.path.exists() else []
        scalars: dict[str, list[tuple[int, float]]] = {}
        for place, line in enumerate(lines, start=1):
            try:
                values = json.loads(line)
                step = values.pop("step")
                values = {name: float(value) for name, value in values.items()}
            except (ValueError, TypeError, AttributeError, KeyError):
                raise ValueError(
                    f"read: line {place} of {self.path} is {line[:40]!r}; "
                    "a JSON object with a step is needed"
                ) from None
            for name, value in values.items():
                scalars.setdefault(name, []).append((step, value))
        return {
            name: (np.array([t for t, _ in rows]), np.array([v for _, v in rows]))
            for name, rows in scalars.items()
        }


def smooth(values: npt.ArrayLike, alpha: float) -> Array:
    r"""Exponential moving average of a curve, without its pull towards 0 at the start.

    .. math:: m_t = \alpha \, m_{t-1} + (1 - \alpha) \, x_t, \qquad
              s_t = \frac{m_t}{1 - \alpha^t}, \qquad m_0 = 0

    Parameters
    ----------
    values : (T,)    the curve x
    alpha : float    in [0, 1), the share of the past; 0 leaves the curve as it is

    Returns
    -------
    (T,)    s, a weighted mean of the values so far; nan where x is nan, which is left out after

    Raises
    ------
    ShapeError    if `values` is not one row
    ValueError    if `alpha` is outside [0, 1)
    TypeError     if an argument does not hold real numbers

    Conventions: alpha weighs the past, as in TensorBoard's slider.

    Examples
    --------
    >>> smooth([4.0, 4.0, 0.0], 0.5).round(4)
    array([4.    , 4.    , 1.7143])

    Source: Kingma, Ba, Adam: A Method for Stochastic Optimization, ICLR, 2015, section 3.
    """
    x = real_array(values, "values", "smooth")
    require_axes(x, "T", "values", "smooth")
    alpha = require_number(alpha, "alpha", "smooth", at_least=0, below=1)
    smoothed, mean, weight = np.full_like(x, np.nan), 0.0, 0.0
    for t in np.flatnonzero(~np.isnan(x)):
        mean = alpha * mean + (1 - alpha) * x[t]
        weight = alpha * weight + (1 - alpha)  # 1 - alpha**t
        smoothed[t] = mean / weight
    return smoothed
