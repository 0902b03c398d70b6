"""A training on disk: weights, optimizer, randomness, so that it goes on as if never stopped.

The file is NumPy's own archive (.npz) without pickled objects: an array per weight, and one text
in JSON that says how they nest. It is written beside its place and then moved there, so that a
crash leaves the old checkpoint or the new one, never half of one.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dlkit.arguments import plain_array, require_generator, require_whole_number

FORMAT, VERSION = "dlkit checkpoint", 1
HEAD = "head"
GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")


@dataclass(frozen=True)
class Checkpoint:
    r"""What a checkpoint holds.

    .. math:: (\theta, s, \text{rng}, t)

    Parameters
    ----------
    params : as saved    arrays in dicts, lists and tuples
    state : as saved    of the optimizer
    rng : numpy.random.Generator or None    at the point where it was saved
    step : int

    Attributes
    ----------
    params, state, rng, step : as above; the arrays have the dtypes and shapes they were saved with

    Raises
    ------
    TypeError    if an argument is missing

    Examples
    --------
    >>> Checkpoint({"W": np.ones(2)}, {}, None, 3).step
    3

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 4.3.
    """

    params: Any
    state: Any
    rng: np.random.Generator | None
    step: int


def save_checkpoint(
    path: str | Path,
    params: Any,
    state: Any = None,
    *,
    rng: np.random.Generator | None = None,
    step: int = 0,
) -> None:
    r"""Write weights, optimizer state, generator and step to a file, all or nothing.

    With it, k + m steps give bit for bit what k steps, a stop, and m steps give:

    .. math:: (\theta_{k+m}, s_{k+m}) = F^m(\text{load}(\text{save}(F^k(\theta_0, s_0))))

    Parameters
    ----------
    path : str or Path    replaced if it exists, and only by a whole file
    params : arrays, in dicts with text keys, lists and tuples, nested in any way
    state : the same, and numbers, text, None    what the optimizer needs to go on
    rng : numpy.random.Generator, optional
    step : int    how many steps were taken

    Returns
    -------
    None

    Raises
    ------
    TypeError    if something else is among them: it could be stored only as code
    FileNotFoundError    if the folder does not exist

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_checkpoint(f"{folder}/a.npz", {"W": np.ones(2)}, {"t": 7}, step=7)
    ...     load_checkpoint(f"{folder}/a.npz").state
    {'t': 7}

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 4.3.
    """
    arrays: dict[str, np.ndarray] = {}
    if rng is not None:
        require_generator(rng, "save_checkpoint")
    head = {
        "format": FORMAT,
        "version": VERSION,
        "step": require_whole_number(step, "step", "save_checkpoint", at_least=0),
        "params": _described(params, "params", arrays),
        "state": _described(state, "state", arrays),
        "rng": _described(None if rng is None else rng.bit_generator.state, "rng", arrays),
    }
    text = np.frombuffer(json.dumps(head).encode(), np.uint8)
    _write_whole(Path(path), {HEAD: text, **arrays})


def load_checkpoint(path: str | Path) -> Checkpoint:
    r"""Read what `save_checkpoint` has written.

    .. math:: \text{load}(\text{save}(\theta, s, \text{rng}, t)) = (\theta, s, \text{rng}, t)

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    Checkpoint    with arrays of the same bits, dtypes and shapes, and a generator of its own

    Raises
    ------
    ValueError    if the file is cut off, damaged, of another program, or of a newer version
    FileNotFoundError    if there is no such file

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     rng = np.random.default_rng(0)
    ...     save_checkpoint(f"{folder}/a.npz", [np.float32([1, 2])], rng=rng, step=3)
    ...     found = load_checkpoint(f"{folder}/a.npz")
    >>> found.params, found.step, found.rng.random() == rng.random()
    ([array([1., 2.], dtype=float32)], 3, True)

    Source: Abadi et al., TensorFlow: A System for Large-Scale Machine Learning, OSDI, 2016,
    section 4.3.
    """
    arrays = _read_whole(Path(path))
    try:
        head = json.loads(arrays[HEAD].tobytes())
        if head["format"] != FORMAT:
            raise KeyError
    except (ValueError, KeyError, TypeError):
        raise ValueError(
            f"load_checkpoint: {path} is another kind of file; one by save_checkpoint is needed"
        ) from None
    if head["version"] > VERSION:
        raise ValueError(
            f"load_checkpoint: {path} has version {head['version']}; this dlkit reads up to "
            f"{VERSION}. Update dlkit."
        )
    params, state, rng = (_restored(head[part], arrays) for part in ("params", "state", "rng"))
    return Checkpoint(params, state, None if rng is None else _generator(rng), head["step"])


def _write_whole(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write beside the place, wait for the disk, then move: there is never half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)  # mkstemp's own mode is for secrets
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _read_whole(path: Path) -> dict[str, np.ndarray]:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except FileNotFoundError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        EOFError,
        OSError,
        AttributeError,
        TypeError,
    ):
        raise ValueError(
            f"load_checkpoint: {path} is cut off, damaged, or no checkpoint; take an older one"
        ) from None


def _described(value: Any, place: str, arrays: dict[str, np.ndarray]) -> Any:
    """Return plain data for JSON that says how the arrays nest, and collect the arrays."""
    if isinstance(value, np.ndarray | np.generic):
        if value.dtype.kind not in "biufc":
            raise TypeError(
                f"save_checkpoint: {place} has dtype {value.dtype}; arrays of numbers are needed"
            )
        name = f"array{len(arrays)}"  # not its place: "a.b" could be two places
        arrays[name] = plain_array(value, place, "save_checkpoint")
        return {"array": name}
    if value is None or isinstance(value, bool | int | float | str):
        return {"plain": value}
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {"dict": {k: _described(v, f"{place}.{k}", arrays) for k, v in value.items()}}
    if type(value) in (list, tuple):
        parts = [_described(v, f"{place}.{k}", arrays) for k, v in enumerate(value)]
        return {type(value).__name__: parts}
    raise TypeError(
        f"save_checkpoint: {place} is {type(value).__name__}; arrays, numbers and text in dicts "
        "with text keys, lists and tuples are needed"
    )


def _restored(described: Any, arrays: dict[str, np.ndarray]) -> Any:
    ((kind, content),) = described.items()
    if kind == "array":
        return arrays[content]
    if kind == "dict":
        return {key: _restored(value, arrays) for key, value in content.items()}
    if kind in ("list", "tuple"):
        parts = [_restored(value, arrays) for value in content]
        return parts if kind == "list" else tuple(parts)
    return content


def _generator(state: dict[str, Any]) -> np.random.Generator:
    name = state["bit_generator"]
    if name not in GENERATORS:  # a name from a file must not choose what is called
        raise ValueError(
            f"load_checkpoint: the generator is {name!r}; one of {', '.join(GENERATORS)} is needed"
        )
    bits = getattr(np.random, name)()
    bits.state = state
    return np.random.Generator(bits)
